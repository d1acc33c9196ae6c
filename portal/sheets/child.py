"""The process that reads one file: `python -m portal.sheets.child LIMITS < FILE`.

Writes one JSON line: {"fault", "sheet", "line"} or a Table.
"""

import os
import resource
import sys

import msgspec

from portal.sheets.reading import read_table
from portal.sheets.shapes import Fault, Limits, Unreadable


def main(limits_text: str) -> None:
    """Read standard input within the limits, answer on standard output."""
    limits = msgspec.json.decode(limits_text.encode(), type=Limits)
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answer: object
    try:
        with os.fdopen(os.dup(sys.stdin.fileno()), "rb") as file:
            answer = read_table(file, limits)
    except Unreadable as refused:
        answer = {
            "fault": refused.fault,
            "sheet": refused.sheet,
            "line": refused.line,
        }
    except MemoryError:
        answer = {"fault": Fault.EFFORT, "sheet": "", "line": 0}
    sys.stdout.buffer.write(msgspec.json.encode(answer))


if __name__ == "__main__":
    main(sys.argv[1])

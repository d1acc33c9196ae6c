"""What a command says: results to stdout, talk to stderr, and how it ends."""

import argparse
import sys
from datetime import date

from portal.rules.evaluate import dumps
from portal.words import gettext as _

DONE, FINDINGS, BAD_USAGE = 0, 1, 2


class Stop(Exception):
    """Ends a command with a sentence and an exit code."""

    def __init__(self, message: str, code: int = BAD_USAGE) -> None:
        super().__init__(message)
        self.code = code


def tell(text: str) -> None:
    """A line of the result."""
    sys.stdout.write(text + "\n")


def say(text: str) -> None:
    """A line for whoever is watching; never part of the result."""
    sys.stderr.write(text + "\n")


def tell_json(value: object) -> None:
    """The result for another program, numbers with their exact digits."""
    tell(dumps(value))


def day(text: str) -> date:
    """An argument that is a date, 2025-10-01."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = _("“%(text)s”不是日期，应写成 2025-10-01。", text=text)
        raise argparse.ArgumentTypeError(message) from None

"""Signs nobody sees and numbers nobody means: what pasted cells bring along."""

import re
from datetime import date, timedelta

# Turn the direction of the text around: 王‮... reads as another name.
TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Take no room: two names that look the same would be two clients.
UNSEEN = re.compile("[\u00ad\u034f\u180e\u200b-\u200d\u2060-\u2064\ufeff\ufff9-\ufffb]")
BLANKS = re.compile(r"\s+")
# Day 1 of a workbook is 1900-01-01, and it believes in a 29 February 1900.
DAY_NOUGHT = date(1899, 12, 30)
SERIAL = re.compile(r"([2-9]\d{4})(?:\.\d+)?")
MIDNIGHT = re.compile(r"[ T]0?0:00(:00)?$")


def turns(text: str) -> bool:
    """Whether a sign in it turns the direction of the text."""
    return TURNING.search(text) is not None


def cleaned(text: str) -> str:
    """Without signs that take no room; blanks and line ends are one blank each."""
    return BLANKS.sub(" ", UNSEEN.sub("", text)).strip()


def unturned(text: str) -> str:
    """Without the signs that turn it: phones are pasted with them out of contacts."""
    return TURNING.sub("", text)


def as_day(text: str) -> str:
    """45967 is 2025-11-06, as a workbook numbers its days; anything else stays."""
    serial = SERIAL.fullmatch(text)
    if serial:
        return (DAY_NOUGHT + timedelta(days=int(serial[1]))).isoformat()
    return MIDNIGHT.sub("", text)

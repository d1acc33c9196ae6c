"""The bytes of a rule file to text that is safe to parse and safe to read."""

import re
from pathlib import Path

from portal.rules.errors import BadRuleFile, Finding, Position

LARGEST = 5_000_000
# Control characters, and those that hide or reorder what a reader sees.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffc\U000e0000-\U000e007f]"
)


def read_source(path: Path, file: str) -> str:
    """The text of a rule file; raises BadRuleFile when it is too large or not UTF-8.

    `file` is how the file is named in findings.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise too_large(file)
        data = path.read_bytes()
    except OSError:
        raise _bad(file, "文件读不出来", "请检查文件是否还在、能否打开。") from None
    return decode(data, file)


def decode(data: bytes, file: str) -> str:
    """UTF-8 (a byte-order mark is dropped) without unseen characters."""
    if len(data) > LARGEST:
        raise too_large(file)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as bad:
        good = data[: bad.start].decode("utf-8-sig", errors="ignore")
        raise BadRuleFile(
            [_finding(good, len(good), file, "文件不是 UTF-8 编码", "请另存为 UTF-8。")]
        ) from None
    check_characters(text, file)
    return text


def check_characters(text: str, file: str) -> None:
    """Raises BadRuleFile where the text holds characters nobody can see."""
    found = [
        _finding(
            text, m.start(), file, f"有看不见的字符 U+{ord(m[0]):04X}", "请删去它。"
        )
        for m in _UNSEEN.finditer(text)
    ]
    if found:
        raise BadRuleFile(found[:20])


def has_unseen(text: str) -> bool:
    """Whether an escape such as \\u202e brought in a character nobody can see."""
    return bool(_UNSEEN.search(text))


def too_large(file: str) -> BadRuleFile:
    return _bad(file, "文件超过 5 MB", "请把旧版本移到别处，或把表拆开。", "size")


def _bad(file: str, message: str, fix: str, kind: str = "yaml") -> BadRuleFile:
    return BadRuleFile([Finding(Position(file, 1, 1), kind, message, fix)])


def _finding(text: str, at: int, file: str, message: str, fix: str) -> Finding:
    line = text.count("\n", 0, at) + 1
    column = at - (text.rfind("\n", 0, at) + 1) + 1
    return Finding(Position(file, line, column), "yaml", message, fix)

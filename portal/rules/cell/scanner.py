"""Walks through the text of a cell, piece by piece, knowing where it stands."""

import re

from portal.rules.cell.values import BadText

_SPACE = re.compile(r"\s*")
_WRAPPED = re.compile(r'(date and time|date|time|duration)\s*\(\s*"([^"]*)"\s*\)')
_QUOTED = re.compile(r'"((?:[^"\\]|\\["\\])*)"')
# A bare literal ends where the next piece of S-FEEL begins; ".." may follow at once.
_BARE = re.compile(r"(?:(?!\.\.)[^\s,()\[\]<>=\"])+(?: [0-9]{2}:[0-9:]+)?")
_BARE_TEXT = re.compile(r"[^,()\[\]<>=\"\uff0c\uff08\uff09]+")
_NULL = re.compile(r"null(?=\s*(?:,|\)|\Z))")
# What a Chinese keyboard gives for , ( ) < > = [ ] and the double quotes.
_FULL_WIDTH = re.compile(
    "[\uff0c\uff08\uff09\uff1c\uff1e\uff1d\u3010\u3011\uff3b\uff3d\u201c\u201d]"
)


class Scanner:
    """`at` is the offset of the next unread character."""

    def __init__(self, text: str, *, text_items: bool) -> None:
        self.text = text
        self.at = 0
        self._bare = _BARE_TEXT if text_items else _BARE

    def skip_space(self) -> int:
        found = _SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return self.at

    def take(self, piece: str) -> bool:
        """Whether `piece` comes next; if so it is read."""
        self.skip_space()
        if not self.text.startswith(piece, self.at):
            return False
        self.at += len(piece)
        return True

    def take_any(self, letters: str) -> str:
        return next((one for one in letters if self.take(one)), "")

    def take_word_call(self, word: str) -> bool:
        """Whether `word(` comes next; if so it is read."""
        found = re.compile(rf"\s*{word}\s*\(").match(self.text, self.at)
        self.at = found.end() if found else self.at
        return bool(found)

    def take_null(self) -> bool:
        self.skip_space()
        found = _NULL.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return bool(found)

    def literal(self) -> str:
        """The text of the next literal: quoted, bare, or inside date("...")."""
        self.skip_space()
        if found := _WRAPPED.match(self.text, self.at):
            self.at = found.end()
            return found[2]
        if found := _QUOTED.match(self.text, self.at):
            self.at = found.end()
            return re.sub(r"\\(.)", r"\1", found[1])
        if found := self._bare.match(self.text, self.at):
            self.at = found.end()
            return found[0].strip()
        raise BadText("这里应有一个值", self._full_width_hint(), self.at)

    def expect(self, piece: str) -> None:
        if not self.take(piece):
            raise BadText(f"这里应是 {piece}", self._full_width_hint(), self.at)

    def expect_end(self) -> None:
        if self.skip_space() < len(self.text):
            rest = self.text[self.at :]
            raise BadText(f"“{rest}”是多出来的", self._full_width_hint(), self.at)

    def _full_width_hint(self) -> str:
        if _FULL_WIDTH.search(self.text):
            return "符号要用半角的 , ( ) < > = [ ]。"
        return '多个值用逗号隔开；带符号的文字加双引号，如 "甲（乙）"。'

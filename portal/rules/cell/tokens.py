"""Cuts the text of an expression into numbers, words, texts and signs."""

import re
from dataclasses import dataclass

from portal.rules.cell.values import BadText

_TOKEN = re.compile(
    r"\s*(?:(?P<number>[0-9]+(?:\.[0-9]+)?(?![\w.]))"
    r'|"(?P<text>(?:[^"\\]|\\["\\])*)"'
    r"|(?P<call>round half up|date and time)(?=\s*\()"
    r"|(?P<word>[^\W\d]\w*(?:\.[^\W\d]\w*)*)"
    r"|(?P<sign>\*\*|<=|>=|!=|[-+*/<>=(),]))"
)
MOST = 400


@dataclass(frozen=True, slots=True)
class Token:
    """`kind`: number, text, word, sign or end; `at` is the offset in the text."""

    kind: str
    text: str
    at: int


def tokens_of(text: str, start: int) -> list[Token]:
    """The pieces of `text` from `start` on, an end token last; raises BadText."""
    found: list[Token] = []
    at = start
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if not match or not match.lastgroup:
            at = len(text) - len(text[at:].lstrip())
            raise BadText(f"看不懂“{text[at : at + 8]}”", "符号和数字要用半角。", at)
        kind = match.lastgroup
        piece = match[kind]
        if kind == "call":
            kind, piece = "word", _CALLS[piece]
        if kind == "text":
            piece = re.sub(r"\\(.)", r"\1", piece)
        found.append(Token(kind, piece, match.start(match.lastgroup)))
        at = match.end()
        if len(found) > MOST:
            raise BadText("算式太长", "请拆成几列。", at)
    return [*found, Token("end", "", len(text))]


_CALLS = {"round half up": "round_half_up", "date and time": "datetime"}

"""Imports in words: states, cells, why a row is left out."""

import unicodedata

from portal.models.imports import ImportState
from portal.rules.explain.words import row_name
from portal.services.importing.looking import TABLE, rows_of
from portal.services.importing.rows import SIGNED, VISITED, WRONG
from portal.services.use_case import Act
from portal.words import gettext as _
from portal.words import rule_text

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def state_words(state: ImportState) -> tuple[str, str]:
    """Kind and word, as _state.html shows them."""
    return {
        ImportState.DRAFT: ("hold", _("待核对")),
        ImportState.DISCARDED: ("", _("已丢弃")),
        ImportState.IMPORTED: ("go", _("已导入")),
        ImportState.UNDONE: ("", _("已撤销")),
    }[state]


def why_words(act: Act, why: str) -> tuple[str, str]:
    """What becomes of a row: kind and word."""
    own = {
        "": ("go", _("收")),
        WRONG: ("late", _("有错")),
        VISITED: ("stop", _("已到店，划掉")),
        SIGNED: ("stop", _("已签约，划掉")),
    }
    if why in own:
        return own[why]
    table = act.rules[TABLE].table
    for row in rows_of(act):
        if row.id == why:
            return "stop", row_name(table, row, rule_text)
    return "stop", why


def cell_name(column: int, line: int) -> str:
    """C14, as the file's own program calls the cell; a row as a whole by its line."""
    if column < 0:
        return _("第 %(line)s 行", line=line)
    name = ""
    number = column + 1
    while number:
        number, place = divmod(number - 1, len(LETTERS))
        name = LETTERS[place] + name
    return f"{name}{line}"


def visible(text: str) -> str:
    """The text with signs that nobody sees made visible: ‮ is shown as [U+202E]."""
    return "".join(
        f"[U+{ord(sign):04X}]" if unicodedata.category(sign) in ("Cf", "Cc") else sign
        for sign in text
    )

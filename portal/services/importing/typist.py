"""A row of a file as somebody would have typed it into the counter's form."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from portal.services.exporting.comma_file import unguarded
from portal.services.importing.fields import FIELDS, LEADS
from portal.services.use_case import Act
from portal.sheets.signs import as_day, cleaned, turns, unturned
from portal.words import gettext as _
from portal.words import listed, rule_text

YES = frozenset(
    ("是", "有", "√", "✓", "✔", "对", "已", "已介绍", "y", "yes", "true", "1")
)
NO = frozenset(
    ("", "否", "无", "没有", "未", "未介绍", "×", "x", "n", "no", "false", "0")
)
PURE = re.compile(r"[\d.,]+")
WAN = "万"
DAYS = ("renovation_date", "claim_at")
TICKED = "yes"


class Typist:
    """Turns cells into the texts of a form; what cannot be meant is a problem."""

    def __init__(
        self,
        act: Act,
        kind: str,
        mapping: Mapping[str, int],
        columns: Sequence[str],
        channel: str,
    ) -> None:
        self.mapping = {field: mapping.get(field) for field in FIELDS[kind]}
        self.channel = channel if kind == LEADS else ""
        self._channels = _choices(act, "lead.channel", "channel")
        self._principles = _choices(act, "lead.attribution", "principle")
        amount = self.mapping.get("estimated_amount")
        # 预算(万元): the figures below it are meant in units of ten thousand.
        self._in_wan = amount is not None and WAN in columns[amount]

    def type(self, cells: Sequence[str]) -> tuple[dict[str, str], dict[str, str]]:
        """Field -> text, and field -> sentence for cells that say nothing usable."""
        typed = {field: self._cell(cells, at) for field, at in self.mapping.items()}
        problems = {}
        for field, text in typed.items():
            if field == "phone":
                typed[field] = unturned(text)
            elif turns(text):
                problems[field] = _("有改变文字方向的隐形字符，请重新输入这一格。")
        self._translate(typed, problems)
        return typed, problems

    @staticmethod
    def _cell(cells: Sequence[str], at: int | None) -> str:
        if at is None or at >= len(cells):
            return ""
        return cleaned(unguarded(cells[at]))

    def _translate(self, typed: dict[str, str], problems: dict[str, str]) -> None:
        for field in DAYS:
            if typed.get(field):
                typed[field] = as_day(typed[field])
        amount = typed.get("estimated_amount", "")
        if self._in_wan and PURE.fullmatch(amount):
            typed["estimated_amount"] = amount + WAN
        if "grades_introduced" in typed:
            self._tick(typed, problems)
        if "channel" in typed:
            typed["channel"] = typed["channel"] or self.channel
            _choose(typed, problems, "channel", self._channels)
            _choose(typed, problems, "principle", self._principles)

    @staticmethod
    def _tick(typed: dict[str, str], problems: dict[str, str]) -> None:
        word = unicodedata.normalize("NFKC", typed["grades_introduced"]).casefold()
        typed["grades_introduced"] = TICKED if word in YES else ""
        if word not in YES | NO:
            problems["grades_introduced"] = _("这一格只能写“是”或“否”。")


def _choices(act: Act, table: str, column: str) -> dict[str, str]:
    """Every way to name a value: the table's word, the reader's word, the value."""
    values = act.rules[table].table.inputs[column].values or {}
    return {
        word: value
        for value, label in values.items()
        for word in (value, label, rule_text(label))
    }


def _choose(
    typed: dict[str, str],
    problems: dict[str, str],
    field: str,
    known: Mapping[str, str],
) -> None:
    text = typed[field]
    if text and text not in known:
        words = {value: word for word, value in known.items()}
        problems[field] = _("只认得这几个词：%(known)s。", known=listed(words.values()))
    typed[field] = known.get(text, "")

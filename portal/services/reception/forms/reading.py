"""Reads a form field by field; what is wrong is collected and told all at once."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from sqlmodel import SQLModel

from portal.amounts import parse_amount
from portal.errors import BadInput
from portal.services.reception.forms.bounds import amount_problem, text_problem
from portal.services.reception.forms.moments import parse_day, parse_moment
from portal.services.reception.forms.people import Colleagues
from portal.services.use_case import Act
from portal.words import gettext as _

T = TypeVar("T")
D = TypeVar("D", date, datetime)
# What an integer column of any database holds.
WHOLE_DIGITS = len("999999999")


class Reading:
    """The values of one form; `problems` (field -> sentence) wait for `check`."""

    def __init__(
        self, typed: Mapping[str, str], act: Act, colleagues: Colleagues
    ) -> None:
        self.typed = typed
        self.act = act
        self.colleagues = colleagues
        self.problems: dict[str, str] = {}

    def check(self) -> None:
        """Raise BadInput with every problem found."""
        if self.problems:
            raise BadInput(self.problems)

    def text(self, field: str, model: type[SQLModel], column: str = "") -> str:
        """A line as long as its column; control characters are refused."""
        text = self.typed.get(field, "").strip()
        problem = text_problem(text, model, column or field)
        if problem:
            self.problems[field] = problem
        return "" if problem else text

    def needed(self, field: str, model: type[SQLModel], column: str = "") -> str:
        """As `text`, and it must not be empty."""
        text = self.text(field, model, column)
        if not text and field not in self.problems:
            self.problems[field] = _("请填这一项。")
        return text

    def ticked(self, field: str) -> bool:
        """Whether a box is ticked."""
        return bool(self.typed.get(field))

    def amount(self, field: str, *, needed: bool = False) -> Decimal | None:
        """Yuan: 4.8万, ４８０００, 48,000.00."""
        wrong = _("看不懂这个数额。可写 48000、48,000.00 或 4.8万。")
        found = self._parsed(field, parse_amount, wrong, needed=needed)
        return self._within_bounds(field, found)

    def area(self, field: str) -> Decimal | None:
        """Square metres with at most two decimals; the unit may stand behind them."""

        def parse(text: str) -> Decimal | None:
            plain = unicodedata.normalize("NFKC", text).replace("平方米", "")
            return parse_amount(plain.removesuffix("m2").removesuffix("平米"))

        wrong = _("看不懂这个面积。可写 128 或 128.5。")
        return self._within_bounds(field, self._parsed(field, parse, wrong))

    def _within_bounds(self, field: str, found: Decimal | None) -> Decimal | None:
        problem = amount_problem(found)
        if problem:
            self.problems[field] = problem
        return None if problem else found

    def whole(self, field: str, wrong: str) -> int | None:
        """A whole number that has to be there."""

        def parse(text: str) -> int | None:
            plain = unicodedata.normalize("NFKC", text).strip()
            is_number = plain.isascii() and plain.isdigit()
            return int(plain) if is_number and len(plain) <= WHOLE_DIGITS else None

        return self._parsed(field, parse, wrong, needed=True)

    def day(self, field: str, *, ahead: bool, needed: bool = False) -> date | None:
        """A day; `ahead` says which way a day without its year lies."""

        def parse(text: str) -> date | None:
            return self._in_reach(parse_day(text, self.act.today, ahead=ahead))

        wrong = _("看不懂这个日期。可写 2025-12-10、12-10 或 12月10日。")
        return self._parsed(field, parse, wrong, needed=needed)

    def moment(
        self, field: str, *, ahead: bool, needed: bool = False
    ) -> datetime | None:
        """A moment: 16:30 of today, or 11-05 16:20."""
        now, zone = self.act.house.clock.now(), self.act.house.zone

        def parse(text: str) -> datetime | None:
            return self._in_reach(parse_moment(text, now, zone, ahead=ahead))

        wrong = _("看不懂这个时间。可写 16:30 或 11-05 16:20。")
        return self._parsed(field, parse, wrong, needed=needed)

    def _in_reach(self, found: D | None) -> D | None:
        """A year more than a lifetime away is a slip of the finger."""
        near = found is not None and abs(found.year - self.act.today.year) <= 100
        return found if near else None

    def staff(self, field: str, *, needed: bool = False) -> str | None:
        """The number of the colleague who is meant."""
        text = self.typed.get(field, "").strip()
        if not text:
            if needed:
                self.problems[field] = _("请填工号或姓名。")
            return None
        problem = self.colleagues.problem(text)
        if problem:
            self.problems[field] = problem
            return None
        return self.colleagues.named(text)[0].staff_no

    def choice(self, field: str, known: Iterable[str], *, needed: bool = True) -> str:
        """One of the known values."""
        text = self.typed.get(field, "").strip()
        if text in known or not (text or needed):
            return text
        self.problems[field] = _("请选一项。")
        return ""

    def _parsed(
        self,
        field: str,
        parse: Callable[[str], T | None],
        wrong: str,
        *,
        needed: bool = False,
    ) -> T | None:
        text = self.typed.get(field, "").strip()
        if not text:
            if needed:
                self.problems[field] = _("请填这一项。")
            return None
        value = parse(text)
        if value is None:
            self.problems[field] = wrong
        return value

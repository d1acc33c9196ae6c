"""Shares of a whole: who bears how many percent, 100 together (lost.responsibility)."""

from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation

from portal.words import gettext as _

WHOLE = Decimal(100)


def read_shares(value: object) -> list[tuple[str, Decimal]]:
    """Pairs of staff number and percent, from lists, mappings or lines of text.

    Raises ValueError with a sentence: a percent that is none, a person named twice, or
    a total that is not exactly 100.
    """
    shares = [(who.strip(), _percent(percent)) for who, percent in _pairs(value)]
    if not shares:
        raise ValueError(_("请填责任人和百分比。"))
    names = [who for who, _percent_of in shares]
    if len(set(names)) < len(names):
        raise ValueError(_("同一个人写了两次，请并成一行。"))
    total = sum((percent for _who, percent in shares), Decimal(0))
    if total != WHOLE:
        raise ValueError(
            _("合计是 %(total)s%%，须正好 100%%。", total=total.normalize())
        )
    return shares


def _pairs(value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, str):
        value = [line.split() for line in value.splitlines() if line.strip()]
    if not isinstance(value, Sequence):
        raise ValueError(_("请按“工号 百分比”一行一人填。"))
    for one in value:
        if isinstance(one, dict):
            one = [one.get("staff"), one.get("percent")]
        if not isinstance(one, list | tuple) or len(one) != 2:
            raise ValueError(_("请按“工号 百分比”一行一人填。"))
        who, percent = str(one[0] or ""), one[1]
        # A form has spare rows: one that is empty altogether is none.
        if who.strip() or str(percent or "").strip():
            yield who, percent


def _percent(value: object) -> Decimal:
    text = str(value).strip().removesuffix("%").removesuffix("％")
    try:
        percent = Decimal(text)
    except InvalidOperation:
        raise ValueError(_("“%(text)s”不是百分比。", text=text)) from None
    if isinstance(value, bool) or not percent.is_finite() or not 0 < percent <= WHOLE:
        raise ValueError(_("百分比要大于 0、不超过 100。"))
    return percent

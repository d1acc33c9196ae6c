"""What is typed into a step's fields: read by type, kept as JSON, shown in words."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from sqlmodel import select

from portal.amounts import parse_amount
from portal.errors import BadInput
from portal.models.people import Staff
from portal.rules.procedures import Field, Version
from portal.rules.procedures.shape import Step
from portal.services.cases.scene import Scene
from portal.services.cases.shares import read_shares
from portal.words import gettext as _
from portal.words import listed, rule_labels, rule_text

CENTURY = 100
YES, NO = ("yes", "true", "on", "1", "是"), ("no", "false", "off", "0", "否")


class BadValue(Exception):
    """One field cannot be used; the message is the sentence beside it."""


def read_fields(
    scene: Scene, version: Version, step: Step, given: Mapping[str, object]
) -> dict[str, object]:
    """The step's fields as JSON-able values; empty ones are left out.

    Raises BadInput with a sentence per field, also for fields the step does not take.
    """
    found: dict[str, object] = {}
    problems: dict[str, str] = {}
    for name, value in given.items():
        if name not in (*step.needs, *step.takes):
            problems[name] = _("这一步没有“%(name)s”这一栏。", name=name)
            continue
        if value is None or value == "":
            continue
        try:
            found[name] = read_value(scene, version.fields[name], value)
        except BadValue as bad:
            problems[name] = str(bad)
    if problems:
        raise BadInput(problems)
    return found


def read_value(scene: Scene, field: Field, value: object) -> object:
    """One value by the field's type; raises BadValue."""
    return READERS[field.type](scene, field, value)


def check_together(version: Version, values: Mapping[str, object]) -> None:
    """The `must` of every field whose values are all known; raises BadInput."""
    typed = {n: typed_value(f, values.get(n)) for n, f in version.fields.items()}
    problems = {
        name: rule_text(field.must.otherwise)
        for name, field in version.fields.items()
        if field.must and field.must.holds.evaluate(typed) is False  # type: ignore[arg-type]
    }
    if problems:
        raise BadInput(problems)


def typed_value(field: Field, stored: object) -> object:
    """A kept value as expressions and tables take it."""
    if stored is None or isinstance(stored, bool):
        return stored
    if field.type in ("number", "money", "integer"):
        return Decimal(str(stored))
    if field.type == "date":
        return date.fromisoformat(str(stored))
    if field.type == "datetime":
        return datetime.fromisoformat(str(stored))
    return stored


def _text(scene: Scene, field: Field, value: object) -> object:
    if not isinstance(value, str):
        raise BadValue(_("请填文字。"))
    text = value.strip()
    if "\x00" in text:
        raise BadValue(_("有不能用的字符，请重打。"))
    if field.max is not None and len(text) > field.max:
        raise BadValue(
            _("最多 %(max)s 个字，现在 %(n)s 个。", max=field.max, n=len(text))
        )
    return text or None


def _choice(scene: Scene, field: Field, value: object) -> object:
    known = field.values or {}
    if not isinstance(value, str) or value not in known:
        labels = listed(rule_labels(known).values())
        raise BadValue(_("请从这些里选：%(known)s。", known=labels))
    return value


def _staff(scene: Scene, field: Field, value: object) -> object:
    text = str(value).strip().split(" ")[0]
    found = scene.s.exec(
        select(Staff).where(Staff.site_id == scene.site_id, Staff.staff_no == text)
    ).first()
    if found is None or (found.left_on and found.left_on < scene.today):
        raise BadValue(_("没有工号 %(no)s 的同事。", no=text))
    return found.staff_no


def _number(scene: Scene, field: Field, value: object) -> object:
    try:
        number = parse_amount(value) if isinstance(value, str) else Decimal(str(value))
    except InvalidOperation:
        number = None
    whole = field.type != "integer" or number == (number and number.to_integral_value())
    if number is None or isinstance(value, bool) or not number.is_finite() or not whole:
        raise BadValue(_("请填一个数字。"))
    if field.max is not None and number > field.max:
        raise BadValue(_("最多 %(max)s。", max=field.max))
    return int(number) if number == number.to_integral_value() else str(number)


def _boolean(scene: Scene, field: Field, value: object) -> object:
    word = str(value).strip().lower()
    if word not in YES + NO:
        raise BadValue(_("请选是或否。"))
    return word in YES


def _date(scene: Scene, field: Field, value: object) -> object:
    try:
        day = date.fromisoformat(str(value).strip())
    except ValueError:
        raise BadValue(_("日期写成 2025-11-06 这样。")) from None
    return _in_living_memory(scene, day).isoformat()


def _datetime(scene: Scene, field: Field, value: object) -> object:
    try:
        at = datetime.fromisoformat(str(value).strip())
    except ValueError:
        raise BadValue(_("时间写成 2025-11-06 14:30 这样。")) from None
    _in_living_memory(scene, at.date())
    return (at if at.tzinfo else at.replace(tzinfo=scene.zone)).isoformat()


def _in_living_memory(scene: Scene, day: date) -> date:
    # A slip of the key in the year would put a case out of every calendar's reach.
    if abs(day.year - scene.today.year) > CENTURY:
        raise BadValue(_("年份不对，请核对。"))
    return day


def _shares(scene: Scene, field: Field, value: object) -> object:
    try:
        shares = read_shares(value)
    except ValueError as bad:
        raise BadValue(str(bad)) from None
    return [[_staff(scene, field, who), str(percent)] for who, percent in shares]


READERS: dict[str, Callable[[Scene, Field, object], object]] = {
    "text": _text,
    "choice": _choice,
    "staff": _staff,
    "number": _number,
    "money": _number,
    "integer": _number,
    "boolean": _boolean,
    "date": _date,
    "datetime": _datetime,
    "shares": _shares,
}

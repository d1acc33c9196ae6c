"""The fields of a step as a form asks for them, and what a form sends back."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlmodel import Session, col, or_, select

from portal.models.people import Staff
from portal.rules.procedures import Field, Version
from portal.rules.procedures.shape import Step
from portal.services.cases.shapes import Pair, StepInput
from portal.services.use_case import Act
from portal.words import gettext as _
from portal.words import rule_labels, rule_text

TYPES = {"date": "date", "shares": "shares"}
LONG_TEXT = 100
SHARE_ROWS = ("", "", "")  # rows a form of shares begins with


def step_inputs(
    session: Session,
    act: Act,
    version: Version,
    step: Step,
    known: Mapping[str, Any],
    errors: Mapping[str, str],
) -> list[StepInput]:
    """The step's fields, filled with what is known or was typed."""
    names = (*step.needs, *step.takes)
    people = staff_options(session, act) if _names_people(version, names) else []
    return [
        _input(
            version.fields[name], name in step.needs, known.get(name), people, errors
        )
        for name in names
    ]


def staff_options(session: Session, act: Act) -> list[Pair]:
    """Everybody who works here, by staff number."""
    rows = session.execute(
        select(Staff.staff_no, Staff.name)
        .where(
            Staff.site_id == act.by.site_id,
            or_(col(Staff.left_on).is_(None), col(Staff.left_on) >= act.today),
        )
        .order_by(Staff.staff_no)
    )
    return [(number, f"{number} {name}") for number, name in rows]


def _names_people(version: Version, names: Iterable[str]) -> bool:
    return any(version.fields[name].type in ("staff", "shares") for name in names)


def _input(
    field: Field,
    required: bool,
    value: object,
    people: list[Pair],
    errors: Mapping[str, str],
) -> StepInput:
    return StepInput(
        name=field.name,
        label=rule_text(field.label),
        value=_typed(field, value),
        error=errors.get(field.name, ""),
        required=required,
        type=_type(field),
        options=_options(field, people),
        hint=rule_text(field.hint),
        maxlength=str(field.max) if field.type == "text" and field.max else "",
        rows=_share_rows(value) if field.type == "shares" else [],
    )


def _type(field: Field) -> str:
    if field.type == "text" and (field.max or 0) > LONG_TEXT:
        return "textarea"
    return TYPES.get(field.type, "text")


def _typed(field: Field, value: object) -> str:
    if value is None or field.type == "shares":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _options(field: Field, people: list[Pair]) -> list[Pair] | None:
    if field.type == "boolean":
        return [("", _("请选")), ("yes", _("是")), ("no", _("否"))]
    if field.type == "choice":
        return [("", _("请选")), *rule_labels(field.values).items()]
    if field.type in ("staff", "shares"):
        return [("", _("请选")), *people]
    return None


def _share_rows(value: object) -> list[Pair]:
    rows: list[Pair] = []
    for one in value if isinstance(value, list) else []:
        if isinstance(one, dict):
            rows.append((str(one.get("staff", "")), str(one.get("percent", ""))))
        else:
            who, percent = one
            rows.append((str(who), str(percent)))
    return rows + [("", "")] * max(1, len(SHARE_ROWS) - len(rows))


def fields_of(pairs: Iterable[Pair]) -> dict[str, object]:
    """A form as fields: names with a dot are columns of rows (shares.staff ...)."""
    fields: dict[str, object] = {}
    columns: dict[str, dict[str, list[str]]] = {}
    for name, text in pairs:
        base, dot, column = name.partition(".")
        if dot:
            columns.setdefault(base, {}).setdefault(column, []).append(text)
        else:
            fields.setdefault(name, text)
    for base, found in columns.items():
        rows = zip(*found.values(), strict=False)
        fields[base] = [dict(zip(found, row, strict=True)) for row in rows]
    return fields

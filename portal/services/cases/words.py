"""What a case has recorded, in words for whoever looks."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from portal.models.people import Staff
from portal.rules.procedures import Field, Version
from portal.services.cases.shapes import Pair
from portal.services.lead.own import Eyes
from portal.services.use_case import Act
from portal.words import format_datetime, listed, rule_text
from portal.words import gettext as _


def names_of(session: Session, act: Act, numbers: set[str]) -> dict[str, str]:
    """Names by staff number."""
    if not numbers:
        return {}
    rows = session.execute(
        select(Staff.staff_no, Staff.name).where(
            Staff.site_id == act.by.site_id, col(Staff.staff_no).in_(numbers)
        )
    )
    return {number: name for number, name in rows}


def record_of(
    session: Session,
    act: Act,
    version: Version,
    values: Mapping[str, Any],
    *,
    own: bool,
) -> list[Pair]:
    """Label and text of every field that is filled in, in the order of the file."""
    people = names_of(session, act, set(_numbers(version, values)))
    eyes = Eyes(act)
    return [
        (
            rule_text(field.label),
            value_words(field, values[name], people, eyes, own=own),
        )
        for name, field in version.fields.items()
        if values.get(name) not in (None, "") and not _silent(version, field, values)
    ]


def _silent(version: Version, field: Field, values: Mapping[str, Any]) -> bool:
    """A mark the portal sets by itself says something only while it is set."""
    asked = any(field.name in (*one.needs, *one.takes) for one in version.steps)
    return values[field.name] is False and not asked


def _numbers(version: Version, values: Mapping[str, Any]) -> list[str]:
    found = []
    for name, field in version.fields.items():
        value = values.get(name)
        if field.type == "staff" and value:
            found.append(str(value))
        elif field.type == "shares" and value:
            found += [str(who) for who, _percent in value]
    return found


def value_words(
    field: Field,
    value: Any,
    people: Mapping[str, str],
    eyes: Eyes,
    *,
    own: bool,
) -> str:
    """One kept value as a reader expects it, masked where it is somebody's."""
    if field.personal:
        return eyes.show(field.personal, str(value), own=own)
    if field.type == "boolean":
        return _("是") if value else _("否")
    if field.type == "choice":
        label = (field.values or {}).get(str(value))
        return rule_text(label) if label else str(value)
    if field.type == "staff":
        return f"{people.get(str(value), '')} {value}".strip()
    if field.type == "shares":
        parts = (f"{people.get(who, who)} {percent}%" for who, percent in value)
        return listed(parts)
    if field.type == "datetime":
        return format_datetime(datetime.fromisoformat(str(value)))
    return str(value)

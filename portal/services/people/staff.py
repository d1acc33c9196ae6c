"""People join and leave."""

from datetime import date

from sqlmodel import select

from portal.errors import BadInput, NotFound
from portal.models.people import Staff
from portal.services.answers import Done
from portal.services.contact import normal_phone
from portal.services.people.words import sized
from portal.services.periods import figure
from portal.services.use_case import Tx, staff_subject, use_case
from portal.words import gettext as _


@use_case
def add_staff(
    tx: Tx,
    staff_no: str,
    name: str,
    position: str,
    phone: str | None = None,
    joined_on: date | None = None,
) -> Done:
    """Take somebody on; `position` is the post in words, roles are given apart."""
    number = sized(Staff, "staff_no", staff_no)
    if _numbered(tx, number) is not None:
        raise BadInput({"staff_no": _("工号 %(no)s 已有人用。", no=number)})
    staff = Staff(
        site_id=tx.site_id,
        staff_no=number,
        name=sized(Staff, "name", name),
        position=sized(Staff, "position", position),
        phone=_read_phone(tx, phone),
        joined_on=joined_on or tx.today,
    )
    tx.add(staff)
    tx.audit("people.add_staff", staff_subject(staff.id, number), name=staff.name)
    tx.event("dispatch", "board")
    return Done(id=staff.id, no=number)


def _read_phone(tx: Tx, typed: str | None) -> str | None:
    """E.164, or None where nothing was typed; BadInput when it is no number."""
    if not typed or not typed.strip():
        return None
    region = str(figure(tx.rules, "lead.settings", "phone_region", tx.today))
    number = normal_phone(typed, region)
    if number is None:
        raise BadInput({"phone": _("这不是电话号码。")})
    return number


@use_case
def end_employment(tx: Tx, staff_no: str, last_day: date) -> Done:
    """Somebody leaves: after his last day no account or token of his opens anything."""
    staff = find_staff(tx, staff_no)
    if last_day < staff.joined_on:
        raise BadInput({"left_on": _("离职日不能早于入职日。")})
    staff.left_on = last_day
    tx.s.add(staff)
    tx.audit("people.leave", staff_subject(staff.id, staff.staff_no), left_on=last_day)
    tx.event("dispatch", "board")
    return Done(id=staff.id, no=staff.staff_no)


def _numbered(tx: Tx, staff_no: str) -> Staff | None:
    return tx.s.exec(
        select(Staff).where(Staff.site_id == tx.site_id, Staff.staff_no == staff_no)
    ).first()


def find_staff(tx: Tx, staff_no: str) -> Staff:
    """The person of the act's site with this number; NotFound else."""
    staff = _numbered(tx, staff_no.strip())
    if staff is None:
        raise NotFound(_("工号"), staff_no)
    return staff

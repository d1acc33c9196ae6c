"""Who has the next step of a lead, by when, what happens else, and what he asks for."""

from datetime import datetime

import msgspec
from sqlmodel import Session

from portal.access import role_labels
from portal.models.lead import Lead, LeadExtension
from portal.models.people import Staff
from portal.services.lead.clocks import CLOCKS, FOLLOW_UP, TAKEN_BACK
from portal.services.lead.extending import open_request
from portal.services.lead.owning import owner_now
from portal.services.lead.words import event_word
from portal.services.obligations import DueItem, due_of_subject
from portal.services.use_case import Act
from portal.words import format_datetime
from portal.words import gettext as _

SHOWN = (*CLOCKS, TAKEN_BACK, FOLLOW_UP)


class OwnerView(msgspec.Struct, frozen=True, kw_only=True):
    """See templates/lead/_owner.html; `asked` is a request that waits, "" for none."""

    who: str
    since: str
    due: list[DueItem]
    asked: str
    why_href: str


def owner_view(session: Session, act: Act, lead: Lead) -> OwnerView | None:
    """The owner with what is due of him; None for a lead that has ended."""
    owner = owner_now(session, lead)
    if owner is None:
        return None
    due = [one for one in due_of_subject(session, act, lead.id) if one.code in SHOWN]
    asked = open_request(session, lead)
    return OwnerView(
        who=_who(session, act, owner.staff_id, owner.role),
        since=_since(owner.since, owner.how),
        due=due,
        asked=_asked(session, asked) if asked else "",
        why_href=f"/leads/{lead.id}?why=owner#why",
    )


def _who(session: Session, act: Act, staff_id: object, role: str | None) -> str:
    staff = session.get(Staff, staff_id) if staff_id else None
    return staff.name if staff else role_labels(act.rules).get(role or "", "")


def _since(at: datetime, how: str) -> str:
    when = format_datetime(at, short=True)
    return _("%(when)s 起，%(how)s", when=when, how=event_word(how))


def _asked(session: Session, asked: LeadExtension) -> str:
    """What the manager reads before he answers."""
    staff = session.get(Staff, asked.asked_by) if asked.asked_by else None
    return _(
        "%(name)s在 %(at)s 申请续期：%(reason)s",
        name=staff.name if staff else "",
        at=format_datetime(asked.asked_at, short=True),
        reason=asked.reason,
    )

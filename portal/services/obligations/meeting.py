"""Ticking off by hand what no other act meets (filing, telling a department)."""

from uuid import UUID

from sqlmodel import select

from portal.errors import NotAllowed, NotFound
from portal.models.obligations import Obligation
from portal.services.answers import Done, Refused
from portal.services.audit import Subject
from portal.services.use_case import Tx, use_case
from portal.words import gettext as _
from portal.words import rule_text


@use_case
def meet(tx: Tx, obligation_id: UUID) -> Done | Refused:
    """One's own obligation is met now; what a step of a case meets is refused here.

    Raises NotFound, and NotAllowed for somebody else's.
    """
    tx.need("obligation.meet")
    one: Obligation | None = tx.lock(
        select(Obligation).where(
            Obligation.site_id == tx.site_id, Obligation.id == obligation_id
        )
    ).first()
    if one is None:
        raise NotFound(_("待办"), obligation_id)
    title = rule_text(one.title)
    if not is_mine(tx, one):
        raise NotAllowed(title)
    if not one.derivation.get("by_hand"):
        return Refused(
            reason=_("办了“%(title)s”那一步，它就自动办结。", title=title),
            clauses=list(one.clauses),
        )
    if one.met_at is None and one.dropped_at is None:
        one.met_at, one.met_by = tx.now, tx.by.staff_id
        tx.add(one)
        subject = Subject(one.subject_type, one.subject_id, one.subject_no)
        tx.audit("obligation.meet", subject, code=one.code)
        tx.event("obligations", "board")
    return Done(id=one.id, no=one.subject_no, message=_("已办结。"))


def is_mine(tx: Tx, one: Obligation) -> bool:
    """Due by the person or a role of his, or told to such a role when it is late."""
    if one.staff_id is not None:
        return one.staff_id == tx.by.staff_id
    roles = tx.by.roles | set(tx.by.on_behalf)
    return one.role in roles or one.escalates_to in roles

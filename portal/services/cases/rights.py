"""Which kinds of case somebody may read, and whether all of them or his own."""

from collections.abc import Iterable
from uuid import UUID

from portal.access import PERMISSION
from portal.errors import NotAllowed
from portal.models.cases import Case
from portal.models.lead import Lead
from portal.rules.evaluate import decide
from portal.services.lead.own import is_own
from portal.services.use_case import Act

REACH, READ = "access.reach", "case.read"


def holders(case: Case, lead: Lead | None) -> tuple[UUID | None, ...]:
    """Whose case it is: who opened it, and whose lead it is about."""
    theirs = (lead.designer_id, lead.brought_by, lead.attributed_to) if lead else ()
    return (case.opened_by, case.owner_id, *theirs)


def may_read(act: Act, kind: str) -> bool:
    """Whether the person, or whom he stands in for, may read this kind (slip.read ...).

    A kind without an action of its own in access.permission asks for case.read.
    """
    table = act.rules[PERMISSION]
    own = f"{kind}.read"
    action = own if own in (table.table.inputs["action"].values or {}) else READ
    return any(
        decide(table, {"role": role, "action": action}, act.today).one["allowed"]
        for role in _roles(act)
    )


def sees_all(act: Act, kind: str) -> bool:
    """Whether the person sees cases of the kind that are not his own (access.reach)."""
    table = act.rules[REACH]
    if kind not in (table.table.inputs["subject"].values or {}):
        return True
    return any(
        decide(table, {"role": role, "subject": kind}, act.today).one["reach"] == "all"
        for role in _roles(act)
    )


def must_see(act: Act, kind: str, whose: Iterable[UUID | None]) -> None:
    """Raise NotAllowed for a case this person may not read."""
    if not may_read(act, kind):
        raise NotAllowed(f"{kind}.read")
    if not sees_all(act, kind) and not is_own(act.by, whose):
        raise NotAllowed(f"{kind}.read")


def _roles(act: Act) -> list[str]:
    return sorted(act.by.roles | set(act.by.on_behalf))

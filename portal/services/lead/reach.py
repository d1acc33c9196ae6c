"""How far somebody sees: every lead of the site, or his own (access.reach)."""

from collections.abc import Iterable
from uuid import UUID

from portal.errors import NotAllowed
from portal.rules.evaluate import decide
from portal.services.lead.own import is_own
from portal.services.use_case import Act

REACH, SUBJECT = "access.reach", "lead"


def sees_all(act: Act) -> bool:
    """Whether one of the person's roles sees leads that are not his own.

    A program's token without a person acts for the house: nothing is its own.
    """
    return act.by.staff_id is None or any(
        decide(act.rules[REACH], {"role": role, "subject": SUBJECT}, act.today).one[
            "reach"
        ]
        == "all"
        for role in sorted(act.by.roles)
    )


def must_see(act: Act, holders: Iterable[UUID | None]) -> None:
    """Raise NotAllowed for a lead of others to somebody who sees his own alone."""
    if not is_own(act.by, holders) and not sees_all(act):
        raise NotAllowed("lead.read")

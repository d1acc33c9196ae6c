"""Who somebody is and what the rules in rules/access/ let them do."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from portal.errors import NotAllowed
from portal.rules.evaluate import decide
from portal.rules.library import RuleSet
from portal.words import listed, rule_labels

PERMISSION = "access.permission"
MASK = "access.mask"


@dataclass(frozen=True, slots=True)
class Person:
    """Whoever acts: a member of staff, a program with a token, or the house itself."""

    site_id: UUID
    site_code: str
    name: str
    roles: frozenset[str]
    staff_id: UUID | None = None
    staff_no: str = ""
    account_id: UUID | None = None
    locale: str = ""
    site_name: str = ""
    token_id: UUID | None = None
    on_behalf: dict[str, UUID] = field(default_factory=dict)

    @property
    def actor(self) -> str:
        """A name for request keys that no two people share."""
        return str(self.account_id or self.token_id or self.staff_id or self.name)


def may(rules: RuleSet, person: Person, action: str, on: date) -> bool:
    """Whether one of the person's roles is allowed the action (access.permission)."""
    table = rules[PERMISSION]
    return any(
        decide(table, {"role": role, "action": action}, on).one["allowed"]
        for role in sorted(person.roles)
    )


def who_may(rules: RuleSet, action: str, on: date) -> list[str]:
    """The labels of the roles that are allowed the action."""
    table = rules[PERMISSION]
    roles = role_labels(rules)
    return [
        label
        for role, label in roles.items()
        if decide(table, {"role": role, "action": action}, on).one["allowed"]
    ]


def demand(rules: RuleSet, person: Person, action: str, on: date) -> None:
    """Stop with the action's label and who may do it, unless the person may."""
    if not may(rules, person, action, on):
        labels = rule_labels(rules[PERMISSION].table.inputs["action"].values)
        roles = listed(who_may(rules, action, on))
        raise NotAllowed(labels.get(action, action), roles)


def role_labels(rules: RuleSet) -> dict[str, str]:
    """Every role the house knows, with its label, in the file's order."""
    return rule_labels(rules[PERMISSION].table.inputs["role"].values)


def shows_full(
    rules: RuleSet, person: Person, field_name: str, on: date, *, own: bool
) -> bool:
    """Whether the person sees this personal field unmasked (access.mask)."""
    table = rules[MASK]
    return any(
        decide(table, {"role": role, "field": field_name, "own": own}, on).one["shown"]
        == "full"
        for role in sorted(person.roles)
    )

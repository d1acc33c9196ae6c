"""How the clients of a file stand with the house: asked in runs, not one by one."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select

from portal.models.imports import PhoneEntry
from portal.models.lead import ENDED, Client, Lead, LeadState
from portal.rules.evaluate import Decision, decide
from portal.rules.library import RuleSet
from portal.services.contact import address_key
from portal.services.periods import figure
from portal.services.use_case import Act

RUN = 100


def runs(values: Collection[str]) -> Iterator[Sequence[str]]:
    """The values, so many at a time as a statement takes."""
    ordered = sorted(values)
    for start in range(0, len(ordered), RUN):
        yield ordered[start : start + RUN]


@dataclass(slots=True)
class Standing:
    """Phones and addresses of clients with an open lead, who came, who signed."""

    open: set[str] = field(default_factory=set)
    visited: set[str] = field(default_factory=set)
    signed: set[str] = field(default_factory=set)
    listed: set[str] = field(default_factory=set)


class Asker:
    """Asks the tables of an import; the same facts are asked once."""

    def __init__(self, rules: RuleSet, on: date) -> None:
        self.rules = rules
        self.on = on
        self._answers: dict[tuple[object, ...], Decision] = {}

    def ask(self, table: str, **facts: object) -> Decision:
        """What the table says."""
        key = (table, *facts.values())
        if key not in self._answers:
            self._answers[key] = decide(self.rules[table], facts, self.on)
        return self._answers[key]


def letters_of_a_home(act: Act) -> int:
    """How many letters an address has before it means one home."""
    name = "address_letters_before_search"
    return int(str(figure(act.rules, "lead.settings", name, act.today)))


def long_enough(address: str, least: int) -> str:
    """The key to compare an address by, "" where it is too short to mean a home."""
    key = address_key(address)
    return key if len(key) >= least else ""


def standing_of(
    session: Session,
    act: Act,
    asker: Asker,
    phones: Collection[str],
    addresses: Collection[str],
) -> Standing:
    """How the clients with these phones or at these addresses stand."""
    found = Standing()
    for run in runs(phones):
        _note(found, asker, _leads(session, act, col(Client.phone), run))
        listed = select(PhoneEntry.phone).where(
            PhoneEntry.site_id == act.by.site_id, col(PhoneEntry.phone).in_(run)
        )
        found.listed.update(session.exec(listed))
    for run in runs(addresses):
        _note(found, asker, _leads(session, act, col(Lead.address_key), run))
    return found


def _leads(
    session: Session, act: Act, key: Mapped[str], run: Sequence[str]
) -> Iterable[Any]:
    """The leads whose key is in the run, with what decides how their client stands."""
    columns = (key, Lead.state, Lead.channel, Lead.designer_id, Lead.measured_at)
    found: Select[Any] = select(*columns)  # type: ignore[call-overload]
    joined = found.join(Client, col(Client.id) == col(Lead.client_id))
    here = col(Lead.site_id) == act.by.site_id, col(Client.site_id) == act.by.site_id
    return session.execute(joined.where(*here, key.in_(run)))


def _note(found: Standing, asker: Asker, rows: Iterable[Any]) -> None:
    for key, state, channel, designer, measured in rows:
        if state not in ENDED:
            found.open.add(key)
        if state == LeadState.SIGNED:
            found.signed.add(key)
        taken_on = designer is not None or measured is not None
        if asker.ask("lead.visited", channel=channel, taken_on=taken_on).one["visited"]:
            found.visited.add(key)

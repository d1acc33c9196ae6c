"""What a procedure is: frozen shapes shared by reader, checker, steps and services."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from portal.rules.cell import Expression
from portal.rules.errors import Position

FIELD_TYPES = (
    "text",
    "choice",
    "staff",
    "shares",
    "number",
    "money",
    "integer",
    "boolean",
    "date",
    "datetime",
)


@dataclass(frozen=True, slots=True)
class Must:
    """What has to be true of the fields together, and the sentence when it is not."""

    holds: Expression
    otherwise: str


@dataclass(frozen=True, slots=True)
class Field:
    """Something a case records.

    type: one of FIELD_TYPES; "staff" holds a staff number, "shares" a list of
    [staff number, percent] whose percents are 100 together. max: letters of a text,
    highest value of a number. personal: the name of the field in access.mask.
    """

    name: str
    label: str
    type: str
    at: Position
    values: Mapping[str, str] | None = None
    max: int | None = None
    personal: str = ""
    hint: str = ""
    must: Must | None = None


@dataclass(frozen=True, slots=True)
class State:
    """A place a case can be in; final = it may end here, track = shown on top."""

    name: str
    label: str
    at: Position
    final: bool = False
    track: bool = True


@dataclass(frozen=True, slots=True)
class Guard:
    """A table that must answer rightly before the step.

    facts: the table's input -> a field, "@name" (something the portal knows of the lead
    or the case) or "= expression" over the fields. wants: output -> values that let it
    pass. otherwise: answered value -> reason, "" for every other. keeps: output -> the
    field its answer is written to.
    """

    table: str
    facts: Mapping[str, "str | Expression"]
    wants: Mapping[str, tuple[str, ...]]
    otherwise: Mapping[str, str]
    keeps: Mapping[str, str]
    at: Position


def holds(wanted: Mapping[str, tuple[str, ...]], values: Mapping[str, object]) -> bool:
    """Whether every named field has one of its values."""
    return all(str(values.get(name)) in allowed for name, allowed in wanted.items())


@dataclass(frozen=True, slots=True)
class Opens:
    """An obligation event; `since` is "" (now), a field or "@name".

    when: field -> values it must have, as for a step.
    """

    event: str
    at: Position
    since: str = ""
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def concerns(self, values: Mapping[str, object]) -> bool:
        """Whether the case with these field values opens the event."""
        return holds(self.when, values)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing somebody does; `from_` is empty for the step that opens the case.

    to: the next state, by the value of the field `to_by` if there is one; empty = the
    case stays. by: roles; when nobody holds one of them, `when_vacant`. needs, takes:
    fields that must, or may, come with it. on: events of other parts of the portal that
    take the step by themselves. lead_in: states the lead must be in.
    """

    id: str
    label: str
    at: Position
    by: tuple[str, ...]
    from_: tuple[str, ...] = ()
    to: Mapping[str, str] = field(default_factory=dict)
    to_by: str = ""
    when_vacant: tuple[str, ...] = ()
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    delegable: bool = False
    signature: bool = False
    danger: bool = False
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    sets: Mapping[str, str] = field(default_factory=dict)
    different_from: tuple[str, ...] = ()
    guards: tuple[Guard, ...] = ()
    opens: tuple[Opens, ...] = ()
    meets: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    prints: tuple[str, ...] = ()
    on: tuple[str, ...] = ()
    lead_in: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    note: str = ""

    def next_state(self, current: str, values: Mapping[str, object]) -> str | None:
        """Where the step leads for these field values; None when no branch fits."""
        if not self.to:
            return current
        return self.to.get(str(values.get(self.to_by)) if self.to_by else "")

    @property
    def targets(self) -> tuple[str, ...]:
        """Every state the step may lead to; without `to` the case stays where it is."""
        return tuple(dict.fromkeys(self.to.values())) or self.from_

    @property
    def driven_only(self) -> bool:
        """Whether only the portal itself takes the step."""
        return bool(self.on) and not self.by


@dataclass(frozen=True, slots=True)
class Version:
    """Fields, states and steps in force from `since` on; `text` replays it."""

    since: date
    fields: Mapping[str, Field]
    states: Mapping[str, State]
    steps: tuple[Step, ...]
    hash: str
    text: str
    at: Position

    def step(self, step_id: str) -> Step | None:
        """The step with this id."""
        return next((one for one in self.steps if one.id == step_id), None)


@dataclass(frozen=True, slots=True)
class Procedure:
    """A procedure file as loaded.

    subject: "lead" or "none". one_per_lead: "" (any number), "open" (one that has not
    ended) or "ever". headline: the field shown beside the title in lists.
    """

    kind: str
    title: str
    prefix: str
    subject: str
    one_per_lead: str
    clauses: tuple[str, ...]
    versions: tuple[Version, ...]
    file: str
    site: str | None = None
    note: str = ""
    headline: str = ""

    @property
    def table_id(self) -> str:
        """The name its texts are stored under."""
        return f"procedures.{self.kind}"

    def version_on(self, day: date) -> Version | None:
        """The youngest version whose `since` is not after `day`."""
        found = None
        for version in self.versions:
            if version.since <= day:
                found = version
        return found

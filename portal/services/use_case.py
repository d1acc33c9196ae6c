"""One way to write: a use case is one transaction with its audit, event and answer.

`@use_case` turns `def offer_lead(tx, ...)` into `offer_lead(act, ...)`: it opens the
writing transaction, gives a retried request its first answer again, and commits the
records together with the kept answer. Nothing is rendered before that.
"""

import functools
import hashlib
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Concatenate, ParamSpec, TypeVar, cast, get_type_hints
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel, select

from portal.access import Person, demand
from portal.clock import business_date
from portal.errors import KeyReused, LostRace
from portal.live import Changes, announce
from portal.models.audit import KeptAnswer
from portal.models.decisions import Decision
from portal.rules.library import RuleSet
from portal.services.audit import Subject, write_entry
from portal.services.decisions import Verdict, close_to_edits, kept_values
from portal.services.gathering import Gathered, Row, write_row
from portal.services.house import House
from portal.services.numbers import daily_nos
from portal.words import gettext as _

P = ParamSpec("P")
R = TypeVar("R")
M = TypeVar("M", bound=SQLModel)


@dataclass(frozen=True, slots=True)
class Act:
    """Somebody wants something done: who, in which house, under which request key.

    fingerprint: hash of the request's content; the same key with another one is
    refused. channel: "page", "api", "cli" or "demo".
    """

    house: House
    by: Person
    key: str | None = None
    fingerprint: str = ""
    channel: str = "page"

    @property
    def today(self) -> date:
        """The business date now."""
        return self.house.today()

    @property
    def rules(self) -> RuleSet:
        """The rules in force for the person's site."""
        return self.house.library.rules(self.by.site_code)


class Tx:
    """A use case under way: the session, the moment, the rules, and what to record."""

    def __init__(self, act: Act, session: Session) -> None:
        self.act = act
        self.s = session
        self.house = act.house
        self.db = act.house.db
        self.by = act.by
        self.site_id = act.by.site_id
        # The moment is taken once, so that every record of the act carries the same.
        self.now: datetime = act.house.clock.now()
        self.zone: ZoneInfo = act.house.zone
        self.today: date = business_date(self.now, self.zone)
        self.rules: RuleSet = act.house.library.rules(act.by.site_code)
        self._audits: list[tuple[str, Subject | None, dict[str, object]]] = []
        self._topics: set[str] = set()
        self._closed: set[str] = set()
        self._known: dict[Hashable, Any] = {}
        self._numbers: dict[str, Iterator[str]] = {}
        self.gathered: Gathered | None = None

    def lock(self, statement: Select[Any]) -> Any:
        """Rows of the statement, freshly read and locked until the commit."""
        fresh = statement.execution_options(populate_existing=True)
        return self.s.scalars(self.db.lock(fresh))

    def add(self, row: SQLModel) -> None:
        """Write a row now: rows that refer to it may follow."""
        self.s.add(row)
        self.s.flush()

    def make(self, model: type[M], **values: Any) -> M:
        """A new row, written now or, while the act gathers, with the rest."""
        if self.gathered is None:
            row = model(**values)
            self.add(row)
            return row
        return cast(M, self.gathered.make(model, values))

    def note(self, model: type[M], **values: Any) -> M:
        """A new row that stays as it is: a decision, a line of a log."""
        if self.gathered is None:
            return cast(M, write_row(self.s, model, values))
        return cast(M, self.gathered.make(model, values))

    def save(self, row: SQLModel) -> None:
        """A row of this act or of before was changed."""
        if not isinstance(row, Row):
            self.s.add(row)

    @contextmanager
    def gathering(self) -> Iterator[Gathered]:
        """Until the block ends, rows are made without being written one by one.

        Only for records that are new: nothing older is looked for about those.
        """
        self.gathered = Gathered()
        try:
            yield self.gathered
            self.gathered.write(self.s)
        finally:
            self.gathered = None

    def once(self, key: Hashable, find: Callable[[], R]) -> R:
        """What an act asks again and again and may find only once."""
        if key not in self._known:
            self._known[key] = find()
        return cast(R, self._known[key])

    def need(self, action: str) -> None:
        """Stop unless the person may do the action."""
        demand(self.rules, self.by, action, self.today)

    def keep(self, verdict: Verdict, subject: Subject | None = None) -> Decision:
        """Keep a decision with its facts, rows and everyone it refused."""
        values = kept_values(self.by, self.now, self.no("D"), verdict, subject)
        new = set(verdict.uses.values()) - self._closed
        if new:
            close_to_edits(self.s, new)
            self._closed |= new
        return self.note(Decision, **values)

    def no(self, prefix: str) -> str:
        """The next number of the day in this series."""
        reserved = next(self._numbers.get(prefix, iter(())), "")
        return reserved or next(self._next(prefix, 1))

    def reserve(self, prefix: str, count: int) -> None:
        """Take this many numbers of a series at once; `no` gives them out."""
        self._numbers[prefix] = self._next(prefix, count)

    def _next(self, prefix: str, count: int) -> Iterator[str]:
        return iter(daily_nos(self.s, self.site_id, prefix, self.today, count))

    def audit(
        self, action: str, subject: Subject | None = None, **detail: object
    ) -> None:
        """Note what was done; it is sealed into the site's chain at the end."""
        self._audits.append((action, subject, detail))

    def event(self, *topics: str) -> None:
        """Say that these topics changed; pages that show them ask again."""
        self._topics.update(topics)

    def finish(self) -> Changes | None:
        """Write audit and events last, always in this order; gives what changed.

        Every act of a site meets in these rows: whoever took them early could wait
        for a lock of somebody who waits for them.
        """
        for action, subject, detail in self._audits:
            write_entry(self.db, self.s, self.by, self.now, action, subject, detail)
        return announce(self.db, self.s, self.site_id, self._topics)


def fingerprint_of(content: object) -> str:
    """A hash of a request's content, for telling a retry from a reused key."""
    return hashlib.sha256(msgspec.json.encode(content, order="sorted")).hexdigest()


def use_case(
    work: Callable[Concatenate[Tx, P], R],
) -> Callable[Concatenate[Act, P], R]:
    """Run the work in one writing transaction, once per request key."""
    name = f"{work.__module__.removeprefix('portal.services.')}.{work.__name__}"

    @functools.wraps(work)
    def run(act: Act, /, *args: P.args, **kwargs: P.kwargs) -> R:
        answer_type = _answer_type(work)
        try:
            with act.house.db.writing() as session:
                earlier = _earlier(session, act, name)
                if earlier is not None:
                    return msgspec.json.decode(earlier, type=answer_type)  # type: ignore[no-any-return]
                tx = Tx(act, session)
                answer = work(tx, *args, **kwargs)
                changes = tx.finish()
                _keep_answer(session, act, name, answer)
            # Only now is it true: pages that ask again will find it.
            act.house.hub.publish(changes)
            return answer
        except (IntegrityError, LostRace) as error:
            return _after_collision(act, name, answer_type, error)  # type: ignore[no-any-return]

    return run


@functools.cache
def _answer_type(work: Callable[..., Any]) -> Any:
    return get_type_hints(work)["return"]


def _earlier(session: Session, act: Act, name: str) -> str | None:
    if act.key is None:
        return None
    kept = session.exec(
        select(KeptAnswer).where(
            KeptAnswer.site_id == act.by.site_id,
            KeptAnswer.actor == act.by.actor,
            KeptAnswer.key == act.key,
        )
    ).first()
    if kept is None:
        return None
    if (kept.use_case, kept.fingerprint) != (name, act.fingerprint):
        raise KeyReused
    return kept.answer


def _keep_answer(session: Session, act: Act, name: str, answer: object) -> None:
    if act.key is None:
        return
    session.add(
        KeptAnswer(
            site_id=act.by.site_id,
            actor=act.by.actor,
            key=act.key,
            use_case=name,
            fingerprint=act.fingerprint,
            answer=msgspec.json.encode(answer).decode(),
            at=act.house.clock.now(),
        )
    )


def _after_collision(
    act: Act,
    name: str,
    answer_type: Any,
    error: IntegrityError | LostRace,
) -> Any:
    """Two requests met: one and the same sent twice, or somebody was faster."""
    with act.house.db.reading() as session:
        earlier = _earlier(session, act, name)
    if earlier is not None:
        return msgspec.json.decode(earlier, type=answer_type)
    if isinstance(error, LostRace):
        raise error
    raise LostRace(
        _("有人刚刚改了同一条记录，您的这一次没有写入。请刷新后再看。"), "", None
    ) from error


def staff_subject(staff_id: UUID, staff_no: str) -> Subject:
    """An act about a person."""
    return Subject("staff", staff_id, staff_no)

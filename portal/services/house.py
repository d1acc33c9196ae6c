"""The house: everything a use case needs that is not in the request."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from portal.clock import Clock, business_date
from portal.db import Database
from portal.live import Hub
from portal.models.decisions import RuleText
from portal.models.people import Site
from portal.rules.library import Change, Library, StoredText
from portal.settings import Settings


@dataclass(frozen=True, slots=True)
class House:
    """Settings, database, rules and clock, built once by `portal.app` or a command.

    hub: whoever has a page open in this process hears of changes through it.
    """

    settings: Settings
    db: Database
    library: Library
    clock: Clock
    hub: Hub = field(default_factory=Hub, repr=False, compare=False)

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the business day."""
        return self.settings.timezone

    def today(self) -> date:
        """The business date now."""
        return business_date(self.clock.now(), self.zone)

    def hold_to_decided_rules(self) -> None:
        """At a start: versions that have decided stay, whatever the files say now.

        A file that was rewritten meanwhile is listed in `library.kept_back`.
        """
        with self.db.reading() as session:
            rows = session.exec(
                select(RuleText).order_by(col(RuleText.first_seen), RuleText.hash)
            )
            self.library.hold_to(map(_stored, rows), self.today())

    def keep_rule_texts(self) -> None:
        """Store every loaded version's text by its hash: replay needs no file."""
        self._keep(self.library.texts())

    def refresh_rules(self) -> list[Change]:
        """Take over changed rule files; what fails stays out (`library.kept_back`).

        A new version is stored before it can decide.
        """
        return self.library.refresh(self.today(), self.has_decided, self._keep)

    def _keep(self, texts: list[StoredText]) -> None:
        try:
            self._add(texts)
        except IntegrityError:
            # Another process read the same files at the same moment.
            self._add(texts)

    def _add(self, texts: list[StoredText]) -> None:
        with self.db.writing() as session:
            add_rule_texts(session, texts, self.clock.now())

    def has_decided(self, table_id: str, version_hash: str) -> bool:
        """Whether a kept decision rests on this version."""
        with self.db.reading() as session:
            text = session.get(RuleText, version_hash)
        return text is not None and text.table_id == table_id and text.decided

    def sites(self) -> list[Site]:
        """Every site of the house, by code."""
        with self.db.reading() as session:
            return list(session.exec(select(Site).order_by(Site.code)))


def add_rule_texts(
    session: Session, texts: Iterable[StoredText], now: datetime
) -> None:
    """Add the texts the database does not have yet."""
    known = set(session.exec(select(RuleText.hash)))
    for text in texts:
        if text.hash not in known:
            known.add(text.hash)
            session.add(
                RuleText(
                    hash=text.hash,
                    table_id=text.table,
                    version=text.version,
                    site=text.site,
                    text=text.text,
                    first_seen=now,
                )
            )


def _stored(row: RuleText) -> StoredText:
    return StoredText(
        row.hash, row.table_id, row.site, row.version, row.text, row.decided
    )

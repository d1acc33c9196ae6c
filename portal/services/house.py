"""The house: everything a use case needs that is not in the request."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, select

from portal.clock import Clock, business_date
from portal.db import Database
from portal.models.decisions import RuleText
from portal.models.people import Site
from portal.rules.library import Change, Library
from portal.settings import Settings


@dataclass(frozen=True, slots=True)
class House:
    """Settings, database, rules and clock, built once by `portal.app` or a command."""

    settings: Settings
    db: Database
    library: Library
    clock: Clock

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the business day."""
        return self.settings.timezone

    def today(self) -> date:
        """The business date now."""
        return business_date(self.clock.now(), self.zone)

    def keep_rule_texts(self) -> None:
        """Store every loaded version's text by its hash: replay needs no file."""
        with self.db.writing() as session:
            add_rule_texts(session, self.library, self.clock.now())

    def refresh_rules(self) -> list[Change]:
        """Take over changed rule files; what fails stays out (`library.kept_back`)."""
        changes = self.library.refresh(self.today(), self.has_decided)
        if changes:
            self.keep_rule_texts()
        return changes

    def has_decided(self, table_id: str, version_hash: str) -> bool:
        """Whether a kept decision rests on this version."""
        with self.db.reading() as session:
            text = session.get(RuleText, version_hash)
        return text is not None and text.table_id == table_id and text.decided

    def sites(self) -> list[Site]:
        """Every site of the house, by code."""
        with self.db.reading() as session:
            return list(session.exec(select(Site).order_by(Site.code)))


def add_rule_texts(session: Session, library: Library, now: datetime) -> None:
    """Add the texts the database does not have yet."""
    known = set(session.exec(select(RuleText.hash)))
    for text in library.texts():
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

"""Who signed how much: this quarter and year so far, and the champions in force."""

from datetime import date
from uuid import UUID

import msgspec
from sqlmodel import Session, select

from portal.clock import quarter_start
from portal.models.people import Staff
from portal.services.clauses import clause_label
from portal.services.dispatch.champions import Standing, ranked, standings, winners
from portal.services.periods import last_quarter, last_year
from portal.services.use_case import Act
from portal.words import format_date, format_money
from portal.words import gettext as _

QUARTER, YEAR = "dispatch.champion.quarter", "dispatch.champion.year"


class ChampionRow(msgspec.Struct, frozen=True, kw_only=True):
    """A designer's place in a period."""

    place: str
    name: str
    contracts: int
    amount: str
    first: bool


class ChampionList(msgspec.Struct, frozen=True, kw_only=True):
    """The standings of one period.

    meaning: what the first place brings. first: what the first is called so far.
    """

    title: str
    period: str
    meaning: str
    first: str
    clause: str
    clause_label: str
    rows: list[ChampionRow]


class ChampionsPage(msgspec.Struct, frozen=True, kw_only=True):
    """See templates/dispatch/champions.html."""

    title: str
    lists: list[ChampionList]


def champions_page(act: Act) -> ChampionsPage:
    """The periods that decide now, then those that are still running."""
    today = act.today
    decides, runs = (
        (_("现在生效"), _("状元")),
        (_("还在累计，期末定"), _("暂列第一")),
    )
    year_begin = date(today.year, 1, 1)
    periods = (
        (_("上季度状元"), last_quarter(today), decides, QUARTER),
        (_("上年度状元"), last_year(today), decides, YEAR),
        (_("本季度状元"), (quarter_start(today), today), runs, QUARTER),
        (_("本年度状元"), (year_begin, today), runs, YEAR),
    )
    with act.house.db.reading() as session:
        names = _names(session, act.by.site_id)
        lists = [
            _list(act, session, names, title, period, words, clause)
            for title, period, words, clause in periods
        ]
    return ChampionsPage(title=_("状元"), lists=lists)


def _names(session: Session, site_id: UUID) -> dict[UUID, str]:
    rows = session.exec(select(Staff.id, Staff.name).where(Staff.site_id == site_id))
    return dict(rows.all())


def _list(
    act: Act,
    session: Session,
    names: dict[UUID, str],
    title: str,
    period: tuple[date, date],
    words: tuple[str, str],
    clause: str,
) -> ChampionList:
    found = standings(session, act.by.site_id, *period)
    first = winners(found, act.rules, act.today)
    places = ranked(found, act.rules, act.today)
    return ChampionList(
        title=title,
        period=f"{format_date(period[0])} — {format_date(period[1])}",
        meaning=words[0],
        first=words[1],
        clause=clause,
        clause_label=clause_label(act.rules, clause),
        rows=[_row(one, place, names, first) for place, one in places],
    )


def _row(
    one: Standing, place: int, names: dict[UUID, str], first: list[UUID]
) -> ChampionRow:
    return ChampionRow(
        place=str(place),
        name=names[one.designer_id],
        contracts=one.contracts,
        amount=format_money(one.amount),
        first=one.designer_id in first,
    )

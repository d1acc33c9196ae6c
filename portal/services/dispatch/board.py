"""The board: how every designer stands, what waits, what is overdue, who is here.

Client names are masked whoever looks (dispatch.principle.fair: the board is for all).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from portal.models.lead import Lead
from portal.models.obligations import Obligation
from portal.models.people import Site
from portal.rules.evaluate import decide
from portal.services.devices.screens import TOPIC as SCREENS
from portal.services.dispatch.asking import lifts_at
from portal.services.dispatch.candidates import Candidate, DesignerFacts, stand
from portal.services.dispatch.loads import Moment, designers_at
from portal.services.dispatch.overdue import settle_if_due
from portal.services.dispatch.pages.board_shapes import (
    BoardPage,
    BoardTier,
    Duty,
    Overdue,
    Tile,
)
from portal.services.dispatch.pages.queue import (
    is_slow,
    next_of,
    waited,
    waiting_leads,
)
from portal.services.dispatch.pages.rows import (
    KINDS,
    loads_of,
    note_of,
    verdict_word,
)
from portal.services.dispatch.wording import label
from portal.services.masking import mask_name
from portal.services.periods import figure
from portal.services.presence import presence
from portal.services.use_case import Act
from portal.time_left import span_in_words
from portal.words import (
    current_locale,
    format_date,
    format_minutes,
    format_month_day,
    format_weekday,
    rule_labels,
    rule_text,
)
from portal.words import gettext as _

# An act that changes what is shown here says so under the first; rules change alone.
TOPICS = ("board", "rules")


def board_page(act: Act) -> BoardPage:
    """Everything on the wall, as of now."""
    settle_if_due(act)
    now = act.house.clock.now()
    local = now.astimezone(act.house.zone)
    with act.house.db.reading() as session:
        site = session.get(Site, act.by.site_id)
        designers = designers_at(
            session, Moment(act.by.site_id, now, act.today, act.rules)
        )
        leads = waiting_leads(session, act)
        overdue = _overdue(session, act, now)
        people = presence(session, act)
    tiers = _tiers(act, leads, designers, now)
    offset = local.utcoffset() or timedelta()
    return BoardPage(
        title=_("%(site)s · 派单看板", site=site.name if site else ""),
        season=_season(act),
        date=format_month_day(local),
        weekday=format_weekday(local),
        clock=f"{local:%H:%M}",
        at=now.isoformat(),
        edition=f"{current_locale()} {local.date()}",
        topics=[*TOPICS, SCREENS],
        zone_minutes=offset // timedelta(minutes=1),
        pages=_pages(act, designers, {tier.turn for tier in tiers}),
        waiting=_("待派 %(n)s 单", n=len(leads)),
        tiers=tiers,
        overdue=overdue,
        duty=Duty(
            title=_("在店 %(n)s 人", n=sum(row.count for row in people)),
            note="",
            rows=people,
        ),
    )


def _figure(act: Act, name: str) -> int:
    return int(str(figure(act.rules, "dispatch.settings", name, act.today)))


def _season(act: Act) -> str:
    season = decide(act.rules["dispatch.season"], {"month": act.today.month}, act.today)
    limits = decide(act.rules["dispatch.limits"], season.one, act.today).one
    return _(
        "%(season)s　停派线 %(hold)s　日 %(day)s　周 %(week)s",
        season=label(act.rules, "dispatch.season", "season", season.one["season"]),
        **{name: str(limits[name]) for name in ("hold", "day", "week")},
    )


def _pages(
    act: Act, designers: list[DesignerFacts], turns: set[str]
) -> list[list[Tile]]:
    """By grade, then staff number: everyone is at the same place all year.

    On a board of several pages whoever's turn it is stands on each of them.
    """
    ranked = sorted(
        stand(act.rules, designers, act.today),
        key=lambda one: (_grade_rank(act, one), one.facts.staff_no),
    )
    tiles = [_tile(act, one, one.facts.name in turns) for one in ranked]
    size = _figure(act, "board_designers_per_page")
    if len(tiles) <= size:
        return [tiles]
    first = [tile for tile in tiles if tile.turn]
    rest = [tile for tile in tiles if not tile.turn]
    room = max(1, size - len(first))
    return [first + rest[at : at + room] for at in range(0, len(rest), room)]


def _grade_rank(act: Act, one: Candidate) -> int:
    rank = decide(
        act.rules["dispatch.grade_rank"], {"grade": one.facts.grade}, act.today
    )
    return int(rank.one["rank"])


def _tile(act: Act, one: Candidate, turn: bool) -> Tile:
    note = note_of(one, act) if one.eligible else _lifts(one, act)
    return Tile(
        name=one.facts.name,
        grade=label(act.rules, "dispatch.grade", "grade", one.facts.grade),
        turn=turn,
        kind=KINDS.get(one.verdict, ""),
        word=_word(one, act),
        note=note,
        off=one.facts.away,
        loads=list(loads_of(one)),
    )


def _word(one: Candidate, act: Act) -> str:
    """The verdict as a tile has room for it; his figures stand right below."""
    short = {"day_cap": _("日满"), "week_cap": _("周满")}
    return short.get(one.verdict) or verdict_word(one, act)


def _lifts(one: Candidate, act: Act) -> str:
    """When he opens, in as few words as a tile has room for."""
    at = lifts_at(one, act)
    if at is None:
        return _("签 1 单放开")
    local = at.astimezone(act.house.zone)
    if local.date() == act.today:
        return _("%(time)s 回", time=f"{local:%H:%M}")
    return _("%(day)s 放开", day=format_date(local.date(), short=True))


def _tiers(
    act: Act, leads: Sequence[Lead], designers: list[DesignerFacts], now: datetime
) -> list[BoardTier]:
    labels = rule_labels(act.rules["dispatch.tier"].table.outputs["tier"].values)
    shown = _figure(act, "board_leads_shown")
    rows = []
    for tier, name in reversed(list(labels.items())):
        those = [lead for lead in leads if lead.tier == tier]
        channel = those[0].channel if those else _any_channel(act)
        turn = next_of(act, designers, tier, channel)
        longest = waited(those[0], now) if those else None
        wait, _space, unit = _wait(longest).partition(" ")
        rows.append(
            BoardTier(
                label=name,
                count=len(those),
                wait=wait,
                unit=unit,
                slow=any(is_slow(act, lead, now) for lead in those),
                turn=turn.facts.name if turn else "",
                leads=[
                    (mask_name(lead.client_name), _short_wait(lead, now))
                    for lead in those[:shown]
                ],
                more=_("另 %(n)s 单", n=len(those) - shown)
                if len(those) > shown
                else "",
            )
        )
    return rows


def _wait(span: timedelta | None) -> str:
    return "" if span is None else format_minutes(span // timedelta(minutes=1))


def _short_wait(lead: Lead, now: datetime) -> str:
    return _wait(waited(lead, now)).replace(" ", "")


def _any_channel(act: Act) -> str:
    return next(iter(act.rules["dispatch.order"].table.inputs["channel"].values or {}))


def _overdue(session: Session, act: Act, now: datetime) -> Overdue:
    """The oldest first; on the wall a title and how long it is late, no names."""
    late = (
        Obligation.site_id == act.by.site_id,
        col(Obligation.met_at).is_(None),
        col(Obligation.dropped_at).is_(None),
        Obligation.due_at < now,
    )
    count = session.exec(
        select(func.count()).select_from(Obligation).where(*late)
    ).one()
    rows = session.exec(
        select(Obligation.title, Obligation.due_at)
        .where(*late)
        .order_by(col(Obligation.due_at))
        .limit(_figure(act, "board_leads_shown"))
    )
    return Overdue(
        count=count,
        rows=[
            (rule_text(title), _("超 %(span)s", span=span_in_words(now - due_at)))
            for title, due_at in rows
        ],
    )

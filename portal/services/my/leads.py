"""My leads as a list on a phone: in hand, brought, ended; searched and paged."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, and_, case, exists, func
from sqlmodel import Session, col, or_, select

from portal.access import may
from portal.models.dispatch import Offer, OfferState
from portal.models.lead import ENDED, Lead, LeadState
from portal.services.lead.finding import matching
from portal.services.lead.own import owned_by
from portal.services.lead.page.shapes import Returned
from portal.services.lead.words import state_kind, state_word, state_words
from portal.services.my.cards import Cards
from portal.services.my.shapes import (
    Asked,
    LeadGroup,
    MyLeads,
    Nothing,
    SentBack,
    Tab,
)
from portal.services.obligations import DueItem
from portal.services.paging import pager, phone_page_size
from portal.services.use_case import Act
from portal.words import gettext as _

HERE = "/my"
HAND, BROUGHT, OVER = "hand", "brought", "ended"
TAKEN = (LeadState.ASSIGNED, LeadState.MEASURED, LeadState.DORMANT)


def my_leads(
    session: Session,
    act: Act,
    asked: Asked,
    back: SentBack | None,
    due: Sequence[DueItem],
    *,
    designs: bool,
) -> MyLeads | None:
    """One page of the list that was asked for; None for who follows no lead.

    due: what the person owes, the most pressing first. designs: he is a designer, so
    leads come into his hands.
    """
    lists = _lists(act)
    counts = {key: _count(session, act, where) for key, where in lists.items()}
    brings = may(act.rules, act.by, "dispatch.choose", act.today)
    shown = [
        key
        for key, expected in ((HAND, designs), (BROUGHT, brings), (OVER, False))
        if expected or counts[key]
    ]
    if not shown:
        return None
    show = asked.show if asked.show in lists else shown[0]
    shown = [key for key in (HAND, BROUGHT, OVER) if key in {*shown, OVER, show}]
    tabs = [_tab(key, counts[key], show) for key in shown]
    alone = _alone(session, act, back)
    if alone and back:
        groups = _groups(Cards(session, act, alone, due), alone, show, back)
        return MyLeads(
            tabs=tabs,
            show=show,
            q="",
            groups=groups,
            pager=None,
            nothing=None,
            alone=True,
        )
    return _page(session, act, asked, show, tabs, due)


def _page(
    session: Session,
    act: Act,
    asked: Asked,
    show: str,
    tabs: list[Tab],
    due: Sequence[DueItem],
) -> MyLeads:
    where = _lists(act)[show]
    if asked.q.strip():
        where = and_(where, matching(act, asked.q))
    params = {"show": asked.show, "q": asked.q}
    total, size = _count(session, act, where), phone_page_size(act)
    way = pager(total, asked.page, size, HERE, params)
    leads = session.exec(
        select(Lead)
        .where(Lead.site_id == act.by.site_id, where)
        .order_by(*_order(show))
        .limit(size)
        .offset((way.page - 1) * size)
    ).all()
    return MyLeads(
        tabs=tabs,
        show=show,
        q=asked.q,
        groups=_groups(Cards(session, act, leads, due), leads, show, None),
        pager=way if way.pages > 1 else None,
        nothing=None if leads else _nothing(show, asked.q),
    )


def _lists(act: Act) -> dict[str, ColumnElement[bool]]:
    """The condition of each list on the leads of the site."""
    me = act.by.staff_id
    goes_on = col(Lead.state).not_in(ENDED)
    brought = or_(col(Lead.brought_by) == me, col(Lead.attributed_to) == me)
    taken = or_(col(Lead.state).in_(TAKEN), _silently_taken(act))
    return {
        HAND: and_(col(Lead.designer_id) == me, taken),
        BROUGHT: and_(brought, goes_on),
        OVER: and_(owned_by(act.by), col(Lead.state).in_(ENDED)),
    }


def _silently_taken(act: Act) -> ColumnElement[bool]:
    """Offered, unanswered, and silence counted as a yes (see dispatch.overdue)."""
    silent = exists().where(
        col(Offer.holds_lead) == col(Lead.id),
        col(Offer.state) == OfferState.OFFERED,
        col(Offer.on_timeout) == OfferState.ACCEPTED,
        col(Offer.respond_by) <= act.house.clock.now(),
    )
    return and_(col(Lead.state) == LeadState.OFFERED, silent)


def _order(show: str) -> tuple[Any, ...]:
    """By state along the way; within it who has waited longest, or ended last."""
    touched = col(Lead.touched_at)
    if show == OVER:
        return (touched.desc(), col(Lead.no))
    rank = {str(state): place for place, state in enumerate(state_words())}
    if show == HAND:
        # What silence took is in hand like what was accepted.
        rank[LeadState.OFFERED] = rank[LeadState.ASSIGNED]
    return (case(rank, value=col(Lead.state)), touched, col(Lead.no))


def _count(session: Session, act: Act, where: ColumnElement[bool]) -> int:
    found = select(func.count()).select_from(Lead)
    return session.exec(found.where(Lead.site_id == act.by.site_id, where)).one()


def _alone(session: Session, act: Act, back: SentBack | None) -> Sequence[Lead]:
    """The lead whose form was sent back, on whatever page it stands."""
    if back is None:
        return []
    return session.exec(
        select(Lead).where(
            Lead.site_id == act.by.site_id,
            Lead.id == back.subject,
            owned_by(act.by),
        )
    ).all()


def _groups(
    cards: Cards, leads: Sequence[Lead], show: str, back: SentBack | None
) -> list[LeadGroup]:
    returned = (
        Returned(form=back.form, typed=back.typed, errors=back.errors) if back else None
    )
    stated = [(cards.state(lead, in_hand=show == HAND), lead) for lead in leads]
    return [
        LeadGroup(
            kind=state_kind(state),
            word=_words(show).get(state, state_word(state)),
            leads=[cards.card(lead, state, returned) for _state, lead in those],
        )
        for state, those in groupby(stated, key=lambda pair: pair[0])
    ]


def _words(show: str) -> dict[str, str]:
    """In hand, a state says what comes next."""
    if show != HAND:
        return {}
    return {
        LeadState.ASSIGNED: _("已接，待量房"),
        LeadState.MEASURED: _("已量房，跟到签约"),
        LeadState.DORMANT: _("搁置，待回访"),
    }


def _tab(key: str, count: int, show: str) -> Tab:
    labels = {HAND: _("在手"), BROUGHT: _("我带来的"), OVER: _("已了结")}
    return Tab(
        key=key,
        label=labels[key],
        count=count,
        href=f"{HERE}?{urlencode({'show': key})}#leads",
        current=key == show,
    )


def _nothing(show: str, q: str) -> Nothing:
    """First day, nothing left, or nothing found: three different texts."""
    if q.strip():
        return Nothing(
            what=_("没有找到"),
            why=_("可少写几个字，或换电话后四位。"),
            act=_("看全部"),
            href=f"{HERE}?{urlencode({'show': show})}#leads",
        )
    return {
        HAND: Nothing(what=_("手上没有单"), why=_("接下的单会列在这里。")),
        BROUGHT: Nothing(
            what=_("还没有您带来的单"),
            why=_("登记来单时写了您是带单人，或归属判给您的，会列在这里。"),
        ),
        OVER: Nothing(
            what=_("还没有了结的单"), why=_("签约、无效、失败的单会列在这里。")
        ),
    }[show]

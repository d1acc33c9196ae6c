"""My work, made for a phone: offers to answer, leads to follow, what I owe.

For designers and salespeople alike: each section stands where it concerns the person.
"""

from portal.services.dispatch.candidates import stand
from portal.services.dispatch.loads import Moment, designers_at
from portal.services.dispatch.overdue import settle_if_due
from portal.services.dispatch.pages.rows import loads_of
from portal.services.lead.words import done_words
from portal.services.my.leads import my_leads
from portal.services.my.offers import my_offers, standing_of
from portal.services.my.shapes import Asked, MyPage, SentBack
from portal.services.my.waiting import my_cases, my_choices
from portal.services.obligations import due_for
from portal.services.use_case import Act
from portal.words import gettext as _

__all__ = ["Asked", "MyPage", "SentBack", "my_page"]


def my_page(
    act: Act, asked: Asked | None = None, back: SentBack | None = None
) -> MyPage:
    """Whatever the person who asks has in hand.

    back: a form of the page that was sent back; its lead then stands alone.
    """
    asked = asked or Asked()
    settle_if_due(act)
    with act.house.db.reading() as session:
        now = act.house.clock.now()
        moment = Moment(act.by.site_id, now, act.today, act.rules)
        everyone = stand(act.rules, designers_at(session, moment), act.today)
        me = next((c for c in everyone if c.facts.staff_no == act.by.staff_no), None)
        due = due_for(session, act)
        return MyPage(
            title=_("我的"),
            notice=_notice(asked.did),
            verdict=standing_of(act, me) if me else None,
            loads=list(loads_of(me)) if me else [],
            offers=my_offers(session, act, back),
            choices=my_choices(session, act),
            cases=my_cases(session, act),
            leads=my_leads(session, act, asked, back, due, designs=me is not None),
            due=due,
            wrong=list(back.errors.values()) if back else [],
            wrong_clauses=back.clauses if back else [],
        )


def _notice(did: str) -> str:
    """What is said after an act of this page."""
    answers = {
        "accept": _("已接单。"),
        "decline": _("已提出，两位经理会商后另派。"),
        "choose": _("已挑定，等客户经理派单。"),
    }
    return {**done_words(), **answers}.get(did, "")

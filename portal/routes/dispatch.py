"""Dispatch: the queue, a lead's candidates, offers, the champions."""

from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery

from portal.routes.types import (
    ActDep,
    Answer,
    Form,
    FormDep,
    Page,
    SearchText,
    done,
    may,
)
from portal.services.answers import Refused
from portal.services.dispatch import offers
from portal.services.dispatch.asking import lead_of_offer
from portal.services.dispatch.pages import lead as lead_view
from portal.services.dispatch.pages.champions import champions_page
from portal.services.dispatch.pages.lead_shapes import Problem
from portal.services.dispatch.pages.queue import queue_page
from portal.services.use_case import Act


@get("/dispatch", guards=[may("dispatch.read")], sync_to_thread=True)
def show_queue(act: ActDep) -> Answer:
    """What waits, what is being answered, how everyone stands."""
    return Page("dispatch/queue.html", queue_page(act))


@get("/dispatch/{lead_id:uuid}", guards=[may("dispatch.read")], sync_to_thread=True)
def show_candidates(
    act: ActDep,
    lead_id: FromPath[UUID],
    designer: SearchText = "",
    choose: FromQuery[bool] = False,
) -> Answer:
    """Everyone who may or may not take the lead, with the reasons of one.

    choose: that one is to get it out of turn; the reason is asked for.
    """
    asked = Problem(key="choose", designer=designer) if choose else None
    page = lead_view.lead_page(act, lead_id, selected=designer, problem=asked)
    return Page("dispatch/lead.html", page)


@get("/dispatch/{lead_id:uuid}/why", guards=[may("dispatch.read")], sync_to_thread=True)
def show_why(act: ActDep, lead_id: FromPath[UUID], designer: SearchText) -> Answer:
    """The reasons panel of one designer."""
    why = lead_view.why_fragment(act, lead_id, designer)
    return Page("dispatch/_why_panel.html", why)


@post(
    "/dispatch/{lead_id:uuid}/offers",
    guards=[may("dispatch.read")],
    sync_to_thread=True,
)
def offer_lead(act: ActDep, lead_id: FromPath[UUID], form: FormDep) -> Answer:
    """Give the lead to a designer; the use case asks for the right it needs."""
    forced = form.text("forced") == "yes"
    reason, designer = form.text("reason"), form.text("designer") or None
    result = offers.offer_lead(act, lead_id, designer, reason, forced)
    return _after(act, result, lead_id, form)


def _after(act: Act, result: object, lead_id: UUID, form: Form) -> Answer:
    """On to the lead; an act that wants a reason comes back with what was typed."""
    if isinstance(result, Refused) and form.text("act"):
        problem = Problem(
            key=form.text("act"),
            reason=form.text("reason"),
            error=result.reason,
            designer=form.text("designer"),
        )
        page = lead_view.lead_page(act, lead_id, problem=problem)
        return Page("dispatch/lead.html", page, status=422)
    return done(act, result, f"/dispatch/{lead_id}")


def _back_to_queue(act: Act, result: object, offer_id: UUID, form: Form) -> Answer:
    """On to the queue; refused, the lead with what was typed."""
    if isinstance(result, Refused):
        return _after(act, result, lead_of_offer(act, offer_id), form)
    return done(act, result, "/dispatch")


@post(
    "/dispatch/offers/{offer_id:uuid}/agree",
    guards=[may("dispatch.agree")],
    sync_to_thread=True,
)
def agree(act: ActDep, offer_id: FromPath[UUID]) -> Answer:
    """The other manager agrees to a forced offer."""
    return done(act, offers.agree_to_offer(act, offer_id), "/dispatch")


@post(
    "/dispatch/offers/{offer_id:uuid}/disagree",
    guards=[may("dispatch.agree")],
    sync_to_thread=True,
)
def disagree(act: ActDep, offer_id: FromPath[UUID], form: FormDep) -> Answer:
    """The other manager does not: the lead waits again."""
    result = offers.refuse_agreement(act, offer_id, form.text("reason"))
    return done(act, result, "/dispatch")


@post(
    "/dispatch/offers/{offer_id:uuid}/reassign",
    guards=[may("dispatch.withdraw")],
    sync_to_thread=True,
)
def reassign(act: ActDep, offer_id: FromPath[UUID], form: FormDep) -> Answer:
    """Another designer takes the lead."""
    designer, reason = form.text("designer") or None, form.text("reason")
    result = offers.reassign_lead(act, offer_id, designer, reason)
    return _back_to_queue(act, result, offer_id, form)


@post(
    "/dispatch/offers/{offer_id:uuid}/withdraw",
    guards=[may("dispatch.withdraw")],
    sync_to_thread=True,
)
def withdraw(act: ActDep, offer_id: FromPath[UUID], form: FormDep) -> Answer:
    """The lead goes back into the queue."""
    result = offers.withdraw_offer(act, offer_id, form.text("reason"))
    return _back_to_queue(act, result, offer_id, form)


@get("/champions", guards=[may("champion.read")], sync_to_thread=True)
def show_champions(act: ActDep) -> Answer:
    """Quarter and year champions from signed contracts."""
    return Page("dispatch/champions.html", champions_page(act))


ROUTES = [
    show_queue,
    show_candidates,
    show_why,
    offer_lead,
    agree,
    disagree,
    reassign,
    withdraw,
    show_champions,
]

"""Why: a kept decision, and the same question asked once more."""

from uuid import UUID

from litestar import get, post
from litestar.params import FromPath

from portal.routes.types import ActDep, Answer, Page, may
from portal.services.explaining import show_decision

PAGE = "decisions/decision.html"


@get(
    "/decisions/{decision_id:uuid}", guards=[may("decision.read")], sync_to_thread=True
)
def show(act: ActDep, decision_id: FromPath[UUID]) -> Answer:
    """The decision with its rows, facts, clauses and everyone it refused."""
    return Page(PAGE, show_decision(act, decision_id))


@post(
    "/decisions/{decision_id:uuid}/replay",
    guards=[may("decision.replay")],
    sync_to_thread=True,
)
def replay(act: ActDep, decision_id: FromPath[UUID]) -> Answer:
    """Decide it again from the kept texts; nothing is written."""
    return Page(PAGE, show_decision(act, decision_id, again=True))


ROUTES = [show, replay]

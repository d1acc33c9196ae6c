"""The inbox: what is due, by whom, and how its time comes about."""

from uuid import UUID

from litestar import get, post
from litestar.params import FromPath

from portal.routes.types import ActDep, Answer, Page, PageNo, SearchText, done, may
from portal.services.dispatch.overdue import settle_if_due
from portal.services.obligations import meet, show_inbox


@get("/inbox", guards=[may("obligation.read")], sync_to_thread=True)
def show(
    act: ActDep, whose: SearchText = "", late: SearchText = "", page: PageNo = 1
) -> Answer:
    """One's own, or with whose=all everybody's; late=yes shows what is overdue."""
    settle_if_due(act)
    found = show_inbox(act, whose, late == "yes", page)
    return Page("obligations/inbox.html", found)


@post(
    "/inbox/{obligation_id:uuid}/meet",
    guards=[may("obligation.meet")],
    sync_to_thread=True,
)
def tick_off(act: ActDep, obligation_id: FromPath[UUID]) -> Answer:
    """Done by hand, where nothing else in the portal says so."""
    return done(act, meet(act, obligation_id), "/inbox")


ROUTES = [show, tick_off]

"""The inbox: what is due, by whom, and how its time comes about."""

from litestar import get

from portal.routes.types import ActDep, Answer, Page, PageNo, SearchText, may
from portal.services.obligations import show_inbox


@get("/inbox", guards=[may("obligation.read")], sync_to_thread=True)
def show(
    act: ActDep, whose: SearchText = "", late: SearchText = "", page: PageNo = 1
) -> Answer:
    """One's own, or with whose=all everybody's; late=yes shows what is overdue."""
    found = show_inbox(act, whose, late == "yes", page)
    return Page("obligations/inbox.html", found)


ROUTES = [show]

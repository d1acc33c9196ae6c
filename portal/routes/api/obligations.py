"""What is due, for other programs."""

from litestar import get

from portal.routes.types import ActDep, Json, PageNo, SearchText, exact, may
from portal.services.obligations import show_inbox


@get("/api/obligations", guards=[may("obligation.read")], sync_to_thread=True)
def list_obligations(
    act: ActDep, whose: SearchText = "", late: SearchText = "", page: PageNo = 1
) -> Json:
    """The same list as the inbox."""
    return exact(show_inbox(act, whose, late == "yes", page))


ROUTES = [list_obligations]

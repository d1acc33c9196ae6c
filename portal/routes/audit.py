"""The audit chain."""

from datetime import date

from litestar import get
from litestar.params import FromQuery

from portal.routes.types import ActDep, Answer, Page, PageNo, SearchText, may
from portal.services.auditing import AuditFilter, list_entries


@get("/audit", guards=[may("audit.read")], sync_to_thread=True)
def list_all(
    act: ActDep,
    q: SearchText = "",
    since: FromQuery[date | None] = None,
    until: FromQuery[date | None] = None,
    page: PageNo = 1,
    check: FromQuery[bool] = False,
) -> Answer:
    """Newest first; `check=1` walks the chain."""
    asked = AuditFilter(q=q, since=since, until=until)
    return Page("audit/list.html", list_entries(act, asked, page, check=check))


ROUTES = [list_all]

"""The search box."""

from litestar import get

from portal.routes.types import ActDep, Answer, Page, SearchText, may
from portal.services.search import search


@get("/search", guards=[may("search.use")], sync_to_thread=True)
def show(act: ActDep, q: SearchText = "") -> Answer:
    """Whatever was found."""
    return Page("search/search.html", search(act, q))


ROUTES = [show]

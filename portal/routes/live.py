"""Live events: an open page hears which of its topics have changed, never what."""

from typing import Annotated

from litestar import get
from litestar.params import FromQuery, QueryParameter
from litestar.response import Stream

from portal.routes.frame.metrics import UNMEASURED
from portal.routes.frame.streams import door_of, heard_by
from portal.routes.frame.visitors import AnyRequest
from portal.routes.types import ActDep, may

TOPIC = r"[a-z_]+(\.[a-z_]+)*"
Topics = Annotated[str, QueryParameter(max_length=200, pattern=f"^{TOPIC}(,{TOPIC})*$")]
# The board is for everybody in the house, and so is the news that something changed.
RIGHT = "board.read"


@get("/events", guards=[may(RIGHT)], opt={UNMEASURED: True}, sync_to_thread=False)
def follow_events(
    request: AnyRequest,
    act: ActDep,
    topics: Topics,
    since: FromQuery[int | None] = None,
) -> Stream:
    """Server-sent events of the topics of one's own site, until it is closed.

    topics: "dispatch,leads". since: the version the page shows. A page that comes
    back says in Last-Event-ID what it heard last.
    """
    hub, site_id = act.house.hub, act.by.site_id
    heard = heard_by(request)
    seen = since if heard is None else heard
    events = hub.follow(site_id, frozenset(topics.split(",")), door_of(request), seen)
    # Proxies hold an answer back until it is long enough, unless they are told.
    headers = {"x-accel-buffering": "no"}
    return Stream(events, media_type="text/event-stream", headers=headers)


ROUTES = [follow_events]

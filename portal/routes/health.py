"""Is it alive, is it ready, and how much does it do: for machines that watch it."""

from ipaddress import ip_address

from litestar import get
from litestar.response import Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text

from portal.access import demand
from portal.errors import NotLoggedIn
from portal.routes.frame.visitors import (
    STATELESS,
    AnyRequest,
    address_of,
    visitor_of,
)
from portal.routes.types import HouseDep, Json, exact, public


@get("/health/live", guards=[public()], opt={STATELESS: True}, sync_to_thread=False)
def is_alive() -> Json:
    """The process answers."""
    return exact({"status": "ok"})


@get("/health/ready", guards=[public()], opt={STATELESS: True}, sync_to_thread=True)
def is_ready(house: HouseDep) -> Json:
    """The database answers and the rules are loaded; 503 (by the error map) else."""
    with house.db.reading() as session:
        session.execute(text("SELECT 1"))
    return exact({"status": "ok", "rules": len(house.library.rules())})


@get("/metrics", guards=[public()], sync_to_thread=True)
def show_metrics(request: AnyRequest, house: HouseDep) -> Response[bytes]:
    """Prometheus figures: for this machine itself, or with the api right."""
    if not _from_here(request):
        person = visitor_of(request).person
        if person is None:
            raise NotLoggedIn
        rules = house.library.rules(person.site_code)
        demand(rules, person, "api.use", house.today())
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


def _from_here(request: AnyRequest) -> bool:
    # A proxy on this machine speaks for others: then the header names whom.
    if "x-forwarded-for" in request.headers:
        return False
    try:
        return ip_address(address_of(request)).is_loopback
    except ValueError:
        return False


ROUTES = [is_alive, is_ready, show_metrics]

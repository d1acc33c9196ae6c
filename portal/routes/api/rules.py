"""Rules and decisions for other programs."""

from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, JSONBody, RawBody

from portal.routes.types import ActDep, Json, exact, may
from portal.services.api import rules
from portal.services.api.bodies import Asking


@get("/api/rules", guards=[may("rules.read")], sync_to_thread=True)
def list_tables(act: ActDep) -> Json:
    """Every table with its columns, versions and clauses."""
    return exact(rules.tables_json(act))


@post(
    "/api/rules/{table:str}/evaluate", guards=[may("rules.read")], sync_to_thread=True
)
def evaluate(
    act: ActDep, table: FromPath[str], data: JSONBody[Asking], body: RawBody
) -> Json:
    """The table's answer to the facts; nothing is kept."""
    return exact(rules.evaluate(act, table, data, body))


@get(
    "/api/decisions/{decision_id:uuid}",
    guards=[may("decision.read")],
    sync_to_thread=True,
)
def show_decision(act: ActDep, decision_id: FromPath[UUID]) -> Json:
    """A kept decision."""
    return exact(rules.decision_json(act, decision_id))


@post(
    "/api/decisions/{decision_id:uuid}/replay",
    guards=[may("decision.replay")],
    sync_to_thread=True,
)
def replay(act: ActDep, decision_id: FromPath[UUID]) -> Json:
    """Decide it again from the kept texts; nothing is written."""
    return exact(rules.replay_json(act, decision_id))


ROUTES = [list_tables, evaluate, show_decision, replay]

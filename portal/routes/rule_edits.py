"""Rules and clauses, to be read."""

from datetime import date

from litestar import get
from litestar.params import FromPath, FromQuery

from portal.routes.types import ActDep, Answer, Page, SearchText, may
from portal.services import rule_edits


@get("/rules", guards=[may("rules.read")], sync_to_thread=True)
def list_tables(act: ActDep, q: SearchText = "") -> Answer:
    """Every table by subject."""
    return Page("rule_edits/list.html", rule_edits.list_tables(act, q))


@get("/rules/{table:str}", guards=[may("rules.read")], sync_to_thread=True)
def show_table(
    act: ActDep, table: FromPath[str], since: FromQuery[date | None] = None
) -> Answer:
    """One table in words."""
    return Page("rule_edits/table.html", rule_edits.show_table(act, table, since))


@get("/clauses/{clause:str}", guards=[may("rules.read")], sync_to_thread=True)
def show_clause(act: ActDep, clause: FromPath[str]) -> Answer:
    """One clause and what rests on it."""
    return Page("rule_edits/clause.html", rule_edits.show_clause(act, clause))


ROUTES = [list_tables, show_table, show_clause]

"""The rules as managers read them: tables by subject, one table, one clause."""

from portal.services.rule_edits.clause import ClausePage, show_clause
from portal.services.rule_edits.listing import RulesPage, list_tables
from portal.services.rule_edits.table import TablePage, show_table

__all__ = [
    "ClausePage",
    "RulesPage",
    "TablePage",
    "list_tables",
    "show_clause",
    "show_table",
]

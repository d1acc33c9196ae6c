"""Every text of the shipped rule files that somebody may come to read."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from portal.rules.library import Clause, Library
from portal.rules.procedures import Procedure, Shelf
from portal.rules.table import Column, Table


def rule_texts(root: Path) -> dict[str, str]:
    """Chinese text -> its English, where the file itself gives one, else ""."""
    library = Library(root)
    found: dict[str, str] = {}
    for site in (None, *_sites(root)):
        for bound in library.rules(site).values():
            found |= dict.fromkeys(_of_table(bound.table), "")
    for procedure in Shelf(root):
        found |= dict.fromkeys(_of_procedure(procedure), "")
    for clause in library.rules(None).clauses.values():
        found |= _of_clause(clause)
    return {text: english for text, english in found.items() if _is_chinese(text)}


def _sites(root: Path) -> list[str]:
    return sorted(path.name for path in (root / "sites").iterdir() if path.is_dir())


def _of_table(table: Table) -> Iterator[str]:
    yield from (table.title, table.note)
    derived = (one.column for one in table.derived.values())
    for column in (*table.inputs.values(), *table.outputs.values(), *derived):
        yield from _of_column(column)
    for version in table.versions:
        for row in version.rows:
            yield from (row.name, row.note)
        for example in version.examples:
            yield example.name


def _of_column(column: Column) -> Iterator[str]:
    yield from (column.label, column.note)
    yield from (column.values or {}).values()


def _of_procedure(procedure: Procedure) -> Iterator[str]:
    yield from (procedure.title, procedure.note)
    for version in procedure.versions:
        for field in version.fields.values():
            yield from (field.label, field.hint, *(field.values or {}).values())
            if field.must is not None:
                yield field.must.otherwise
        for state in version.states.values():
            yield state.label
        for step in version.steps:
            yield from (step.label, step.note)
            for guard in step.guards:
                yield from guard.otherwise.values()


def _of_clause(clause: Clause) -> dict[str, str]:
    silent = [clause.unclear.get(name, "") for name in ("issue", "default")]
    silent += _strings((clause.items, clause.fields, clause.steps))
    return {clause.says: clause.en, **dict.fromkeys((*silent, clause.place), "")}


def _strings(value: object) -> Iterator[str]:
    """Every text in nested lists and maps, the names of the maps left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _strings(one)


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)

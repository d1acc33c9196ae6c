"""Every table in force, house and sites, and the snapshots made of them."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field

from portal.rules.errors import BadRuleFile, Finding, Position
from portal.rules.evaluate import failing_examples
from portal.rules.library.admit import Loaded
from portal.rules.library.clauses import Clause
from portal.rules.library.order import ordered
from portal.rules.library.ruleset import RuleSet
from portal.rules.load import result_columns
from portal.rules.table import Column, Table

Key = tuple[str | None, str]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Loaded tables by (site, table id); a change makes a new shelf."""

    loaded: Mapping[Key, Loaded] = field(default_factory=dict)
    clauses: Mapping[str, Clause] = field(default_factory=dict)

    def of_site(self, site: str | None) -> dict[str, Loaded]:
        """The tables one site sees, by id."""
        house = {key[1]: one for key, one in self.loaded.items() if key[0] is None}
        own = {key[1]: one for key, one in self.loaded.items() if key[0] == site}
        return house | own

    @property
    def known_clauses(self) -> Set[str] | None:
        """The ids rows may cite; None in a folder without a catalogue."""
        return self.clauses.keys() or None

    def sites(self) -> list[str | None]:
        """None for the house, then every site that has a table of its own."""
        return [None, *sorted({key[0] for key in self.loaded if key[0] is not None})]

    def tables(self, site: str | None) -> dict[str, Table]:
        return {name: one.table for name, one in self.of_site(site).items()}

    def ruleset(self, site: str | None) -> RuleSet:
        return RuleSet(self.of_site(site), self.clauses, site)

    def close(self) -> None:
        """Frees every matcher; who still holds a snapshot asks the reference."""
        for one in self.loaded.values():
            one.close()

    def replaced(self, new: Mapping[Key, Loaded]) -> "Shelf":
        return Shelf({**self.loaded, **new}, self.clauses)

    def dependants(self, key: Key) -> list[Key]:
        """The tables that require this one, directly, where they see it."""
        return [
            other
            for other, one in self.loaded.items()
            if key[1] in one.table.requires.values()
            and (key[0] is None or other[0] in (None, key[0]))
        ]

    def conflicts(self) -> list[Finding]:
        """What only shows when tables meet: rings, unlike site tables."""
        findings = []
        for site in self.sites():
            seen = self.of_site(site)
            requires = {name: one.table.requires.values() for name, one in seen.items()}
            places = {name: one.table.file for name, one in seen.items()}
            try:
                ordered(requires, places)
            except BadRuleFile as bad:
                findings += bad.findings
        for (site, name), one in self.loaded.items():
            house = self.loaded.get((None, name))
            if site is not None and house is not None and not _alike(one, house):
                findings.append(_unlike(one, house))
        return findings

    def failing(self, tables: set[str] | None = None) -> list[Finding]:
        """Examples that do not hold, of all tables or of those named.

        A house table's are run among the house's tables, a site's among its own.
        """
        findings: list[Finding] = []
        rulesets = {site: self.ruleset(site) for site in self.sites()}
        for site, name in self.loaded:
            if tables is None or name in tables:
                findings += failing_examples(rulesets[site][name])
        return findings


def _alike(one: Loaded, house: Loaded) -> bool:
    """Whether whoever asks the house's table can ask the site's in its place."""
    if _face(one.table) != _face(house.table):
        return False
    own, others = result_columns(one.table), result_columns(house.table)
    return all(others[name].nullable for name in own if own[name].nullable)


def _face(table: Table) -> object:
    """What other tables and programs see of a table."""
    inputs = [(_domain(column), column.nullable) for column in table.inputs.values()]
    results = [_domain(column) for column in result_columns(table).values()]
    return table.hit.is_list, inputs, results


def _domain(column: Column) -> object:
    values = None if column.values is None else list(column.values)
    return column.name, column.type, values, column.min, column.max


def _unlike(one: Loaded, house: Loaded) -> Finding:
    message = f"门店的表和 {house.table.file} 的输入或输出不一样"
    at = Position(one.table.file, 1, 1)
    return Finding(at, "column", message, "门店的表只能改行，请把列写成一样。")

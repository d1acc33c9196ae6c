"""A table is admitted when it loads, is complete, and engine and reference agree."""

import logging
from collections.abc import Mapping, Set
from dataclasses import dataclass

from portal.rules.check import analyse
from portal.rules.engine import EngineMatcher
from portal.rules.errors import BadRuleFile, Finding
from portal.rules.library.files import RuleFile
from portal.rules.load import Draft, build_table, draft_of
from portal.rules.selfcheck import self_check
from portal.rules.table import Table, Version

log = logging.getLogger("portal.rules")


@dataclass(frozen=True, slots=True)
class Loaded:
    """A table in force: its file, its text, and a matcher per version hash."""

    file: RuleFile
    text: str
    table: Table
    matchers: Mapping[str, EngineMatcher]

    def draft(self) -> Draft:
        """Its text parsed anew, to be checked against other tables."""
        return draft_of(self.text, self.file.name)

    def close(self, keep: Mapping[str, EngineMatcher] | None = None) -> None:
        """Frees the matchers that `keep` does not go on using."""
        kept = set(map(id, keep.values())) if keep else set()
        for matcher in self.matchers.values():
            if id(matcher) not in kept:
                matcher.close()


def admit(
    file: RuleFile,
    draft: Draft,
    tables: Mapping[str, Table],
    known_clauses: Set[str] | None,
    old: Loaded | None = None,
) -> Loaded:
    """The table of a draft, checked; raises BadRuleFile with every finding.

    A version that `old` has word for word keeps its matcher and is not checked again.
    Examples are not run here: they need the other tables.
    """
    table = build_table(
        draft.tree, file.name, file.table, file.site, known_clauses, tables
    )
    known = _reusable(table, old)
    fresh: dict[str, EngineMatcher] = {}
    findings: list[Finding] = []
    for version in table.versions:
        if version.hash not in known:
            try:
                fresh[version.hash] = _checked_matcher(table, version)
            except BadRuleFile as bad:
                findings += bad.findings
    if findings:
        for matcher in fresh.values():
            matcher.close()
        raise BadRuleFile(findings)
    kept = {v.hash: known[v.hash] for v in table.versions if v.hash in known}
    return Loaded(file, draft.text, table, {**kept, **fresh})


def _reusable(table: Table, old: Loaded | None) -> Mapping[str, EngineMatcher]:
    """The old matchers, unless a required table's columns changed under them."""
    if old is None or old.table.required != table.required:
        return {}
    return old.matchers


def _checked_matcher(table: Table, version: Version) -> EngineMatcher:
    """The version in the engine; raises BadRuleFile when it may not be used."""
    findings = analyse(table, version)
    if findings:
        raise BadRuleFile(findings)
    try:
        matcher = EngineMatcher(version.rows, table.tested)
    except Exception:
        log.exception("%s: the engine does not take %s", table.file, version.since)
        message, fix = "规则引擎装不进这个版本", "请告知系统维护人。"
        finding = Finding(version.at, "engine", message, fix, str(version.since))
        raise BadRuleFile([finding]) from None
    findings = self_check(table, version, matcher)
    if findings:
        matcher.close()
        raise BadRuleFile(findings)
    return matcher

"""Short names for clauses, as they stand in six-corner brackets: 派单 一.5."""

import msgspec

from portal.rules.library import Clause, RuleSet
from portal.words import current_locale, rule_text
from portal.words import gettext as _


class ClauseRef(msgspec.Struct, frozen=True):
    """A clause as a page refers to it."""

    id: str
    label: str


def clause_label(rules: RuleSet, clause_id: str) -> str:
    """The subject in a word and the place in the source."""
    clause = rules.clauses.get(clause_id)
    subject = _subjects().get(clause_id.split(".")[0], "")
    place = rule_text(clause.place) if clause else clause_id
    return f"{subject} {place}".strip()


def original_of(clause: Clause) -> str:
    """The clause in the words of the source, "" where they were read already."""
    return "" if current_locale().startswith("zh") else clause.says


def clause_refs(rules: RuleSet, clause_ids: list[str]) -> list[ClauseRef]:
    """References for several clauses; those of one place appear once."""
    found: dict[str, ClauseRef] = {}
    for clause_id in clause_ids:
        label = clause_label(rules, clause_id)
        found.setdefault(label, ClauseRef(clause_id, label))
    return list(found.values())


def _subjects() -> dict[str, str]:
    return {
        "access": _("权限"),
        "complaint": _("投诉"),
        "desk": _("前台接待"),
        "dispatch": _("派单"),
        "fine": _("过失"),
        "form": _("表单"),
        "lead": _("归属"),
        "lost": _("跑单"),
        "pay": _("工资"),
        "role": _("职责"),
        "slip": _("传递单"),
    }

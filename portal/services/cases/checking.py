"""Procedure files held to the names they use: roles, clauses, tables, obligations."""

from portal.access import PERMISSION
from portal.rules.errors import BadRuleFile, Finding
from portal.rules.library import RuleSet
from portal.rules.procedures import Known, Shelf, check
from portal.services.cases.effects import EFFECTS
from portal.services.cases.facts import BUILTINS
from portal.services.cases.files import shelf_of
from portal.services.house import House
from portal.services.obligations.opening import EVENT, FOLDER

MASK = "access.mask"


def check_procedures(rules: RuleSet, shelf: Shelf) -> list[Finding]:
    """Everything wrong with any procedure, file by file; empty when all is well."""
    known = known_names(rules)
    findings = [one for found in shelf.kept_back.values() for one in found]
    return [*findings, *(one for each in shelf for one in check(each, known))]


def stop_unless_sound(house: House) -> None:
    """Raise BadRuleFile when a procedure cannot be used; the portal starts with it."""
    findings = check_procedures(house.library.rules(), shelf_of(house))
    if findings:
        raise BadRuleFile(findings)


def known_names(rules: RuleSet) -> Known:
    """The names procedures may use, from the rules in force and the code they call."""
    due = [rules[name].table for name in rules if name.startswith(FOLDER)]
    return Known(
        roles=set(rules[PERMISSION].table.inputs["role"].values or {}),
        clauses=set(rules.clauses),
        tables={name: rules[name].table for name in rules},
        events={v for table in due for v in table.inputs[EVENT].values or {}},
        codes={v for table in due for v in table.outputs["code"].values or {}},
        builtins=set(BUILTINS),
        effects=set(EFFECTS),
        personal=set(rules[MASK].table.inputs["field"].values or {}),
    )

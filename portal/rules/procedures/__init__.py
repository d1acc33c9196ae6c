"""Procedures as files: fields, states and steps of a case, and what may happen next.

A file (`rules/procedures/<kind>.yaml`) says everything about one kind of case;
`next_steps` answers who may do what in a state, for the buttons and for the server.
"""

from portal.rules.procedures.check import Known, check
from portal.rules.procedures.read import load_procedure, load_procedure_text
from portal.rules.procedures.shape import Field, Guard, Procedure, Step, Version
from portal.rules.procedures.shelf import Shelf
from portal.rules.procedures.steps import (
    Delegated,
    GuardAnswer,
    Refusal,
    Situation,
    StepOffer,
    next_steps,
    opening_steps,
)

__all__ = [
    "Delegated",
    "Field",
    "Guard",
    "GuardAnswer",
    "Known",
    "Procedure",
    "Refusal",
    "Shelf",
    "Situation",
    "Step",
    "StepOffer",
    "Version",
    "check",
    "load_procedure",
    "load_procedure_text",
    "next_steps",
    "opening_steps",
]

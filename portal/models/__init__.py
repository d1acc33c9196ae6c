"""What is stored, one file per feature; importing this registers every table."""

from portal.models import (
    audit,
    cases,
    decisions,
    devices,
    dispatch,
    imports,
    lead,
    obligations,
    people,
    reception,
    reports,
)

__all__ = [
    "audit",
    "cases",
    "decisions",
    "devices",
    "dispatch",
    "imports",
    "lead",
    "obligations",
    "people",
    "reception",
    "reports",
]

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
from portal.models.base import index_references

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

index_references("client", "lead")

"""The audit chain as people read it."""

from portal.services.auditing.listing import AuditFilter, AuditPage, list_entries

__all__ = ["AuditFilter", "AuditPage", "list_entries"]

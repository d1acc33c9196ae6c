"""The completeness analysis: holes, overlaps and rows that can never fire."""

from portal.rules.check.analyse import analyse

__all__ = ["analyse"]

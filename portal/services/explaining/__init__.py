"""Why: a kept decision as a page."""

from portal.services.explaining.page import show_decision
from portal.services.explaining.shapes import DecisionPage

__all__ = ["DecisionPage", "show_decision"]

"""Forms as typed: texts in, values out, every problem beside its field."""

from portal.services.reception.forms.people import Colleagues
from portal.services.reception.forms.reading import Reading
from portal.services.reception.forms.sheet import RegisterSheet, register_sheet

__all__ = ["Colleagues", "Reading", "RegisterSheet", "register_sheet"]

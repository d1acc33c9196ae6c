"""Transfer slips: one for every market lead, signed twice, torn in two (slip.*)."""

from portal.services.slip.absences import expect_delegate_in, forget_delegate_in
from portal.services.slip.standing import SlipStanding, standing_of
from portal.services.slip.steps import KIND, expect_in, name_designer_in

__all__ = [
    "KIND",
    "SlipStanding",
    "expect_delegate_in",
    "expect_in",
    "forget_delegate_in",
    "name_designer_in",
    "standing_of",
]

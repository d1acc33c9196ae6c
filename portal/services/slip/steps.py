"""What registering and dispatching a lead mean for its transfer slip."""

from portal.models.lead import Lead
from portal.models.people import Staff
from portal.rules.evaluate import decide
from portal.services.audit import Subject
from portal.services.cases.advancing import drive_in
from portal.services.obligations import open_in
from portal.services.use_case import Tx

KIND = "slip"
OFFERED = "lead.offered"
REGISTERED = "lead.market_registered"


def expect_in(tx: Tx, lead: Lead) -> None:
    """A lead of the market department is due for filing and for its slip.

    lead.archive.daily, slip.missing; nothing happens for leads that need no slip.
    """
    if slip_required(tx, lead):
        open_in(tx, REGISTERED, Subject("lead", lead.id, lead.no))


def slip_required(tx: Tx, lead: Lead) -> bool:
    """Whether the channel of the lead asks for a slip (slip.required)."""
    asked = tx.rules["slip.required"], {"channel": lead.channel}, tx.today
    decided = tx.once(("slip", lead.channel), lambda: decide(*asked))
    return bool(decided.one["required"])


def name_designer_in(tx: Tx, lead: Lead) -> None:
    """The lead was given to `lead.designer_id`: put the name on its slip.

    A slip signed but not torn is torn first; one still to be signed is marked 待补签
    and its late signature becomes due (slip.fill.designer-by-manager, slip.delegate).
    """
    designer = tx.s.get(Staff, lead.designer_id)
    if designer is not None:
        drive_in(tx, lead, KIND, OFFERED, {"designer": designer.staff_no})

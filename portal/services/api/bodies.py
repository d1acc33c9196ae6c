"""What other programs send, with the limits of the columns it goes into."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta

from portal.amounts import LARGEST, to_fen
from portal.errors import BadInput
from portal.models.dispatch import Offer
from portal.models.lead import Claim, Client, Lead
from portal.models.people import Staff
from portal.services.lead.claims import ClaimForm
from portal.services.people.words import length_of
from portal.services.reception.registering import LeadForm
from portal.services.use_case import Act
from portal.words import gettext as _

StaffNo = Annotated[str, Meta(max_length=length_of(Staff, "staff_no"))]
Name = Annotated[str, Meta(max_length=length_of(Client, "name"))]
Address = Annotated[str, Meta(max_length=length_of(Lead, "site_address"))]
Remarks = Annotated[str, Meta(max_length=length_of(Lead, "remarks"))]
Evidence = Annotated[str, Meta(max_length=length_of(Claim, "evidence"))]
Reason = Annotated[str, Meta(max_length=length_of(Offer, "reason"))]
Word = Annotated[str, Meta(max_length=length_of(Claim, "principle"))]


class NewClaim(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Somebody says the client is his; a time without its zone is the store's."""

    principle: Word
    staff: StaffNo
    at: datetime
    evidence: Evidence = ""

    def form(self, zone: ZoneInfo) -> ClaimForm:
        """The claim as the use case takes it."""
        at = self.at if self.at.tzinfo else self.at.replace(tzinfo=zone)
        return ClaimForm(
            principle=self.principle, staff=self.staff, at=at, evidence=self.evidence
        )


class NewLead(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A lead; amounts are yuan, the area square metres, each with two decimals.

    A program that leaves `grades_introduced` out vouches that the client was told of
    the designers' grades (dispatch.intake.introduce-grades).
    """

    client_name: Name
    phone: Word
    site_address: Address
    floor_area: Decimal | None = None
    renovation_date: date | None = None
    estimated_amount: Decimal | None = None
    channel: Word
    brought_by: StaffNo | None = None
    grades_introduced: bool = True
    remarks: Remarks = ""
    claims: Annotated[list[NewClaim], Meta(max_length=100)] = []

    def form(self, act: Act) -> LeadForm:
        """The lead as the use case takes it; BadInput names amounts that are none."""
        problems = {
            name: _("最多两位小数，不能是负数，也不能太大。")
            for name in ("floor_area", "estimated_amount")
            if not _is_amount(getattr(self, name))
        }
        if problems:
            raise BadInput(problems)
        return LeadForm(
            client_name=self.client_name,
            phone=self.phone,
            site_address=self.site_address,
            floor_area=self.floor_area,
            renovation_date=self.renovation_date,
            estimated_amount=self.estimated_amount,
            channel=self.channel,
            brought_by=self.brought_by,
            grades_introduced=self.grades_introduced,
            remarks=self.remarks,
            claims=[one.form(act.house.zone) for one in self.claims],
        )


def _is_amount(amount: Decimal | None) -> bool:
    if amount is None:
        return True
    in_range = amount.is_finite() and 0 <= amount <= LARGEST
    return in_range and amount == to_fen(amount)


class NewOffer(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Who is to get the lead; null: whoever's turn it is."""

    designer: StaffNo | None = None
    forced: bool = False
    reason: Reason | None = None


class Declining(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Why the designer cannot take it, and whether the client heard that."""

    reason: Reason = ""
    before_client: bool = False


class Asking(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Facts put to a table; `on` today when not given, `site` the person's own."""

    facts: dict[str, object]
    on: date | None = None
    site: str | None = None

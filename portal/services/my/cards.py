"""A lead of mine as a card: who and where, what was reported, what I may do next."""

from collections.abc import Iterable, Sequence
from uuid import UUID

import msgspec
from sqlmodel import Session, col, select

from portal.models.lead import WAITING, Lead, LeadState
from portal.models.people import Staff
from portal.services.contact import shown_phone
from portal.services.dispatch.wording import label
from portal.services.lead.own import Eyes
from portal.services.lead.page.facts import PERSONAL, Reveal, reveal_form
from portal.services.lead.page.offered import FOLLOW_UP
from portal.services.lead.page.opening import open_links
from portal.services.lead.page.shapes import Returned, Step
from portal.services.lead.page.steps import lead_steps
from portal.services.lead.reports import open_reports
from portal.services.lead.steps import ASK_EXTENSION, CONTACT, MEASURE, REPORT
from portal.services.my.shapes import MyLead
from portal.services.my.waiting import his_to_choose
from portal.services.obligations import DueItem
from portal.services.pages import Pair
from portal.services.use_case import Act
from portal.words import format_date, format_datetime, format_money
from portal.words import gettext as _

HERE = (CONTACT, MEASURE, REPORT, FOLLOW_UP, ASK_EXTENSION)


class Cards:
    """The leads of one page; what they share is read once."""

    def __init__(
        self, session: Session, act: Act, leads: Sequence[Lead], due: Sequence[DueItem]
    ) -> None:
        self.session, self.act, self.eyes = session, act, Eyes(act)
        self.names = _names(session, leads)
        # The most pressing comes first in the list, and last into the dictionary.
        self.due = {one.subject_no: one for one in reversed(due)}

    def state(self, lead: Lead, *, in_hand: bool) -> LeadState:
        """Where the lead stands; an offer answered by silence is taken."""
        silent = in_hand and lead.state == LeadState.OFFERED
        return LeadState.ASSIGNED if silent else lead.state

    def card(self, lead: Lead, state: LeadState, returned: Returned | None) -> MyLead:
        """Everything of the card; every lead here is the person's own."""
        steps = self._steps(lead, state, returned)
        phone = self.eyes.full("phone", own=True)
        shown = self.eyes.show("phone", lead.phone, own=True)
        return MyLead(
            no=lead.no,
            href=f"/leads/{lead.id}",
            client=self.eyes.show("client_name", lead.client_name, own=True),
            address=self.eyes.show("site_address", lead.site_address, own=True),
            phone=shown_phone(shown) if phone else shown,
            tel=lead.phone if phone else "",
            facts=self._facts(lead),
            note=self._note(lead),
            due=self.due.get(lead.no),
            steps=steps,
            links=self._links(lead),
            reveal=self._reveal(lead),
        )

    def _steps(
        self, lead: Lead, state: LeadState, returned: Returned | None
    ) -> list[Step]:
        """What the lead's own page offers this person, sent back to this page."""
        if lead.state != state:
            # Not to be written: the next act settles what silence meant.
            self.session.expunge(lead)
            lead.state = state
        return [
            msgspec.structs.replace(step, action=f"/my{step.action}")
            for step in lead_steps(self.session, self.act, lead, returned)
            if step.allowed and step.key in HERE
        ]

    def _facts(self, lead: Lead) -> list[Pair]:
        tier = label(self.act.rules, "dispatch.tier", "tier", lead.tier)
        amount = format_money(lead.estimated_amount, unit=True)
        facts = [(tier, amount)]
        me = self.act.by.staff_id
        for word, who in (
            (_("设计师"), lead.designer_id),
            (_("带单人"), lead.brought_by),
        ):
            if who and who != me:
                facts.append((word, self.names[who]))
        if lead.chosen_designer and lead.state in WAITING:
            facts.append((_("已挑定"), self.names[lead.chosen_designer]))
        return facts

    def _note(self, lead: Lead) -> str:
        """What was reported and is not registered yet, else when it last moved."""
        report = next(iter(open_reports(self.session, lead)), None)
        if report is not None:
            return _(
                "%(name)s已报 %(day)s 签约 %(amount)s，等经理登记。",
                name=report.reported_by_name,
                day=format_date(report.signed_on),
                amount=format_money(report.amount, unit=True),
            )
        at = format_datetime(lead.touched_at, short=True)
        return _("上次有动静 %(at)s", at=at)

    def _links(self, lead: Lead) -> list[Pair]:
        cases = [
            (one.label, one.href) for one in open_links(self.session, self.act, lead)
        ]
        mine = lead.brought_by == self.act.by.staff_id and lead.state in WAITING
        if mine and lead.chosen_designer is None and his_to_choose(self.act, lead):
            return [(_("选设计师"), f"/my/leads/{lead.id}"), *cases]
        return cases

    def _reveal(self, lead: Lead) -> Reveal | None:
        """Where something of his own is masked, the button that shows it once."""
        full = all(self.eyes.full(field, own=True) for field in PERSONAL)
        return None if full else reveal_form(self.act, lead)


def _names(session: Session, leads: Iterable[Lead]) -> dict[UUID, str]:
    wanted = {
        who
        for lead in leads
        for who in (lead.designer_id, lead.brought_by, lead.chosen_designer)
        if who
    }
    found = session.exec(select(Staff.id, Staff.name).where(col(Staff.id).in_(wanted)))
    return dict(found.all())

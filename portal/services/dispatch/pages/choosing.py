"""The salesperson's page: the eligible designers for a lead he brought."""

from uuid import UUID

import msgspec

from portal.models.base import new_id
from portal.services.clauses import clause_label
from portal.services.dispatch.pages.lead import lead_page
from portal.services.dispatch.pages.lead_shapes import LeadLine
from portal.services.dispatch.pages.shapes import CandidateGroup, FormAct
from portal.services.use_case import Act
from portal.words import gettext as _

CHOICE = "dispatch.market.choice"


class ChoicePage(msgspec.Struct, frozen=True, kw_only=True):
    """See templates/dispatch/choose.html."""

    title: str
    lead: LeadLine
    groups: list[CandidateGroup]
    rule: str
    clause: str
    clause_label: str


def choice_page(act: Act, lead_id: UUID) -> ChoicePage:
    """Everyone with his reasons; a button stands where a choice is possible."""
    page = lead_page(act, lead_id)
    return ChoicePage(
        title=_("选设计师"),
        lead=page.lead,
        groups=[_with_choice(act, group, lead_id) for group in page.groups],
        rule=_("您带来的客户由您先挑，只能在级别合格、没有停派的人里挑。"),
        clause=CHOICE,
        clause_label=clause_label(act.rules, CHOICE),
    )


def _with_choice(act: Act, group: CandidateGroup, lead_id: UUID) -> CandidateGroup:
    rows = [
        msgspec.structs.replace(
            row,
            offer=FormAct(
                action=f"/my/leads/{lead_id}/designer",
                idempotency_key=str(new_id()),
                label=_("挑%(name)s", name=row.name),
                main=row.first,
            )
            if row.turn
            else None,
            choose_href="",
        )
        for row in group.rows
    ]
    return msgspec.structs.replace(group, rows=rows)

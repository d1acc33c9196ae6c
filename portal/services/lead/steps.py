"""What may be done with a lead where it stands: one answer for pages and for acts."""

from portal.models.lead import WAITING, Lead, LeadState
from portal.services.answers import Refused
from portal.words import gettext as _

CLAIM, RULE, COMPLETE = "claim", "rule", "complete"
MEASURE, SIGN, CANCEL = "measure", "sign", "cancel"
SHELVE = "shelve"
REPORT = "report"
CONTACT = "contact"
ASK_EXTENSION, ANSWER_EXTENSION = "extension", "extension-answer"
OPEN_IN: dict[str, tuple[LeadState, ...]] = {
    CLAIM: WAITING,
    RULE: (LeadState.REGISTERED,),
    COMPLETE: WAITING,
    CONTACT: (LeadState.ASSIGNED,),
    MEASURE: (LeadState.ASSIGNED,),
    SIGN: (LeadState.MEASURED,),
    REPORT: (LeadState.MEASURED,),
    CANCEL: (LeadState.SIGNED,),
    SHELVE: (LeadState.MEASURED,),
}
CLAUSES = {
    CLAIM: "lead.unified-management",
    RULE: "lead.attribution.first-invite",
    COMPLETE: "dispatch.intake.facts",
    CONTACT: "dispatch.refuse.forbidden",
    MEASURE: "lost.invalid.definition",
    SIGN: "role.manager.authority",
    REPORT: "role.manager.authority",
    CANCEL: "lost.failed.definition",
    SHELVE: "lost.kinds",
}


def barred(step: str, lead: Lead) -> Refused | None:
    """Why the step cannot be taken now, None when it can."""
    if lead.state in OPEN_IN[step]:
        return None
    return Refused(
        reason=_("%(no)s 现在不能%(what)s。", no=lead.no, what=_names()[step]),
        clauses=[CLAUSES[step]],
        lifts_when=_lifts()[step],
    )


def _names() -> dict[str, str]:
    return {
        CLAIM: _("补凭据"),
        RULE: _("裁定归属"),
        COMPLETE: _("补录资料"),
        CONTACT: _("记首次联系"),
        MEASURE: _("登记量房"),
        SIGN: _("登记签约"),
        REPORT: _("报签约"),
        CANCEL: _("登记退单"),
        SHELVE: _("列为搁置"),
    }


def _lifts() -> dict[str, str]:
    return {
        CLAIM: _("已经派出，归属不再变；派单收回之后可以。"),
        RULE: _("几个人的凭据相持不下时才裁定。"),
        COMPLETE: _("派出之后不再改；派单收回之后可以。"),
        CONTACT: _("设计师接单之后、量房以前。"),
        MEASURE: _("设计师接单之后。"),
        SIGN: _("量房之后。"),
        REPORT: _("量房之后。"),
        CANCEL: _("签约之后。"),
        SHELVE: _("量房之后客户没有回音时。"),
    }

"""The steps that have a meaning where a lead stands, each with the fields it asks."""

from sqlmodel import Session

from portal.access import may
from portal.models.lead import WAITING, Lead, LeadState, SigningReport
from portal.services.lead.claimants import claimants
from portal.services.lead.page.idle_steps import extension_steps, first_contact
from portal.services.lead.page.shapes import Offered, StepField
from portal.services.lead.reports import open_reports
from portal.services.lead.steps import (
    CANCEL,
    COMPLETE,
    MEASURE,
    REPORT,
    RULE,
    SIGN,
)
from portal.services.use_case import Act
from portal.words import format_datetime
from portal.words import gettext as _

FOLLOW_UP = "follow-up"


def offered_steps(session: Session, act: Act, lead: Lead) -> list[Offered]:
    """The steps that have a meaning where the lead stands, the likeliest first."""
    steps = []
    if lead.state == LeadState.REGISTERED:
        steps.append(_rule(session, lead))
    if lead.state in WAITING:
        steps.append(_complete(lead))
    if lead.state == LeadState.SIGNED:
        steps.append(_cancel())
    elif lead.state in (LeadState.OFFERED, LeadState.ASSIGNED):
        steps += [*first_contact(session, lead), _measure()]
    elif lead.state == LeadState.MEASURED:
        steps += _signing(session, act, lead)
    return [*steps, _follow_up(lead), *extension_steps(session, act, lead)]


def _rule(session: Session, lead: Lead) -> Offered:
    return Offered(
        key=RULE,
        permission="lead.attribute",
        label=_("裁定归属"),
        path="attribution",
        fields=[
            StepField(
                name="staff",
                label=_("归谁"),
                required=True,
                options=[("", _("请选")), *claimants(session, lead.id)],
            ),
            StepField(name="reason", label=_("理由"), required=True),
        ],
    )


def _complete(lead: Lead) -> Offered:
    """Only what is missing is asked; the amount may be corrected while it waits."""
    fields = []
    if lead.floor_area is None:
        fields.append(StepField(name="floor_area", label=_("建筑面积（平方米）")))
    if lead.renovation_date is None:
        fields.append(StepField(name="renovation_date", label=_("装修时间")))
    amount = StepField(
        name="estimated_amount",
        label=_("预计造价"),
        hint=_("可写 4.8万；改了会重新定单级。"),
    )
    fields.append(amount)
    if not lead.grades_introduced:
        told = [("", _("还没有")), ("yes", _("已讲明"))]
        label = _("设计师级别讲明没有")
        fields.append(StepField(name="grades_introduced", label=label, options=told))
    known = fields == [amount] and lead.estimated_amount is not None
    return Offered(
        key=COMPLETE,
        permission="lead.register",
        label=_("改预计造价") if known else _("补录资料"),
        path="facts",
        fields=fields,
        by_the_way=known,
    )


def _measure() -> Offered:
    return Offered(
        key=MEASURE,
        permission="lead.measure",
        label=_("登记量房"),
        path="measured",
        fields=[StepField(name="note", label=_("说明"))],
    )


def _signing(session: Session, act: Act, lead: Lead) -> list[Offered]:
    """Who may register the contract does; who follows the client may report it."""
    sign = Offered(
        key=SIGN,
        permission="lead.sign",
        label=_("登记签约"),
        path="contract",
        fields=_contract_fields(session, act, lead),
    )
    report = Offered(
        key=REPORT,
        permission="lead.report_signing",
        label=_("报签约"),
        path="signing-report",
        fields=_contract_fields(session, act, lead),
    )
    registers = may(act.rules, act.by, sign.permission, act.today)
    reports = may(act.rules, act.by, report.permission, act.today)
    return [report, sign] if reports and not registers else [sign]


def _contract_fields(session: Session, act: Act, lead: Lead) -> list[StepField]:
    """Amount and day, as they were reported last where they were."""
    reported = next(iter(open_reports(session, lead)), None)
    amount = StepField(
        name="amount",
        label=_("合同金额"),
        required=True,
        value=f"{reported.amount}" if reported else "",
        hint=_("可写 4.8万"),
    )
    signed_on = StepField(
        name="signed_on",
        label=_("签约日期"),
        required=True,
        # A field is given what its reader takes, whatever the language.
        value=(reported.signed_on if reported else act.today).isoformat(),
        hint=_reported_by(reported) if reported else "",
    )
    return [amount, signed_on]


def _reported_by(report: SigningReport) -> str:
    at = format_datetime(report.reported_at, short=True)
    return _("%(name)s在 %(at)s 报过。", name=report.reported_by_name, at=at)


def _cancel() -> Offered:
    return Offered(
        key=CANCEL,
        permission="lead.cancel_contract",
        label=_("登记退单"),
        path="contract/cancel",
        danger=True,
        fields=[StepField(name="reason", label=_("客户怎么说"), required=True)],
    )


def _follow_up(lead: Lead) -> Offered:
    fields = [StepField(name="note", label=_("客户怎么说"), required=True)]
    if lead.state == LeadState.MEASURED:
        answers = [("", _("还在跟")), ("yes", _("没有回音，列为搁置"))]
        fields.append(StepField(name="shelved", label=_("往下"), options=answers))
    return Offered(
        key=FOLLOW_UP,
        permission="lead.follow_up",
        label=_("记一次回访"),
        path="follow-ups",
        by_the_way=lead.state in WAITING,
        fields=fields,
    )

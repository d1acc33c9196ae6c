"""Leads by the moment they were registered, and what has become of them since."""

from typing import Any

from sqlalchemy import Select
from sqlmodel import col

from portal.models.lead import Contract, Lead
from portal.services.exporting.records import CONTRACTS, LEADS
from portal.services.lead.words import state_words
from portal.services.reports.measures.shapes import (
    Block,
    Measure,
    Scene,
    Source,
    Split,
    Where,
)
from portal.services.use_case import Act
from portal.words import gettext as _
from portal.words import rule_labels

REGISTER, SIGNING = "desk.register.lead-source", "role.manager.authority"


def labels(table: str, column: str) -> Any:
    """The values of a table's column with their labels, as a split wants them."""

    def read(act: Act) -> dict[str, str]:
        shape = act.rules[table].table
        found = shape.inputs.get(column) or shape.outputs[column]
        return rule_labels(found.values)

    return read


def _of_leads(statement: Select[Any]) -> Select[Any]:
    return statement.select_from(Lead)


def _of_their_contracts(statement: Select[Any]) -> Select[Any]:
    return statement.select_from(Contract).join(
        Lead, col(Lead.id) == col(Contract.lead_id)
    )


def _registered(scene: Scene) -> Where:
    return [
        col(Lead.site_id) == scene.act.by.site_id,
        col(Lead.registered_at) >= scene.span.start,
        col(Lead.registered_at) < scene.span.until,
    ]


def _registered_and_signed(scene: Scene) -> Where:
    return [*_registered(scene), col(Contract.cancelled_on).is_(None)]


CHANNEL = Split(
    lambda: _("按渠道"),
    lambda scene: col(Lead.channel),
    labels("lead.channel", "channel"),
)
REGISTERED = Source(
    _of_leads,
    LEADS,
    _registered,
    {
        "channel": CHANNEL,
        "tier": Split(
            lambda: _("按单级"),
            lambda scene: col(Lead.tier),
            labels("dispatch.tier", "tier"),
        ),
        "state": Split(
            lambda: _("按状态"),
            lambda scene: col(Lead.state),
            lambda act: state_words(),
        ),
    },
)
SIGNED_SINCE = Source(
    _of_their_contracts,
    CONTRACTS,
    _registered_and_signed,
    {"channel": CHANNEL},
    amount=Contract.amount,
)

ENQUIRIES = Measure(
    "leads",
    REGISTERED,
    lambda: _("来单"),
    lambda: _("登记时间在这段时间里的来单；单级与状态按现在的算。"),
    (REGISTER,),
    splits=("channel", "tier", "state"),
)
MEASURED_SINCE = Measure(
    "leads_measured",
    REGISTERED,
    lambda: _("其中已量房"),
    lambda: _("这些来单里，到现在为止量过房的。"),
    ("lost.invalid.definition",),
    when=lambda scene: [col(Lead.measured_at).is_not(None)],
    splits=("channel",),
)
CONTRACTS_SINCE = Measure(
    "leads_signed",
    SIGNED_SINCE,
    lambda: _("其中已签约"),
    lambda: _("这些来单里，到现在为止签了约而没有退的。"),
    (SIGNING,),
    splits=("channel",),
)
AMOUNT_SINCE = Measure(
    "leads_amount",
    SIGNED_SINCE,
    lambda: _("签约金额"),
    lambda: _("上面这些合同的金额之和，单位元。"),
    (SIGNING,),
    splits=("channel",),
    in_money=True,
)

LEADS_BLOCK = Block(
    "leads",
    lambda: _("来单与转化"),
    (ENQUIRIES, MEASURED_SINCE, CONTRACTS_SINCE, AMOUNT_SINCE),
)

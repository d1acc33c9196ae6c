"""What happened in the span whenever the lead came: measured, signed, cancelled."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Select
from sqlmodel import col

from portal.clock import business_date
from portal.models.lead import Contract, Lead
from portal.services.exporting.records import CONTRACTS, LEADS
from portal.services.reports.measures.leads import SIGNING
from portal.services.reports.measures.shapes import (
    Block,
    Measure,
    Scene,
    Source,
    Where,
)
from portal.words import gettext as _

AN_INSTANT = timedelta(microseconds=1)


def _of_leads(statement: Select[Any]) -> Select[Any]:
    return statement.select_from(Lead)


def _of_contracts(statement: Select[Any]) -> Select[Any]:
    return statement.select_from(Contract)


def _measured(scene: Scene) -> Where:
    return [
        col(Lead.site_id) == scene.act.by.site_id,
        col(Lead.measured_at) >= scene.span.start,
        col(Lead.measured_at) < scene.span.until,
    ]


def _on_days(scene: Scene, column: Any) -> Where:
    """Contracts carry days, not hours: the day a comparison is cut in counts whole."""
    last = business_date(scene.span.until - AN_INSTANT, scene.act.house.zone)
    return [
        col(Contract.site_id) == scene.act.by.site_id,
        column >= scene.span.first,
        column <= last,
    ]


VISITED = Source(_of_leads, LEADS, _measured)
SIGNED = Source(
    _of_contracts,
    CONTRACTS,
    lambda scene: _on_days(scene, col(Contract.signed_on)),
    amount=Contract.amount,
)
CANCELLED = Source(
    _of_contracts,
    CONTRACTS,
    lambda scene: _on_days(scene, col(Contract.cancelled_on)),
    amount=Contract.amount,
)

SIGNINGS_BLOCK = Block(
    "signings",
    lambda: _("量房与签约"),
    (
        Measure(
            "measured",
            VISITED,
            lambda: _("量房"),
            lambda: _("这段时间里量房的来单，不论何时登记。"),
            ("lost.invalid.definition",),
        ),
        Measure(
            "contracts",
            SIGNED,
            lambda: _("签约"),
            lambda: _("签约日期在这段时间里的合同，后来退的也算在内。"),
            (SIGNING,),
        ),
        Measure(
            "contracts_amount",
            SIGNED,
            lambda: _("签约金额"),
            lambda: _("上面这些合同的金额之和，单位元。"),
            (SIGNING,),
            in_money=True,
        ),
        Measure(
            "cancelled",
            CANCELLED,
            lambda: _("退单"),
            lambda: _("退单日期在这段时间里的合同。"),
            ("lost.failed.definition",),
        ),
        Measure(
            "cancelled_amount",
            CANCELLED,
            lambda: _("退单金额"),
            lambda: _("上面这些合同的金额之和，单位元。"),
            ("lost.failed.definition",),
            in_money=True,
        ),
    ),
)

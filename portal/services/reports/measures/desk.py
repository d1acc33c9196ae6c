"""The desk's own registers: calls, showroom visits, outings."""

from typing import Any

from sqlalchemy import Select, and_, or_
from sqlmodel import col

from portal.models.reception import Call, Outing, ShowroomVisit
from portal.services.exporting.records import CALLS, OUTINGS, VISITS
from portal.services.reception.calls_rows import purposes
from portal.services.reports.measures.shapes import (
    Block,
    Measure,
    Scene,
    Source,
    Split,
    Where,
)
from portal.words import gettext as _

PHONE, SHOWROOM = "desk.register.phone-enquiry", "desk.register.showroom-visit"
OUTING = "desk.register.outing"


def _source(model: Any, at: Any, records: Any, **splits: Split) -> Source:
    """The rows of a register whose moment lies in the span."""

    def root(statement: Select[Any]) -> Select[Any]:
        return statement.select_from(model)

    def within(scene: Scene) -> Where:
        return [
            col(model.site_id) == scene.act.by.site_id,
            col(at) >= scene.span.start,
            col(at) < scene.span.until,
        ]

    return Source(root, records, within, splits)


def _back_late(scene: Scene) -> Where:
    back, expected = col(Outing.back_at), col(Outing.expected_back)
    still_out = and_(back.is_(None), expected < scene.span.now)
    return [or_(back > expected, still_out)]


PHONED = _source(
    Call,
    Call.at,
    CALLS,
    purpose=Split(
        lambda: _("按事由"), lambda scene: col(Call.purpose), lambda act: purposes()
    ),
)
INVITED = _source(ShowroomVisit, ShowroomVisit.appointment_at, VISITS)
OUT = _source(Outing, Outing.out_at, OUTINGS)

CALLS_BLOCK = Block(
    "calls",
    lambda: _("来电"),
    (
        Measure(
            "calls",
            PHONED,
            lambda: _("来电"),
            lambda: _("这段时间里登记的来电。"),
            (PHONE,),
            splits=("purpose",),
        ),
        Measure(
            "calls_late",
            PHONED,
            lambda: _("其中接晚了"),
            lambda: _("铃声超过规定才接起、记为接晚了的。"),
            ("desk.phone.ring3",),
            when=lambda scene: [col(Call.fault).is_(True)],
        ),
        Measure(
            "calls_to_lead",
            PHONED,
            lambda: _("其中成了来单"),
            lambda: _("来电的人登记成了来单的。"),
            (PHONE,),
            when=lambda scene: [col(Call.lead_id).is_not(None)],
        ),
    ),
)
SHOWROOM_BLOCK = Block(
    "showroom",
    lambda: _("样板房"),
    (
        Measure(
            "visits",
            INVITED,
            lambda: _("约看"),
            lambda: _("约定时间在这段时间里的，还没到时间的也算。"),
            (SHOWROOM,),
        ),
        Measure(
            "visits_seen",
            INVITED,
            lambda: _("其中已看"),
            lambda: _("约定时间已经过了的。"),
            (SHOWROOM,),
            when=lambda scene: [col(ShowroomVisit.appointment_at) <= scene.span.now],
        ),
        Measure(
            "visits_thoughts",
            INVITED,
            lambda: _("其中记了想法"),
            lambda: _("写下了客户想法的。"),
            (SHOWROOM,),
            when=lambda scene: [col(ShowroomVisit.client_thoughts) != ""],
        ),
    ),
)
OUTINGS_BLOCK = Block(
    "outings",
    lambda: _("外出"),
    (
        Measure(
            "outings",
            OUT,
            lambda: _("因公外出"),
            lambda: _("这段时间里走的。"),
            (OUTING,),
        ),
        Measure(
            "outings_late",
            OUT,
            lambda: _("其中晚回"),
            lambda: _("过了预计时间才回，或现在还没有回的。"),
            (OUTING,),
            when=_back_late,
        ),
    ),
)

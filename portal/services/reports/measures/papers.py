"""Transfer slips and lost leads by the moment they were opened."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Select
from sqlmodel import col

from portal.models.cases import Case
from portal.services import lost, slip
from portal.services.cases.files import shelf_of
from portal.services.exporting.records import CASES
from portal.services.reports.json_text import json_text
from portal.services.reports.measures.leads import labels
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
from portal.words import rule_text

# The lost-lead procedure's end for a client who can still be followed.
STILL_FOLLOWED = "withdrawn"


def _of_cases(statement: Select[Any]) -> Select[Any]:
    return statement.select_from(Case)


def _opened(kind: str) -> Callable[[Scene], Where]:
    def within(scene: Scene) -> Where:
        return [
            col(Case.site_id) == scene.act.by.site_id,
            col(Case.kind) == kind,
            col(Case.opened_at) >= scene.span.start,
            col(Case.opened_at) < scene.span.until,
        ]

    return within


def _states(kind: str) -> Split:
    """How far they have come, as the newest version of the procedure calls it."""

    def read(act: Act) -> dict[str, str]:
        found = shelf_of(act.house).of_site(act.by.site_code).get(kind)
        version = found.version_on(act.today) if found else None
        states = version.states.values() if version else ()
        return {state.name: rule_text(state.label) for state in states}

    return Split(lambda: _("按走到哪一步"), lambda scene: col(Case.state), read)


def _field(name: str, label: Callable[[], str], values: Any) -> Split:
    return Split(label, lambda scene: json_text(col(Case.fields), name), values)


SLIPS = Source(_of_cases, CASES, _opened(slip.KIND), {"state": _states(slip.KIND)})
LOST = Source(
    _of_cases,
    CASES,
    _opened(lost.KIND),
    {
        "kind": _field("kind", lambda: _("按种类"), labels("lost.reason", "kind")),
        "reason": _field(
            "reason", lambda: _("按原因"), labels("lost.reason", "reason")
        ),
    },
)

SLIPS_BLOCK = Block(
    "slips",
    lambda: _("传递单"),
    (
        Measure(
            "slips",
            SLIPS,
            lambda: _("传递单"),
            lambda: _("这段时间里填的传递单，按现在走到哪一步分。"),
            ("slip.required",),
            splits=("state",),
        ),
    ),
)
LOST_BLOCK = Block(
    "lost",
    lambda: _("跑单"),
    (
        Measure(
            "lost",
            LOST,
            lambda: _("跑单"),
            lambda: _("客户经理在这段时间里回访确认的跑单，还能跟而撤销的不算。"),
            ("lost.time", "lost.kinds"),
            when=lambda scene: [col(Case.state) != STILL_FOLLOWED],
            splits=("kind", "reason"),
        ),
    ),
)

"""Where a lead stands on its way from the counter to the contract."""

from datetime import datetime

import msgspec
from sqlmodel import Session, col, func, select

from portal.models.lead import Lead, LeadEvent, LeadState
from portal.services.lead.words import state_word
from portal.words import format_datetime
from portal.words import gettext as _

# The way every lead goes; the ends beside it come after the place it had reached.
WAY = (
    LeadState.REGISTERED,
    LeadState.READY,
    LeadState.OFFERED,
    LeadState.ASSIGNED,
    LeadState.MEASURED,
    LeadState.SIGNED,
)
EVENTS = {
    LeadState.OFFERED: ("offered",),
    LeadState.ASSIGNED: ("accepted", "timed_out"),
    LeadState.MEASURED: ("measured",),
    LeadState.SIGNED: ("signed",),
}


class TrackStep(msgspec.Struct, frozen=True, kw_only=True):
    """A step of the way (_steps_track.html)."""

    label: str
    at: str
    kind: str


def track(session: Session, lead: Lead) -> list[TrackStep]:
    """Every station with its hour; "now" marks the one the lead stands at."""
    latest = _latest(session, lead)
    times = {
        LeadState.REGISTERED: lead.registered_at,
        LeadState.READY: lead.ready_at,
        **{
            state: max((latest[kind] for kind in kinds if kind in latest), default=None)
            for state, kinds in EVENTS.items()
        },
    }
    here = _place(lead, times)
    stations = [
        _station(state, times[state], number - here) for number, state in enumerate(WAY)
    ]
    return [*stations, *_beside(lead)]


def _latest(session: Session, lead: Lead) -> dict[str, datetime]:
    """When each kind of event last happened."""
    return dict(
        session.exec(
            select(LeadEvent.kind, func.max(LeadEvent.at))
            .where(col(LeadEvent.lead_id) == lead.id)
            .group_by(col(LeadEvent.kind))
        ).all()
    )


def _place(lead: Lead, times: dict[LeadState, datetime | None]) -> int:
    """The station the lead stands at; beyond the way, the last one it had reached."""
    if lead.state == LeadState.ATTRIBUTED:
        return 0
    if lead.state in WAY:
        return WAY.index(lead.state)
    return max(number for number, state in enumerate(WAY) if times[state]) + 1


def _station(state: LeadState, at: datetime | None, ahead: int) -> TrackStep:
    kind = "done" if ahead < 0 else "now" if ahead == 0 else ""
    shown = at if ahead <= 0 else None
    return TrackStep(
        label=_labels()[state],
        at=format_datetime(shown, short=True) if shown else "",
        kind=kind,
    )


def _labels() -> dict[LeadState, str]:
    return {
        LeadState.REGISTERED: _("登记"),
        LeadState.READY: _("可派"),
        LeadState.OFFERED: _("派出"),
        LeadState.ASSIGNED: _("接单"),
        LeadState.MEASURED: _("量房"),
        LeadState.SIGNED: _("签约"),
    }


def _beside(lead: Lead) -> list[TrackStep]:
    """Dormant, invalid and failed leads stand beside the way."""
    if lead.state in (LeadState.ATTRIBUTED, *WAY):
        return []
    return [
        TrackStep(
            label=state_word(lead.state),
            at=format_datetime(lead.touched_at, short=True),
            kind="now",
        )
    ]

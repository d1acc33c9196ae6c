"""What became of offers: taken, left unanswered, declined, withdrawn, still open."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, or_
from sqlmodel import col, select

from portal.models.dispatch import Offer, OfferState
from portal.models.lead import LeadEvent
from portal.words import gettext as _

OPEN, TIMED_OUT = "open", "timed_out"


def outcome_of_offer(now: datetime) -> ColumnElement[str]:
    """The outcome at this moment as a column; silence is an outcome of its own.

    An offer whose time has run out counts as unanswered before anybody writes it down.
    """
    state = col(Offer.state)
    offered = state == OfferState.OFFERED
    ended = [
        (state == one, str(one)) for one in OfferState if one != OfferState.OFFERED
    ]
    return case(
        (and_(offered, col(Offer.respond_by) > now), OPEN),
        (or_(offered, _was_silent()), TIMED_OUT),
        *ended,
    )


def _was_silent() -> ColumnElement[bool]:
    """The end was written at or after the time to answer, and no answer before it."""
    answered = (
        select(LeadEvent.id)
        .where(
            LeadEvent.lead_id == Offer.lead_id,
            LeadEvent.kind == "accepted",
            col(LeadEvent.at) >= col(Offer.offered_at),
            col(LeadEvent.at) < col(Offer.respond_by),
        )
        .exists()
    )
    # A forced offer nobody agreed to was never put to the designer.
    put_to_him = or_(col(Offer.forced).is_(False), col(Offer.agreed_at).is_not(None))
    as_silence_means = (
        and_(col(Offer.state) == one, col(Offer.on_timeout) == str(one))
        for one in (OfferState.ACCEPTED, OfferState.WITHDRAWN)
    )
    return and_(
        or_(*as_silence_means),
        col(Offer.answered_at) >= col(Offer.respond_by),
        put_to_him,
        ~answered,
    )


def outcome_words() -> dict[str, str]:
    """Every outcome in two or three words, the good ones first."""
    return {
        OfferState.ACCEPTED: _("已接"),
        TIMED_OUT: _("到时未答"),
        OfferState.DECLINED: _("没有接"),
        OfferState.WITHDRAWN: _("已收回"),
        OPEN: _("等应答"),
        OfferState.AWAITING: _("等另一位经理同意"),
    }

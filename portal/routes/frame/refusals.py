"""After an act: on to the next page, or the refusal with its reason and clause."""

from dataclasses import dataclass
from typing import Any

from litestar.response import Redirect, Response

from portal.routes.frame.pages import Page
from portal.rules.library import RuleSet
from portal.services.answers import Refused
from portal.services.clauses import ClauseRef, clause_refs
from portal.services.use_case import Act
from portal.words import format_datetime
from portal.words import gettext as _


@dataclass(frozen=True, slots=True)
class Refusal:
    """What errors/refused.html shows; `back` is where the form stood."""

    title: str
    reason: str
    clauses: list[ClauseRef]
    lifts: str
    decision: str
    back: str


def done(act: Act, result: object, to: str, back: str = "") -> Response[Any]:
    """See other `to`; a refusal is shown instead, with a way `back` (or there)."""
    if isinstance(result, Refused):
        return refused(act, result, back or to)
    return Redirect(to, status_code=303)


def refused(act: Act, result: Refused, back: str) -> Response[Any]:
    """The refusal with status 422, as a page or as the part htmx puts in."""
    return Page(
        "errors/refused.html",
        refusal_of(act.rules, result, back),
        fragment="errors/_refused.html",
        status=422,
    )


def refusal_of(rules: RuleSet, result: Refused, back: str) -> Refusal:
    """The refusal in words."""
    lifts = result.lifts_when
    if result.lifts_at is not None:
        lifts = _("%(at)s 起放开。", at=format_datetime(result.lifts_at))
    return Refusal(
        title=_("规则不让这样办"),
        reason=result.reason,
        clauses=clause_refs(rules, result.clauses),
        lifts=lifts,
        decision=f"/decisions/{result.decision_id}" if result.decision_id else "",
        back=back,
    )

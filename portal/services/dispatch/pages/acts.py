"""The acts beside the candidates that want a written reason, open or refused."""

from portal.access import may
from portal.models.base import new_id
from portal.models.dispatch import Offer, OfferState
from portal.models.lead import WAITING, Lead
from portal.services.clauses import clause_label
from portal.services.dispatch.candidates import (
    COOLING,
    WRONG_GRADE,
    Candidate,
    Candidates,
)
from portal.services.dispatch.pages.lead_shapes import Problem
from portal.services.dispatch.pages.shapes import Choice, ReasonedAct
from portal.services.use_case import Act
from portal.words import gettext as _

FAIR, FORCE, REASSIGN = (
    "dispatch.principle.fair",
    "dispatch.force",
    "dispatch.refuse.reassign",
)


def lead_acts(
    act: Act,
    lead: Lead,
    candidates: Candidates,
    offer: Offer | None,
    problem: Problem | None,
) -> list[ReasonedAct]:
    """What may be done with the lead besides giving it to whoever is next."""
    acts = []
    if offer is None and lead.state in WAITING:
        acts += [
            one
            for allowed, one in (
                ("dispatch.offer", _choose(act, lead, candidates, problem)),
                ("dispatch.force", _force(act, lead, candidates, problem)),
            )
            if may(act.rules, act.by, allowed, act.today)
        ]
    elif offer is not None and may(act.rules, act.by, "dispatch.withdraw", act.today):
        acts += [
            _reassign(act, candidates, offer, problem),
            _withdraw(act, offer, problem),
        ]
    return acts


def _typed(problem: Problem | None, key: str) -> dict[str, object]:
    if problem is None or problem.key != key:
        return {}
    return {"reason": problem.reason, "error": problem.error, "open": True}


def _options(those: list[Candidate]) -> list[tuple[str, str]]:
    return [(c.facts.staff_no, f"{c.facts.staff_no} {c.facts.name}") for c in those]


def _make(
    act: Act,
    key: str,
    clause: str,
    typed: dict[str, object],
    **more: object,
) -> ReasonedAct:
    return ReasonedAct(
        key=key,
        clause=clause,
        clause_label=clause_label(act.rules, clause),
        idempotency_key=str(new_id()),
        **{**more, **typed},  # type: ignore[arg-type]
    )


def _choose(
    act: Act, lead: Lead, candidates: Candidates, problem: Problem | None
) -> ReasonedAct:
    """Another one of the eligible than whoever is next."""
    others = [c for c in candidates.eligible if c.turn != 1]
    value = problem.designer if problem else ""
    return _make(
        act,
        "choose",
        FAIR,
        _typed(problem, "choose"),
        title=_("不按次序改派"),
        hint=_("只能在可派的人里挑；理由全员可见。"),
        action=f"/dispatch/{lead.id}/offers",
        submit=_("写明理由，改派"),
        choice=Choice(
            name="designer", label=_("派给"), options=_options(others), value=value
        ),
        fixed=[("act", "choose")],
        refused="" if others else _("没有别的人可派。"),
    )


def _force(
    act: Act, lead: Lead, candidates: Candidates, problem: Problem | None
) -> ReasonedAct:
    """Past the hold, never past the caps; the other manager must agree."""
    held = [c for c in candidates.everyone if c.verdict not in (WRONG_GRADE, "away")]
    forcible = [c for c in held if c.verdict in ("open", "hold", COOLING)]
    value = problem.designer if problem else ""
    return _make(
        act,
        "force",
        FORCE,
        _typed(problem, "force"),
        title=_("强制派单"),
        shortcut="Alt+Q",
        hint=_("可越停派线，不破日上限、周上限；另一位经理同意后才生效。"),
        action=f"/dispatch/{lead.id}/offers",
        submit=_("提出强制派单"),
        choice=Choice(
            name="designer", label=_("派给"), options=_options(forcible), value=value
        ),
        fixed=[("forced", "yes"), ("act", "force")],
        refused="" if forcible else _("够级别的人都到了日上限或周上限，强派也不能破。"),
    )


def _reassign(
    act: Act, candidates: Candidates, offer: Offer, problem: Problem | None
) -> ReasonedAct:
    """The two managers have conferred: another designer takes the lead."""
    others = [
        c for c in candidates.eligible if c.facts.staff_id != str(offer.designer_id)
    ]
    return _make(
        act,
        "reassign",
        REASSIGN,
        _typed(problem, "reassign"),
        title=_("改派另一位"),
        hint=_("客户经理与设计部经理会商后另定；原来那位的名额随即腾出。"),
        action=f"/dispatch/offers/{offer.id}/reassign",
        submit=_("写明理由，改派"),
        choice=Choice(
            name="designer",
            label=_("改派给"),
            options=_options(others),
            value=problem.designer if problem else "",
        ),
        fixed=[("act", "reassign")],
        refused=""
        if others and offer.state != OfferState.AWAITING
        else _("眼下没有别的人可派。"),
    )


def _withdraw(act: Act, offer: Offer, problem: Problem | None) -> ReasonedAct:
    """Back into the queue."""
    return _make(
        act,
        "withdraw",
        REASSIGN,
        _typed(problem, "withdraw"),
        title=_("收回，放回待派"),
        shortcut="Alt+W",
        hint=_("这张单回到待派，重新排次序。"),
        action=f"/dispatch/offers/{offer.id}/withdraw",
        submit=_("写明理由，收回"),
        fixed=[("act", "withdraw")],
    )

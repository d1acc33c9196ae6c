"""What the portal itself knows of a case: the `@names` a procedure file may use."""

from collections.abc import Callable
from dataclasses import dataclass

from portal.models.cases import Case
from portal.models.lead import Lead
from portal.rules.procedures import Version
from portal.services.cases.absence import When, signer_away
from portal.services.cases.scene import Scene


@dataclass(frozen=True, slots=True)
class About:
    """The case and lead a fact is asked of; a case being opened is None."""

    version: Version
    state: str | None = None
    case: Case | None = None
    lead: Lead | None = None


def _lead(name: str) -> Callable[[Scene, About], object]:
    def fact(scene: Scene, about: About) -> object:
        return getattr(about.lead, name) if about.lead else None

    return fact


def _measured(scene: Scene, about: About) -> object:
    return about.lead is not None and about.lead.measured_at is not None


def _signer_returns(scene: Scene, about: About) -> object:
    when = When(scene.site_id, scene.now, scene.today)
    away = signer_away(scene.s, when, about.version, about.state)
    return away.ends_at if away else scene.now


BUILTINS: dict[str, Callable[[Scene, About], object]] = {
    "now": lambda scene, about: scene.now,
    "today": lambda scene, about: scene.today,
    "me": lambda scene, about: scene.by.staff_no,
    "lead_state": _lead("state"),
    "lead_channel": _lead("channel"),
    "lead_measured": _measured,
    "lead_contract": _lead("contract_outcome"),
    "signer_returns": _signer_returns,
}

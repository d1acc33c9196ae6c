"""JSON whose numbers keep every digit."""

from decimal import Decimal
from typing import Any

import msgspec
from litestar.response import Response

from portal.rules.evaluate import dumps
from portal.services.answers import Refused


def exact(
    content: object, status: int = 200, media_type: str = "application/json"
) -> Response[Any]:
    """The content as JSON; Decimals are numbers with their exact digits."""
    plain = msgspec.to_builtins(content, builtin_types=(Decimal,))
    return Response(dumps(plain).encode(), status_code=status, media_type=media_type)


def answer(result: object, status: int = 200) -> Response[Any]:
    """What a service answered: 422 with the reason when a rule said no."""
    return refusal(result) if isinstance(result, Refused) else exact(result, status)


def refusal(refused: Refused) -> Response[Any]:
    """A rule said no: why, by which clauses, and when that lifts."""
    body: dict[str, Any] = {
        "refused": True,
        "reason": refused.reason,
        "clauses": refused.clauses,
        "lifts_at": refused.lifts_at,
        "lifts_when": refused.lifts_when,
        "decision": refused.decision_id,
    }
    return exact(body, 422)

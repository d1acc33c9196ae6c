"""How a delivery proves where it comes from: HMAC-SHA256 over its time and its body.

The key of a hook is derived from PORTAL_SECRET, its id and its generation: the database
alone verifies nothing and gives nothing away; a new generation ends the old key.
"""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.errors import BadInput, BadSignature
from portal.models.imports import HookDelivery, LeadHook
from portal.services.house import House
from portal.services.reception.forms.bounds import longest_of
from portal.words import gettext as _

TIMESTAMP, SIGNATURE = "x-hook-timestamp", "x-hook-signature"
DELIVERY = "x-hook-delivery"
SCHEME = "sha256="
# Of a hook nobody knows; compared as any other, so that time tells nothing.
NO_KEY = "none"
SECONDS = re.compile(r"\d{1,11}")
ONE_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A request as it came; headers are texts, "" where one is absent."""

    timestamp: str
    signature: str
    id: str
    body: bytes


def key_of(house: House, hook: LeadHook) -> str:
    """The key as the other program has it: letters, digits, - and _."""
    said = f"hook:{hook.id}:{hook.generation}".encode()
    made = hmac.digest(house.settings.secret.encode(), said, hashlib.sha256)
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def signed(key: str, timestamp: str, body: bytes) -> str:
    """What stands in the header X-Hook-Signature."""
    said = timestamp.encode() + b"." + body
    return SCHEME + hmac.new(key.encode(), said, hashlib.sha256).hexdigest()


def check_signature(
    house: House, hook: LeadHook | None, delivery: Delivery, window: int
) -> None:
    """Raise BadSignature unless the hook's own program sent this, just now."""
    key = NO_KEY if hook is None else key_of(house, hook)
    expected = signed(key, delivery.timestamp, delivery.body)
    same = hmac.compare_digest(expected.encode(), delivery.signature.encode())
    if hook is None or not same:
        raise BadSignature(_("签名不对，或没有这个接口。"))
    if not _is_fresh(house.clock.now(), delivery.timestamp, window):
        raise BadSignature(_("签名的时间与现在相差超过 %(n)s 秒。", n=window))


def _is_fresh(now: datetime, timestamp: str, window: int) -> bool:
    if not SECONDS.fullmatch(timestamp):
        return False
    sent = datetime.fromtimestamp(int(timestamp), now.tzinfo)
    return abs(now - sent) <= window * ONE_SECOND


def check_id(delivery: Delivery) -> None:
    """Every delivery has a name of its own, by which a second one is known."""
    longest = longest_of(HookDelivery, "delivery")
    readable = delivery.id.isascii() and delivery.id.isprintable()
    if not delivery.id or not readable or len(delivery.id) > longest:
        raise BadInput(
            {DELIVERY: _("要有投递编号，英文字母和数字，最多 %(n)s 个。", n=longest)}
        )

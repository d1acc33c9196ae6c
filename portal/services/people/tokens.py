"""Tokens for other programs: shown once, stored as a hash, acting with one role."""

from uuid import UUID

import msgspec

from portal.access import PERMISSION
from portal.errors import BadInput, NotFound
from portal.models.people import ApiToken
from portal.services import sessions
from portal.services.answers import Done
from portal.services.audit import Subject
from portal.services.people.staff import find_staff
from portal.services.people.words import sized_or_empty
from portal.services.use_case import Act, Tx, use_case
from portal.words import gettext as _


class NewToken(msgspec.Struct, frozen=True, kw_only=True):
    """The only time the token itself is seen."""

    id: UUID
    token: str


def create_token(act: Act, role: str, label: str = "", staff_no: str = "") -> NewToken:
    """A new token for the role; with a staff number it acts as that person."""
    token = sessions.new_token()
    made = _create(act, role, label, staff_no, sessions.digest(token))
    assert made.id is not None
    return NewToken(id=made.id, token=token)


@use_case
def _create(tx: Tx, role: str, label: str, staff_no: str, token_hash: str) -> Done:
    written = tx.rules[PERMISSION].table.inputs["role"].values or {}
    if role not in written:
        raise BadInput({"role": _("没有这个角色：%(role)s。", role=role)})
    staff = find_staff(tx, staff_no) if staff_no else None
    row = ApiToken(
        site_id=tx.site_id,
        token_hash=token_hash,
        role=role,
        # Others read this name beside what the program did.
        label=sized_or_empty(ApiToken, "label", label) or written[role],
        staff_id=staff.id if staff else None,
        created_at=tx.now,
    )
    tx.add(row)
    tx.audit("people.create_token", Subject("token", row.id, label), role=role)
    return Done(id=row.id)


@use_case
def revoke_token(tx: Tx, token_id: UUID) -> Done:
    """The token opens nothing from now on."""
    row = tx.s.get(ApiToken, token_id)
    if row is None or row.site_id != tx.site_id:
        raise NotFound(_("令牌"), token_id)
    if row.revoked_at is None:
        row.revoked_at = tx.now
        tx.s.add(row)
        tx.audit("people.revoke_token", Subject("token", row.id, row.label))
    return Done(id=row.id)

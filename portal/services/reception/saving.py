"""Saving the registration form: a new lead, or one more visit on an earlier one."""

from collections.abc import Mapping
from uuid import UUID

import msgspec

from portal.access import may
from portal.errors import BadInput
from portal.models.lead import LeadState
from portal.services.answers import Done, Refused
from portal.services.reception.joining import join_lead
from portal.services.reception.lead_form import in_lead_form, read_lead_form
from portal.services.reception.registering import LeadForm, register_lead
from portal.services.use_case import Act
from portal.words import gettext as _

TO_DISPATCH = "dispatch"


class SavedForm(msgspec.Struct, frozen=True, kw_only=True):
    """The lead that was written and the page that follows."""

    lead: UUID
    no: str
    joined: bool
    to: str


def save_lead(
    act: Act, typed: Mapping[str, str], home: str, call: UUID | None = None
) -> SavedForm | Refused:
    """Write what the form says; `home` is the page it stands on.

    The field `same_as` names an earlier lead to join, `then` is "dispatch" to go on to
    its candidates. BadInput names the form's own fields.
    """
    with act.house.db.reading() as session:
        form = read_lead_form(session, act, typed)
    try:
        return _write(act, typed, home, msgspec.structs.replace(form, call=call))
    except BadInput as error:
        raise BadInput(in_lead_form(error)) from error


def _write(
    act: Act, typed: Mapping[str, str], home: str, form: LeadForm
) -> SavedForm | Refused:
    if typed.get("same_as"):
        joined = join_lead(act, _lead_id(typed["same_as"]), form)
        return joined if isinstance(joined, Refused) else _joined(joined, home)
    written = register_lead(act, form)
    ready = written.state == LeadState.READY
    offers = typed.get("then") == TO_DISPATCH and ready and _may_offer(act)
    return SavedForm(
        lead=written.id,
        no=written.no,
        joined=False,
        to=f"/dispatch/{written.id}" if offers else f"{home}?saved={written.id}",
    )


def _joined(done: Done, home: str) -> SavedForm:
    assert done.id is not None
    to = f"{home}?saved={done.id}&joined=true"
    return SavedForm(lead=done.id, no=done.no, joined=True, to=to)


def _may_offer(act: Act) -> bool:
    return may(act.rules, act.by, "dispatch.offer", act.today)


def _lead_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise BadInput({"": _("没有这张原单，请重新选。")}) from None

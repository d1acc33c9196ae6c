"""Signed deliveries of leads from other programs, and the pages to keep them by."""

from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler

from portal.errors import BadInput
from portal.routes.types import (
    ActDep,
    Answer,
    AnyRequest,
    FormDep,
    HouseDep,
    Json,
    Page,
    done,
    exact,
    may,
    public,
)
from portal.services.webhooks import editing
from portal.services.webhooks.keys import DELIVERY, SIGNATURE, TIMESTAMP, Delivery
from portal.services.webhooks.pages import hook_page, hooks_page
from portal.services.webhooks.receiving import receive

HOOKS, HOOK = "/imports/hooks", "/imports/hooks/{hook_id:uuid}"
LIST, ONE = "imports/hooks.html", "imports/hook.html"
EDIT = "hook.edit"


async def give_delivery(request: AnyRequest) -> Delivery:
    """The body as it was signed, byte for byte, and what the headers say of it."""
    said = request.headers
    return Delivery(
        timestamp=said.get(TIMESTAMP, ""),
        signature=said.get(SIGNATURE, ""),
        id=said.get(DELIVERY, ""),
        body=await request.body(),
    )


DeliveryDep = NamedDependency[Delivery]


@post(
    "/api/hooks/{name:str}",
    guards=[public()],
    opt={"signed": True},
    dependencies={"delivery": Provide(give_delivery)},
    sync_to_thread=True,
)
def take_delivery(house: HouseDep, delivery: DeliveryDep, name: FromPath[str]) -> Json:
    """One lead; the signature says whether it is let in."""
    made = receive(house, name, delivery)
    body = {
        "id": made.id,
        "no": made.no,
        "state": made.state,
        "tier": made.tier,
        "duplicates": made.duplicates,
    }
    return exact(body, 201)


@get(HOOKS, guards=[may(EDIT)], sync_to_thread=True)
def show_hooks(act: ActDep) -> Answer:
    """Every hook, and the form for a new one."""
    return Page(LIST, hooks_page(act))


@post(HOOKS, guards=[may(EDIT)], sync_to_thread=True)
def open_hook(act: ActDep, form: FormDep, request: AnyRequest) -> Answer:
    """A new hook; its key stands on the answer and nowhere else."""
    said = form.text("name"), form.text("label"), form.text("channel")
    try:
        made = editing.open_hook(act, *said)
    except BadInput as error:
        return Page(LIST, hooks_page(act, form, error.problems), status=422)
    return _with_key(act, made.id, request)


@get(HOOK, guards=[may(EDIT)], sync_to_thread=True)
def show_hook(act: ActDep, hook_id: FromPath[UUID], request: AnyRequest) -> Answer:
    """One hook: how to sign, the sample, the last deliveries."""
    return Page(ONE, hook_page(act, hook_id, _address(request)))


@post(f"{HOOK}/mapping", guards=[may(EDIT)], sync_to_thread=True)
def map_hook(
    act: ActDep, hook_id: FromPath[UUID], form: FormDep, request: AnyRequest
) -> Answer:
    """Where our fields stand in the body."""
    try:
        answer = editing.map_hook(act, hook_id, form)
    except BadInput as error:
        page = hook_page(act, hook_id, _address(request), form, error.problems)
        return Page(ONE, page, status=422)
    return done(act, answer, f"{HOOKS}/{hook_id}")


@post(f"{HOOK}/renew", guards=[may(EDIT)], sync_to_thread=True)
def renew_key(act: ActDep, hook_id: FromPath[UUID], request: AnyRequest) -> Answer:
    """A new key, shown this once; the old one is worthless."""
    return _with_key(act, editing.renew_key(act, hook_id).id, request)


@post(f"{HOOK}/disable", guards=[may(EDIT)], sync_to_thread=True)
def disable_hook(act: ActDep, hook_id: FromPath[UUID]) -> Answer:
    """Nothing comes in here any more."""
    answer = editing.switch_hook(act, hook_id, on=False)
    return done(act, answer, f"{HOOKS}/{hook_id}")


@post(f"{HOOK}/enable", guards=[may(EDIT)], sync_to_thread=True)
def enable_hook(act: ActDep, hook_id: FromPath[UUID]) -> Answer:
    """Take it up again, with the key it had."""
    answer = editing.switch_hook(act, hook_id, on=True)
    return done(act, answer, f"{HOOKS}/{hook_id}")


def _with_key(act: ActDep, hook_id: UUID | None, request: AnyRequest) -> Answer:
    assert hook_id is not None
    page = hook_page(act, hook_id, _address(request), show_key=True)
    return Page(ONE, page)


def _address(request: AnyRequest) -> str:
    return f"{request.url.scheme}://{request.headers.get('host', '')}"


ROUTES: list[ControllerRouterHandler] = [
    take_delivery,
    show_hooks,
    open_hook,
    show_hook,
    map_hook,
    renew_key,
    disable_hook,
    enable_hook,
]

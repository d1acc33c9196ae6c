"""Screens: what an administrator does with them, and how a screen comes in."""

from uuid import UUID

from litestar import get, post
from litestar.params import FromPath

from portal.errors import BadInput
from portal.routes.frame.forgery import give_nonce
from portal.routes.frame.screens import screen_cookie
from portal.routes.frame.visitors import address_of, visitor_of
from portal.routes.types import (
    ActDep,
    Answer,
    AnyRequest,
    FormDep,
    HouseDep,
    Page,
    Redirect,
    done,
    may,
    public,
)
from portal.services import devices
from portal.services.devices.pages import (
    device_page,
    devices_page,
    link_page,
    pair_page,
)
from portal.services.sessions import StoppedScreen

LIST, ONE, NEW_LINK = "devices/list.html", "devices/device.html", "devices/link.html"
PAIR = "devices/pair.html"
# The first page open to the screen; there is only one.
HOME = "/"


@get("/devices", guards=[may("device.manage")], sync_to_thread=True)
def list_devices(act: ActDep) -> Answer:
    """Every screen of the site."""
    return Page(LIST, devices_page(act))


@post("/devices", guards=[may("device.manage")], sync_to_thread=True)
def pair(act: ActDep, form: FormDep, request: AnyRequest) -> Answer:
    """A new screen; its link stands on the answer and nowhere else."""
    try:
        made = devices.pair_device(
            act, form.text("name"), form.text("shows"), form.text("locale")
        )
    except BadInput as error:
        return Page(LIST, devices_page(act, form, error.problems), status=422)
    return Page(NEW_LINK, link_page(made, _address(request)))


@get("/devices/{device_id:uuid}", guards=[may("device.manage")], sync_to_thread=True)
def show_device(act: ActDep, device_id: FromPath[UUID]) -> Answer:
    """One screen and its history."""
    return Page(ONE, device_page(act, device_id))


@post("/devices/{device_id:uuid}", guards=[may("device.manage")], sync_to_thread=True)
def change(act: ActDep, device_id: FromPath[UUID], form: FormDep) -> Answer:
    """Another name, another language."""
    name, locale = form.text("name"), form.text("locale")
    try:
        answer = devices.change_device(act, device_id, name, locale)
    except BadInput as error:
        page = device_page(act, device_id, form, error.problems)
        return Page(ONE, page, status=422)
    return done(act, answer, f"/devices/{device_id}")


@post(
    "/devices/{device_id:uuid}/renew",
    guards=[may("device.manage")],
    sync_to_thread=True,
)
def renew(act: ActDep, device_id: FromPath[UUID], request: AnyRequest) -> Answer:
    """A new link in place of the old one."""
    made = devices.renew_pairing(act, device_id)
    return Page(NEW_LINK, link_page(made, _address(request)))


@post(
    "/devices/{device_id:uuid}/revoke",
    guards=[may("device.manage")],
    sync_to_thread=True,
)
def revoke(act: ActDep, device_id: FromPath[UUID]) -> Answer:
    """The screen shows nothing any more."""
    return done(act, devices.revoke_device(act, device_id), f"/devices/{device_id}")


def _address(request: AnyRequest) -> str:
    """Where this browser found the portal; the screen finds it there too."""
    return f"{request.url.scheme}://{request.headers.get('host', '')}"


@get("/board/d/{token:str}", guards=[public()], sync_to_thread=True)
def open_link(token: FromPath[str], request: AnyRequest, house: HouseDep) -> Answer:
    """The screen's link: from now on this browser is the screen."""
    visitor = devices.open_link(house, token, address_of(request))
    if visitor.person is None:
        return _pair(request, visitor.stopped)
    return Redirect(HOME, status_code=303, cookies=[screen_cookie(house, token)])


@get("/pair", guards=[public()], sync_to_thread=True)
def show_pair(request: AnyRequest) -> Answer:
    """The form for the code, and why the screen shows nothing any more."""
    return _pair(request, visitor_of(request).stopped)


@post("/pair", guards=[public()], sync_to_thread=True)
def use_code(request: AnyRequest, house: HouseDep, form: FormDep) -> Answer:
    """The code opens the board, or the form comes back with one sentence."""
    paired = devices.use_code(house, form.text("code"), address_of(request))
    if not paired.token:
        page = pair_page(None, form.text("code"), paired.reason)
        return Page(PAIR, page, status=429 if paired.throttled else 422)
    return Redirect(HOME, status_code=303, cookies=[screen_cookie(house, paired.token)])


def _pair(request: AnyRequest, stopped: StoppedScreen | None) -> Answer:
    return Page(PAIR, pair_page(stopped), cookies=[give_nonce(request)])


ROUTES = [
    list_devices,
    pair,
    show_device,
    change,
    renew,
    revoke,
    open_link,
    show_pair,
    use_code,
]

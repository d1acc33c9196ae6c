"""The door: log in, log out, and the page a day begins with."""

from typing import Any

from litestar import get, post
from litestar.datastructures import Cookie
from litestar.response import Redirect, Response

from portal.errors import BadInput
from portal.routes.frame.errors import came_from, safe_path
from portal.routes.frame.forgery import give_nonce, strict_cookie
from portal.routes.frame.pages import nav_for
from portal.routes.frame.visitors import (
    LANGUAGE_COOKIE,
    address_of,
    session_cookie,
    visitor_of,
)
from portal.routes.types import (
    Answer,
    AnyRequest,
    FormDep,
    HouseDep,
    Page,
    SearchText,
    public,
)
from portal.services import people
from portal.services.people.shapes import LoginPage
from portal.services.use_case import Act
from portal.words import LANGUAGES
from portal.words import gettext as _

# Whoever gives leads away begins with what waits; the desk with its form.
HOMES = ("/dispatch", "/counter")


@get("/login", guards=[public()], sync_to_thread=True)
def show_login(request: AnyRequest, next: SearchText = "/") -> Answer:
    """The log-in form; whoever is logged in already goes on."""
    target = next if safe_path(next) else "/"
    visitor = visitor_of(request)
    if visitor.person is not None and visitor.screen is None:
        return Redirect(target, status_code=303)
    page = LoginPage(title=_("登录"), next=target)
    return Page("people/login.html", page, cookies=[give_nonce(request)])


@post("/login", guards=[public()], sync_to_thread=True)
def log_in(request: AnyRequest, house: HouseDep, form: FormDep) -> Answer:
    """A new session cookie, or the form again with one sentence."""
    login, target = form.text("login"), form.text("next")
    target = target if safe_path(target) else "/"
    old = request.cookies.get(session_cookie(house.settings), "")
    answer = people.log_in(
        house, login, form.get("password", ""), address_of(request), old
    )
    if not answer.token:
        page = LoginPage(title=_("登录"), next=target, login=login, error=answer.reason)
        status = 429 if answer.throttled else 422
        return Page("people/login.html", page, status=status)
    name = session_cookie(house.settings)
    cookies = [strict_cookie(house.settings, name, answer.token)]
    if answer.language:
        # This browser speaks it too where nobody is recognised: on an error, after.
        cookies.append(strict_cookie(house.settings, LANGUAGE_COOKIE, answer.language))
    return Redirect(target, status_code=303, cookies=cookies)


@post("/logout", guards=[public()], sync_to_thread=True)
def log_out(request: AnyRequest, house: HouseDep) -> Answer:
    """End the session; the cookie is taken back."""
    visitor = visitor_of(request)
    if visitor.person is not None and visitor.session:
        people.log_out(house, visitor.person, visitor.session)
    gone = Cookie(key=session_cookie(house.settings), path="/", max_age=0)
    return Redirect("/login", status_code=303, cookies=[gone])


@post("/language", guards=[public()], sync_to_thread=True)
def choose_language(request: AnyRequest, house: HouseDep, form: FormDep) -> Answer:
    """The language of whoever is logged in, and of this browser; back to the page."""
    language, target = form.text("language"), form.text("next") or came_from(request)
    if language not in LANGUAGES:
        raise BadInput({"language": _("没有这种语言。")})
    person = visitor_of(request).person
    if person is not None:
        people.choose_language(Act(house, person), language)
    cookie = strict_cookie(house.settings, LANGUAGE_COOKIE, language)
    to = target if safe_path(target) else "/"
    return Redirect(to, status_code=303, cookies=[cookie])


@get("/", guards=[public()], sync_to_thread=True)
def go_home(request: AnyRequest, house: HouseDep) -> Answer:
    """The page a person's day begins with, of those he may open."""
    person = visitor_of(request).person
    if person is None:
        return Redirect("/login", status_code=303)
    open_to_him = [item.href for item in nav_for(house, person, "/")]
    for page in (*HOMES, *open_to_him):
        if page in open_to_him:
            return Redirect(page, status_code=303)
    response: Response[Any] = Page(
        "people/no_page.html", LoginPage(title=_("登录"), next="/")
    )
    return response


ROUTES = [show_login, log_in, log_out, choose_language, go_home]

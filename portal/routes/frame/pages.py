"""How a page is made: one template, one page object, and the frame around it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar import Litestar
from litestar.datastructures import Cookie
from litestar.response import Template
from litestar.response.base import ASGIResponse

from portal import words
from portal.access import Person, may, role_labels
from portal.routes.frame.forgery import form_token
from portal.routes.frame.visitors import (
    AnyRequest,
    Connection,
    house_of,
    version_of,
    visitor_of,
)
from portal.services.cases import shelf_of
from portal.services.house import House

_ = words.gettext


@dataclass(frozen=True, slots=True)
class NavItem:
    """An entry of the main menu this person may open."""

    key: str
    label: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Me:
    """Who is logged in, as the strip at the top shows him."""

    name: str
    role_label: str
    staff_no: str


@dataclass(frozen=True, slots=True)
class Banner:
    """A line across the page; shapes in templates/_banner.html."""

    kind: str
    shape: str
    what: str
    detail: str
    clause: str = ""
    clause_label: str = ""
    act_href: str = ""
    act_label: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the page's own content.

    languages: what the portal speaks; here: this page's address, "" after a form.
    """

    nav: list[NavItem]
    site: str
    banners: list[Banner]
    languages: list[words.Language]
    here: str


def menu() -> list[tuple[str, str, str]]:
    """Address, label and permission of every entry, in the order of a day's work."""
    return [
        ("/counter", _("柜台"), "counter.read"),
        ("/dispatch", _("派单"), "dispatch.force"),
        ("/my", _("我的"), "my.read"),
        ("/leads", _("来单"), "lead.read"),
        ("/slips", _("传递单"), "slip.read"),
        ("/lost", _("跑单"), "lost.read"),
        ("/cases", _("案件"), "case.read"),
        ("/inbox", _("待办"), "obligation.read"),
        ("/reports", _("报表"), "report.read"),
        ("/imports", _("导入"), "import.read"),
        ("/phone-lists", _("电话名单"), "phones.read"),
        ("/board", _("看板"), "board.read"),
        ("/rules", _("规则"), "rules.read"),
        ("/people", _("人员"), "people.read"),
        ("/devices", _("屏幕"), "device.manage"),
        ("/audit", _("操作记录"), "audit.read"),
    ]


def nav_for(house: House, person: Person, path: str) -> list[NavItem]:
    """The entries this person may open."""
    rules, today = house.library.rules(person.site_code), house.today()
    return [
        NavItem(
            href.strip("/"), label, href, path == href or path.startswith(f"{href}/")
        )
        for href, label, action in menu()
        if may(rules, person, action, today)
    ]


def around(connection: Connection) -> dict[str, Any]:
    """The names every template has besides `page`."""
    house = house_of(connection)
    person = visitor_of(connection).person
    return {
        "frame": _frame(house, person, connection),
        "me": _me(house, person),
        "csrf_token": form_token(connection),
        "now": _wall_time(house),
        "version": version_of(connection),
        "lang": words.current_language().tag,
    }


def _frame(house: House, person: Person | None, connection: Connection) -> Frame:
    languages, here = list(words.LANGUAGES.values()), _here(connection)
    if person is None:
        return Frame([], "", [], languages, here)
    nav = nav_for(house, person, connection.scope["path"])
    banners = kept_back_banners(house)
    return Frame(nav, person.site_name, banners, languages, here)


def _here(connection: Connection) -> str:
    """Where the browser comes back to; what a form answered cannot be asked for."""
    if connection.scope["method"] != "GET":  # type: ignore[typeddict-item]
        return ""
    url = connection.url
    return f"{url.path}?{url.query}" if url.query else url.path


def kept_back_banners(house: House) -> list[Banner]:
    """Rule files that were changed and may not be used; the last good ones decide."""
    kept_back = {**house.library.kept_back, **shelf_of(house).kept_back}
    if not kept_back:
        return []
    files = words.listed(sorted(kept_back))
    return [
        Banner(
            kind="bad",
            shape="late",
            what=_("规则文件没有采用"),
            detail=_("%(files)s 改得不对，仍按上一版办。", files=files),
            act_href="/rules",
            act_label=_("看哪里不对"),
        )
    ]


def _me(house: House, person: Person | None) -> Me | None:
    if person is None:
        return None
    labels = role_labels(house.library.rules(person.site_code))
    held = [label for role, label in labels.items() if role in person.roles]
    return Me(person.name, words.listed(held), person.staff_no)


def _wall_time(house: House) -> datetime:
    return house.clock.now().astimezone(house.zone)


def wants_fragment(request: AnyRequest) -> bool:
    """A request of htmx gets the fragment alone."""
    return request.headers.get("hx-request") == "true"


class Page(Template):
    """A template with its page object; the frame is put around it when rendered.

    `fragment` names the part of it that a request of htmx gets instead.
    """

    def __init__(
        self,
        template: str,
        page: object = None,
        *,
        fragment: str = "",
        status: int = 200,
        headers: dict[str, str] | None = None,
        cookies: Sequence[Cookie] = (),
    ) -> None:
        super().__init__(
            template,
            context={"page": page},
            status_code=status,
            headers=headers,
            cookies=cookies,
            media_type="text/html",
        )
        self.fragment = fragment
        # Rendered when the handler is long done, and for an error outside of it.
        self.locale = words.current_locale()

    def create_template_context(self, request: AnyRequest) -> dict[str, Any]:
        """The page object and what stands around it; nothing of the request itself."""
        return {**self.context, **around(request)}

    def to_asgi_response(
        self,
        app: Litestar | None,
        request: AnyRequest,
        **rest: Any,
    ) -> ASGIResponse:
        """Take the fragment when htmx asks for a part of a page."""
        if self.fragment and wants_fragment(request):
            self.template_name = self.fragment
        with words.use_locale(self.locale):
            return super().to_asgi_response(app, request, **rest)

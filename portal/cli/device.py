"""`portal device ...`: screens that show a page without a log-in."""

from argparse import ArgumentParser, Namespace
from uuid import UUID

import msgspec

from portal.cli.house import acting, add_site_option
from portal.cli.output import DONE, say, tell, tell_json
from portal.services.devices import LINK, pair_device, revoke_device
from portal.services.devices.pages import devices_page
from portal.settings import Settings
from portal.words import LANGUAGES, SOURCE_LOCALE, format_datetime
from portal.words import gettext as _

SHOWS = "board"


def add(parser: ArgumentParser) -> None:
    """Declare the command's own commands."""
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    action = actions.add_parser("pair", help=_("配对一块屏幕；链接只显示这一次"))
    action.add_argument("--name", required=True, help=_("屏幕的名称，如 大厅屏"))
    action.add_argument("--shows", default=SHOWS, help=_("显示什么，默认 board"))
    action.add_argument(
        "--language", default=SOURCE_LOCALE, choices=LANGUAGES, help=_("屏幕的语言")
    )
    action.add_argument(
        "--url",
        help=_("屏幕打开门户的网址，默认 http://PORTAL_HOST:PORTAL_PORT"),
    )
    add_site_option(action)
    action.set_defaults(run=pair)
    action = actions.add_parser("list", help=_("列出屏幕"))
    action.add_argument("--json", action="store_true", help=_("输出 JSON"))
    add_site_option(action)
    action.set_defaults(run=list_devices)
    action = actions.add_parser("revoke", help=_("停用一块屏幕"))
    action.add_argument("id", metavar="ID", type=UUID, help=_("屏幕的编号"))
    add_site_option(action)
    action.set_defaults(run=revoke)


def pair(arguments: Namespace) -> int:
    """Print the link alone on standard output; code and number go to standard error."""
    with acting(arguments) as act:
        made = pair_device(act, arguments.name, arguments.shows, arguments.language)
        address = arguments.url or address_of(act.house.settings)
    tell(f"{address.rstrip('/')}{LINK}{made.token}")
    say(_("屏幕编号 %(id)s，停用时用。", id=made.id))
    until = format_datetime(made.code_ends_at, short=True)
    say(
        _(
            "打不了链接的屏幕：打开 /pair，输入 %(code)s（%(until)s 前有效）。",
            code=made.code,
            until=until,
        )
    )
    return DONE


def address_of(settings: Settings) -> str:
    """Where the portal is served, as far as its own settings know."""
    scheme = "https" if settings.secure_cookies else "http"
    return f"{scheme}://{settings.host}:{settings.port}"


def list_devices(arguments: Namespace) -> int:
    """Every screen of the site: number, state, name."""
    with acting(arguments) as act:
        rows = devices_page(act).rows
    if arguments.json:
        tell_json(msgspec.to_builtins(rows))
        return DONE
    for one in rows:
        tell(f"{one.id}  {one.name}  {one.shows}  {one.state}  {one.seen}".rstrip())
    if not rows:
        say(_("还没有屏幕。用 portal device pair --name 名称 配对一块。"))
    return DONE


def revoke(arguments: Namespace) -> int:
    """The screen shows nothing any more, within seconds."""
    with acting(arguments) as act:
        revoke_device(act, arguments.id)
    say(_("已停用。"))
    return DONE

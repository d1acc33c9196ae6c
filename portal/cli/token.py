"""`portal token ...`: keys for other programs."""

from argparse import ArgumentParser, Namespace
from uuid import UUID

from portal.cli.house import acting, add_site_option
from portal.cli.output import DONE, say, tell
from portal.services.people import create_token, revoke_token
from portal.words import gettext as _


def add(parser: ArgumentParser) -> None:
    """Declare the command's own commands."""
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    action = actions.add_parser("add", help=_("新增一个令牌，只显示这一次"))
    action.add_argument(
        "--role", metavar="ROLE", required=True, help=_("以哪个角色办事")
    )
    action.add_argument("--staff", metavar="NO", default="", help=_("代表哪位员工"))
    action.add_argument("--label", default="", help=_("给谁用的"))
    add_site_option(action)
    action.set_defaults(run=add_token)
    action = actions.add_parser("revoke", help=_("作废一个令牌"))
    action.add_argument("id", metavar="ID", type=UUID, help=_("令牌的编号"))
    add_site_option(action)
    action.set_defaults(run=revoke)


def add_token(arguments: Namespace) -> int:
    """Print the token alone on standard output; its number goes to standard error."""
    with acting(arguments) as act:
        made = create_token(act, arguments.role, arguments.label, arguments.staff)
    tell(made.token)
    say(_("令牌编号 %(id)s，作废时用。", id=made.id))
    return DONE


def revoke(arguments: Namespace) -> int:
    """The token opens nothing from now on."""
    with acting(arguments) as act:
        revoke_token(act, arguments.id)
    say(_("已作废。"))
    return DONE

"""`portal user ...`: the people who log in."""

import getpass
import sys
from argparse import ArgumentParser, Namespace

from portal.cli.house import acting, add_site_option
from portal.cli.output import DONE, Stop, say
from portal.services import people
from portal.services.use_case import Act
from portal.words import gettext as _


def add(parser: ArgumentParser) -> None:
    """Declare the command's own commands."""
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    words = _("给员工一个账号；新员工连同姓名和岗位一起登记")
    action = actions.add_parser("add", help=words, description=words)
    action.add_argument("login", metavar="LOGIN")
    action.add_argument("--staff", metavar="NO", required=True, help=_("工号"))
    action.add_argument("--name", help=_("新员工的姓名"))
    action.add_argument("--position", help=_("新员工的岗位"))
    action.add_argument("--role", action="append", default=[], help=_("角色，可写多个"))
    add_site_option(action)
    action.set_defaults(run=add_user)
    action = actions.add_parser("password", help=_("换密码，并退出所有已登录的地方"))
    action.add_argument("login", metavar="LOGIN")
    add_site_option(action)
    action.set_defaults(run=set_password)
    action = actions.add_parser("role", help=_("给员工一个角色，或收回"))
    action.add_argument("staff", metavar="NO", help=_("工号"))
    action.add_argument("role", metavar="ROLE")
    action.add_argument("--end", action="store_true", help=_("从今天起收回"))
    add_site_option(action)
    action.set_defaults(run=set_role)


def add_user(arguments: Namespace) -> int:
    """An account, and the person and roles with it where they are new."""
    if bool(arguments.name) != bool(arguments.position):
        raise Stop(_("新员工的 --name 和 --position 要一起写。"))
    password = read_password()
    with acting(arguments) as act:
        if arguments.name:
            people.add_staff(
                act, arguments.staff, arguments.name, position=arguments.position
            )
        people.add_account(act, arguments.staff, arguments.login, password)
        _give_roles(act, arguments.staff, arguments.role)
    say(_("账号 %(login)s 可以登录了。", login=arguments.login))
    return DONE


def _give_roles(act: Act, staff_no: str, roles: list[str]) -> None:
    for role in roles:
        people.give_role(act, staff_no, role)


def set_password(arguments: Namespace) -> int:
    """A new password; every log-in under the old one ends."""
    password = read_password()
    with acting(arguments) as act:
        people.set_password(act, arguments.login, password)
    say(_("密码已换。"))
    return DONE


def set_role(arguments: Namespace) -> int:
    """Give a role, or take it away."""
    with acting(arguments) as act:
        if arguments.end:
            people.end_role(act, arguments.staff, arguments.role)
        else:
            people.give_role(act, arguments.staff, arguments.role)
    say(_("已办。"))
    return DONE


def read_password() -> str:
    """Typed twice at a terminal, else one line of standard input; never an argument.

    Arguments stand in the list of processes and in the shell's history.
    """
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass(_("密码："))
    if getpass.getpass(_("再输一次：")) != password:
        raise Stop(_("两次输入的密码不一样。"))
    return password

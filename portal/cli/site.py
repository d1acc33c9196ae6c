"""`portal site ...`: the stores of the house."""

from argparse import ArgumentParser, Namespace

from portal.cli.house import open_house
from portal.cli.output import DONE, say, tell
from portal.services.people import add_site
from portal.words import gettext as _


def add(parser: ArgumentParser) -> None:
    """Declare the command's own commands."""
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    action = actions.add_parser("add", help=_("开一个店"))
    action.add_argument(
        "code", metavar="CODE", help=_("代号，也是 rules/sites/ 下的目录名")
    )
    action.add_argument("name", metavar="NAME", help=_("店名"))
    action.set_defaults(run=open_site)
    action = actions.add_parser("list", help=_("列出各店"))
    action.set_defaults(run=list_sites)


def open_site(arguments: Namespace) -> int:
    """Open a store; the first one is what every new house begins with."""
    with open_house() as house:
        site = add_site(house, arguments.code, arguments.name)
    say(_("%(name)s 已开，代号 %(code)s。", name=site.name, code=site.code))
    return DONE


def list_sites(arguments: Namespace) -> int:
    """Code and name of every store, a line each."""
    with open_house() as house:
        for site in house.sites():
            tell(f"{site.code}\t{site.name}")
    return DONE

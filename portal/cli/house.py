"""The house a command works on, and in whose name it acts."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager

from portal.app import build_house
from portal.cli.output import say
from portal.services.house import House
from portal.services.people import site_of, the_house
from portal.services.use_case import Act
from portal.settings import Settings
from portal.words import N_
from portal.words import gettext as _


@contextmanager
def open_house() -> Iterator[House]:
    """The house of the PORTAL_* variables, closed again after the command."""
    house = build_house(Settings.from_env())
    try:
        yield house
    finally:
        house.db.close()


@contextmanager
def acting(arguments: Namespace) -> Iterator[Act]:
    """An act of the house itself at the site that `--site` names."""
    with open_house() as house:
        site = site_of(house, arguments.site or "")
        if not arguments.site and len(house.sites()) > 1:
            say(_("没有写明哪一个店，用的是最早开的%(name)s。", name=site.name))
        by = the_house(site, N_("命令行"))
        yield Act(house=house, by=by, channel="cli")


def add_site_option(parser: ArgumentParser) -> None:
    """`--site`; left out it is the site that was opened first."""
    parser.add_argument(
        "--site", metavar="SITE", help=_("哪一个店；不写就是最早开的那个店")
    )

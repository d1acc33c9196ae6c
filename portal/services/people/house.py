"""The sites of the house, and the house itself as somebody who acts."""

import re
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlmodel import select

from portal.access import Person
from portal.errors import BadInput, NotFound
from portal.models.people import Site
from portal.services.house import House
from portal.services.people.words import sized
from portal.words import N_
from portal.words import gettext as _

# A site's code names its folder under rules/sites/.
CODE = re.compile(r"[a-z][a-z0-9_]*")


def add_site(
    house: House, code: str, name: str, timezone: str = "Asia/Shanghai"
) -> Site:
    """Open a store; BadInput names what cannot be used. No chain to audit it in yet."""
    if not CODE.fullmatch(code):
        raise BadInput({"code": _("代号只用小写英文字母、数字和下划线，字母开头。")})
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadInput({"timezone": _("没有这个时区。")}) from None
    site = Site(
        code=sized(Site, "code", code),
        name=sized(Site, "name", name),
        timezone=timezone,
    )
    with house.db.writing() as session:
        if session.exec(select(Site).where(Site.code == code)).first():
            raise BadInput({"code": _("已有代号 %(code)s 的店。", code=code)})
        session.add(site)
    return site


def site_of(house: House, code: str = "") -> Site:
    """The site with this code, without one the site opened first. NotFound else."""
    sites = house.sites()
    if not code and sites:
        return min(sites, key=lambda site: site.id)  # ids sort by time
    for site in sites:
        if site.code == code:
            return site
    raise NotFound(_("店"), code or _("一个店也没有，请先运行 portal site add"))


def the_house(site: Site, name: str = "") -> Person:
    """Whoever acts at the machine itself: the command line, the demo, the clock.

    It holds no role, so what the rules reserve to roles it may not do.
    """
    return Person(
        site_id=site.id,
        site_code=site.code,
        site_name=site.name,
        name=name or N_("系统"),
        roles=frozenset(),
    )

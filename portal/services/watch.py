"""Takes over changed rule files while the portal runs."""

import threading
from collections.abc import Mapping
from datetime import timedelta

import structlog

from portal.live import announce
from portal.models.people import Site
from portal.rules.library import Change
from portal.services.audit import write_entry
from portal.services.house import House
from portal.services.people.house import the_house
from portal.words import gettext as _

log = structlog.get_logger("portal.rules")
# Twice a second: a good file is in force well within two seconds of being saved.
EVERY = timedelta(seconds=1) / 2
ACTION, TOPIC = "rules.file", "rules"
SHOWN = len("0123456789ab")


class RuleWatch:
    """A thread that looks at the rules folder; what fails there never stops it."""

    def __init__(self, house: House) -> None:
        self.house = house
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="rules", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """Stop looking, and wait until the last look is over."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(EVERY.total_seconds()):
            try:
                take_over(self.house)
            except Exception:  # a full disk or a folder being replaced passes
                log.exception("rules could not be read")


def take_over(house: House) -> list[Change]:
    """Take over the files that changed and are good; each site's audit says which."""
    changes = house.refresh_rules()
    for site in house.sites() if changes else ():
        of_site = [one for one in changes if one.site in (None, site.code)]
        if of_site:
            _tell(house, site, of_site)
    for change in changes:
        log.info("rules changed", file=change.file, table=change.table)
    return changes


def _tell(house: House, site: Site, changes: list[Change]) -> None:
    """Write it into the site's audit, and have its pages ask again."""
    now, by = house.clock.now(), the_house(site, _("规则文件"))
    with house.db.writing() as session:
        for change in changes:
            detail = {
                "file": change.file,
                "table": change.table,
                "before": _short(change.before),
                "after": _short(change.after),
            }
            write_entry(house.db, session, by, now, ACTION, None, detail)
        told = announce(house.db, session, site.id, [TOPIC])
    house.hub.publish(told)


def _short(versions: Mapping[str, str] | None) -> list[str]:
    """Dates and the beginnings of the hashes, enough to find the kept texts."""
    return [f"{since} {digest[:SHOWN]}" for since, digest in (versions or {}).items()]

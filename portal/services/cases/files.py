"""The procedure a case runs by: the one in force, or the text it began under."""

from datetime import datetime
from functools import lru_cache
from pathlib import Path

from sqlmodel import Session

from portal.errors import NotFound
from portal.models.cases import Case
from portal.models.decisions import RuleText
from portal.rules.procedures import Procedure, Shelf, Version, load_procedure_text
from portal.services.house import House
from portal.words import gettext as _


def shelf_of(house: House) -> Shelf:
    """Every procedure file, as it stands now."""
    shelf = _shelf(house.settings.rules_dir)
    shelf.refresh()
    return shelf


@lru_cache(maxsize=100)
def _shelf(root: Path) -> Shelf:
    return Shelf(root)


def procedure_of(house: House, site_code: str, kind: str) -> Procedure:
    """The procedure of this kind in force at the site; raises NotFound."""
    found = shelf_of(house).of_site(site_code).get(kind)
    if found is None:
        raise NotFound(_("流程"), kind)
    return found


def version_of(session: Session, house: House, site_code: str, case: Case) -> Version:
    """The version the case began under, from the files or from its kept text."""
    procedure = shelf_of(house).of_site(site_code).get(case.kind)
    for version in procedure.versions if procedure else ():
        if version.hash == case.procedure_hash:
            return version
    return kept_version(session, case)


def kept_version(session: Session, case: Case) -> Version:
    """The version the case began under, from its kept text alone."""
    kept = session.get(RuleText, case.procedure_hash)
    if kept is None:
        raise NotFound(_("流程的原文"), case.procedure_hash)
    return _kept(kept.text, case.kind)


@lru_cache(maxsize=100)
def _kept(text: str, kind: str) -> Version:
    return load_procedure_text(text, kind).versions[0]


def keep_text(
    session: Session, procedure: Procedure, version: Version, now: datetime
) -> None:
    """Store the text of the version a case begins under, once."""
    if session.get(RuleText, version.hash) is None:
        session.add(
            RuleText(
                hash=version.hash,
                table_id=procedure.table_id,
                version=version.since.isoformat(),
                site=procedure.site,
                text=version.text,
                first_seen=now,
                decided=True,
            )
        )
        session.flush()

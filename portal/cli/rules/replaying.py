"""`portal rules replay`: give kept decisions again and compare."""

from argparse import Namespace
from typing import Any

from sqlmodel import Session, col, select

from portal.cli.house import open_house
from portal.cli.output import DONE, FINDINGS, Stop, tell, tell_json
from portal.models.decisions import Decision
from portal.services.replaying import replay_decision
from portal.words import gettext as _

PAGE = 500


def replay_kept(arguments: Namespace) -> int:
    """One decision by its number, or all of them; 1 when an answer differs."""
    if arguments.all == bool(arguments.decision):
        raise Stop(_("请写一个决定的编号，或者写 --all。"))
    with open_house() as house, house.db.reading() as session:
        if arguments.decision:
            results = [_replayed(session, one) for one in _numbered(session, arguments)]
        else:
            results = _replay_all(session)
    differing = [one for one in results if not one["same"]]
    if arguments.json:
        tell_json(results)
    else:
        for one in differing:
            tell(f"◆ {one['no']} {one['table']} {_('；').join(one['differences'])}")
        counts = {"count": len(results), "differing": len(differing)}
        tell(_("重算 %(count)s 条，不同的 %(differing)s 条。", **counts))
    return FINDINGS if differing else DONE


def _numbered(session: Session, arguments: Namespace) -> list[Decision]:
    statement = select(Decision).where(Decision.no == arguments.decision)
    found = list(session.exec(statement))
    if not found:
        raise Stop(_("没有编号为 %(no)s 的决定。", no=arguments.decision))
    return found


def _replay_all(session: Session) -> list[dict[str, Any]]:
    """By pages in the order of their ids, so that any number of them fits in memory."""
    results: list[dict[str, Any]] = []
    statement = select(Decision).order_by(col(Decision.id)).limit(PAGE)
    page = list(session.exec(statement))
    while page:
        results += [_replayed(session, one) for one in page]
        after = statement.where(col(Decision.id) > page[-1].id)
        session.expunge_all()
        page = list(session.exec(after))
    return results


def _replayed(session: Session, kept: Decision) -> dict[str, Any]:
    again = replay_decision(session, kept)
    return {
        "no": kept.no,
        "table": kept.table_id,
        "version": kept.version,
        "same": again.same,
        "differences": again.differences,
    }

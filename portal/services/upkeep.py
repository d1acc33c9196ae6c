"""Looks the database over: tables, audit chains, and the texts replay rests on."""

from collections.abc import Iterator

from sqlalchemy import text
from sqlmodel import Session, col, select

from portal import migrations
from portal.db import Database
from portal.models.decisions import Decision, RuleText
from portal.models.people import Site
from portal.rules.load import sha256
from portal.services.audit import check_chain
from portal.words import gettext as _


def check(db: Database) -> list[str]:
    """Everything that is wrong, one sentence each; [] when all is well."""
    if not migrations.is_current(db.engine):
        return [_("数据表不是这一版的，请先运行 portal db upgrade。")]
    problems = [
        _("数据表与程序不符：%(what)s", what=difference)
        for difference in migrations.differences(db.engine)
    ]
    with db.reading() as session:
        if db.is_sqlite:
            problems += _file_problems(session)
        problems += _chain_problems(session)
        problems += _changed_texts(session)
        problems += _missing_texts(session)
    return problems


def _file_problems(session: Session) -> Iterator[str]:
    for (verdict,) in session.execute(text("PRAGMA integrity_check")):
        if verdict != "ok":
            yield _("数据库文件有损：%(what)s", what=verdict)
    for table, row, *_rest in session.execute(text("PRAGMA foreign_key_check")):
        yield _("%(table)s 第 %(row)s 行指向不存在的记录。", table=table, row=row)


def _chain_problems(session: Session) -> Iterator[str]:
    for site in session.exec(select(Site).order_by(Site.code)):
        broken = check_chain(session, site.id)
        if broken is not None:
            yield _(
                "%(site)s 的审计链在第 %(seq)s 条断开（%(reason)s）。",
                site=site.name,
                seq=broken.seq,
                reason=broken.reason,
            )


def _changed_texts(session: Session) -> Iterator[str]:
    for kept in session.exec(select(RuleText).order_by(RuleText.table_id)):
        if sha256(kept.text) != kept.hash:
            yield _("留存的规则 %(table)s 被改动过。", table=kept.table_id)


def _missing_texts(session: Session) -> Iterator[str]:
    """A decision whose rule text is gone could never be given again."""
    known = set(session.exec(select(RuleText.hash)))
    columns = select(Decision.no, Decision.uses).order_by(col(Decision.no))
    for no, uses in session.exec(columns.execution_options(yield_per=100)):
        for table, digest in uses.items():
            if digest not in known:
                yield _(
                    "决定 %(no)s 所用的规则 %(table)s 没有留存。", no=no, table=table
                )

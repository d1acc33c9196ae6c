"""Long lists by pages: how many there are, which one this is, and the ways on."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import msgspec
from sqlalchemy import Select, func, select
from sqlmodel import Session

from portal.services.periods import figure
from portal.services.use_case import Act


class Pager(msgspec.Struct, frozen=True, kw_only=True):
    """What templates/_pager.html shows; an address is "" at the ends."""

    total: int
    page: int
    pages: int
    prev_href: str
    next_href: str


def page_size(act: Act) -> int:
    """How many rows a page has (desk.settings)."""
    return int(str(figure(act.rules, "desk.settings", "page_size", act.today)))


def phone_page_size(act: Act) -> int:
    """How many rows a page has in the hand (desk.settings)."""
    return int(str(figure(act.rules, "desk.settings", "phone_page_size", act.today)))


def count(session: Session, statement: Select) -> int:  # type: ignore[type-arg]
    """How many rows the statement gives without its limits."""
    plain = statement.order_by(None).subquery()
    return int(session.execute(select(func.count()).select_from(plain)).scalar_one())


def pager(
    total: int, page: int, size: int, path: str, params: Mapping[str, str]
) -> Pager:
    """The pager of a list at `path`; a page past the end is the last one."""
    pages = max(1, -(-total // size))
    here = min(max(page, 1), pages)
    return Pager(
        total=total,
        page=here,
        pages=pages,
        prev_href=_href(path, params, here - 1) if here > 1 else "",
        next_href=_href(path, params, here + 1) if here < pages else "",
    )


def _href(path: str, params: Mapping[str, str], page: int) -> str:
    kept = {name: text for name, text in params.items() if text}
    return f"{path}?{urlencode({**kept, 'page': page})}"


def page_rows(
    session: Session,
    act: Act,
    statement: Select,  # type: ignore[type-arg]
    page: int,
    path: str,
    params: Mapping[str, str],
) -> tuple[list[Any], Pager]:
    """The rows of one page of the statement, and its pager."""
    size = page_size(act)
    way = pager(count(session, statement), page, size, path, params)
    limited = statement.limit(size).offset((way.page - 1) * size)
    return list(session.execute(limited)), way

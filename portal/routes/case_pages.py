"""The pages of a kind of case that has an address of its own (/slips, /lost)."""

from collections.abc import Callable
from dataclasses import dataclass

from litestar import get, post
from litestar.params import FromPath, FromQuery
from litestar.types import ControllerRouterHandler

from portal.routes.cases import CASE, LIST, start, step_on
from portal.routes.types import (
    ActDep,
    Answer,
    FormDep,
    Page,
    PageNo,
    SearchText,
    may,
)
from portal.services.cases.listing import list_cases
from portal.services.cases.opening_form import OpenTyped
from portal.services.cases.page import case_page
from portal.services.use_case import Act


@dataclass(frozen=True, slots=True)
class Kind:
    """What differs between one kind and the next."""

    name: str
    base: str
    read: str
    create: str
    sheet: str
    make_sheet: Callable[[Act, str], object]


def case_pages(kind: Kind) -> list[ControllerRouterHandler]:
    """List, form, page, print and next step under the kind's own address."""
    return [*_lists(kind), *_single(kind)]


def _lists(kind: Kind) -> list[ControllerRouterHandler]:
    name, base = kind.name, kind.base

    @get(base, guards=[may(kind.read)], sync_to_thread=True)
    def list_all(
        act: ActDep, q: SearchText = "", stage: SearchText = "", page: PageNo = 1
    ) -> Answer:
        """Those this person may see, the most pressing first."""
        found = list_cases(
            act, kind=name, state=stage, q=q, page=page, path=base, fixed=True
        )
        return Page(LIST, found)

    @get(f"{base}/new", guards=[may(kind.create)], sync_to_thread=True)
    def show_form(act: ActDep, lead: SearchText = "") -> Answer:
        """The form, empty or for a lead."""
        typed = OpenTyped(name, f"{base}/new/{name}", lead)
        return Page(LIST, list_cases(act, kind=name, path=base, fixed=True, form=typed))

    @post(f"{base}/new/{name}", guards=[may(kind.create)], sync_to_thread=True)
    def open_one(act: ActDep, form: FormDep) -> Answer:
        """Open one for the lead that was typed."""
        return start(act, name, form, base)

    return [list_all, show_form, open_one]


def _single(kind: Kind) -> list[ControllerRouterHandler]:
    one = f"{kind.base}/{{no:str}}"

    @get(one, guards=[may("case.read")], sync_to_thread=True)
    def show(act: ActDep, no: FromPath[str]) -> Answer:
        """One of them; a delegate reads it as the one he signs for."""
        return Page(CASE, case_page(act, no, base=kind.base, kind=kind.name))

    @get(f"{one}/print", guards=[may("case.read")], sync_to_thread=True)
    def show_print(act: ActDep, no: FromPath[str]) -> Answer:
        """The sheet as it goes to the printer."""
        return Page(kind.sheet, kind.make_sheet(act, no))

    @post(f"{one}/{{step:str}}", guards=[may("case.step")], sync_to_thread=True)
    def take_step(
        act: ActDep,
        no: FromPath[str],
        step: FromPath[str],
        form: FormDep,
        revision: FromQuery[int | None] = None,
    ) -> Answer:
        """The next step; `revision` is the one the page showed."""
        return step_on(act, no, step, form, revision, kind.base)

    return [show, show_print, take_step]

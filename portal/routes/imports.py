"""Imports and phone lists: hand a file in, look it over, take it in, undo it."""

from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, QueryParameter
from litestar.response import Response
from litestar.types import ControllerRouterHandler

from portal.errors import BadInput
from portal.routes.frame.acts import Upload, give_upload
from portal.routes.types import (
    ActDep,
    Answer,
    FormDep,
    Page,
    PageNo,
    SearchText,
    StateFilter,
    done,
    may,
    refused,
)
from portal.services.answers import Refused
from portal.services.importing import phone_lists, uploading
from portal.services.importing.listing import imports_page
from portal.services.importing.page import import_page
from portal.services.importing.problems import problem_file
from portal.services.importing.taking_in import take_in
from portal.services.importing.undoing import undo
from portal.settings import LARGEST_UPLOAD

IMPORTS, IMPORT = "/imports", "/imports/{import_id:uuid}"
PHONES = "/phone-lists"
LIST, ONE, NUMBERS = "imports/list.html", "imports/import.html", "imports/phones.html"
UploadDep = NamedDependency[Upload]
ListFilter = Annotated[str, QueryParameter(name="list", max_length=100)]


@get(IMPORTS, guards=[may("import.read")], sync_to_thread=True)
def show_imports(act: ActDep, page: PageNo = 1) -> Answer:
    """Every file that was handed in, and the form for the next."""
    return Page(LIST, imports_page(act, page))


@post(
    IMPORTS,
    guards=[may("import.read")],
    dependencies={"upload": Provide(give_upload)},
    request_max_body_size=LARGEST_UPLOAD,
    sync_to_thread=True,
)
def upload_file(act: ActDep, upload: UploadDep) -> Answer:
    """Read a file and show what stands in it; the service asks who may take it in."""
    kind = upload.form.text("kind")
    given = uploading.Upload(upload.name, upload.file)
    try:
        kept = uploading.receive(act, kind, given)
    except BadInput as error:
        page = imports_page(act, typed=upload.form, errors=error.problems)
        return Page(LIST, page, status=422)
    if isinstance(kept, Refused):
        return refused(act, kept, IMPORTS)
    return done(act, kept, f"{IMPORTS}/{kept.id}")


@get(IMPORT, guards=[may("import.read")], sync_to_thread=True)
def show_import(act: ActDep, import_id: FromPath[UUID]) -> Answer:
    """The preview of a draft; of a file taken in what became of it."""
    return Page(ONE, import_page(act, import_id))


@post(f"{IMPORT}/mapping", guards=[may("import.read")], sync_to_thread=True)
def map_columns(act: ActDep, import_id: FromPath[UUID], form: FormDep) -> Answer:
    """Look again with the columns as chosen by hand."""
    return _next(act, import_id, uploading.remap(act, import_id, form))


@post(f"{IMPORT}/take-in", guards=[may("import.read")], sync_to_thread=True)
def take_in_file(act: ActDep, import_id: FromPath[UUID]) -> Answer:
    """Write all of it."""
    return _next(act, import_id, take_in(act, import_id))


@post(f"{IMPORT}/discard", guards=[may("import.read")], sync_to_thread=True)
def discard_draft(act: ActDep, import_id: FromPath[UUID]) -> Answer:
    """Throw the draft away."""
    return done(act, uploading.discard(act, import_id), IMPORTS)


@post(f"{IMPORT}/undo", guards=[may("import.undo")], sync_to_thread=True)
def undo_import(act: ActDep, import_id: FromPath[UUID], form: FormDep) -> Answer:
    """Take everything it wrote away again."""
    try:
        answer = undo(act, import_id, form.text("reason"))
    except BadInput as error:
        page = import_page(act, import_id, form, error.problems)
        return Page(ONE, page, status=422)
    return _next(act, import_id, answer)


@get(f"{IMPORT}/problems", guards=[may("import.read")], sync_to_thread=True)
def fetch_problems(act: ActDep, import_id: FromPath[UUID]) -> Answer:
    """Every wrong cell as a file."""
    made = problem_file(act, import_id)
    headers = {"content-disposition": made.disposition}
    media_type = "text/csv; charset=utf-8"
    return Response(made.content, media_type=media_type, headers=headers)


def _next(act: ActDep, import_id: UUID, answer: object) -> Answer:
    return done(act, answer, f"{IMPORTS}/{import_id}")


@get(PHONES, guards=[may("phones.read")], sync_to_thread=True)
def show_phones(
    act: ActDep,
    q: SearchText = "",
    in_state: StateFilter = "",
    of_list: ListFilter = "",
    page: PageNo = 1,
) -> Answer:
    """The market department's numbers."""
    typed = {"q": q, "state": in_state, "list": of_list}
    return Page(NUMBERS, phone_lists.phones_page(act, typed, page))


@post(
    f"{PHONES}/{{entry_id:uuid}}/report",
    guards=[may("phones.report")],
    sync_to_thread=True,
)
def report_number(act: ActDep, entry_id: FromPath[UUID]) -> Answer:
    """The client behind the number will come."""
    return done(act, phone_lists.report_in_advance(act, entry_id), PHONES)


ROUTES: list[ControllerRouterHandler] = [
    show_imports,
    upload_file,
    show_import,
    map_columns,
    take_in_file,
    discard_draft,
    undo_import,
    fetch_problems,
    show_phones,
    report_number,
]

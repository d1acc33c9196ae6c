"""Lists as files: every export is an act of its own, recorded and limited."""

from urllib.parse import quote

from litestar import post
from litestar.params import FromPath
from litestar.response import Response

from portal.routes.frame.errors import safe_path
from portal.routes.types import ActDep, Answer, FormDep, may, refused
from portal.services.answers import Refused
from portal.services.exporting.making import Exported, export


@post("/exports/{what:str}", guards=[may("export.make")], sync_to_thread=True)
def make_file(act: ActDep, what: FromPath[str], form: FormDep) -> Answer:
    """The list that was named, filtered as its page was, as .xlsx or .csv."""
    made = export(act, what, form.text("format"), form)
    if isinstance(made, Refused):
        back = form.text("back")
        return refused(act, made, back if safe_path(back) else "/")
    return _download(made)


def _download(made: Exported) -> Answer:
    # Browsers read the second name (RFC 5987); the first is for those that cannot.
    plain = f"{made.what}.{made.name.rpartition('.')[2]}"
    named = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(made.name)}"
    return Response(
        made.content,
        media_type=made.media_type,
        status_code=200,
        headers={"content-disposition": named},
    )


ROUTES = [make_file]

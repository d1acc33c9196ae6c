"""Style sheets, scripts and pictures, sent again only when they have changed."""

from pathlib import Path

from litestar.file_system import BaseLocalFileSystem
from litestar.response import Response
from litestar.response.file import create_etag_for_file
from litestar.router import Router
from litestar.static_files import create_static_files_router

from portal.routes.frame.guards import public
from portal.routes.frame.visitors import STATELESS, AnyRequest

PREFIX = "/static"


def static_files(folder: Path) -> Router:
    """The files of the folder below /static."""
    return create_static_files_router(
        path=PREFIX,
        directories=[folder],
        file_system=BaseLocalFileSystem(),
        guards=[public()],
        opt={STATELESS: True},
        before_request=_Unchanged(folder.resolve()),
    )


class _Unchanged:
    """Answers 304 to a browser that already has the file as it is."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def __call__(self, request: AnyRequest) -> Response[None] | None:
        known = request.headers.get("if-none-match")
        if not known:
            return None
        path = (self.folder / request.url.path.removeprefix(f"{PREFIX}/")).resolve()
        if not path.is_relative_to(self.folder) or not path.is_file():
            return None
        stat = path.stat()
        if known != create_etag_for_file(path, stat.st_mtime, stat.st_size):
            return None
        return Response(None, status_code=304, headers={"ETag": known})

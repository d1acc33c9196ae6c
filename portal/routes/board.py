"""The board: the picture for the wall, the same bytes for every screen."""

from litestar import get

from portal.routes.frame.pictures import Pictures
from portal.routes.frame.screens import renewed_cookies
from portal.routes.frame.streams import heard_by
from portal.routes.types import ActDep, Answer, AnyRequest, Page, may
from portal.services.dispatch.board import TOPICS, board_page

PICTURE = "dispatch/_board.html"


@get("/board", guards=[may("board.read")], sync_to_thread=True)
def show_board(act: ActDep, request: AnyRequest) -> Answer:
    """The page around the picture."""
    cookies = renewed_cookies(request)
    return Page("dispatch/board.html", board_page(act), cookies=cookies)


@get("/board/rows", guards=[may("board.read")])
async def show_board_rows(act: ActDep, request: AnyRequest) -> Answer:
    """The picture alone; every screen asks for it when it hears of a change."""
    pictures: Pictures = request.app.state.pictures
    heard = heard_by(request) or 0
    picture = await pictures.get(act, PICTURE, TOPICS, board_page, heard)
    return picture.answer(request)


ROUTES = [show_board, show_board_rows]

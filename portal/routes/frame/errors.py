"""One place where what went wrong becomes an answer: a page, a fragment or JSON."""

from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import structlog
from litestar.exceptions import HTTPException, ValidationException
from litestar.response import Redirect, Response
from sqlalchemy.exc import DataError, OperationalError

from portal import errors
from portal.access import who_may
from portal.routes.frame.exact import exact
from portal.routes.frame.forgery import Forged
from portal.routes.frame.pages import Page, wants_fragment
from portal.routes.frame.visitors import (
    AnyRequest,
    house_of,
    language_of,
    visitor_of,
)
from portal.rules.errors import BadFacts, NotDecided, UnknownTable
from portal.words import gettext as _
from portal.words import listed, rule_labels, use_locale

log = structlog.get_logger("portal")
PAIR = "/pair"
STATUS: dict[type[Exception], int] = {
    errors.NotFound: 404,
    errors.NotAllowed: 403,
    Forged: 403,
    errors.NotLoggedIn: 401,
    errors.BadSignature: 401,
    errors.BadInput: 422,
    errors.LostRace: 409,
    errors.KeyReused: 422,
    BadFacts: 422,
    NotDecided: 422,
    UnknownTable: 404,
    # The last net below the checks of services: a value no column can hold.
    DataError: 422,
    OverflowError: 422,
    # JSON nested deeper than a parser goes.
    RecursionError: 422,
    OperationalError: 503,
}


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """What errors/*.html shows; `problems`: field -> sentence, "" for the form."""

    title: str
    status: int
    message: str
    problems: dict[str, str] = field(default_factory=dict)
    winner: str = ""
    at: datetime | None = None
    back: str = ""


def answer_error(request: AnyRequest, error: Exception) -> Response[Any]:
    """The answer to anything raised on the way."""
    # No route, no middleware: then nobody has asked yet which language is read here.
    with use_locale(language_of(request)):
        return _answer(request, error)


def _answer(request: AnyRequest, error: Exception) -> Response[Any]:
    page = describe(request, error)
    if page.status == HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("request failed", path=request.url.path, exc_info=error)
    if wants_json(request):
        return problem(page)
    if isinstance(error, errors.NotLoggedIn):
        return _to_login(request)
    return Page(
        "errors/error.html",
        page,
        fragment="errors/_error.html",
        status=page.status,
        headers=_extra(error),
    )


def describe(request: AnyRequest, error: Exception) -> ErrorPage:
    """Status and words for the person who can do something about it."""
    status = status_of(error)
    return ErrorPage(
        title=_titles().get(status, _titles()[500]),
        status=status,
        message=_message(request, error, status),
        problems=problems_of(error),
        winner=getattr(error, "winner", ""),
        at=getattr(error, "at", None),
        back=came_from(request),
    )


def status_of(error: Exception) -> int:
    """The HTTP status of an error; what is not foreseen is a fault of ours."""
    for kind in type(error).__mro__:
        if kind in STATUS:
            return STATUS[kind]
    if isinstance(error, HTTPException):
        return 422 if error.status_code == 400 else error.status_code
    return 500


def _message(request: AnyRequest, error: Exception, status: int) -> str:
    if isinstance(error, errors.NotAllowed):
        return _who_may(request, error)
    if isinstance(error, errors.PortalError):
        return str(error)
    if isinstance(error, BadFacts):
        return _(
            "这张表用不了这些事实：%(what)s", what="; ".join(error.problems.values())
        )
    if isinstance(error, NotDecided | UnknownTable):
        return str(error)
    return _sentences().get(status, _sentences()[500])


def _who_may(request: AnyRequest, error: errors.NotAllowed) -> str:
    """Say the action's name and who may do it, even where only its id was raised."""
    person = visitor_of(request).person
    if person is None or error.who_may:
        return str(error)
    house = house_of(request)
    rules = house.library.rules(person.site_code)
    labels = rule_labels(rules["access.permission"].table.inputs["action"].values)
    if error.action not in labels:
        return str(error)
    roles = listed(who_may(rules, error.action, house.today()))
    return str(errors.NotAllowed(labels[error.action], roles))


def problems_of(error: Exception) -> dict[str, str]:
    """Field -> sentence, as far as the error knows the field."""
    if isinstance(error, errors.BadInput | BadFacts):
        return dict(error.problems)
    if isinstance(error, ValidationException):
        return {
            str(one.get("key", "")): in_chinese(str(one.get("message", "")))
            for one in error.extra or ()
            if isinstance(one, dict)
        }
    return {}


def in_chinese(message: str) -> str:
    """The validator's English, for the kinds of mistakes people make."""
    if "missing required" in message or "Missing required" in message:
        return _(
            "缺少必填的项：%(what)s", what=message.rpartition("`")[0].rpartition("`")[2]
        )
    if "unknown field" in message:
        return _(
            "没有这一项：%(what)s", what=message.rpartition("`")[0].rpartition("`")[2]
        )
    if "length" in message:
        return _("太长或太短。")
    return _("类型或写法不对。")


def _titles() -> dict[int, str]:
    return {
        401: _("请先登录"),
        403: _("没有权限"),
        404: _("没有找到"),
        405: _("不能这样用"),
        409: _("有人快了一步"),
        413: _("内容太大"),
        415: _("格式不认识"),
        422: _("没有存下"),
        429: _("试得太多"),
        500: _("出错了"),
        503: _("暂时存不下"),
    }


def _sentences() -> dict[int, str]:
    return {
        404: _("没有这一页。"),
        405: _("这个网址不能用这种方式打开。"),
        413: _("交来的内容超过了上限，请分开再交。"),
        415: _("请用表单或 JSON 交来。"),
        422: _("交来的内容看不懂，请改后再交。"),
        500: _("是我们的程序出了错，已经记下。您交的内容没有写入。"),
        503: _("数据库正忙，没有写入。请过几秒再交一次，不会存两遍。"),
    }


def _extra(error: Exception) -> dict[str, str]:
    return {"Retry-After": "2"} if status_of(error) == 503 else {}


def came_from(request: AnyRequest) -> str:
    """The page the form stood on, if it was ours."""
    referer = request.headers.get("referer", "")
    own = f"{request.url.scheme}://{request.headers.get('host', '')}"
    path = referer.removeprefix(own)
    return path if safe_path(path) and path != referer else ""


def safe_path(path: str) -> bool:
    """A path of this site; nothing a browser could take for another host."""
    plain = path.isprintable() and "\\" not in path
    return plain and path.startswith("/") and not path.startswith("//")


def wants_json(request: AnyRequest) -> bool:
    """Programs get JSON."""
    return request.url.path.startswith(("/api/", "/schema"))


def _to_login(request: AnyRequest) -> Response[Any]:
    path = request.url.path if request.method == "GET" else ""
    if path and request.url.query:
        path += f"?{request.url.query}"
    address = (
        f"/login?next={quote(path, safe='/')}" if path not in ("", "/") else "/login"
    )
    if visitor_of(request).stopped is not None:
        # A screen on the wall has nobody who could log in: it says what happened.
        if wants_fragment(request):
            return Response(None, status_code=401, headers={"HX-Redirect": PAIR})
        return Redirect(PAIR, status_code=303)
    if wants_fragment(request):
        page = ErrorPage(
            _("请先登录"), 401, _("登录已过期，请重新登录。"), back="/login"
        )
        return Page(
            "errors/_error.html", page, status=401, headers={"HX-Redirect": "/login"}
        )
    if "text/event-stream" in request.headers.get("accept", ""):
        # To a browser "no content" is the end of a stream: it does not ask again.
        return Response(None, status_code=204)
    return Redirect(address, status_code=303)


def problem(page: ErrorPage) -> Response[bytes]:
    """RFC 9457 problem details."""
    body: dict[str, object] = {
        "type": "about:blank",
        "title": page.title,
        "status": page.status,
        "detail": page.message,
    }
    if page.problems:
        body["errors"] = page.problems
    if page.status == HTTPStatus.CONFLICT:
        body |= {"winner": page.winner, "at": page.at}
    return exact(body, page.status, media_type="application/problem+json")

"""Turns a request into an act: who, in which house, under which key, with what."""

import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO, cast

from litestar.concurrency import sync_to_thread
from litestar.datastructures import FormMultiDict, UploadFile

from portal.errors import BadInput, NotLoggedIn
from portal.routes.frame import forgery
from portal.routes.frame.visitors import AnyRequest, house_of, visitor_of
from portal.services.house import House
from portal.services.use_case import Act, fingerprint_of
from portal.words import gettext as _

KEY_FIELD, KEY_HEADER = "_key", "idempotency-key"
OWN_FIELDS = frozenset({KEY_FIELD, forgery.FIELD})
LONGEST_KEY = 100
CHUNK = 100 * 100 * 100
SENDS_BACK = {"sends_back": True}
API, DESK = "api", "page"
# The character no database takes, as JSON writes it.
NUL = r"\u0000"


class Form(dict[str, str]):
    """What was typed: field -> text, the first where a name comes twice."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self.pairs = [(name, text) for name, text in pairs if name not in OWN_FIELDS]
        super().__init__(reversed(self.pairs))

    def all(self, name: str) -> list[str]:
        """Every text of a field that stands in several rows."""
        return [text for field, text in self.pairs if field == name]

    def text(self, name: str) -> str:
        """The field without the spaces around it; "" when it was not sent."""
        return self.get(name, "").strip()


@dataclass(frozen=True, slots=True)
class Upload:
    """A file somebody sent, "" and empty when none was, and the form around it."""

    name: str
    file: BinaryIO
    form: Form


async def give_upload(request: AnyRequest) -> Upload:
    """The file of the request and the texts sent with it (a route that takes one)."""
    pairs = await _pairs(request)
    files = [value for _name, value in pairs if isinstance(value, UploadFile)]
    texts = [(name, value) for name, value in pairs if isinstance(value, str)]
    if len(files) > 1 or any(_has_control(text) for pair in texts for text in pair):
        raise BadInput({"": _("有不能用的字符。")})
    if not files:
        return Upload("", BytesIO(), Form(texts))
    name = files[0].filename
    # On a disk of its own, not in memory: the process that reads it is handed the file.
    await sync_to_thread(files[0].file.rollover)
    return Upload(plain_name(name), cast(BinaryIO, files[0].file), Form(texts))


def plain_name(name: str) -> str:
    """The last part of a path, without signs that cannot be shown."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in last if not _has_control(sign))


def _said(value: object) -> str:
    """A text; of a file its name and what stands in it."""
    if not isinstance(value, UploadFile):
        return str(value)
    value.file.seek(0)
    digest = hashlib.sha256()
    while chunk := value.file.read(CHUNK):
        digest.update(chunk)
    value.file.seek(0)
    return f"{value.filename} {digest.hexdigest()}"


async def give_form(request: AnyRequest) -> Form:
    """The form of the request; a file or a control character in it is refused.

    Routes with `opt=SENDS_BACK` tell control characters beside the field themselves.
    """
    pairs = await _pairs(request)
    bad = [name for name, value in pairs if not isinstance(value, str)]
    if not request.route_handler.opt.get("sends_back"):
        bad += [name for name, value in pairs if _has_control(value)]
    bad += [name for name, _value in pairs if _has_control(name)]
    if bad:
        raise BadInput({name: _("有不能用的字符。") for name in bad})
    return Form((name, str(value)) for name, value in pairs)


async def _pairs(request: AnyRequest) -> list[tuple[str, object]]:
    return list((await _form_of(request)).multi_items())


async def _form_of(request: AnyRequest) -> FormMultiDict:
    content_type = request.headers.get("content-type", "")
    if not content_type.startswith(forgery.FORMS):
        return FormMultiDict({})
    return await request.form()


def _has_control(value: object) -> bool:
    return isinstance(value, str) and any(
        unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\t\r\n"
        for sign in value
    )


async def give_house(request: AnyRequest) -> House:
    """The house, for the few handlers that need no person."""
    return house_of(request)


async def give_act(request: AnyRequest) -> Act:
    """The act of this request; the route's permission has been checked before."""
    person = visitor_of(request).person
    if person is None:
        raise NotLoggedIn
    return Act(
        house=house_of(request),
        by=person,
        key=await _key(request),
        fingerprint=await _fingerprint(request),
        channel=API if request.url.path.startswith("/api/") else DESK,
    )


async def _key(request: AnyRequest) -> str | None:
    if request.method in forgery.SAFE:
        return None
    key = request.headers.get(KEY_HEADER)
    if key is None:
        sent = (await _form_of(request)).get(KEY_FIELD)
        key = sent if isinstance(sent, str) else None
    if not key:
        return None
    if len(key) > LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise BadInput({KEY_FIELD: _("请求编号太长或有不能用的字符。")})
    return key


async def _fingerprint(request: AnyRequest) -> str:
    """Route and content, without what changes each time a form is shown."""
    if request.method in forgery.SAFE:
        return ""
    pairs = await _pairs(request)
    fields = [[name, _said(value)] for name, value in pairs if name not in OWN_FIELDS]
    body = "" if pairs else (await request.body()).decode("utf-8", "replace")
    if "\0" in body or NUL in body:
        raise BadInput({"": _("有不能用的字符。")})
    return fingerprint_of([request.method, request.url.path, fields, body])

"""Pictures that many look at: made once for a state of the house, the same for all."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from jinja2 import Environment
from litestar.concurrency import sync_to_thread
from litestar.response import Response

from portal.live import latest_of
from portal.live.timing import PICTURE_LASTS
from portal.routes.frame.shared import Look, Newest
from portal.routes.frame.visitors import AnyRequest
from portal.services.house import House
from portal.services.use_case import Act
from portal.words import current_locale

HTML = "text/html"


@dataclass(frozen=True, slots=True)
class Picture:
    """The bytes of a picture, and the tag by which a browser knows them again."""

    content: bytes
    tag: str

    @classmethod
    def of(cls, content: bytes) -> "Picture":
        """A picture with the tag of its content."""
        return cls(content, f'"{hashlib.sha256(content).hexdigest()}"')

    def answer(self, request: AnyRequest) -> Response[bytes]:
        """The picture, or 304 for whoever has it already."""
        has_it = request.headers.get("if-none-match") == self.tag
        return Response(
            b"" if has_it else self.content,
            status_code=304 if has_it else 200,
            headers={"etag": self.tag, "cache-control": "private, no-cache"},
            media_type=HTML,
        )


class Pictures:
    """The pictures of a house, one for each site and language it is asked for in."""

    def __init__(self, templates: Environment) -> None:
        self._templates = templates
        self._newest: Newest[Picture] = Newest()
        self._versions: dict[tuple[UUID, tuple[str, ...]], Look[int]] = {}

    async def get(
        self,
        act: Act,
        template: str,
        topics: tuple[str, ...],
        page: Callable[[Act], object],
        heard: int = 0,
    ) -> Picture:
        """The template filled with the page, as of now.

        topics: what it shows of; it is made anew when one has changed, when the rules
        have, and after a few seconds in any case, because waits grow by themselves.
        heard: the version the asker was told of; nothing older is given to him.
        """
        version = act.house.hub.version_of(act.by.site_id, topics)
        if version < heard:
            version = await self._version(act.house, act.by.site_id, topics)
        span = act.house.clock.now().timestamp() // PICTURE_LASTS.total_seconds()
        key = (template, act.by.site_id, current_locale())

        def paint() -> Picture:
            filled = self._templates.get_template(template).render(page=page(act))
            return Picture.of(filled.encode())

        make = partial(sync_to_thread, paint)
        return await self._newest.get(key, (version, span, act.rules), make)

    async def _version(
        self, house: House, site_id: UUID, topics: tuple[str, ...]
    ) -> int:
        # The event came by another process, and this one has not heard of it yet.
        asked = (site_id, topics)
        if asked not in self._versions:
            look = partial(sync_to_thread, _latest, house, site_id, topics)
            self._versions[asked] = Look(look)
        return await self._versions[asked].ask()


def _latest(house: House, site_id: UUID, topics: tuple[str, ...]) -> int:
    with house.db.reading() as session:
        return latest_of(session, site_id, topics)

"""Builds the app: settings, database, rules and routes; nothing else."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import structlog
from litestar import Litestar, Router
from litestar.di import Provide
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.template import TemplateConfig

from portal.clock import Clock, SystemClock
from portal.db import Database
from portal.live import ending_with_the_process, feed_for
from portal.routes import ROUTES
from portal.routes.frame.acts import give_act, give_form, give_house
from portal.routes.frame.environment import environment
from portal.routes.frame.errors import answer_error
from portal.routes.frame.forgery import refuse_forgeries
from portal.routes.frame.guards import declare_permissions
from portal.routes.frame.headers import Headers
from portal.routes.frame.metrics import Measure
from portal.routes.frame.pictures import Pictures
from portal.routes.frame.static import static_files
from portal.routes.frame.streams import keep_streams
from portal.routes.frame.visitors import Recognise
from portal.rules.library import Library
from portal.services.cases.checking import stop_unless_sound
from portal.services.house import House
from portal.services.watch import RuleWatch
from portal.settings import Settings

STATIC = Path(__file__).parent / "static"
# Log-ins wait for their turn at the hash: enough threads are left for everybody else.
# Not more than the database has connections.
THREADS = 20
MAX_BODY = 1_000_000  # bytes; the longest form of a desk has a few thousand


def build_house(settings: Settings, clock: Clock | None = None) -> House:
    """The house of an installation; BadRuleFile when its rules cannot be used."""
    return House(
        settings=settings,
        db=Database(settings.database_url),
        library=Library(settings.rules_dir),
        clock=clock or SystemClock(),
    )


def create_app(
    settings: Settings | None = None,
    *,
    house: House | None = None,
    clock: Clock | None = None,
) -> Litestar:
    """The application; a route without a declared permission stops the start."""
    own = house is None
    house = house or build_house(settings or Settings.from_env(), clock)
    configure_log(house.settings.log)
    stop_unless_sound(house)
    templates = environment()
    app = Litestar(
        # One router, registered once: handlers of one path that are registered one by
        # one would each be wrapped for their thread twice (Litestar 2.25).
        route_handlers=[Router("/", route_handlers=[*ROUTES, static_files(STATIC)])],
        dependencies={
            "act": Provide(give_act),
            "form": Provide(give_form),
            "house": Provide(give_house),
        },
        middleware=[Measure(), Recognise()],
        guards=[refuse_forgeries],
        before_send=[Headers(house.settings)],
        exception_handlers={Exception: answer_error, 500: answer_error},
        lifespan=[_keep_house(house, own=own)],
        template_config=TemplateConfig(
            instance=JinjaTemplateEngine.from_environment(templates)
        ),
        openapi_config=None,
        logging_config=None,
        request_max_body_size=MAX_BODY,
        debug=False,
    )
    app.state.house = house
    app.state.pictures = Pictures(templates)
    declare_permissions(app)
    return app


def _keep_house(
    house: House, *, own: bool
) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def keep(app: Litestar) -> AsyncIterator[None]:
        house.hold_to_decided_rules()
        house.keep_rule_texts()
        provide_threads()
        house.hub.open()
        threads = (RuleWatch(house), feed_for(house.db, house.hub))
        for thread in threads:
            thread.start()
        try:
            async with keep_streams(house):
                with ending_with_the_process(house.hub):
                    yield
        finally:
            house.hub.close()
            for thread in threads:
                thread.stop()
            if own:
                house.db.close()

    return keep


def provide_threads() -> None:
    """Handlers run in threads of their own pool, one pool for the process.

    It belongs to the running loop: a worker process builds the app inside its loop.
    """
    pool = ThreadPoolExecutor(THREADS, thread_name_prefix="handler")
    asyncio.get_running_loop().set_default_executor(pool)


def configure_log(level: str) -> None:
    """JSON lines on standard error; no name, phone or password ever stands in them."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping()[level.upper()]
        ),
        logger_factory=structlog.PrintLoggerFactory(),
    )

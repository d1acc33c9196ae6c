"""`portal serve`: the web server."""

import os
from argparse import ArgumentParser, Namespace

import uvicorn
from litestar import Litestar

from portal import migrations
from portal.app import create_app
from portal.cli.house import open_house
from portal.cli.output import DONE, FINDINGS, Stop, say
from portal.db import Database
from portal.services.house import House
from portal.settings import Settings
from portal.words import gettext as _

# Live pages never end by themselves; without a limit a stop would wait for them.
SECONDS_TO_FINISH = 3
FACTORY = "portal.app:create_app"  # each worker process builds the app by itself


def add(parser: ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("--host", help=_("监听的地址，默认 PORTAL_HOST"))
    parser.add_argument("--port", help=_("监听的端口，默认 PORTAL_PORT"))
    parser.add_argument("--workers", type=int, default=1, help=_("网页进程数"))
    parser.set_defaults(run=serve)


def serve(arguments: Namespace) -> int:
    """Serve until stopped; what would stop a worker is said before any is started."""
    # Worker processes read the same variables, so the options become variables too.
    os.environ.update(
        {
            name: value
            for name, value in (
                ("PORTAL_HOST", arguments.host),
                ("PORTAL_PORT", arguments.port),
            )
            if value
        }
    )
    with open_house() as house:
        _must_be_ready(house, arguments.workers)
        if arguments.workers == 1:
            run_server(house.settings, create_app(house=house))
            return DONE
    run_server(house.settings, workers=arguments.workers)
    return DONE


def _must_be_ready(house: House, workers: int) -> None:
    if workers < 1:
        raise Stop(_("--workers 至少是 1。"))
    if house.db.is_sqlite and workers > 1:
        raise Stop(_("SQLite 只能有一个网页进程。要多个，请改用 PostgreSQL。"))
    must_be_current(house.db)
    # Rules that cannot go on from what has decided are told here, file and line, not
    # as the failed start of a worker.
    house.hold_to_decided_rules()


def must_be_current(db: Database) -> None:
    """Stop when the tables are not those of this version."""
    if not migrations.is_current(db.engine):
        raise Stop(_("数据表不是这一版的，请先运行 portal db upgrade。"), FINDINGS)


def run_server(
    settings: Settings, app: Litestar | str = FACTORY, *, workers: int = 1
) -> None:
    """Hand over to the web server; returns when it is stopped."""
    say(_("门户开在 http://%(host)s:%(port)s", host=settings.host, port=settings.port))
    uvicorn.run(
        app,
        factory=app is FACTORY,
        host=settings.host,
        port=settings.port,
        workers=workers,
        log_level=settings.log,
        # Addresses hold what people searched for: names and phone numbers.
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
    )

"""`portal demo`: a filled house on a database of its own, then served."""

import gc
import json
import os
from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from portal import migrations
from portal.app import create_app
from portal.cli.device import address_of
from portal.cli.output import DONE, Stop, say
from portal.cli.serve import run_server
from portal.clock import ShiftedClock, business_date
from portal.db import Database
from portal.demo.cast import PASSWORD, STORES
from portal.demo.fill import fill, hang_wall
from portal.demo.quick import FastDatabase
from portal.rules.library import Library
from portal.services.devices import LINK
from portal.services.house import House
from portal.settings import Settings
from portal.words import gettext as _

# The store's day in the demo: outside it the clock is moved to the afternoon.
FROM, TO, AFTERNOON = time(10), time(18, 30), time(14, 36)
MARKER, WALL = "demo.json", "wall"


def add(parser: ArgumentParser) -> None:
    """Declare the command's options."""
    default = Path("data") / "demo"
    parser.add_argument(
        "--data", metavar="DIR", default=str(default), help=_("放在哪里")
    )
    parser.add_argument("--port", help=_("监听的端口，默认 PORTAL_PORT"))
    parser.add_argument("--seed", type=int, default=1, help=_("同一个数装出同一家店"))
    parser.add_argument("--no-serve", action="store_true", help=_("装好就停，不开"))
    parser.set_defaults(run=demo)


def demo(arguments: Namespace) -> int:
    """Fill the house unless today's is there already, print the log-ins, serve."""
    settings = _settings(arguments)
    shift = _shift(settings)
    library = Library(settings.rules_dir)
    marker = {"seed": arguments.seed, "day": str(_today(settings, shift))}
    kept = _marker(settings)
    # The wall's link is shown again at every start: nothing in the demo is a secret.
    if kept is None or kept != marker | {WALL: kept.get(WALL)}:
        kept = marker | {WALL: _fill(settings, library, shift, arguments.seed)}
        (settings.data_dir / MARKER).write_text(json.dumps(kept), encoding="utf-8")
    _print_logins(library)
    link = f"{address_of(settings)}{LINK}{kept[WALL]}"
    say(_("墙上的看板，不用登录：%(link)s", link=link))
    if not arguments.no_serve:
        _serve(settings, library, shift)
    return DONE


def _settings(arguments: Namespace) -> Settings:
    """The demo has a database of its own, whatever PORTAL_DATABASE_URL says."""
    env = {k: v for k, v in os.environ.items() if k != "PORTAL_DATABASE_URL"}
    env["PORTAL_DATA_DIR"] = arguments.data
    if arguments.port:
        env["PORTAL_PORT"] = arguments.port
    return Settings.from_env(env)


def _shift(settings: Settings) -> timedelta:
    """Nothing in the store's hours; outside them the way to today's afternoon."""
    now = datetime.now(UTC)
    local = now.astimezone(settings.timezone)
    if FROM <= local.time() < TO:
        return timedelta()
    return datetime.combine(local.date(), AFTERNOON, settings.timezone) - now


def _today(settings: Settings, shift: timedelta) -> object:
    return business_date(ShiftedClock(shift).now(), settings.timezone)


def _marker(settings: Settings) -> dict[str, object] | None:
    path = settings.data_dir / MARKER
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def _fill(settings: Settings, library: Library, shift: timedelta, seed: int) -> str:
    """A new database; one that is no demo is never touched. Gives the wall's token."""
    file = settings.data_dir / "portal.db"
    if file.exists() and _marker(settings) is None:
        raise Stop(
            _("%(file)s 不是示范店的数据库，没有动它。请换一个目录。", file=file)
        )
    # Under another name until it is whole: a stopped run leaves no half a house.
    draft = settings.data_dir / "filling.db"
    for old in [*settings.data_dir.glob("portal.db*"), *_draft_files(draft)]:
        old.unlink()
    say(_("正在装示范店：两家店、三个月的来单、传递单、派单与合同……"))
    gc.freeze()  # rules and code stay: no collection walks through them again
    db = FastDatabase(f"sqlite:///{draft}")
    try:
        migrations.upgrade(db.engine)
        house = fill(settings, db, library, ShiftedClock(shift).now(), seed)
        wall = hang_wall(house)
    finally:
        db.close()
    draft.rename(file)
    return wall


def _draft_files(draft: Path) -> list[Path]:
    return list(draft.parent.glob(f"{draft.name}*"))


def _print_logins(library: Library) -> None:
    say(_("登录名（密码都是 %(password)s）：", password=PASSWORD))
    labels = library.rules()["access.permission"].table.inputs["role"].values or {}
    for store in STORES:
        logins = [m for m in store.people if m.login]
        for member in logins:
            post = labels.get(member.post, member.post)
            say(f"  {member.login:<12} {store.name} {post} {member.name}")


def _serve(settings: Settings, library: Library, shift: timedelta) -> None:
    db = Database(settings.database_url)
    house = House(settings, db, library, ShiftedClock(shift))
    try:
        run_server(settings, create_app(settings, house=house))
    finally:
        db.close()

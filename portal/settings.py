"""The settings, read once from PORTAL_* variables; a bad one stops the start."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from portal.words import LANGUAGES, SOURCE_LOCALE
from portal.words import gettext as _

SECRET_LENGTH = 32
# What a request that carries a file may hold, whatever the house's own bound says.
LARGEST_UPLOAD = 20_100_000
DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}
LOG_LEVELS = ("debug", "info", "warning", "error")
YES_NO = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


class BadSetting(Exception):
    """A variable that cannot be used; the message names it and says what would do."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Settings:
    """What differs between one installation and the next."""

    database_url: str = field(repr=False)
    rules_dir: Path
    data_dir: Path
    secret: str = field(repr=False)
    host: str = "127.0.0.1"
    port: int = 8000
    timezone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Shanghai"))
    secure_cookies: bool = False
    log: str = "info"

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> "Settings":
        """Read and check every variable; make data folder and secret if absent."""
        env = os.environ if env is None else env
        data_dir = _data_dir(env.get("PORTAL_DATA_DIR") or "data")
        host = env.get("PORTAL_HOST") or "127.0.0.1"
        return cls(
            database_url=_database_url(env.get("PORTAL_DATABASE_URL"), data_dir),
            rules_dir=rules_dir(env),
            data_dir=data_dir,
            secret=_secret(env.get("PORTAL_SECRET"), data_dir),
            host=host,
            port=_port(env.get("PORTAL_PORT") or "8000"),
            timezone=timezone(env),
            secure_cookies=_secure_cookies(env.get("PORTAL_SECURE_COOKIES"), host),
            log=_log(env.get("PORTAL_LOG") or "info"),
        )


def _data_dir(text: str) -> Path:
    path = Path(text).expanduser().resolve()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        reason = _("目录 %(path)s 建不了（%(why)s）。请换一个能写的目录。")
        why = error.strerror or ""
        raise BadSetting(
            "PORTAL_DATA_DIR", reason % {"path": path, "why": why}
        ) from None
    return path


def rules_dir(env: Mapping[str, str]) -> Path:
    """PORTAL_RULES_DIR; unset, the rules of this checkout, wherever we are started."""
    text = env.get("PORTAL_RULES_DIR")
    default = Path(__file__).parents[1] / "rules"
    path = Path(text).expanduser().resolve() if text else default
    if not path.is_dir():
        reason = _("没有规则目录 %(path)s。请写明放规则文件的目录。", path=path)
        raise BadSetting("PORTAL_RULES_DIR", reason)
    return path


def language(env: Mapping[str, str]) -> str:
    """PORTAL_LANGUAGE, what the command line speaks: Chinese as long as it is unset."""
    text = env.get("PORTAL_LANGUAGE") or SOURCE_LOCALE
    if text not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise BadSetting("PORTAL_LANGUAGE", _("请写 %(known)s 之一。", known=known))
    return text


def timezone(env: Mapping[str, str]) -> ZoneInfo:
    """PORTAL_TIMEZONE, the zone the business day is reckoned in."""
    text = env.get("PORTAL_TIMEZONE") or "Asia/Shanghai"
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        reason = _("没有“%(text)s”这个时区，例如 Asia/Shanghai。", text=text)
        raise BadSetting("PORTAL_TIMEZONE", reason) from None


def _database_url(text: str | None, data_dir: Path) -> str:
    if not text:
        return f"sqlite:///{data_dir / 'portal.db'}"
    # The value may hold a password, so it is never repeated in the message.
    example = "sqlite:////srv/portal/portal.db, postgresql://user:password@host/portal"
    reason = _("不是数据库地址。应写成：%(example)s", example=example)
    try:
        url = make_url(text)
    except ArgumentError:
        raise BadSetting("PORTAL_DATABASE_URL", reason) from None
    driver = DRIVERS.get(url.get_backend_name())
    if driver is None or not url.database or url.database == ":memory:":
        raise BadSetting("PORTAL_DATABASE_URL", reason)
    return url.set(drivername=driver).render_as_string(hide_password=False)


def _secret(text: str | None, data_dir: Path) -> str:
    secret = text if text else _stored_secret(data_dir / "secret")
    if len(secret) < SECRET_LENGTH:
        reason = _("至少要 %(length)s 个字符。", length=SECRET_LENGTH)
        raise BadSetting("PORTAL_SECRET", reason)
    return secret


def _stored_secret(path: Path) -> str:
    if not path.exists():
        _write_once(path, secrets.token_urlsafe(SECRET_LENGTH))
    return path.read_text(encoding="ascii").strip()


def _write_once(path: Path, text: str) -> None:
    """Two processes may start together: the file appears whole, and only once."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w"
    ) as f:
        f.write(text)
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text) < 65536:
        return int(text)
    reason = _("“%(text)s”不是端口号，应为 0 到 65535 的整数。", text=text)
    raise BadSetting("PORTAL_PORT", reason)


def _secure_cookies(text: str | None, host: str) -> bool:
    # Without TLS, as on the loopback address, a Secure cookie locks everyone out.
    if not text:
        return not _is_loopback(host)
    if text.lower() not in YES_NO:
        reason = _("“%(text)s”看不懂，应为 1 或 0。", text=text)
        raise BadSetting("PORTAL_SECURE_COOKIES", reason)
    return YES_NO[text.lower()]


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _log(text: str) -> str:
    if text.lower() not in LOG_LEVELS:
        known = " ".join(LOG_LEVELS)
        reason = _(
            "“%(text)s”看不懂，应为其中之一：%(known)s。", text=text, known=known
        )
        raise BadSetting("PORTAL_LOG", reason)
    return text.lower()

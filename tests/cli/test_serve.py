"""`portal serve` as a process of its own."""

import os
import signal
import socket
import subprocess
import sys
from datetime import UTC, datetime

import httpx
import pytest

from portal.db import Database
from portal.models.decisions import RuleText

PHONE = "13800134471"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def visit(tmp_path_factory):
    """Serves an empty house, asks it two things, stops it; what came of each."""
    folder = tmp_path_factory.mktemp("served")
    env = os.environ | {"PORTAL_DATA_DIR": str(folder), "PORTAL_LOG": "debug"}
    env.pop("PORTAL_DATABASE_URL", None)
    portal = [sys.executable, "-m", "portal"]
    subprocess.run([*portal, "db", "upgrade"], env=env, check=True)
    port = free_port()
    command = [*portal, "serve", "--port", str(port)]
    with subprocess.Popen(
        command, env=env, stderr=subprocess.PIPE, text=True
    ) as server:
        try:
            log = wait_until_it_runs(server)
            address = f"http://127.0.0.1:{port}"
            ready = httpx.get(f"{address}/health/ready")
            search = httpx.get(f"{address}/search", params={"q": PHONE})
            server.send_signal(signal.SIGTERM)
            log += server.communicate(timeout=30)[1]
        finally:
            server.kill()
    return ready, search, server.returncode, log


def wait_until_it_runs(server):
    log = ""
    for line in server.stderr:
        log += line
        if "running on" in line:
            return log
    raise AssertionError(f"the server did not start: {log}")


def test_a_served_house_is_ready_and_stops_when_asked(visit):
    ready, _search, code, log = visit
    assert ready.status_code == 200
    # The signal itself is the end that the process reports.
    assert code in (0, -signal.SIGTERM)
    assert "Traceback" not in log


def test_what_people_search_for_never_stands_in_the_log(visit):
    _ready, search, _code, log = visit
    assert search.status_code < 500
    assert "running on" in log
    assert PHONE not in log


def test_the_server_does_not_say_what_it_runs_on(visit):
    assert "server" not in visit[0].headers


def test_rules_that_cannot_go_on_from_what_decided_stop_the_start_with_a_sentence(
    tmp_path,
):
    env = os.environ | {"PORTAL_DATA_DIR": str(tmp_path)}
    env.pop("PORTAL_DATABASE_URL", None)
    portal = [sys.executable, "-m", "portal"]
    subprocess.run([*portal, "db", "upgrade"], env=env, check=True)
    changed_behind_our_back(tmp_path / "portal.db")
    command = [*portal, "serve", "--port", str(free_port())]
    ended = subprocess.run(
        command, env=env, capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 1
    assert "rules/dispatch/tier.yaml" in ended.stderr
    assert "被改动过" in ended.stderr
    assert "Traceback" not in ended.stderr


def changed_behind_our_back(path):
    """A text that decided, and that is no more what its hash says."""
    db = Database(f"sqlite:///{path}")
    with db.writing() as session:
        session.add(
            RuleText(
                hash="0" * 64,
                table_id="dispatch.tier",
                version="2025-01-01",
                text="title: 别的",
                first_seen=datetime(2025, 1, 1, tzinfo=UTC),
                decided=True,
            )
        )
    db.close()

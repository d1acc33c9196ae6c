"""`portal device`: screens are paired, listed and stopped at the command line."""

import json
from datetime import timedelta

import pytest

from portal.cli.main import main
from portal.services.devices import LINK, recognise


@pytest.fixture
def at_the_machine(house, monkeypatch):
    """The command line on the machine of the furnished house."""
    monkeypatch.setenv("PORTAL_DATABASE_URL", house.settings.database_url)
    monkeypatch.setenv("PORTAL_DATA_DIR", str(house.settings.data_dir))
    return house


def run(capsys, *words):
    """Exit code, result and talk of a command."""
    code = main(["device", *words])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_pairing_prints_the_link_alone(at_the_machine, capsys):
    code, out, err = run(capsys, "pair", "--name", "大厅屏")
    assert code == 0
    (link,) = out.splitlines()
    assert link.startswith(f"http://127.0.0.1:8000{LINK}")
    assert recognise(at_the_machine, link.partition(LINK)[2]).person.name == "大厅屏"
    assert "配对码" not in out
    assert "/pair" in err


def test_the_link_can_be_made_for_the_address_screens_use(at_the_machine, capsys):
    named = ("--name", "二楼屏", "--url", "https://portal.example/")
    _code, out, _err = run(capsys, "pair", *named)
    assert out.startswith(f"https://portal.example{LINK}")


def test_a_stopped_screen_is_stopped_for_the_running_portal(
    at_the_machine, capsys, monkeypatch
):
    monkeypatch.setattr("portal.services.devices.screens.LOOK_EVERY", timedelta())
    _code, out, _err = run(capsys, "pair", "--name", "大厅屏")
    token = out.strip().partition(LINK)[2]
    assert recognise(at_the_machine, token).person
    (row,) = json.loads(run(capsys, "list", "--json")[1])
    assert row["name"] == "大厅屏"
    assert run(capsys, "revoke", row["id"])[0] == 0
    assert recognise(at_the_machine, token).stopped.by == "命令行"
    assert "停用" in run(capsys, "list")[1]


def test_what_cannot_be_paired_is_said(at_the_machine, capsys):
    code, out, err = run(capsys, "pair", "--name", "x", "--shows", "payroll")
    assert (code, out) == (2, "")
    assert "shows" in err

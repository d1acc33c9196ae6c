"""`portal db ...` and the people and tokens made at the command line."""

import io
import json
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from portal import migrations
from portal.app import build_house
from portal.cli import main
from portal.services.people import add_site
from portal.settings import Settings

RULES = Path(__file__).parents[2] / "rules"
PASSWORD = "a long enough phrase"


@pytest.fixture(scope="module")
def few_rules(tmp_path_factory):
    """The shipped rules that these commands ask, so that each starts quickly."""
    folder = tmp_path_factory.mktemp("rules")
    for name in ("access", "clauses", "lead/settings.yaml"):
        (folder / name).parent.mkdir(exist_ok=True)
        copy = shutil.copytree if (RULES / name).is_dir() else shutil.copy
        copy(RULES / name, folder / name)
    return folder


@pytest.fixture
def run(capsys, monkeypatch, tmp_path, few_rules):
    """Runs a command in a data folder of its own; gives code, result and talk."""
    monkeypatch.setenv("PORTAL_RULES_DIR", str(few_rules))
    monkeypatch.setenv("PORTAL_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("PORTAL_DATABASE_URL", raising=False)
    # Passwords come from standard input where nobody sits at a terminal.
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n" * 9))

    def command(*words):
        code = main(words)
        out, err = capsys.readouterr()
        return code, out, err

    return command


@pytest.fixture(scope="module")
def made_store(tmp_path_factory, few_rules):
    """The data folder of a store of which only the name is known yet."""
    folder = tmp_path_factory.mktemp("store") / "data"
    settings = Settings.from_env(
        {"PORTAL_DATA_DIR": str(folder), "PORTAL_RULES_DIR": str(few_rules)}
    )
    house = build_house(settings)
    migrations.upgrade(house.db.engine)
    add_site(house, "jincheng", "锦城店")
    house.keep_rule_texts()
    house.db.close()
    return folder


@pytest.fixture
def store(run, made_store, tmp_path):
    """A store of this test's own."""
    shutil.copytree(made_store, tmp_path / "data")


@pytest.fixture
def file(tmp_path):
    return tmp_path / "data/portal.db"


def change(file, statement):
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(statement)


def test_a_new_house_opens_its_first_store_and_account(run):
    run("db", "upgrade")
    asked = ("user", "add", "fang", "--staff", "1", "--name", "方正")
    asked += ("--position", "admin", "--role", "admin")
    code, _, talk = run(*asked)
    assert code != 0
    assert "portal site add" in talk
    assert run("site", "add", "jincheng", "锦城店")[0] == 0
    assert run("site", "list")[1] == "jincheng\t锦城店\n"
    assert run(*asked)[0] == 0


def test_without_a_store_named_the_oldest_one_is_taken_and_said(run, store):
    run("site", "add", "aaa", "新开的店")
    code, token, talk = run("token", "add", "--role", "receptionist")
    assert code == 0
    assert len(token.split()) == 1
    assert "锦城店" in talk


def test_an_upgraded_database_is_found_sound(run, store):
    assert run("db", "check")[:2] == (0, "数据库无误。\n")
    assert run("db", "check", "--json")[:2] == (0, "[]\n")
    assert run("db", "upgrade")[0] == 0


def test_a_database_without_tables_is_a_finding(run):
    code, out, _err = run("db", "check")
    assert code == 1
    assert "portal db upgrade" in out


@pytest.mark.parametrize(
    ("damage", "word"),
    [
        ("UPDATE auditentry SET action = 'nothing' WHERE seq = 1", "审计链在第 1 条"),
        ("DELETE FROM auditentry WHERE seq = 1", "审计链在第 1 条"),
        ("UPDATE ruletext SET text = 'rows: []'", "被改动过"),
        ("ALTER TABLE client ADD COLUMN secret TEXT", "secret"),
    ],
    ids=["entry changed", "entry gone", "rule text changed", "column added"],
)
def test_damage_is_named(run, store, file, damage, word):
    assert add_person(run)[0] == 0
    change(file, damage)
    code, out, _err = run("db", "check")
    assert code == 1
    assert word in out


def add_person(run):
    words = ("--staff", "A001", "--name", "王小明", "--position", "前台文员")
    return run("user", "add", "wang", *words, "--role", "receptionist")


def test_a_person_gets_an_account_and_a_role_in_one_go(run, store, file):
    code, out, err = add_person(run)
    assert (code, out) == (0, "")
    assert "wang" in err
    with closing(sqlite3.connect(file)) as connection:
        stored = connection.execute(
            "SELECT login, password_hash FROM account"
        ).fetchone()
        roles = connection.execute("SELECT role FROM staffrole").fetchall()
    assert stored[0] == "wang"
    assert stored[1].startswith("$argon2id$")
    assert roles == [("receptionist",)]


def test_a_name_that_is_taken_is_refused_with_a_sentence(run, store):
    add_person(run)
    code, out, err = run("user", "add", "wang", "--staff", "A001")
    assert (code, out) == (2, "")
    assert "wang" in err


def test_an_unknown_role_is_refused(run, store):
    add_person(run)
    code, _out, err = run("user", "role", "A001", "emperor")
    assert code == 2
    assert "emperor" in err


def test_a_token_is_printed_alone_and_only_its_hash_is_kept(run, store, file):
    code, out, _err = run("token", "add", "--role", "receptionist")
    assert code == 0
    token = out.strip()
    assert out == token + "\n"
    assert len(token) >= 32
    assert token.encode() not in file.read_bytes()


def test_a_revoked_token_is_marked(run, store, file):
    _code, _out, err = run("token", "add", "--role", "receptionist")
    number = re.search(r"[0-9a-f-]{36}", err)[0]
    assert run("token", "revoke", number)[0] == 0
    with closing(sqlite3.connect(file)) as connection:
        (at,) = connection.execute("SELECT revoked_at FROM apitoken").fetchone()
    assert at is not None


def test_a_backup_brings_back_what_was_lost(run, store, file, tmp_path):
    add_person(run)
    assert run("db", "backup", str(tmp_path / "monday.db"))[0] == 0
    change(file, "DELETE FROM staffrole")
    assert run("db", "restore", str(tmp_path / "monday.db"))[0] == 0
    assert run("db", "check")[0] == 0
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT count(*) FROM staffrole").fetchone() == (1,)


def test_sqlite_is_served_by_one_process_only(run, store):
    code, _out, err = run("serve", "--workers", "2")
    assert code == 2
    assert "PostgreSQL" in err


def test_serving_an_old_database_is_refused_with_the_way_out(run):
    code, _out, err = run("serve")
    assert code == 1
    assert "portal db upgrade" in err


def test_the_doctor_says_what_is_missing(run, monkeypatch):
    code, out, _err = run("doctor")
    assert code == 1
    assert "portal db upgrade" in out
    assert run("db", "upgrade")[0] == 0
    assert run("doctor")[0] == 0
    monkeypatch.setenv("PORTAL_PORT", "http")
    code, out, _err = run("doctor")
    assert code == 1
    assert "PORTAL_PORT" in out


def test_problems_are_json_for_programs(run):
    code, out, _err = run("db", "check", "--json")
    assert code == 1
    assert len(json.loads(out)) == 1

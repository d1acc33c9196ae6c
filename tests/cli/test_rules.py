"""`portal rules ...` over the shipped rule files."""

import io
import json
import shutil
from pathlib import Path

import pytest

from portal.cli import main

RULES = Path(__file__).parents[2] / "rules"


@pytest.fixture
def run(capsys):
    """Runs a command; gives exit code, what it printed, and what it said."""

    def command(*words):
        code = main(words)
        out, err = capsys.readouterr()
        return code, out, err

    return command


@pytest.fixture
def ask(run):
    """Runs a command with --json and gives its answer."""

    def command(*words):
        code, out, _err = run(*words, "--json")
        assert code == 0
        return json.loads(out, parse_float=str)

    return command


def test_a_question_gets_the_answer_with_its_row_and_clause(ask):
    answer = ask(
        "rules", "eval", "dispatch.tier", "--facts", '{"estimated_amount": 48000}'
    )
    assert answer["table"] == "dispatch.tier"
    assert answer["outcome"] == {"tier": "medium"}
    assert answer["rows"] == ["medium"]
    assert answer["clauses"] == ["dispatch.tier.medium"]
    assert len(answer["hash"]) == 64


def test_a_decimal_number_in_the_facts_is_read_to_the_last_digit(ask):
    for amount, tier in (
        ("29999.999999999999999999999", "small"),
        ("30000.0", "medium"),
    ):
        facts = f'{{"estimated_amount": {amount}}}'
        answer = ask("rules", "eval", "dispatch.tier", "--facts", facts)
        assert answer["outcome"] == {"tier": tier}


def test_a_site_may_have_a_table_of_its_own(ask):
    house = ask("rules", "show", "dispatch.limits")
    site = ask("rules", "show", "dispatch.limits", "--site", "nanmen")
    assert house["version"]["hash"] != site["version"]["hash"]


def test_cases_are_answered_in_order_and_a_bad_one_in_its_place(ask, tmp_path):
    cases = [
        {"table": "dispatch.tier", "facts": {"estimated_amount": 1}},
        {"table": "dispatch.tear", "facts": {}},
        {"table": "dispatch.tier", "facts": {"estimated_amuont": 1}},
        {"table": "dispatch.tier", "facts": {}, "on": "1999-01-01"},
        {"table": "dispatch.tier", "facts": {}, "on": "yesterday"},
        "not a case",
        {"table": "dispatch.tier", "facts": {"estimated_amount": 99999}},
    ]
    file = tmp_path / "cases.json"
    file.write_text(json.dumps(cases))
    answers = ask("rules", "eval", "--cases", str(file))
    assert ["error" in one for one in answers] == [False, *[True] * 5, False]
    assert answers[-1]["outcome"] == {"tier": "large"}
    assert "estimated_amount" in answers[2]["error"]


def test_cases_are_read_from_standard_input(ask, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO('[{"table": "dispatch.tier"}]'))
    assert ask("rules", "eval", "--cases", "-")[0]["rows"] == ["unknown"]


@pytest.mark.parametrize(
    "words",
    [
        ("eval",),
        ("eval", "no.such.table", "--facts", "{}"),
        ("eval", "dispatch.tier", "--facts", "{"),
        ("eval", "dispatch.tier", "--facts", "[]"),
        ("eval", "dispatch.tier", "--facts", '{"estimated_amount": NaN}'),
        ("eval", "dispatch.tier", "--facts", '{"estimated_amuont": 1}'),
        ("eval", "dispatch.tier", "--facts", "{}", "--on", "1999-01-01"),
        ("eval", "--cases", "/nowhere/cases.json"),
        ("show", "no.such.table"),
    ],
)
def test_a_question_that_cannot_be_put_is_exit_code_two(run, words):
    code, out, err = run("rules", *words)
    assert (code, out) == (2, "")
    assert err.strip()
    assert "Traceback" not in err


def test_without_json_the_answer_is_a_sentence(run):
    facts = '{"estimated_amount": 48000}'
    code, out, _err = run("rules", "eval", "dispatch.tier", "--facts", facts)
    assert code == 0
    assert "派单分级" in out
    assert "中单" in out
    assert "dispatch.tier#medium@2025-01-01" in out


def test_every_table_is_listed_with_its_columns(ask):
    tables = {one["table"]: one for one in ask("rules", "list")}
    assert tables["dispatch.tier"] == {
        "table": "dispatch.tier",
        "title": "派单分级",
        "hit": "unique",
        "inputs": {"estimated_amount": "money"},
        "outputs": {"tier": "text"},
        "versions": ["2025-01-01"],
        "clauses": [
            "dispatch.tier.amount-basis",
            "dispatch.tier.small",
            "dispatch.tier.medium",
            "dispatch.tier.large",
        ],
    }


def test_every_clause_says_which_rows_carry_it_and_which_examples_show_it(ask):
    covered = ask("rules", "coverage")
    medium = covered["dispatch.tier.medium"]
    assert "dispatch.tier#medium@2025-01-01" in medium["carried_by"]
    assert any("三万整归中单" in example for example in medium["shown_by"])
    # A clause that no row carries is listed too: that is what the command is for.
    assert any(not places["carried_by"] for places in covered.values())


def test_the_shipped_rules_are_clean(run):
    code, out, _err = run("rules", "check")
    assert code == 0, out


def test_a_hole_is_reported_with_its_place_and_exit_code_one(
    run, tmp_path, monkeypatch
):
    shutil.copytree(RULES, tmp_path / "rules")
    file = tmp_path / "rules/dispatch/tier.yaml"
    text = file.read_text("utf-8")
    assert "[30000..50000)" in text
    file.write_text(text.replace("[30000..50000)", "(30000..50000)"), "utf-8")
    monkeypatch.setenv("PORTAL_RULES_DIR", str(tmp_path / "rules"))
    code, out, _err = run("rules", "check")
    assert code == 1
    assert "rules/dispatch/tier.yaml:" in out
    code, out, _err = run("rules", "check", "--json")
    assert code == 1
    findings = json.loads(out)
    assert any(one["line"] > 0 and "30000" in one["message"] for one in findings)


def test_the_rule_commands_leave_no_data_folder_behind(run, tmp_path, monkeypatch):
    monkeypatch.setenv("PORTAL_DATA_DIR", str(tmp_path / "data"))
    run("rules", "list")
    assert not (tmp_path / "data").exists()

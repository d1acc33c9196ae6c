"""A faulty procedure file is refused or reported with its line and how to mend it."""

import shutil
from pathlib import Path

import pytest

from portal.rules.errors import BadRuleFile
from portal.rules.procedures import Shelf, check
from portal.services.cases.checking import known_names

RULES = Path(__file__).parents[2] / "rules"
FILE = """\
title: 借伞
prefix: U
subject: none
clauses: [case.first-asked]
versions:
  - since: 2025-01-01
    fields:
      umbrella: {label: 伞号, type: text, max: 10}
      back_on: {label: 几时还, type: date}
    states:
      lent: {label: 借出}
      back: {label: 已还, final: true}
    steps:
      - {id: open, label: 借出, to: lent, by: [receptionist], needs: [umbrella],
         clauses: [case.first-asked]}
      - {id: give_back, label: 归还, from: [lent], to: back, by: [receptionist],
         clauses: [case.first-asked]}
"""


def shelf_with(tmp_path, text):
    folder = tmp_path / "rules" / "procedures"
    folder.mkdir(parents=True)
    (folder / "umbrella.yaml").write_text(text, "utf-8")
    return Shelf(tmp_path / "rules")


def refused(tmp_path, old, new):
    assert old in FILE
    with pytest.raises(BadRuleFile) as caught:
        shelf_with(tmp_path, FILE.replace(old, new))
    return caught.value.findings


def reported(tmp_path, library, old, new):
    assert old in FILE
    (procedure,) = shelf_with(tmp_path, FILE.replace(old, new))
    return check(procedure, known_names(library.rules()))


def test_the_file_these_faults_are_planted_in_is_clean(tmp_path, library):
    assert reported(tmp_path, library, "借伞", "借伞") == []


@pytest.mark.parametrize(
    ("old", "new", "line", "word"),
    [
        ("to: back", "to: bakc", 16, "bakc"),
        ("from: [lent]", "from: [lend]", 16, "lend"),
        ("needs: [umbrella]", "needs: [umbrela]", 14, "umbrela"),
        ("type: text, max: 10", "type: txt", 8, "txt"),
        ("type: text, max: 10", "type: text", 8, "max"),
        ("type: date}", "type: choice}", 9, "values"),
        ("subject: none", "subject: client", 3, "client"),
        ("id: give_back", "id: open", 16, "open"),
        ("label: 归还,", "lable: 归还,", 16, "lable"),
        ("label: 已还, final: true", "label: 已还, final: yes", 12, "final"),
        ("since: 2025-01-01", "since: 2025-13-01", 6, "2025-13-01"),
        ("to: lent,", "", 14, "to"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_at_its_line(
    tmp_path, old, new, line, word
):
    findings = refused(tmp_path, old, new)
    assert any(one.at.line == line for one in findings), findings
    assert any(word in one.message for one in findings), findings
    assert all(one.at.file == "rules/procedures/umbrella.yaml" for one in findings)


@pytest.mark.parametrize(
    ("old", "new", "line", "kind", "word"),
    [
        (
            "to: back, by: [receptionist],",
            "to: back, by: [receptoinist],",
            16,
            "unknown",
            "receptoinist",
        ),
        (
            "to: back, by: [receptionist],",
            "to: back, by: [],",
            16,
            "nobody",
            "give_back",
        ),
        ("final: true", "final: false", 12, "dead_end", "back"),
        ("to: back", "to: lent", 12, "unreachable", "back"),
        ("to: back", "to: lent", 11, "dead_end", "lent"),
        (
            "clauses: [case.first-asked]\n",
            "clauses: [case.frist]\n",
            1,
            "unknown",
            "case.frist",
        ),
        (
            "to: back,",
            "to: back, opens: [umbrella.lost],",
            16,
            "unknown",
            "umbrella.lost",
        ),
        (
            "to: back,",
            "to: back, meets: [umbrella.due],",
            16,
            "unknown",
            "umbrella.due",
        ),
        ("to: back,", "to: back, effects: [dry_it],", 16, "unknown", "dry_it"),
        (
            "to: back,",
            "to: back, sets: {back_on: '@tomorrow'},",
            16,
            "unknown",
            "tomorrow",
        ),
        (
            "to: back,",
            "to: back, guards: [{table: umbrella.rain, facts: {}, "
            "wants: {ok: 'true'}, else: 不行。}],",
            16,
            "unknown",
            "umbrella.rain",
        ),
        (
            "to: back,",
            "to: back, guards: [{table: slip.delegation, facts: {}, "
            "wants: {delegate_required: 'true'}, else: 不行。}],",
            16,
            "column",
            "days_away",
        ),
    ],
)
def test_a_fault_in_the_flow_is_reported_at_its_line(
    tmp_path, library, old, new, line, kind, word
):
    findings = reported(tmp_path, library, old, new)
    assert [one for one in findings if (one.at.line, one.kind) == (line, kind)], (
        findings
    )
    assert any(word in one.message and one.fix for one in findings)


def test_a_bad_edit_leaves_the_last_good_procedure_in_force(tmp_path):
    shelf = shelf_with(tmp_path, FILE)
    path = tmp_path / "rules" / "procedures" / "umbrella.yaml"
    before = shelf.of_site(None)["umbrella"].versions[0].hash
    path.write_text(FILE.replace("to: back", "to: bakc") + "\n", "utf-8")
    assert shelf.refresh() == []
    assert shelf.of_site(None)["umbrella"].versions[0].hash == before
    assert list(shelf.kept_back) == ["rules/procedures/umbrella.yaml"]
    path.write_text(FILE.replace("label: 归还", "label: 还伞"), "utf-8")
    assert shelf.refresh() == ["rules/procedures/umbrella.yaml"]
    assert shelf.kept_back == {}
    assert shelf.of_site(None)["umbrella"].versions[0].hash != before


def test_a_procedure_of_a_site_replaces_the_house_s_there(tmp_path):
    own = tmp_path / "rules" / "sites" / "nanmen" / "procedures"
    own.mkdir(parents=True)
    (own / "umbrella.yaml").write_text(FILE.replace("借伞", "借雨衣"), "utf-8")
    shelf = shelf_with(tmp_path, FILE)
    assert shelf.of_site("nanmen")["umbrella"].title == "借雨衣"
    assert shelf.of_site("jincheng")["umbrella"].title == "借伞"


def test_the_shipped_files_are_read_again_when_one_goes(tmp_path):
    shutil.copytree(RULES / "procedures", tmp_path / "rules" / "procedures")
    shelf = Shelf(tmp_path / "rules")
    (tmp_path / "rules" / "procedures" / "lost.yaml").unlink()
    assert shelf.refresh() == ["rules/procedures/lost.yaml"]
    assert "lost" not in shelf.of_site(None)

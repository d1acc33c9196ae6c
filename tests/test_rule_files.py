"""The rule files of the house: fixed names, complete tables, grounds and labels."""

import re
from datetime import date

import pytest

from portal.cli.rules.coverage import coverage
from portal.rules.calendar import load_calendar
from portal.rules.check import analyse
from portal.rules.evaluate import decide, failing_examples
from portal.rules.explain.words import row_name
from portal.rules.load import load_text
from portal.rules.procedures import Shelf
from tests.rules_values.house import ROOT, library, read

NAMES = read("fixed_names.yaml")
FIXED = NAMES["tables"]
CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def rules():
    return library().rules()


def assert_column(column, wanted):
    """wanted: a type, "type?" or the list of the only values."""
    if isinstance(wanted, list):
        assert (column.type, list(column.values or [])) == ("text", wanted)
    else:
        assert column.type == wanted.removesuffix("?")
    optional = isinstance(wanted, str) and wanted.endswith("?")
    assert column.nullable == optional, f"{column.name} may be null: {optional}"


@pytest.mark.parametrize("name", FIXED)
def test_a_fixed_table_keeps_its_hit_policy_and_its_clauses(rules, name):
    table = rules[name].table
    assert table.hit == FIXED[name]["hit"]
    assert set(FIXED[name]["clauses"]) <= set(table.clauses)
    assert dict(table.requires).items() >= FIXED[name].get("requires", {}).items()


@pytest.mark.parametrize("name", FIXED)
def test_a_fixed_table_takes_the_facts_it_always_took(rules, name):
    inputs = rules[name].table.inputs
    for column, wanted in FIXED[name]["in"].items():
        assert_column(inputs[column], wanted)
    added = [inputs[column] for column in inputs if column not in FIXED[name]["in"]]
    assert all(column.nullable for column in added), "an added input must be optional"


@pytest.mark.parametrize("name", FIXED)
def test_a_fixed_table_answers_what_it_always_answered(rules, name):
    outputs = rules[name].table.outputs
    for column, wanted in FIXED[name]["out"].items():
        found = outputs[column]
        if isinstance(wanted, list):
            assert list(found.values or []) == wanted
        assert found.type == ("text" if isinstance(wanted, list) else wanted)
        assert found.when_null == FIXED[name].get("when_null", {}).get(column)


def test_every_channel_is_known_wherever_a_channel_is_asked(rules):
    asked = [b.table.inputs["channel"] for b in rules.values() if _asks_channel(b)]
    assert len(asked) == 6
    assert all(list(column.values) == NAMES["channels"] for column in asked)


def _asks_channel(bound):
    return "walk_in" in (getattr(bound.table.inputs.get("channel"), "values", 0) or ())


def columns_of(table):
    derived = [one.column for one in table.derived.values()]
    return [*table.inputs.values(), *derived, *table.outputs.values()]


def test_every_table_is_complete_and_no_row_is_masked(rules):
    found = [
        str(finding)
        for bound in rules.values()
        for version in bound.table.versions
        for finding in analyse(bound.table, version)
    ]
    assert found == []


def test_every_example_holds_and_every_version_has_some(rules):
    assert [str(f) for bound in rules.values() for f in failing_examples(bound)] == []
    bare = [b.id for b in rules.values() for v in b.versions if not v.examples]
    assert bare == []


def test_every_row_is_shown_by_an_example(rules):
    unseen = []
    for bound in rules.values():
        if bound.id.startswith("access."):
            continue  # one row an action: the tests below walk through them
        for version in bound.versions:
            seen = {
                row
                for example in version.examples
                for row in decide(bound, example.given, version.since).rows
            }
            unseen += [f"{bound.id}#{r.id}" for r in version.rows if r.id not in seen]
    assert unseen == []


def test_examples_stand_on_every_boundary_and_beyond_it(rules):
    missing = []
    for bound in rules.values():
        for version in bound.versions:
            for column in bound.table.inputs.values():
                limits = _limits_in(version, column)
                tried = {e.given.get(column.name) for e in version.examples} - {None}
                missing += [
                    f"{bound.id} {column.name} {limit}"
                    for limit in limits
                    if not _is_straddled(limit, tried, column)
                ]
    assert missing == []


def _is_straddled(limit, tried, column):
    """Whether examples stand below, on and above, as far as the column goes."""
    below = limit == column.min or any(one < limit for one in tried)
    above = limit == column.max or any(one > limit for one in tried)
    return below and limit in tried and above


def _limits_in(version, column):
    """The figures the cells of a number column compare with."""
    if column.type not in ("money", "number", "integer"):
        return set()
    cells = [row.when[column.name] for row in version.rows if column.name in row.when]
    return {one for cell in cells for one in cell.constants() if one is not None}


def test_every_clause_is_in_the_catalogue_and_every_row_has_a_ground(rules):
    assert len(rules.clauses) == 641
    for bound in rules.values():
        for version in bound.versions:
            for row in version.rows:
                assert set(row.clauses) <= set(rules.clauses)
                assert row.clauses or "本店定" in row.note, f"{bound.id}#{row.id}"


THIS_PART = re.compile(
    r"(dispatch|lead|slip|lost)\.|desk\.register\.|desk\.phone\.ring3$"
    r"|form\.(enquiry-statistics|work-contact-note)$"
)
NOT_CARRIED = {
    # The source skips a number: there is no rule to carry.
    "dispatch.clause2.missing",
}
# Carried by steps of procedures, which have no examples in their files.
SHOWN_BY_TESTS = {
    "form.enquiry-statistics": (
        "lost/test_pages.py",
        "test_the_sheet_for_the_office_has_the_statement_and_the_signature",
    ),
    "lost.manager-statement": (
        "lost/test_confirming.py",
        "test_the_statement_must_be_whole",
    ),
    "lost.process.enter-system": (
        "lost/test_liability.py",
        "test_the_office_approves_or_sends_back_and_then_files",
    ),
    "slip.fill.designer-by-manager": (
        "slip/test_signing.py",
        "test_only_the_customer_manager_fills_in_the_designer",
    ),
}


def test_every_clause_of_this_part_is_carried_and_shown(rules):
    covered = coverage(rules, Shelf(ROOT / "rules"))
    mine = {one: places for one, places in covered.items() if THIS_PART.match(one)}
    assert len(mine) > 60
    bare = {one for one, places in mine.items() if not places["carried_by"]}
    assert bare == NOT_CARRIED
    unseen = {one for one, places in mine.items() if not places["shown_by"]}
    assert unseen - NOT_CARRIED == set(SHOWN_BY_TESTS)


@pytest.mark.parametrize("clause", SHOWN_BY_TESTS)
def test_a_clause_that_a_test_shows_has_that_test(clause):
    file, name = SHOWN_BY_TESTS[clause]
    assert f"def {name}(" in (ROOT / "tests" / file).read_text("utf-8")


def test_every_column_and_every_value_has_a_chinese_name(rules):
    bare = []
    for bound in rules.values():
        assert CHINESE.search(bound.title), bound.id
        for column in columns_of(bound.table):
            words = {column.name: column.label, **(column.values or {})}
            bare += [
                f"{bound.id} {k}" for k, v in words.items() if not CHINESE.search(v)
            ]
    assert bare == []


def test_every_settings_table_is_one_row_of_single_figures(rules):
    settings = [b.table for b in rules.values() if b.id.endswith(".settings")]
    assert len(settings) >= 6
    for table in settings:
        assert not table.inputs
        assert all(len(version.rows) == 1 for version in table.versions)


def test_every_figure_of_this_part_is_read_by_something(rules):
    parts = ("access", "desk", "dispatch", "lead", "lost", "slip")
    read_by = "".join(
        path.read_text("utf-8")
        for path in sorted(
            {*(ROOT / "portal").rglob("*.py"), *(ROOT / "rules").rglob("*.yaml")}
        )
        if path.name != "settings.yaml" and path.parent.name != "clauses"
    )
    figures = [f"{part}.{one}" for part in parts for one in _figures(rules, part)]
    unread = [one for one in figures if not re.search(_read_as(one), read_by)]
    assert unread == [LATER]


# A later part fines it; its row in fine.receptionist already says how long.
LATER = "desk.desk_unattended_minutes"


def _figures(rules, part):
    return rules[f"{part}.settings"].table.outputs


def _read_as(figure):
    """Named in quotes by the program, or as `figures.name` by another table."""
    name = figure.partition(".")[2]
    return rf"\"{name}\"|figures\.{name}\b"


def test_every_row_has_a_short_chinese_name_of_its_own(rules):
    unclear = []
    for bound in rules.values():
        for version in bound.versions:
            names = [row_name(bound.table, row) for row in version.rows]
            unclear += [
                f"{bound.id}: {name}"
                for name in names
                if not 2 <= len(name) <= 8
                or not CHINESE.search(name)
                or names.count(name) > 1
            ]
    assert unclear == []


def test_the_house_calendar_can_be_read():
    root = ROOT / "rules"
    calendar = load_calendar(root / "calendar/overrides.yaml", root)
    assert calendar.is_workday(date(2025, 10, 9))
    assert not calendar.is_workday(date(2025, 10, 1))


def test_the_worked_table_of_the_manual_is_the_table_itself(rules):
    manual = (ROOT / "rules/README.md").read_text("utf-8")
    printed = re.search(r"```yaml\n(title:.*?)```", manual, re.DOTALL)[1]
    table = load_text(printed, "README.md", "dispatch.tier")
    shown, real = table.versions[0].rows, rules["dispatch.tier"].versions[0].rows
    assert [(r.id, r.then) for r in shown] == [(r.id, r.then) for r in real]
    assert [{k: c.text for k, c in r.when.items()} for r in shown] == [
        {k: c.text for k, c in r.when.items()} for r in real
    ]


def test_a_chinese_note_keeps_its_half_width_comma_without_quotes():
    text = (ROOT / "rules/dispatch/tier.yaml").read_text("utf-8")
    bare = text.replace('"未填造价先按小单,提示补录"', "未填造价先按小单,提示补录")
    assert bare != text
    table = load_text(bare, "tier.yaml", "dispatch.tier")
    assert table.versions[0].rows[0].note == "未填造价先按小单,提示补录"

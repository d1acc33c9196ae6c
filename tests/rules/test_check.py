"""A manager hears of every hole, overlap and dead row, with a case and a remedy."""

from datetime import date, time
from decimal import Decimal

import pytest

from portal.rules.cell import parse_expression
from portal.rules.check import analyse
from portal.rules.check.gaps import merge
from tests.rules.made_tables import column, derived, table

AMOUNT = column("amount", "money", label="预计造价", min=Decimal(0))
MONTH = column("month", "integer", label="月份", min=Decimal(1), max=Decimal(12))
SEASON = column("season", "text", label="季节", values={"low": "淡季", "high": "旺季"})
POSITION = column("position", "text", label="职位")
FORCED = column("forced", "boolean", label="强派")
DAY = column("day", "date", label="日期")


def faults(hit, columns, rows, **more):
    made = table(hit, columns, rows, **more)
    return analyse(made, made.versions[0])


def rows(*cells, columns=("amount",)):
    """Rows a, b, c ... of cell texts, each with an answer of its own."""
    return {
        name: (dict(zip(columns, texts, strict=True)), {"answer": name})
        for name, texts in zip(
            "abcdef", (c if isinstance(c, tuple) else (c,) for c in cells), strict=False
        )
    }


def test_a_table_without_faults_is_left_in_peace():
    assert (
        faults("unique", [AMOUNT], rows("< 30000", "[30000..50000)", ">= 50000")) == []
    )


def test_an_amount_on_the_line_that_belongs_to_nobody_is_named():
    [gap] = faults("unique", [AMOUNT], rows("< 30000", "(30000..50000)", ">= 50000"))
    assert (gap.kind, gap.witness) == ("gap", "预计造价 = 30000 无归属")
    assert (gap.at.line, gap.at.column) == (10, 30)
    assert "把行 a 的预计造价 `< 30000` 改成 `<= 30000`" in gap.fix
    assert '补一行 when: {amount: "30000"}' in gap.fix


def test_the_row_next_to_the_hole_is_the_one_to_change():
    [gap] = faults("unique", [AMOUNT], rows("< 10", "[10..20)"))
    assert "把行 b 的预计造价 `[10..20)` 改成 `>= 10`" in gap.fix


def test_holes_that_differ_in_one_column_only_become_one():
    assert merge([(1, 1), (1, 2), (2, 3), (4, 8)]) == [(3, 3), (4, 8)]


def test_an_amount_on_the_line_that_belongs_to_two_rows_is_named():
    [both] = faults("unique", [AMOUNT], rows("< 30000", "[30000..50000]", ">= 50000"))
    assert both.kind == "overlap"
    assert both.witness == "预计造价 = 50000 同时中 b 和 c"
    assert (both.row, both.at.line) == ("b", 11)
    assert "`[30000..50000]` 改成 `[30000..50000)`" in both.fix


def test_a_row_masked_by_two_rows_together_is_named_with_both():
    [masked] = faults("first", [AMOUNT], rows("< 30000", ">= 30000", "[20000..40000]"))
    assert masked.kind == "masked"
    assert masked.witness == "行 c 被 a、b 2 行合起来盖住，永远轮不到"
    assert masked.at.line == 12


def test_only_the_rows_that_are_needed_are_blamed_for_masking():
    made = rows("< 9", "[10..20]", "> 15", "[12..14]", "-", ">= 19")
    masked = [one for one in faults("first", [AMOUNT], made) if one.kind == "masked"]
    assert [one.witness for one in masked] == [
        "行 d 被 b 一行盖住，永远轮不到",
        "行 f 被 c 一行盖住，永远轮不到",
    ]


def test_a_stronger_answer_masks_a_priority_row_written_before_it():
    answer = column("answer", "text", values=["b", "a"])
    [masked] = faults("priority", [AMOUNT], rows("< 5", "-"), outputs=(answer,))
    assert masked.witness == "行 a 被 b 一行盖住，永远轮不到"
    assert "values 的次序" in masked.fix


def test_a_worked_out_answer_has_no_fixed_strength_so_it_masks_nothing():
    answer = column("answer", "number")
    worked_out = parse_expression("= amount * 2", {"amount": "money"})
    made = {
        "a": ({}, {"answer": worked_out}),
        "b": ({"amount": "< 5"}, {"answer": Decimal(1)}),
    }
    assert faults("priority", [AMOUNT], made, outputs=(answer,)) == []


def test_a_cell_outside_the_declared_domain_can_never_fire():
    for hit in ("unique", "collect", "rule order"):
        [dead] = faults(hit, [AMOUNT], rows("-", "< 0"))
        assert (dead.kind, dead.row, dead.at.line) == ("unreachable", "b", 11)
        assert "预计造价 `< 0`" in dead.message


def test_collected_rows_may_leave_holes_and_overlap():
    assert faults("collect", [AMOUNT], rows("< 10", "< 20", "> 90")) == []
    assert faults("rule order", [SEASON], rows("low", columns=("season",))) == []


def test_the_same_answer_twice_is_fine_in_an_any_table_and_a_fault_in_a_unique_one():
    made = {
        "a": ({"amount": "< 20"}, {"answer": "yes"}),
        "b": ({"amount": ">= 10"}, {"answer": "yes"}),
    }
    assert faults("any", [AMOUNT], made) == []
    [both] = faults("unique", [AMOUNT], made)
    assert both.witness == "10 ≤ 预计造价 < 20 同时中 a 和 b"


def test_two_answers_to_one_question_are_a_fault_in_an_any_table():
    [both] = faults("any", [AMOUNT], rows("< 20", ">= 10"))
    assert "答案却不同" in both.message


@pytest.mark.parametrize(
    "columns, cells, hole",
    [
        ([MONTH], ["<= 3", ">= 5"], "月份 = 4"),
        ([MONTH], ["< 3", "> 6"], "3 ≤ 月份 ≤ 6"),
        ([MONTH], ["<= 11"], "月份 = 12"),
        ([SEASON], ["low"], "季节 = 旺季"),
        ([FORCED], ["true"], "强派 = 否"),
        ([POSITION], ["designer"], "职位 = 其他文字"),
        ([DAY], ["< 2025-03-01", "> 2025-03-01"], "日期 = 2025-03-01"),
        ([AMOUNT], ["> 0"], "预计造价 = 0"),
        ([AMOUNT], ["< 1", "> 2"], "1 ≤ 预计造价 ≤ 2"),
    ],
)
def test_a_hole_is_said_in_the_words_of_its_column(columns, cells, hole):
    made = rows(*cells, columns=(columns[0].name,))
    assert [one.witness for one in faults("unique", columns, made)] == [
        f"{hole} 无归属"
    ]


@pytest.mark.parametrize(
    "columns, cells",
    [
        ([MONTH], ["<= 3", "[4..6)", "[6..8]", ">= 9"]),  # nothing between 3 and 4
        ([DAY], ["< 2025-03-01", "2025-03-01", ">= 2025-03-02"]),
        ([SEASON], ["low", "high"]),
        ([FORCED], ["true", "false"]),
        ([column("at", "time")], ['< "12:00"', '>= "12:00"']),
        ([column("at", "time")], ["[00:00..12:00)", '>= "12:00"']),
        ([POSITION], ["designer", "not(designer)"]),
    ],
)
def test_what_cannot_occur_is_not_called_a_hole(columns, cells):
    assert faults("unique", columns, rows(*cells, columns=(columns[0].name,))) == []


@pytest.mark.parametrize(
    "formula, hole",
    [
        ("= month - 1", []),
        ("= -(month * 2)", []),
        ("= floor(month / 2)", []),
        ("= month / 2", ["3 < half < 4 无归属"]),
        ("= month * 0.5", ["3 < half < 4 无归属"]),
        ("= month - amount", ["3 < half < 4 无归属"]),
        ("= floor(month / 2) / 2", ["3 < half < 4 无归属"]),
    ],
)
def test_a_worked_out_integer_that_may_be_a_fraction_needs_a_row_for_it(formula, hole):
    half = derived("half", "integer", formula, [MONTH, AMOUNT])
    made = rows("<= 3", ">= 4", columns=("half",))
    found = faults("unique", [MONTH, AMOUNT], made, worked_out=[half])
    assert [one.witness for one in found] == hole


def test_a_worked_out_value_may_be_missing_only_where_an_operand_may():
    optional = column("amount", "money", nullable=True)
    made = rows("<= 0", "> 0", columns=("rest",))
    for columns, holes in (([AMOUNT], 0), ([optional], 1)):
        rest = derived("rest", "money", "= amount - 5", columns)
        assert len(faults("unique", columns, made, worked_out=[rest])) == holes


def test_a_missing_value_is_a_hole_only_where_the_column_may_be_empty():
    optional = column("amount", "money", label="预计造价", nullable=True)
    cells = rows("< 5", ">= 5")
    [hole] = faults("unique", [optional], cells)
    assert hole.witness == "预计造价为空 无归属"
    assert faults("unique", [column("amount", "money")], cells) == []


def test_neighbouring_holes_are_told_as_one():
    made = rows(
        ("< 4", "low"), ("[4..6]", "low"), ("> 6", "low"), columns=("month", "season")
    )
    [hole] = faults("unique", [MONTH, SEASON], made)
    assert hole.witness == "季节 = 旺季 无归属"
    assert 'when: {season: "high"}' in hole.fix


def test_a_hole_found_in_two_places_is_told_as_one():
    columns = [column(name, "text", values=["x", "y"]) for name in "abc"]
    made = rows(("x", "-", "y"), ("y", "x", "y"), columns="abc")
    found = faults("unique", columns, made)
    assert {one.witness for one in found} == {
        "c = x 无归属",
        "a = y 且 b = y 且 c = y 无归属",
    }


def test_a_hole_in_two_columns_names_both():
    made = rows(
        ("<= 6", "low"), ("-", "high"), ("> 8", "low"), columns=("month", "season")
    )
    [hole] = faults("unique", [MONTH, SEASON], made)
    assert hole.witness == "7 ≤ 月份 ≤ 8 且 季节 = 淡季 无归属"


def test_a_table_that_answers_nothing_says_so():
    [hole] = faults("unique", [AMOUNT], {})
    assert hole.witness == "任何情况 无归属"
    assert hole.at.line == 9


def test_a_table_without_columns_takes_one_row():
    assert faults("unique", [], {"a": ({}, {"answer": "x"})}) == []
    made = {"a": ({}, {"answer": "x"}), "b": ({}, {"answer": "y"})}
    assert [one.witness for one in faults("unique", [], made)] == [
        "任何情况 同时中 a 和 b"
    ]


def test_many_faults_of_one_kind_are_counted_not_all_listed():
    cells = {f"r{n}": ({"amount": "< 9"}, {"answer": "x"}) for n in range(9)}
    found = [one for one in faults("unique", [AMOUNT], cells) if one.kind == "overlap"]
    assert len(found) == 21
    assert found[-1].message == "同类问题还有 16 处没有列出"


def test_very_many_overlaps_are_counted_without_being_written():
    cells = {f"r{n}": ({"amount": "< 9"}, {"answer": "x"}) for n in range(2000)}
    found = [one for one in faults("unique", [AMOUNT], cells) if one.kind == "overlap"]
    assert found[-1].message == "同类问题还有 1998980 处没有列出"


def test_many_holes_are_told_up_to_twenty():
    cells = {f"r{n}": ({"amount": str(n)}, {"answer": "x"}) for n in range(0, 3000, 2)}
    others = [column("month", "integer"), column("season", "integer")]
    cells |= {
        f"s{n}": ({"month": str(n), "season": str(-n)}, {"answer": "x"})
        for n in range(40)
    }
    found = [o for o in faults("any", [AMOUNT, *others], cells) if o.kind == "gap"]
    assert len(found) == 21
    assert "至少还有" in found[-1].message


def test_a_table_too_entangled_to_search_says_that_it_was_not_searched():
    made = table("unique", [MONTH], rows("<= 3", ">= 5", columns=("month",)))
    [unfinished] = analyse(made, made.versions[0], steps=1)
    assert unfinished.kind == "incomplete"
    assert "未能查完" in unfinished.message


def test_texts_with_signs_in_them_come_back_quoted():
    kind = column("kind", "text", values=["甲(一)", "乙", "null"])
    [hole] = faults("unique", [kind], rows("乙", columns=("kind",)))
    assert """when: {kind: '"甲(一)", "null"'}""" in hole.fix


def test_times_and_days_are_shown_as_they_are_written():
    at = column("at", "time", label="时刻")
    [hole] = faults("unique", [at], rows('< "18:30"', columns=("at",)))
    assert hole.witness == "时刻 ≥ 18:30 无归属"
    limited = column("day", "date", min=date(2025, 1, 1), max=date(2025, 1, 31))
    made = rows("< 2025-01-10", "> 2025-01-12", columns=("day",))
    [hole] = faults("unique", [limited], made)
    assert hole.witness == "2025-01-10 ≤ day ≤ 2025-01-12 无归属"
    late = column("at", "time", min=time(20), label="时刻")
    [hole] = faults("unique", [late], rows('> "22:00"', columns=("at",)))
    assert hole.witness == "时刻 ≤ 22:00 无归属"

"""How matched rows become one answer: the eleven hit policies."""

from decimal import Decimal

import pytest

from portal.rules.errors import BadRuleFile, NotDecided
from portal.rules.evaluate import BoundTable, ReferenceMatcher, decide
from portal.rules.load import load_text
from tests.rules.folder import DAY

HEAD = """\
title: 样表
hit: {hit}
inputs:
  size: {{label: 数, type: integer}}
outputs:
{outputs}
versions:
  - since: 2025-01-01
    rows:
"""
GRADE = "  grade: {label: 级, type: text, values: {high: 高, mid: 中, low: 低}}"
AMOUNT = "  amount: {label: 金额, type: money}"


def bound(hit, outputs, *rows):
    lines = [
        f"      - {{id: r{n}, when: {{size: {when!r}}}, then: {then}, note: 定}}"
        for n, (when, then) in enumerate(rows)
    ]
    text = HEAD.format(hit=f'"{hit}"', outputs=outputs) + "\n".join(lines) + "\n"
    table = load_text(text, "rules/made/table.yaml", "made.table")
    matchers = {v.hash: ReferenceMatcher(v.rows) for v in table.versions}
    return BoundTable(table, matchers, {})


def grades(hit):
    return bound(
        hit,
        GRADE,
        ("> 0", "{grade: low}"),
        ("> 10", "{grade: high}"),
        ("> 20", "{grade: mid}"),
    )


def amounts(hit, *more):
    return bound(
        hit,
        AMOUNT,
        ("> 0", "{amount: 5}"),
        ("> 10", "{amount: 0.5}"),
        ("> 20", "{amount: 7}"),
        *more,
    )


def answer(table, n):
    decision = decide(table, {"size": n}, DAY)
    return decision.rows, decision.outcome


def test_unique_answers_with_the_one_row_and_refuses_two():
    assert answer(grades("unique"), 5) == (["r0"], {"grade": "low"})
    with pytest.raises(NotDecided, match="r0、r1 同时适用"):
        answer(grades("unique"), 15)


@pytest.mark.parametrize("hit", ["unique", "any", "first", "priority"])
def test_no_row_is_no_decision(hit):
    with pytest.raises(NotDecided, match="没有一行适用"):
        answer(grades(hit), 0)


def test_any_answers_when_all_rows_agree():
    rows = [("> 0", "{grade: low}"), ("> 10", "{grade: low}"), ("> 20", "{grade: mid}")]
    table = bound("any", GRADE, *rows)
    assert answer(table, 15) == (["r0", "r1"], {"grade": "low"})
    with pytest.raises(NotDecided, match="答案不一样"):
        answer(table, 25)


def test_first_takes_the_topmost_row():
    assert answer(grades("first"), 25) == (["r0"], {"grade": "low"})


def test_priority_takes_the_strongest_answer_wherever_it_stands():
    assert answer(grades("priority"), 25) == (["r1"], {"grade": "high"})


def test_rule_order_lists_rows_as_they_stand():
    expected = [{"grade": "low"}, {"grade": "high"}, {"grade": "mid"}]
    assert answer(grades("rule order"), 25) == (["r0", "r1", "r2"], expected)


def test_output_order_lists_the_strongest_answer_first():
    expected = [{"grade": "high"}, {"grade": "mid"}, {"grade": "low"}]
    assert answer(grades("output order"), 25) == (["r1", "r2", "r0"], expected)


@pytest.mark.parametrize("hit", ["rule order", "output order", "collect"])
def test_lists_may_be_empty(hit):
    assert answer(grades(hit), 0) == ([], [])


def test_collect_lists_every_answer():
    expected = [{"amount": Decimal(5)}, {"amount": Decimal("0.5")}]
    assert answer(amounts("collect"), 15) == (["r0", "r1"], expected)


@pytest.mark.parametrize(
    ("hit", "total"), [("collect+", "12.5"), ("collect<", "0.5"), ("collect>", "7")]
)
def test_collect_adds_up_or_takes_the_least_or_most(hit, total):
    rows, outcome = answer(amounts(hit), 25)
    assert (rows, outcome) == (["r0", "r1", "r2"], {"amount": Decimal(total)})
    assert answer(amounts(hit), 0) == ([], {"amount": None})


def test_collect_counts():
    assert answer(amounts("collect#"), 15)[1] == {"amount": Decimal(2)}
    assert answer(amounts("collect#"), 0)[1] == {"amount": Decimal(0)}


def test_a_sum_with_a_figure_the_house_has_not_set_is_not_set():
    assert answer(amounts("collect+", ("> 30", "{amount: null}")), 40)[1] == {
        "amount": None
    }


def test_a_figure_that_does_not_count_is_left_out_of_the_sum():
    column = AMOUNT.replace("money}", "money, when_null: does_not_count}")
    table = bound("collect+", column, ("> 0", "{amount: 5}"), ("> 1", "{}"))
    assert answer(table, 9)[1] == {"amount": Decimal(5)}


@pytest.mark.parametrize("hit", ["collect+", "collect<"])
def test_texts_cannot_be_added(hit):
    with pytest.raises(BadRuleFile, match=r"不能用于 text 列"):
        grades(hit)


@pytest.mark.parametrize("hit", ["priority", "output order"])
def test_an_order_of_answers_needs_values(hit):
    with pytest.raises(BadRuleFile, match="values"):
        amounts(hit)


def test_counting_takes_one_output_column():
    with pytest.raises(BadRuleFile, match="只能有一个输出列"):
        bound("collect#", f"{AMOUNT}\n{GRADE}", ("> 0", "{amount: 1, grade: low}"))


def test_an_answer_may_be_worked_out_but_must_stay_in_its_domain():
    column = "  x: {label: 数, type: integer, min: 0}"
    table = bound(
        "unique", column, ("> 0", '{x: "= size / 2"}'), ("<= 0", '{x: "= size"}')
    )
    assert answer(table, 4)[1] == {"x": Decimal(2)}
    for n in (3, -1):
        with pytest.raises(NotDecided, match="算出的数"):
            answer(table, n)


def test_an_answer_left_out_is_a_fault_unless_the_column_says_what_null_means():
    with pytest.raises(BadRuleFile, match="没有写金额"):
        bound("collect", AMOUNT, ("> 0", "{}"))

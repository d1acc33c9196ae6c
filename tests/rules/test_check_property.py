"""The analysis agrees with trying every fact of a small domain, one by one."""

from datetime import date, time, timedelta
from decimal import Decimal
from itertools import combinations, product

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.rules.cell import parse_cell
from portal.rules.check import analyse
from portal.rules.check.advice import closing, parting
from portal.rules.check.gaps import Budget
from portal.rules.check.space import space_of
from tests.rules.made_tables import column, table

# On a busy machine a table takes its time; that says nothing about the analysis.
tried = settings(
    max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
TIERS = ["small", "medium", "large"]
FIRST_DAY = date(2025, 1, 1)
# Column kinds with every value that can be told apart by constants 0..4.
KINDS = {
    "integer": [Decimal(n) for n in range(6)],
    "money": [Decimal(n) / 2 for n in range(11)],
    "date": [FIRST_DAY + timedelta(days=n) for n in range(6)],
    "time": [time(n // 2, 30 * (n % 2)) for n in range(11)],
    "duration": [timedelta(minutes=30 * n) for n in range(11)],
    "text": [*TIERS, "huge"],
    "open text": [*TIERS, "别的"],
    "boolean": [True, False],
}
DOMAINS = {
    "integer": {"min": Decimal(0), "max": Decimal(5)},
    "money": {"min": Decimal(0), "max": Decimal(5)},
    "date": {"min": FIRST_DAY, "max": FIRST_DAY + timedelta(days=5)},
    "time": {"max": time(5)},  # the day itself starts at 00:00
    "duration": {"min": timedelta(0), "max": timedelta(hours=5)},
    "text": {"values": [*TIERS, "huge"]},
    "open text": {},
    "boolean": {},
}


def literal(kind, n):
    day = (FIRST_DAY + timedelta(days=n)).isoformat()
    return {"date": day, "time": f"0{n}:00", "duration": f"PT{n}H"}.get(kind, str(n))


@st.composite
def ordered_cells(draw, kind):
    low = draw(st.integers(0, 4))
    high = draw(st.integers(low, 5))
    one, two = literal(kind, low), literal(kind, high)
    closed = low == high
    forms = ["-", one, f"{one}, {two}", f"< {one}", f"<= {one}", f"> {one}", "null"]
    forms += [f">= {one}", f"[{one}..{two}]", f"not({one})", f"not(< {one})"]
    forms += [] if closed else [f"[{one}..{two})", f"({one}..{two})"]
    return draw(st.sampled_from([*forms, f"{one}, null", "not(null)"]))


def cells(kind):
    if kind == "boolean":
        return st.sampled_from(["-", "true", "false", "not(true)", "null"])
    if kind == "text":
        forms = ["-", *TIERS, "small, medium", "not(large)", "not(small, huge)", "null"]
        return st.sampled_from([*forms, "not(null)"])
    if kind == "open text":
        forms = ["-", *TIERS, "not(large)", "not(small, medium)", "not(large, null)"]
        return st.sampled_from([*forms, "null", "small, null"])
    return ordered_cells(kind)


@st.composite
def tables(draw, hit):
    names = draw(st.lists(st.sampled_from(list(KINDS)), min_size=1, max_size=3))
    columns = [
        column(f"c{n}", kind.split()[-1], nullable=draw(st.booleans()), **DOMAINS[kind])
        for n, kind in enumerate(names)
    ]
    kinds = dict(zip((one.name for one in columns), names, strict=True))
    answers = st.sampled_from(["x", "y"])
    rows = {
        f"r{n}": (
            {name: draw(cells(kind)) for name, kind in kinds.items()},
            {"answer": draw(answers)},
        )
        for n in range(draw(st.integers(0, 6)))
    }
    answer = column("answer", "text", values=["y", "x"])
    return table(hit, columns, rows, outputs=(answer,))


def every_fact(made):
    """(fact, the rows that match it) for each fact of the declared domain."""
    columns = made.inputs.values()
    pools = [KINDS[kind_of(c)] + [None] * c.nullable for c in columns]
    for values in product(*pools):
        fact = dict(zip(made.inputs, values, strict=True))
        hits = [r for r in made.versions[0].rows if matches(r.when, fact)]
        yield fact, hits


def kind_of(column):
    return "open text" if column.type == "text" and not column.values else column.type


def matches(when, fact):
    return all(cell.tests(fact[name]) is True for name, cell in when.items())


def found(made, kind):
    faults = analyse(made, made.versions[0])
    assert not any("没有列出" in one.message for one in faults)
    return [one for one in faults if one.kind == kind]


@tried
@given(tables("unique"))
def test_the_rows_it_asks_for_close_the_holes_and_nothing_else(made):
    space = space_of(made, made.versions[0])
    asked = [
        {
            name: parse_cell(axis.cell(mask), axis.column)
            for (name, axis), mask in zip(space.axes.items(), gap, strict=True)
        }
        for gap in space.boxes.gaps(Budget(10**6))
    ]
    for fact, hits in every_fact(made):
        closing = [when for when in asked if matches(when, fact)]
        assert len(closing) == (0 if hits else 1), fact


def with_change(made, space, change):
    """The rows' cells after the advice is followed, as a manager would type it."""
    name = list(space.axes)[change.axis]
    typed = parse_cell(space.axes[name].cell(change.mask), made.inputs[name])
    rows = made.versions[0].rows
    return [
        {**row.when, name: typed} if number == change.row else row.when
        for number, row in enumerate(rows)
    ]


@tried
@given(tables("unique"))
def test_the_cell_it_proposes_for_a_hole_closes_it_and_overlaps_nothing(made):
    space = space_of(made, made.versions[0])
    for gap in space.boxes.gaps(Budget(10**6)):
        change = closing(space, gap)
        if change is None:
            continue
        after = with_change(made, space, change)
        inside = 0
        for fact, hits in every_fact(made):
            now = sum(matches(when, fact) for when in after)
            assert now == len(hits) or (not hits and now == 1), (fact, change)
            inside += now > len(hits)
        assert inside


@tried
@given(tables("unique"))
def test_the_cell_it_proposes_for_an_overlap_parts_the_rows_and_opens_no_hole(made):
    space = space_of(made, made.versions[0])
    for first, second in combinations(range(len(space.rows)), 2):
        change = parting(space, first, second)
        if not space.boxes.overlapping(first) >> second & 1 or change is None:
            continue
        after = with_change(made, space, change)
        for fact, hits in every_fact(made):
            assert any(matches(when, fact) for when in after) == bool(hits)
            assert not (matches(after[first], fact) and matches(after[second], fact))


@tried
@given(tables("unique"))
def test_every_pair_of_overlapping_rows_is_reported_and_no_other(made):
    pairs = {
        frozenset((one.id, other.id))
        for _, hits in every_fact(made)
        for one, other in combinations(hits, 2)
    }
    reported = [one.witness.split(" 同时中 ")[1] for one in found(made, "overlap")]
    assert len(reported) == len(pairs)
    assert {frozenset(one.split(" 和 ")) for one in reported} == pairs


@tried
@given(tables("first"))
def test_a_row_of_a_first_table_is_masked_when_it_never_comes_first(made):
    first = {hits[0].id for _, hits in every_fact(made) if hits}
    assert never_fire(made) == {row.id for row in made.versions[0].rows} - first


@tried
@given(tables("priority"))
def test_a_row_of_a_priority_table_is_masked_when_another_always_wins(made):
    order = {"y": 0, "x": 1}
    winners = {
        min(hits, key=lambda row: order[row.then["answer"]]).id
        for _, hits in every_fact(made)
        if hits
    }
    assert never_fire(made) == {row.id for row in made.versions[0].rows} - winners


@tried
@given(tables("any"))
def test_an_any_table_is_faulted_for_two_answers_only(made):
    clashes = {
        frozenset((one.id, other.id))
        for _, hits in every_fact(made)
        for one, other in combinations(hits, 2)
        if one.then != other.then
    }
    assert len(found(made, "overlap")) == len(clashes)


def never_fire(made):
    return {one.row for kind in ("masked", "unreachable") for one in found(made, kind)}

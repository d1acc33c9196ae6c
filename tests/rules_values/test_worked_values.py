"""What the tables answer, held against values worked by hand from the sources."""

from datetime import datetime, timedelta
from decimal import ROUND_CEILING, Decimal

import pytest

from tests.rules_values.house import library, outcome, read

WORKED = [
    pytest.param(table, facts, answer, id=f"{table}-{number}")
    for table, cases in read("worked_values.yaml").items()
    for number, (facts, answer) in enumerate(cases, start=1)
]


@pytest.mark.parametrize(("table", "facts", "answer"), WORKED)
def test_a_worked_value_comes_out(table, facts, answer):
    wanted = {
        name: Decimal(value) if _is_number(value) else value
        for name, value in answer.items()
    }
    assert outcome(table, **facts) == wanted


def _is_number(value):
    if isinstance(value, str):
        return value[:1].isdigit()
    return isinstance(value, int) and not isinstance(value, bool)


LOAD = {
    "season": "low",
    "holding": 0,
    "received_today": 0,
    "received_this_week": 0,
    "champion": "none",
    "quarter_short": False,
    "forced": False,
}
FULL = {"holding": 4, "received_this_week": 4}
PASSES = {
    "force": {"forced": True},
    "the year champion": {"champion": "year"},
    "the quarter champion short of leads": {
        "champion": "quarter",
        "quarter_short": True,
    },
}


@pytest.mark.parametrize(
    ("facts", "verdict", "lifts"),
    [
        ({"holding": 1, "received_this_week": 5}, "open", "none"),
        ({"holding": 2, "received_this_week": 2}, "hold", "lead_closed"),
        ({"season": "high", "holding": 3}, "open", "none"),
        ({"season": "high", "holding": 4}, "hold", "lead_closed"),
        ({"received_today": 1}, "open", "none"),
        ({"received_today": 2}, "day_cap", "next_day"),
        ({"received_this_week": 6}, "week_cap", "next_week"),
        ({"received_today": 2, "received_this_week": 6}, "week_cap", "next_week"),
        ({"away": True, "received_this_week": 6}, "away", "back"),
        ({**FULL, "champion": "quarter"}, "hold", "lead_closed"),
    ],
)
def test_a_designer_is_held_at_his_limits_and_not_before(facts, verdict, lifts):
    found = outcome("dispatch.load", **{**LOAD, **facts})
    assert found == {"verdict": verdict, "lifts": lifts}


@pytest.mark.parametrize("who", PASSES)
def test_the_hold_is_passed_but_never_a_cap(who):
    load = {**LOAD, **FULL, **PASSES[who]}
    assert outcome("dispatch.load", **load)["verdict"] == "open"
    day = outcome("dispatch.load", **{**load, "received_today": 2})
    week = outcome("dispatch.load", **{**load, "received_this_week": 6})
    assert (day["verdict"], week["verdict"]) == ("day_cap", "week_cap")


def test_the_caps_stand_in_one_table_and_the_second_store_has_its_own():
    week = {**LOAD, "received_this_week": 5}
    assert outcome("dispatch.load", **week)["verdict"] == "open"
    assert outcome("dispatch.load", "nanmen", **week)["verdict"] == "week_cap"
    for season in ("low", "high"):
        ours = outcome("dispatch.limits", season=season)
        theirs = outcome("dispatch.limits", "nanmen", season=season)
        assert {k for k in ours if ours[k] != theirs[k]} == {"week"}


def test_twelve_contracts_make_1800_for_the_manager_and_920_for_the_desk():
    def month(position):
        event = {"event": "contract_signed", "count": 12}
        base = outcome("pay.base", position=position)["amount"]
        return base + outcome("pay.commission", position=position, **event)["amount"]

    assert month("customer_manager") == 1800
    assert month("receptionist") == 920


def test_ninety_shift_logs_need_eighteen_samples():
    quota = outcome("inspection.quota", kind="director_log_sample")
    needed = (90 * quota["share"]).to_integral_value(ROUND_CEILING)
    assert (needed, quota["count"], quota["per"]) == (18, None, "month")


def test_a_complaint_of_2330_is_answered_by_0130():
    clock = outcome("complaint.clock", verdict="valid")
    received = datetime(2025, 10, 1, 23, 30)  # noqa: DTZ001 - a wall clock
    due = received + timedelta(minutes=int(clock["reply_minutes"]))
    assert (due.isoformat(), clock["counted_from"]) == (
        "2025-10-02T01:30:00",
        "receipt",
    )


def test_the_retake_is_two_days_after_the_confirmation_exam():
    assert outcome("training.settings")["retake_after_days"] == 2


def test_the_turn_is_total_because_staff_numbers_differ():
    keys = outcome("dispatch.order", channel="walk_in")
    assert [key["key"] for key in keys] == [
        "received_this_week",
        "holding",
        "last_received_at",
        "staff_no",
    ]


def test_what_the_house_has_not_set_is_null_and_not_a_made_up_figure():
    for fault in library().rules()["fine.receptionist"].table.inputs["fault"].values:
        assert outcome("fine.receptionist", fault=fault)["amount"] is None
    assert outcome("pay.base", position="designer")["amount"] is None
    assert outcome("kpi.target", metric="anything")["target"] is None


@pytest.mark.parametrize("days", ["0", "1", "1.99", "2", "2.01", "9"])
def test_a_signature_waits_for_its_signer_exactly_where_no_delegate_is_needed(days):
    away = {"state": "market_signed", "signer_away": True, "days_away": days}
    found = outcome("slip.dispatchable", required=True, **away)["verdict"]
    delegate = outcome("slip.delegation", days_away=days)["delegate_required"]
    assert (found == "pending_signature") is not delegate
    assert found in ("pending_signature", "waiting")

"""Who may do what, and who sees personal data in full."""

import pytest

from portal.rules.errors import BadFacts
from portal.rules.evaluate import decide
from tests.rules_values.house import DAY, library, outcome, read

NAMES = read("fixed_names.yaml")
ROLES = [role for line in NAMES["roles"] for role in line]
ACTIONS = [action for line in NAMES["actions"] for action in line]


@pytest.fixture(scope="module")
def rules():
    return library().rules()


def may(role, action):
    return outcome("access.permission", role=role, action=action)["allowed"]


def test_the_permission_table_knows_every_role_and_every_action(rules):
    inputs = rules["access.permission"].table.inputs
    assert set(inputs["role"].values) == {*ROLES, "wall_screen"}
    assert set(inputs["action"].values) >= set(ACTIONS)


def test_every_action_is_open_to_somebody_and_to_its_own_row_only(rules):
    for action in rules["access.permission"].table.inputs["action"].values:
        decisions = [
            decide(rules["access.permission"], {"role": role, "action": action}, DAY)
            for role in ROLES
        ]
        allowed = {d.rows[0] for d in decisions if d.outcome["allowed"]}
        assert allowed == {action.replace(".", "_")}


def test_the_general_manager_reads_everything_and_dispatches_nothing():
    reading = [action for action in ACTIONS if action.endswith(".read")]
    assert all(may("general_manager", action) for action in reading)
    assert not any(
        may("general_manager", f"dispatch.{act}")
        for act in ("offer", "force", "agree", "respond", "choose", "withdraw")
    )


@pytest.mark.parametrize(
    ("action", "roles"),
    [
        ("dispatch.offer", {"customer_manager"}),
        ("dispatch.force", {"customer_manager", "design_manager"}),
        ("dispatch.agree", {"customer_manager", "design_manager"}),
        ("dispatch.choose", {"salesperson"}),
        ("slip.create", {"salesperson"}),
        ("slip.sign", {"market_manager", "store_manager"}),
        ("delegation.create", {"market_manager", "store_manager"}),
        ("lead.attribute", {"customer_manager", "general_manager"}),
        ("grade.set", {"design_manager"}),
        ("people.edit", {"admin"}),
    ],
)
def test_an_act_of_weight_is_for_those_the_source_names(action, roles):
    assert {role for role in ROLES if may(role, action)} == roles


def test_outsiders_may_do_nothing_of_this():
    assert not any(may("owners_committee", action) for action in ACTIONS)


def test_a_screen_on_the_wall_sees_the_board_and_nothing_else(rules):
    actions = rules["access.permission"].table.inputs["action"].values
    assert {action for action in actions if may("wall_screen", action)} == {
        "board.read"
    }


def test_a_misspelt_action_is_refused_by_name():
    with pytest.raises(BadFacts) as refused:
        may("receptionist", "lead.regster")
    assert "action" in refused.value.problems


def test_personal_data_is_full_for_those_who_work_with_it_and_for_ones_own():
    def shown(role, field, own=False):
        return outcome("access.mask", role=role, field=field, own=own)["shown"]

    assert shown("receptionist", "phone") == "full"
    assert shown("designer", "phone") == "masked"
    assert shown("designer", "phone", own=True) == "full"
    assert shown("hr", "phone") == "masked"
    assert shown("finance", "client_name") == "masked"

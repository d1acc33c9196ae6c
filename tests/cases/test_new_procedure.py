"""A new procedure is a file: put it there, and it is listed, opened, advanced, kept."""

import shutil
from datetime import timedelta

import pytest

from portal.db import Database
from portal.errors import BadInput, NotFound
from portal.rules.library import Library
from portal.services.answers import Done, Refused
from portal.services.cases import advance, open_case
from portal.services.cases.listing import list_cases
from portal.services.cases.page import case_page
from portal.services.house import House
from portal.services.obligations import show_inbox
from tests.cases.stories import case_of, take
from tests.people import RULES, acting, settings_at

KEYS = """\
title: 借钥匙
note: 钥匙当日归还。
prefix: K
subject: none
clauses: [case.first-asked]
versions:
  - since: 2025-01-01
    fields:
      key_no: {label: 钥匙号, type: text, max: 10}
      borrower: {label: 谁借, type: staff}
      hours: {label: 借几小时, type: integer, max: 8}
      deposit: {label: 押金, type: money}
      urgent: {label: 急用, type: boolean}
      kind: {label: 哪种, type: choice, values: {front: 大门, room: 房间}}
      back_at: {label: 几时还, type: datetime}
      note_on: {label: 备查日, type: date}
      room:
        label: 去哪间
        type: text
        max: 20
        must: {is: '= kind != "front" or room = null', else: 大门钥匙不用写房间。}
    states:
      lent: {label: 已借出}
      back: {label: 已还, final: true}
      lost: {label: 丢失, final: true, track: false}
    steps:
      - id: open
        label: 借出
        to: lent
        by: [receptionist]
        needs: [key_no, borrower]
        takes: [hours, deposit, urgent, kind, back_at, note_on, room]
        opens: [key.lent]
        clauses: [case.first-asked]
      - id: give_back
        label: 归还
        from: [lent]
        to: back
        by: [receptionist]
        meets: [key.back]
        clauses: [case.first-asked]
      - id: lose
        label: 报失
        from: [lent]
        to: lost
        by: [receptionist]
        clauses: [case.first-asked]
"""
DUE = """\
title: 钥匙的待办
hit: collect
inputs:
  event: {label: 事件, type: text, values: {key.lent: 借出}}
outputs:
  code: {label: 待办, type: text, values: {key.back: 钥匙归还}}
  count: {label: 多少, type: number, min: 0, nullable: true, when_null: not_applicable}
  unit: {label: 怎么算, type: text, values: {same_day: 当日}}
  at: {label: 那天几点, type: time, nullable: true, when_null: not_applicable}
  role: {label: 归哪个岗位, type: text, nullable: true, when_null: not_applicable}
  escalates_to: {label: 超时告诉, type: text, nullable: true, when_null: not_applicable}
  by_hand: {label: 在待办里办结, type: boolean}
versions:
  - since: 2025-01-01
    rows:
      - id: back
        when: {event: key.lent}
        then: {code: key.back, count: null, unit: same_day, at: "18:00",
          role: receptionist, escalates_to: cs_supervisor, by_hand: false}
        clauses: [case.first-asked]
"""
LENT = {"key_no": "A-12", "borrower": "1015"}


@pytest.fixture(scope="session")
def richer_rules(tmp_path_factory):
    """The shipped rules and one procedure with its deadline, as loaded."""
    rules = tmp_path_factory.mktemp("richer") / "rules"
    shutil.copytree(RULES, rules)
    (rules / "procedures" / "keys.yaml").write_text(KEYS, "utf-8")
    (rules / "obligations" / "keys.yaml").write_text(DUE, "utf-8")
    return Library(rules)


@pytest.fixture
def own_house(furnished, richer_rules, tmp_path, clock):
    """A furnished house with a rules folder of its own, one procedure richer."""
    shutil.copytree(richer_rules.root, tmp_path / "rules")
    shutil.copy(furnished, tmp_path / "house.db")
    url = f"sqlite:///{tmp_path / 'house.db'}"
    settings = settings_at(tmp_path, url, tmp_path / "rules")
    house = House(settings, Database(url), richer_rules, clock)
    yield house
    house.db.close()


def lend(house, **more):
    return open_case(acting(house, "receptionist"), "keys", {**LENT, **more})


def test_it_is_listed_opened_and_advanced_and_its_deadline_runs(own_house):
    receptionist = acting(own_house, "receptionist")
    assert ("keys", "借钥匙") in list_cases(receptionist).openable
    no = lend(own_house).no
    assert no == "K-20251106-001"
    assert [one.no for one in list_cases(receptionist, kind="keys").rows] == [no]
    (due,) = [one for one in show_inbox(receptionist).rows if one.code == "key.back"]
    assert due.derivation == "11-06 10:00 借出 + 当日 18:00 前 = 11-06 18:00"
    page = case_page(receptionist, no)
    assert [(s.key, s.allowed) for s in page.steps] == [
        ("give_back", True),
        ("lose", True),
    ]
    take(own_house, "receptionist", no, "give_back")
    assert case_of(own_house, no).state == "back"
    assert [one.code for one in show_inbox(receptionist).rows] == []


def test_others_see_why_they_may_not_take_its_steps(own_house):
    no = lend(own_house).no
    page = case_page(acting(own_house, "technician"), no)
    assert [(s.allowed, s.reason) for s in page.steps] == [
        (False, "这一步由前台文员办。"),
        (False, "这一步由前台文员办。"),
    ]
    assert page.steps[0].clause == "case.first-asked"


def test_a_case_keeps_the_version_it_began_under(own_house, clock):
    old = lend(own_house).no
    path = own_house.settings.rules_dir / "procedures" / "keys.yaml"
    changed = KEYS.replace("to: back", "to: lost")
    path.write_text(changed.replace("丢失, final: true", "已还, final: true"), "utf-8")
    clock.advance(timedelta(minutes=1))
    new = lend(own_house).no
    for no, state in [(old, "back"), (new, "lost")]:
        take(own_house, "receptionist", no, "give_back")
        assert case_of(own_house, no).state == state
    assert case_page(acting(own_house, "receptionist"), old).state_word == "已还"


def test_a_case_goes_on_when_its_file_is_gone(own_house):
    no = lend(own_house).no
    (own_house.settings.rules_dir / "procedures" / "keys.yaml").unlink()
    with pytest.raises(NotFound):
        lend(own_house)
    take(own_house, "receptionist", no, "lose")
    assert case_of(own_house, no).state == "lost"


def test_a_file_that_is_spoilt_while_the_house_is_open_is_not_taken(own_house):
    lend(own_house)
    path = own_house.settings.rules_dir / "procedures" / "keys.yaml"
    path.write_text(KEYS.replace("to: back", "to: bakc"), "utf-8")
    no = lend(own_house).no
    assert isinstance(
        advance(acting(own_house, "receptionist"), no, "give_back", {}), Done
    )


@pytest.mark.parametrize(
    ("name", "text", "kept"),
    [
        ("hours", "3", 3),
        ("hours", "８", 8),
        ("deposit", "12.50", "12.50"),
        ("deposit", "4.8万", 48000),
        ("urgent", "yes", True),
        ("urgent", "no", False),
        ("kind", "room", "room"),
        ("note_on", "2025-11-07", "2025-11-07"),
        ("back_at", "2025-11-06 17:30", "2025-11-06T17:30:00+08:00"),
        ("room", "  302  ", "302"),
    ],
)
def test_each_kind_of_field_is_read_as_people_write_it(own_house, name, text, kept):
    no = lend(own_house, **{name: text}).no
    assert str(case_of(own_house, no).fields[name]) == str(kept)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("hours", "9"),
        ("hours", "1.5"),
        ("hours", "soon"),
        ("hours", True),
        ("deposit", "NaN"),
        ("deposit", "1e999"),
        ("deposit", "十元钱"),
        ("urgent", "perhaps"),
        ("kind", "window"),
        ("kind", 3),
        ("note_on", "2025-02-30"),
        ("back_at", "noon"),
        ("key_no", "A" * 11),
        ("key_no", "a\x00b"),
        ("key_no", "   "),
        ("borrower", "nobody"),
        ("borrower", ["1015"]),
        ("colour", "red"),
    ],
)
def test_what_cannot_be_used_is_named_at_its_field_and_nothing_is_written(
    own_house, name, text
):
    with pytest.raises(BadInput) as caught:
        lend(own_house, **{name: text})
    assert list(caught.value.problems) == [name]
    assert list_cases(acting(own_house, "receptionist"), kind="keys").rows == []


def test_what_must_be_true_of_fields_together_is_asked(own_house):
    with pytest.raises(BadInput) as caught:
        lend(own_house, kind="front", room="302")
    assert caught.value.problems == {"room": "大门钥匙不用写房间。"}
    assert isinstance(lend(own_house, kind="front"), Done)


def test_an_unknown_step_or_case_is_not_found(own_house):
    receptionist = acting(own_house, "receptionist")
    no = lend(own_house).no
    with pytest.raises(NotFound):
        advance(receptionist, no, "melt_down", {})
    with pytest.raises(NotFound):
        advance(receptionist, "K-1", "lose", {})


def test_an_ended_case_has_no_further_step(own_house):
    no = lend(own_house).no
    take(own_house, "receptionist", no, "lose")
    refused = advance(acting(own_house, "receptionist"), no, "give_back", {})
    assert isinstance(refused, Refused) and "办结" in refused.reason

"""An ordinary day: clients at the door and on the phone, people out and away."""

from datetime import date, timedelta

from portal.demo.cast import Member
from portal.demo.clients import Crowd
from portal.demo.evenings import tidy_up
from portal.demo.sheets import hand_in
from portal.demo.stories import client_story
from portal.demo.town import Story, Timeline, Town
from portal.services.answers import Done
from portal.services.cases import advance, open_case
from portal.services.people import set_away
from portal.services.reception.registers import (
    CallForm,
    OutingForm,
    ShowroomForm,
    log_call,
    register_outing,
    register_showroom,
    return_from_outing,
)

PURPOSES = ("enquiry", "progress", "person", "showroom", "complaint", "repair", "other")
PLACES = ("建材市场", "锦绣花园工地", "望江名邸工地", "打印店", "物业公司")
SHOWROOMS = ("东湖春晓样板间", "云顶别苑样板间")
THOUGHTS = ("喜欢开放厨房，嫌柜门颜色深", "觉得收纳够用", "想把阳台并进客厅", "")


def plan_day(
    town: Town, timeline: Timeline, crowd: Crowd, day: date, clients: int
) -> None:
    """Put a day's stories on the timeline."""
    random = town.random
    for _ in range(clients):
        newcomer = crowd.next(day)
        timeline.add(
            town.at(day, random.uniform(0, 0.95)), client_story(town, newcomer)
        )
    for _ in range(random.randint(1, 3)):
        timeline.add(town.at(day, random.uniform(0, 0.97)), _call(town, crowd))
    if town.lucky(0.6):
        timeline.add(town.at(day, random.uniform(0.05, 0.6)), _outing(town))
    if town.lucky(0.35):
        timeline.add(town.at(day, random.uniform(0.1, 0.8)), _visit(town, crowd))
    if town.lucky(0.3):
        timeline.add(town.at(day, 0), _day_off(town))
    timeline.add(town.at(day, 0.25), hand_in(town, daily=False))
    timeline.add(town.at(day, 0.88), tidy_up(town))
    timeline.add(town.at(day, 0.89), hand_in(town, daily=True))
    if day.day == 12:
        timeline.add(
            town.at(day, 0), _manager_away(town, town.store.first("store_manager"))
        )


def _call(town: Town, crowd: Crowd) -> Story:
    caller = crowd.next(town.today())
    desk = town.random.choice(town.store.all("receptionist"))
    rings = town.random.choices((1, 2, 3, 4, 6), (30, 40, 22, 6, 2))[0]
    form = CallForm(
        rings=rings,
        caller_name=caller.name,
        phone=caller.phone,
        purpose=town.random.choice(PURPOSES),
        details="已答复，留了电话",
    )
    log_call(town.act(desk), form)
    yield from ()


def _outing(town: Town) -> Story:
    desk = town.act(town.store.first("receptionist"))
    who = town.random.choice([m for m in town.store.people if m.grade])
    back = town.clock.now() + timedelta(hours=town.random.choice((1, 2, 3)))
    form = OutingForm(
        staff=who.no,
        destination=town.random.choice(PLACES),
        purpose="量房、看材料",
        expected_back=back,
    )
    outing = register_outing(desk, form)
    yield back + timedelta(minutes=town.random.randint(-15, 40))
    assert outing.id is not None
    return_from_outing(town.act(town.store.first("receptionist")), outing.id)


def _visit(town: Town, crowd: Crowd) -> Story:
    client = crowd.next(town.today())
    guide = town.random.choice(town.store.all("designer"))
    form = ShowroomForm(
        client_name=client.name,
        phone=client.phone,
        appointment_at=town.clock.now() + timedelta(hours=2),
        showroom=town.random.choice(SHOWROOMS),
        client_thoughts=town.random.choice(THOUGHTS),
        accompanied_by=guide.no,
    )
    register_showroom(town.act(town.store.first("receptionist")), form)
    yield from ()


def _day_off(town: Town) -> Story:
    """One of the designers is off today."""
    who = town.random.choice(town.store.all("designer"))
    manager = town.store.first("design_manager")
    ends = town.at(town.today(), 1)
    set_away(town.act(manager), who.no, town.clock.now(), ends, "调休")
    yield from ()


def _manager_away(town: Town, manager: Member) -> Story:
    """Away for three days: a delegate signs, on a work contact note (slip.delegate)."""
    first, last = town.today(), town.today() + timedelta(days=2)
    fields: dict[str, object] = {
        "role": manager.post,
        "delegator": manager.no,
        "delegate": town.store.first("customer_manager").no,
        "from_day": first.isoformat(),
        "until_day": last.isoformat(),
        "departments": "市场部、设计部、前台",
        "reason": "出差看材料",
    }
    opened = open_case(town.act(manager), "delegation", fields)
    yield town.after(1, 5)
    if isinstance(opened, Done):
        advance(town.act(manager), opened.no, "issue", {})
        town.look_again()
    starts, ends = town.clock.now(), town.at(last + timedelta(days=1), 0)
    set_away(town.act(manager), manager.no, starts, ends, "出差")

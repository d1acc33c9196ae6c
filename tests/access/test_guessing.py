"""Guessing passwords is slow, and tells nobody which names exist."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlmodel import func, select

from portal.models.people import LoginAttempt
from portal.services import people
from tests.people import PASSWORD

TRIES, PER_ADDRESS = 5, 50  # rules/access/settings.yaml


def guess(house, login="u1007", password="wrong", address="10.0.0.1"):
    """One try at the door."""
    return people.log_in(house, login, password, address)


def test_after_five_wrong_tries_even_the_right_password_waits(house, clock):
    for _ in range(TRIES):
        assert not guess(house).throttled
    locked = guess(house, password=PASSWORD)
    assert locked.throttled
    assert "15 分钟" in locked.reason
    clock.advance(timedelta(minutes=15, seconds=1))
    assert guess(house, password=PASSWORD).token


def test_the_right_password_before_the_fifth_mistake_opens(house):
    for _ in range(TRIES - 1):
        guess(house)
    assert guess(house, password=PASSWORD).token


def test_mistakes_before_the_owner_got_in_are_forgiven(house, clock):
    for _ in range(TRIES - 1):
        guess(house)
    assert guess(house, password=PASSWORD).token
    for _ in range(TRIES - 1):
        clock.advance(timedelta(seconds=1))
        assert not guess(house).throttled
    assert guess(house, password=PASSWORD).token


def test_names_that_do_not_exist_are_locked_like_those_that_do(house):
    known = [guess(house).reason for _ in range(TRIES + 2)]
    unknown = [guess(house, login="nobody").reason for _ in range(TRIES + 2)]
    assert known == unknown


def test_one_locked_name_does_not_lock_the_others(house):
    for _ in range(TRIES + 1):
        guess(house)
    assert guess(house, login="u1002", password=PASSWORD).token


def test_trying_many_names_from_one_address_locks_the_address(house, clock):
    tried = [
        LoginAttempt(
            login=f"name{n}", address="10.0.0.1", at=clock.now(), succeeded=False
        )
        for n in range(PER_ADDRESS - 1)
    ]
    with house.db.writing() as session:
        session.add_all(tried)
    assert not guess(house, login="the fiftieth").throttled
    assert guess(house, login="another").throttled
    assert not guess(house, login="another", address="10.0.0.2").throttled


def test_tries_during_the_lock_do_not_prolong_it(house, clock):
    for _ in range(TRIES):
        guess(house)
    for _ in range(10):
        clock.advance(timedelta(minutes=1))
        assert guess(house).throttled
    clock.advance(timedelta(minutes=5, seconds=1))
    assert guess(house, password=PASSWORD).token


def test_of_twenty_tries_at_once_five_are_looked_at_at_most(any_house):
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(guess, [any_house] * 20))
    looked_at = [one for one in answers if not one.throttled]
    assert len(answers) == 20
    assert len(looked_at) <= TRIES


def test_no_password_and_no_unhashed_token_is_stored(house):
    guess(house, password="a very secret word")
    with house.db.reading() as session:
        tried = session.exec(select(LoginAttempt)).one()
        stored = " ".join(str(value) for value in tried.model_dump().values())
        assert session.exec(select(func.count()).select_from(LoginAttempt)).one() == 1
    assert "secret" not in stored


def test_somebody_who_left_or_whose_account_is_closed_is_told_nothing(house, act_as):
    today = house.today()
    people.end_employment(act_as("admin"), "1007", today - timedelta(days=1))
    people.close_account(act_as("admin"), "u1002")
    for login in ("u1007", "u1002"):
        answer = guess(house, login=login, password=PASSWORD)
        assert (answer.token, answer.reason) == ("", "登录名或密码不对。")

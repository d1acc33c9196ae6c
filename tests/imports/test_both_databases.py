"""Imports, lists and deliveries on SQLite and on PostgreSQL alike."""

from portal.services.answers import Refused
from portal.services.importing import phone_lists
from portal.services.importing.taking_in import take_in
from portal.services.importing.undoing import undo
from tests.imports.files import HEADER, LI, WANG, csv_of, hand_in
from tests.imports.test_undoing import everything, file_of_all_kinds
from tests.people import acting


def test_a_file_is_taken_in_and_undone_without_a_trace(any_house):
    act = acting(any_house, "market_manager")
    before = everything(any_house)
    for content, kind in (
        (file_of_all_kinds(), "leads"),
        (csv_of(HEADER, WANG, LI), "phones"),
    ):
        done = hand_in(act, content, kind)
        taken = take_in(act, done.id)
        assert not isinstance(taken, Refused)
        if kind == "phones":
            found = phone_lists.phones_page(act, {"q": "王丽华"}).rows
            assert [one.client for one in found] == ["王丽华"]
        undone = undo(act, done.id, "交错了")
        assert not isinstance(undone, Refused), undone
        assert everything(any_house) == before

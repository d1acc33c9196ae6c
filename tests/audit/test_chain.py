"""The audit cannot be changed behind the house's back: every kind of change is seen."""

import pytest
from sqlalchemy import text
from sqlmodel import select

from portal.models.audit import AuditEntry, AuditHead
from portal.models.base import new_id
from portal.services.audit import check_chain, seal
from tests.factories import open_house, open_store

ENTRIES = 6


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def stores(request, library, tmp_path):
    """Two sites in one house, each with some acts in its audit."""
    url = request.getfixturevalue(f"{request.param}_url")
    house = open_house(url, tmp_path, library=library)
    found = [open_store(house, code) for code in ("jincheng", "nanmen")]
    for store in found:
        for _ in range(ENTRIES):
            store.lead()
    yield found
    house.db.close()


def broken(store):
    """Where and how the site's chain is broken, None when it is whole."""
    with store.house.db.reading() as session:
        found = check_chain(session, store.site.id)
    return found and (found.seq, found.reason)


def entry(session, store, seq):
    """One entry of the site."""
    return session.exec(
        select(AuditEntry).where(
            AuditEntry.site_id == store.site.id, AuditEntry.seq == seq
        )
    ).one()


def head(session, store):
    return session.get(AuditHead, store.site.id)


def edit(session, store):
    """Somebody else is made to have done it."""
    entry(session, store, 3).by_name = "王五"


def edit_detail(session, store):
    """Another detail is put in."""
    entry(session, store, 3).detail = {"channel": "market"}


def edit_and_seal(session, store):
    """A detail is changed and its seal worked out anew."""
    changed = entry(session, store, 3)
    changed.detail = {"channel": "market"}
    changed.hash = seal(changed)


def delete(session, store):
    """One entry is taken out."""
    session.delete(entry(session, store, 3))


def delete_and_close_up(session, store):
    """One entry is taken out and the ones behind it move up."""
    delete(session, store)
    session.flush()
    for seq in range(4, ENTRIES + 1):
        entry(session, store, seq).seq = seq - 1
        session.flush()
    head(session, store).seq = ENTRIES - 1


def swap(session, store):
    """Two entries change places."""
    third, fourth = entry(session, store, 3), entry(session, store, 4)
    third.seq = -1
    session.flush()
    fourth.seq = 3
    session.flush()
    third.seq = 4


def insert(session, store):
    """One that never happened is slipped in, well sealed, the others moved back."""
    for seq in range(ENTRIES, 3, -1):
        entry(session, store, seq).seq = seq + 1
        session.flush()
    like = entry(session, store, 3)
    false = AuditEntry(**{**like.model_dump(), "id": new_id(), "seq": 4})
    false.previous = like.hash
    false.hash = seal(false)
    session.add(false)
    head(session, store).seq = ENTRIES + 1


def cut_off(session, store):
    """The last entries are gone."""
    for seq in (ENTRIES - 1, ENTRIES):
        session.delete(entry(session, store, seq))


def cut_off_all(session, store):
    """Nothing is left but the head."""
    site = {"site": store.site.id.hex if store.house.db.is_sqlite else store.site.id}
    session.execute(text("DELETE FROM auditentry WHERE site_id = :site"), site)


def lose_the_head(session, store):
    """The head is gone, as if nothing had ever been written."""
    session.delete(head(session, store))


CHANGES = {
    edit: (3, "changed"),
    edit_detail: (3, "changed"),
    # Whoever seals one entry anew breaks the next one, which holds the old seal.
    edit_and_seal: (4, "changed"),
    delete: (3, "missing"),
    delete_and_close_up: (3, "changed"),
    swap: (3, "changed"),
    insert: (5, "changed"),
    cut_off: (ENTRIES - 1, "truncated"),
    cut_off_all: (1, "truncated"),
    lose_the_head: (ENTRIES + 1, "truncated"),
}


def test_a_chain_nobody_touched_is_whole(stores):
    assert [broken(store) for store in stores] == [None, None]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_every_change_is_seen_where_it_is_and_at_its_own_site_only(stores, change):
    changed, untouched = stores
    with changed.house.db.writing() as session:
        change(session, changed)
    assert broken(changed) == CHANGES[change]
    assert broken(untouched) is None


def test_the_chain_goes_on_after_a_look_at_it(stores):
    store = stores[0]
    assert broken(store) is None
    store.lead()
    assert broken(store) is None

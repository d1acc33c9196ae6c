"""The steps that make the database and the models describe the same tables."""

from alembic import command
from sqlalchemy import create_engine, inspect, text
from sqlmodel import select

from portal import migrations
from portal.db import Database
from portal.models.base import new_id
from portal.models.lead import Client
from portal.models.people import Site


def test_the_steps_make_what_the_models_describe(engine_url):
    db = Database(engine_url)
    migrations.upgrade(db.engine)
    assert migrations.differences(db.engine) == []
    assert migrations.is_current(db.engine)
    db.close()


def test_taking_the_steps_twice_is_harmless(engine_url):
    db = Database(engine_url)
    migrations.upgrade(db.engine)
    migrations.upgrade(db.engine)
    assert migrations.is_current(db.engine)
    db.close()


def test_an_empty_database_is_not_current(engine_url):
    engine = create_engine(engine_url)
    assert not migrations.is_current(engine)
    assert migrations.differences(engine) != []
    engine.dispose()


def test_every_constraint_has_a_name_to_change_it_by(postgres_url):
    db = Database(postgres_url)
    migrations.upgrade(db.engine)
    look = inspect(db.engine)
    for table in look.get_table_names():
        for key in look.get_foreign_keys(table):
            assert key["name"].startswith("fk_"), (table, key)
    db.close()


def test_clients_of_an_older_database_are_found_by_the_end_of_their_phone(engine_url):
    db = Database(engine_url)
    with db.engine.begin() as connection:
        command.upgrade(migrations._config(connection), "0001")
    site = Site(code="jincheng", name="锦城店")
    with db.writing() as session:
        session.add(site)
    with db.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO client"
                " (id, site_id, name, name_key, phone, address, address_key)"
                " VALUES (:id, :site, '王丽华', '', '+8613800134471', '', '')"
            ),
            {"id": new_id().hex, "site": site.id.hex},
        )
    migrations.upgrade(db.engine)
    with db.reading() as session:
        assert session.exec(select(Client)).one().phone_key == "1744310083168"
    db.close()

"""The steps that make the database and the models describe the same tables."""

from sqlalchemy import create_engine, inspect

from portal import migrations
from portal.db import Database


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

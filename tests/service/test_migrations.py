"""The migrations lead to what the models say, and nothing starts on a database that is not there yet."""

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlmodel import SQLModel

from deploy.process import NotMigrated, bring_up_to_date
from service.store import schema
from service.store.database import Database


def test_the_newest_migration_leads_to_the_models(database_url: str) -> None:
    database = Database(database_url)
    assert schema.current(database) is None
    schema.migrate(database)
    assert schema.current(database) == schema.newest()
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) == []
        connection.execute(sa.text("CREATE TABLE workflows (id int)"))
        assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) != []
    database.close()


def test_migrating_twice_is_harmless(database_url: str) -> None:
    database = Database(database_url)
    schema.migrate(database)
    with database.writing() as session:
        session.execute(sa.text("INSERT INTO clock (id, offset_seconds) VALUES (1, 5)"))
    schema.migrate(database)
    with database.reading() as session:
        assert session.execute(sa.text("SELECT offset_seconds FROM clock")).scalar() == 5
    database.close()


def test_a_file_is_migrated_at_the_start_and_a_server_only_by_hand(sqlite_url: str, postgres_url: str) -> None:
    here, there = Database(sqlite_url), Database(postgres_url)
    bring_up_to_date(here)
    assert schema.current(here) == schema.newest()
    with pytest.raises(NotMigrated):
        bring_up_to_date(there)
    assert schema.current(there) is None
    schema.migrate(there)
    bring_up_to_date(there)
    here.close()
    there.close()

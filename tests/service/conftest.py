"""A workspace for each test; the database under it is migrated once a module and emptied for every test."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from service.store import schema
from service.store.database import Database
from tests.conftest import fresh_sqlite

from .stages import Stages
from .world import Person, World


@pytest.fixture(scope="module")
def both_databases(module_database_url: str) -> Iterator[Database]:
    yield from migrated(module_database_url)


@pytest.fixture(scope="module")
def quick_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    yield from migrated(fresh_sqlite(Path(tmp_path_factory.mktemp("database"))), InThread)


@pytest.fixture(scope="module")
def sqlite_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    yield from migrated(fresh_sqlite(Path(tmp_path_factory.mktemp("database"))))


class InThread(Database):
    """Does its work where it stands: faster, where nothing happens at the same time."""

    async def write(self, work: Any, until: float | None = None) -> Any:
        return self._committed(work, until)

    async def read(self, work: Any) -> Any:
        return self._looked(work)


def waits_for_no_disk(connection: Any, _record: Any) -> None:
    """No power fails in these tests (the drills see to that)."""
    no_wait = "PRAGMA synchronous=OFF" if type(connection).__module__ == "sqlite3" else "SET synchronous_commit = off"
    connection.execute(no_wait)
    connection.commit()


def migrated(url: str, kind: type[Database] = Database) -> Iterator[Database]:
    database = kind(url)
    sa.event.listen(database.engine, "connect", waits_for_no_disk)
    schema.migrate(database)
    yield database
    database.close()


@pytest.fixture
def world(sqlite_database: Database) -> Iterator[World]:
    """On SQLite: what is about rules and not about the database."""
    with World(sqlite_database) as made:
        yield made


@pytest.fixture
def quick_world(quick_database: Database) -> Iterator[World]:
    """The same, for a test of very many acts."""
    with World(quick_database) as made:
        yield made


@pytest.fixture
def either_world(both_databases: Database) -> Iterator[World]:
    """Once on SQLite and once on PostgreSQL."""
    with World(both_databases) as made:
        yield made


@pytest.fixture
def mia(world: World) -> Person:
    return world.person("Mia", "Europe/Berlin")


@pytest.fixture
def raj(world: World) -> Person:
    return world.person("Raj", "Europe/London")


@pytest.fixture(scope="session")
def stages() -> Stages:
    """Reviews already walked to each state, on SQLite."""
    return Stages()

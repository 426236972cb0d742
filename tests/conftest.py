"""What every test may lean on: databases of its own, a browser if there is one, and no network but this machine."""

import os
import shutil
import socket
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from secrets import token_hex
from typing import Any

import psycopg
import pytest
from hypothesis import settings as hypothesis_settings
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from sqlalchemy import URL, make_url

REQUIRE_ALL = os.environ.get("MEND_REQUIRE_ALL") == "1"
STALE_AFTER = 3600  # seconds; a test database this old was left by a run that was killed

# The examples of one run are those of the next: a failure here is a failure everywhere.
hypothesis_settings.register_profile("mend", deadline=None, derandomize=True)
hypothesis_settings.load_profile("mend")


# ------------------------------------------------------------------------------------------- what this machine has


@cache
def postgres_server() -> str:
    """How to reach a server on which databases may be made, or an empty string."""
    named = os.environ.get("MEND_TEST_POSTGRES_URL", "")
    if named:
        candidates = [named.replace("postgresql+psycopg://", "postgresql://", 1)]
    else:
        candidates = [
            make_conninfo(host="127.0.0.1", port=5432, user=user, dbname=user) for user in ("postgres", "root")
        ]
    for candidate in candidates:
        conninfo = make_conninfo(candidate, connect_timeout=3)
        try:
            with psycopg.connect(conninfo, autocommit=True) as server:
                _drop_stale_databases(server)
        except psycopg.Error:
            continue
        return conninfo
    return ""


@cache
def chromium() -> str:
    """The path of a Chromium or Chrome, or an empty string."""
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    return next((path for path in found if path), "")


def what_is_missing(marker: str) -> str:
    """A sentence about what this machine lacks for tests with that marker, or an empty string."""
    if marker == "postgres" and not postgres_server():
        if "MEND_TEST_POSTGRES_URL" in os.environ:
            return "The PostgreSQL server that MEND_TEST_POSTGRES_URL names does not answer, so this test is skipped."
        return "No PostgreSQL answers on 127.0.0.1:5432 and MEND_TEST_POSTGRES_URL is not set, so this test is skipped."
    if marker == "chromium" and not chromium():
        return "There is no Chromium in PATH (on Debian: the package chromium), so this test is skipped."
    return ""


# -------------------------------------------------------------------------------------------- skipped, or required

NEEDS = {"postgres_url": "postgres", "module_postgres_url": "postgres", "chromium_path": "chromium"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever uses the fixture has the marker, so that `-m "not postgres"` means what it says."""
    for item in items:
        for fixture, marker in NEEDS.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(marker)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip with a sentence what this machine cannot run."""
    for marker in sorted(set(NEEDS.values())):
        if item.get_closest_marker(marker) and (sentence := what_is_missing(marker)):
            pytest.skip(sentence)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    """With MEND_REQUIRE_ALL=1 nothing is skipped: a skipped test has failed, with the same sentence."""
    report = yield
    if REQUIRE_ALL and report.skipped and not hasattr(report, "wasxfail"):
        sentence = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        sentence = sentence.removeprefix("Skipped: ")
        report.outcome = "failed"
        report.longrepr = f"MEND_REQUIRE_ALL=1 allows no skipped test. {sentence}"
    return report


# ------------------------------------------------------------------------------------------------------- databases


def _drop_stale_databases(server: psycopg.Connection) -> None:
    """Every test database carries the second it was made in; what a killed run left is dropped an hour later."""
    oldest = int(time.time()) - STALE_AFTER
    names = [row[0] for row in server.execute(r"SELECT datname FROM pg_database WHERE datname LIKE 'mend\_test\_%'")]
    for name in names:
        made = name.split("_")[2]
        if made.isdigit() and int(made) < oldest:
            _drop(server, name)


def _drop(server: psycopg.Connection, name: str) -> None:
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _as_url(conninfo: str, database: str) -> str:
    """SQLAlchemy's way to write it."""
    parts = conninfo_to_dict(conninfo)
    return URL.create(
        "postgresql+psycopg",
        username=_text(parts.get("user")),
        password=_text(parts.get("password")),
        host=_text(parts.get("host")),
        port=int(parts["port"]) if parts.get("port") else None,
        database=database,
    ).render_as_string(hide_password=False)


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def fresh_postgres() -> Iterator[str]:
    """A database of its own, empty, gone afterwards even if a process still holds it open."""
    if not postgres_server():
        pytest.skip(what_is_missing("postgres"))
    name = f"mend_test_{int(time.time())}_{token_hex(6)}"
    with psycopg.connect(postgres_server(), autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
    try:
        yield _as_url(postgres_server(), name)
    finally:
        with psycopg.connect(postgres_server(), autocommit=True) as server:
            _drop(server, name)


def fresh_sqlite(folder: Path) -> str:
    """The URL of a SQLite file that does not exist yet."""
    return make_url("sqlite://").set(database=str(folder / f"mend-{token_hex(4)}.db")).render_as_string()


BOTH = [pytest.param("sqlite", id="sqlite"), pytest.param("postgres", id="postgres", marks=pytest.mark.postgres)]


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """An empty PostgreSQL database for one test."""
    yield from fresh_postgres()


@pytest.fixture(scope="module")
def module_postgres_url() -> Iterator[str]:
    """An empty PostgreSQL database for one module of tests."""
    yield from fresh_postgres()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A SQLite file for one test."""
    return fresh_sqlite(tmp_path)


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The test runs once on SQLite and once on PostgreSQL, each time on an empty database."""
    if request.param == "sqlite":
        yield fresh_sqlite(tmp_path)
    else:
        yield from fresh_postgres()


@pytest.fixture(scope="module", params=BOTH)
def module_database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same for a module: all its tests share one database, so each must keep to rows of its own."""
    if request.param == "sqlite":
        yield fresh_sqlite(tmp_path_factory.mktemp("database"))
    else:
        yield from fresh_postgres()


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The browser to start, with `--no-sandbox` where the tests run as root."""
    if not chromium():
        pytest.skip(what_is_missing("chromium"))
    return chromium()


# ---------------------------------------------------------------------------------------- no network but this machine


class OutsideWorldError(AssertionError):
    """A test tried to reach another machine."""


def is_this_machine(host: Any) -> bool:
    """True for loopback, in any of its spellings."""
    name = host.decode() if isinstance(host, bytes) else str(host or "localhost")
    return name in {"localhost", "::1", "0.0.0.0", "::"} or name.startswith("127.")


@pytest.fixture(autouse=True, scope="session")
def _only_this_machine() -> Iterator[None]:
    """Sockets of the test process connect to loopback and to socket files, and no other name is looked up."""
    connect, connect_ex, getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def refuse_elsewhere(family: int, address: Any) -> None:
        if family in {socket.AF_INET, socket.AF_INET6} and not is_this_machine(address[0]):
            raise OutsideWorldError(f"a test tried to reach {address[0]}")

    def guarded_connect(self: socket.socket, address: Any) -> None:
        refuse_elsewhere(self.family, address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        refuse_elsewhere(self.family, address)
        return connect_ex(self, address)

    def guarded_getaddrinfo(host: Any, *arguments: Any, **named: Any) -> Any:
        if not is_this_machine(host):
            raise OutsideWorldError(f"a test tried to look up {host!r}")
        return getaddrinfo(host, *arguments, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        patch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)
        yield

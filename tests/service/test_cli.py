"""`mend`: what it says, and what it leaves alone."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import yaml
from click.testing import Result
from typer.testing import CliRunner

from deploy import manifest
from deploy.cli import app
from service.store import clock, people, schema
from service.store.database import Database

ROOT = Path(__file__).resolve().parents[2]
SANDBOX = ROOT / "deploy" / "sandbox"
SETTINGS = ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN", "SLACK_API_URL", "DATABASE_URL", "MEND_HOST",
            "MEND_PORT", "MEND_PUBLIC_URL", "MEND_DEMO")  # fmt: skip


@pytest.fixture(autouse=True)
def nothing_is_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each test starts in an empty folder with no setting made."""
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch, sqlite_url: str) -> Iterator[Database]:
    """An up-to-date SQLite file that DATABASE_URL names."""
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    made = Database(sqlite_url)
    schema.migrate(made)
    yield made
    made.close()


def mend(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def lines_of(result: Result) -> list[str]:
    return [line for line in result.stderr.splitlines() if line]


# ---- people and contacts ----


def test_people_and_contacts_are_imported_and_counted(database: Database) -> None:
    assert mend("people", "import", str(SANDBOX / "people.csv")).stdout == "Imported 8 people in 2 units.\n"
    assert mend("contacts", "import", str(SANDBOX / "contacts.toml")).stdout == "Imported 4 contacts.\n"
    with database.reading() as session:
        assert people.lines(session)["U0MIA000001"] == ("Checkout", "U0DANA00001")
        assert people.missing_contacts(session) == []


def test_one_unit_is_counted_as_one(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("slack_user_id,unit,manager_slack_user_id\nU0MIA000001,Core,U0DANA00001\nU0DANA00001,Core,\n")
    assert mend("people", "import", str(file)).stdout == "Imported 2 people in 1 unit.\n"


def test_a_dry_run_changes_nothing(database: Database) -> None:
    result = mend("people", "import", str(SANDBOX / "people.csv"), "--dry-run")
    assert (result.exit_code, result.stdout) == (0, "Fine: 8 people in 2 units. Nothing was changed.\n")
    assert mend("contacts", "import", str(SANDBOX / "contacts.toml"), "--dry-run").exit_code == 0
    with database.reading() as session:
        assert people.lines(session) == {}
        assert people.contacts(session) == []


def test_one_wrong_line_leaves_everything_as_it_was(database: Database, tmp_path: Path) -> None:
    mend("people", "import", str(SANDBOX / "people.csv"))
    file = tmp_path / "people.csv"
    file.write_text("slack_user_id,unit,manager_slack_user_id\nU0NEW000001,Search,\nnobody,Search,\nU0NEW000002,,\n")
    result = mend("people", "import", str(file))
    assert result.exit_code == 1
    assert [line.removeprefix(f"{file}: ")[:7] for line in lines_of(result)] == ["line 3:", "line 4:"]
    with database.reading() as session:
        assert len(people.lines(session)) == 8
        assert "U0NEW000001" not in people.lines(session)


def test_a_wrong_contact_leaves_the_others_as_they_were(database: Database, tmp_path: Path) -> None:
    mend("contacts", "import", str(SANDBOX / "contacts.toml"))
    file = tmp_path / "contacts.toml"
    good = '[[contact]]\nkind = "crisis"\nname = "A line"\nreach = "1"\ncountry = "*"\n'
    file.write_text(good + '[[contact]]\nkind = "friend"\nname = "B"\nreach = "2"\ncountry = "*"\n')
    result = mend("contacts", "import", str(file))
    assert result.exit_code == 1
    assert len(lines_of(result)) == 1 and "contact 2: unknown kind 'friend'" in result.stderr
    with database.reading() as session:
        assert len(people.contacts(session)) == 4


def test_contacts_that_lack_a_kind_are_taken_and_the_lack_is_said(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "contacts.toml"
    file.write_text('[[contact]]\nkind = "crisis"\nname = "A line"\nreach = "1"\ncountry = "*"\n')
    result = mend("contacts", "import", str(file))
    assert result.exit_code == 0
    assert "there is also: people_team, outside_line" in result.stdout


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"slack_user_id,unit,manager_slack_user_id\n"])
def test_a_file_with_nobody_in_it_is_refused(database: Database, tmp_path: Path, content: bytes) -> None:
    mend("people", "import", str(SANDBOX / "people.csv"))
    file = tmp_path / "people.csv"
    file.write_bytes(content)
    result = mend("people", "import", str(file))
    assert result.exit_code == 1 and len(lines_of(result)) == 1
    with database.reading() as session:
        assert len(people.lines(session)) == 8


def test_a_file_that_is_not_there_is_one_line() -> None:
    result = mend("contacts", "import", "nowhere.toml")
    assert (result.exit_code, lines_of(result)) == (1, ["nowhere.toml: No such file or directory"])


# ---- the manifest ----


def test_the_manifest_carries_the_address_wherever_slack_needs_one() -> None:
    told = yaml.safe_load(mend("manifest", "--url", "https://mend.larkhill.example/").stdout)
    events = "https://mend.larkhill.example/slack/events"
    settings = told["settings"]
    assert told["features"]["slash_commands"][0]["url"] == events
    assert settings["event_subscriptions"]["request_url"] == settings["interactivity"]["request_url"] == events
    assert settings["socket_mode_enabled"] is False


def test_the_manifest_for_socket_mode_has_no_address() -> None:
    result = mend("manifest", "--socket")
    assert yaml.safe_load(result.stdout)["settings"]["socket_mode_enabled"] is True
    assert "://" not in result.stdout


def test_both_manifests_ask_for_the_same_scopes() -> None:
    for words in (["--socket"], ["--url", "https://a.example"]):
        told = yaml.safe_load(mend("manifest", *words).stdout)
        assert tuple(told["oauth_config"]["scopes"]["bot"]) == manifest.scopes()


@pytest.mark.parametrize("url", ["http://mend.example.com", "mend.example.com", "ftp://a.example", "https://", "",
                                 "https://a.example/?x=1", 'https://a.example"b'])  # fmt: skip
def test_an_address_that_slack_cannot_reach_is_refused(url: str) -> None:
    result = mend("manifest", "--url", url)
    assert result.exit_code == 2 and len(lines_of(result)) == 1 and result.stdout == ""


@pytest.mark.parametrize("url", ["http://localhost:8700", "http://127.0.0.1:8700"])
def test_this_machine_may_do_without_https(url: str) -> None:
    assert f"{url}/slack/events" in mend("manifest", "--url", url).stdout


# ---- the doctor ----


class Slack:
    """Answers `auth.test`, as told."""

    def __init__(self) -> None:
        self.told: dict[str, Any] = {"ok": True, "team": "Larkhill"}
        self.scopes = ",".join(manifest.scopes())
        self.ahead = timedelta()
        self.url = ""


@pytest.fixture
def slack(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slack]:
    here = Slack()

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response_only(200)
            self.send_header("x-oauth-scopes", here.scopes)
            self.send_header("date", format_datetime(datetime.now(UTC) + here.ahead, usegmt=True))
            self.end_headers()
            self.wfile.write(json.dumps(here.told).encode())

        def log_message(self, *_: Any) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("SLACK_API_URL", f"http://127.0.0.1:{server.server_port}/api/")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-canary")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "canary-secret")
    monkeypatch.setenv("MEND_PUBLIC_URL", "https://mend.larkhill.example")
    yield here
    server.shutdown()
    server.server_close()


def states(result: Result) -> dict[str, str]:
    """what -> ok, wrong or missing."""
    rows = (re.match(r"(\S+)\s+(\S+(?: \S+)*?)\s{2,}", line) for line in result.stdout.splitlines())
    return {row.group(2): row.group(1) for row in rows if row}


def import_everything() -> None:
    mend("people", "import", str(SANDBOX / "people.csv"))
    mend("contacts", "import", str(SANDBOX / "contacts.toml"))


def test_the_doctor_is_content_with_a_whole_installation(database: Database, slack: Slack) -> None:
    import_everything()
    result = mend("doctor")
    found = states(result)
    assert found.pop("facilitators") == "missing", "nobody has to be named"
    assert set(found.values()) == {"ok"}, result.stdout
    assert result.exit_code == 0
    assert "canary" not in result.output


def test_the_doctor_says_what_is_missing_from_nothing() -> None:
    result = mend("doctor")
    assert result.exit_code == 1
    assert states(result) == dict.fromkeys(["database", "Slack token", "signing secret", "address"], "missing")
    assert list(Path().iterdir()) == []


def test_the_doctor_asks_for_contacts_and_can_do_without_people(database: Database, slack: Slack) -> None:
    assert {what: state for what, state in states(mend("doctor")).items() if state != "ok"} == {
        "contacts": "missing",
        "people": "missing",
        "facilitators": "missing",
    }
    mend("contacts", "import", str(SANDBOX / "contacts.toml"))
    assert mend("doctor").exit_code == 0


def test_contacts_that_nobody_confirmed_for_three_months_are_wrong(database: Database, slack: Slack) -> None:
    import_everything()
    with database.writing() as session:
        clock.set_now(session, clock.real_now() + timedelta(days=91))
    result = mend("doctor")
    assert (states(result)["contacts"], result.exit_code) == ("wrong", 1)


def test_the_doctor_names_the_scope_that_is_lacking(database: Database, slack: Slack) -> None:
    import_everything()
    slack.scopes = slack.scopes.replace("mpim:write,", "")
    result = mend("doctor")
    assert (states(result)["Slack scopes"], result.exit_code) == ("wrong", 1)
    assert "lacking mpim:write" in result.stdout


def test_a_clock_half_a_minute_away_from_slack_is_wrong(database: Database, slack: Slack) -> None:
    import_everything()
    slack.ahead = timedelta(seconds=45)
    assert states(mend("doctor"))["clock"] == "wrong"
    slack.ahead = timedelta(seconds=-10)
    assert states(mend("doctor"))["clock"] == "ok"


def test_a_token_that_slack_refuses_is_wrong(database: Database, slack: Slack) -> None:
    slack.told = {"ok": False, "error": "invalid_auth"}
    result = mend("doctor")
    assert states(result)["Slack token"] == "wrong"
    assert "invalid_auth" in result.stdout and "canary" not in result.output


def test_a_database_of_an_older_release_is_wrong(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'empty.db'}")
    (tmp_path / "empty.db").touch()
    result = mend("doctor")
    assert states(result)["migrations"] == "wrong"
    assert "run `mend migrate`" in result.stdout
    assert mend("migrate").exit_code == 0
    assert states(mend("doctor"))["migrations"] == "ok"


def test_socket_mode_needs_neither_secret_nor_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-canary")
    found = states(mend("doctor"))
    assert (found["signing secret"], found["address"]) == ("ok", "ok")


# ---- settings ----


def run(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """In a process of its own, as a person would."""
    kept = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    return subprocess.run(
        [sys.executable, "-m", "deploy.cli", *words],
        env=kept | settings | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("settings", "code", "said"),
    [
        ({}, 2, "SLACK_BOT_TOKEN is not set"),
        ({"SLACK_BOT_TOKEN": ""}, 2, "SLACK_BOT_TOKEN is not set"),
        ({"SLACK_BOT_TOKEN": "canary"}, 2, "SLACK_SIGNING_SECRET is needed"),
        ({"MEND_PORT": "eighty"}, 2, "MEND_PORT cannot be used"),
        ({"DATABASE_URL": "mysql://canary@nowhere/x"}, 2, "DATABASE_URL cannot be used"),
        ({"DATABASE_URL": "sqlite:////nowhere/at/all.db"}, 3, "unable to open database file"),
        ({"DATABASE_URL": "postgresql://u:canary@127.0.0.1:9/x"}, 3, "The database cannot be used"),
    ],
)
def test_a_mistake_in_the_settings_is_one_line(settings: dict[str, str], code: int, said: str) -> None:
    whole = (
        {} if "SLACK_BOT_TOKEN" in settings or not settings else {"SLACK_BOT_TOKEN": "a", "SLACK_SIGNING_SECRET": "b"}
    )
    result = run("serve", **whole, **settings)
    assert result.returncode == code
    assert said in result.stderr and len(result.stderr.splitlines()) == 1
    assert "canary" not in result.stdout + result.stderr


def test_settings_may_stand_in_a_file_and_the_environment_has_the_last_word() -> None:
    Path(".env").write_text("DATABASE_URL=sqlite:///from-file.db\nSOMETHING_ELSE=1\n")
    assert run("migrate").returncode == 0
    assert Path("from-file.db").exists()
    assert run("migrate", DATABASE_URL="sqlite:///from-environment.db").returncode == 0
    assert Path("from-environment.db").exists()


@pytest.mark.postgres
def test_serve_refuses_a_postgresql_that_was_not_migrated(postgres_url: str) -> None:
    result = run("serve", SLACK_BOT_TOKEN="a", SLACK_SIGNING_SECRET="b", DATABASE_URL=postgres_url)
    assert result.returncode == 3
    assert result.stderr.splitlines() == ["The database is not up to date. Run `mend migrate` first."]
    assert run("migrate", DATABASE_URL=postgres_url).returncode == 0


def test_a_second_migration_has_nothing_to_do(database: Database) -> None:
    assert mend("migrate").stdout == "The database was up to date.\n"


# ---- the rest ----


def test_the_version_is_the_one_of_the_package() -> None:
    told = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert told and mend("version").stdout == f"{told.group(1)}\n"


def test_an_unknown_word_gets_a_usage_line() -> None:
    result = mend("nonsense")
    assert result.exit_code == 2
    assert "Usage: " in result.stderr and "nonsense" in result.stderr


def test_help_names_every_command() -> None:
    said = mend("--help").stdout
    for name in ("serve", "demo", "migrate", "manifest", "people", "contacts", "doctor", "version"):
        assert re.search(rf"^\s+{name}\s", said, re.MULTILINE)

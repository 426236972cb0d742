"""`mend doctor`: what is set, missing or wrong, and what to do about it, in one line each."""

from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx
import sqlalchemy as sa
from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlmodel import Session

from deploy import manifest
from service.acts import contacts
from service.store import clock, outbox, people, schema
from service.store.database import Database

OK, WRONG, MISSING = "ok", "wrong", "missing"
LATE = timedelta(minutes=10)
"""News that is due for longer than this waits for something that does not come by itself."""
MOST_SECONDS_APART = 30
"""Slack's signatures carry a time; a clock further away refuses good requests sooner or later."""
PATIENCE = 10.0


class Settings(BaseSettings):
    """Everything that may be set, none of it needed here: what is missing is what the doctor is asked for."""

    model_config = SettingsConfigDict(env_ignore_empty=True, extra="ignore")

    database_url: str = "sqlite:///mend.db"
    slack_bot_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_api_url: str = "https://slack.com/api/"
    mend_public_url: str = ""


@dataclass(frozen=True)
class Line:
    """One finding. `needed`: without it Mend does not do its work."""

    state: str
    what: str
    said: str
    needed: bool = True

    @property
    def is_fine(self) -> bool:
        return self.state == OK or not self.needed

    def __str__(self) -> str:
        return f"{self.state:<8}{self.what:<16}{self.said}"


def examine(settings: Settings) -> list[Line]:
    """All findings, in the order in which one would put things right."""
    return [*about_database(settings), *about_slack(settings), about_secret(settings), about_address(settings)]


# ---- the database and what is in it ----


def about_database(settings: Settings) -> list[Line]:
    try:
        database = Database(settings.database_url)
    except (sa.exc.ArgumentError, ImportError):
        said = "DATABASE_URL is no address of a database: sqlite:///file.db or postgresql://user:password@host/name"
        return [Line(WRONG, "database", said)]
    with closing(database):
        return look_inside(database)


def look_inside(database: Database) -> list[Line]:
    file = database.engine.url.database
    if database.is_sqlite and not (file and Path(file).exists()):
        return [Line(MISSING, "database", f"there is no {file} yet; `mend migrate` or `mend serve` makes it")]
    try:
        at = schema.current(database)
    except sa.exc.SQLAlchemyError as error:
        return [Line(WRONG, "database", f"cannot be reached ({type(error).__name__}); see DATABASE_URL")]
    reached = Line(OK, "database", f"{database.engine.dialect.name}, reached")
    if at != schema.newest():
        return [
            reached,
            Line(WRONG, "migrations", f"at {at or 'nothing'}, not at {schema.newest()}; run `mend migrate`"),
        ]
    with database.reading() as session:
        found = [check(session) for check in INSIDE]
    return [reached, Line(OK, "migrations", f"at {at}"), *found]


def about_contacts(session: Session) -> Line:
    lacking = people.missing_contacts(session)
    if lacking:
        said = f"nobody can open a review before there is: {', '.join(lacking)}; run `mend contacts import FILE.toml`"
        return Line(MISSING, "contacts", said)
    if not people.confirmed_since(session, clock.now(session) - contacts.CONFIRMED_WITHIN):
        said = "not confirmed for 90 days; confirm them on Mend's Home tab as an admin, or import the file again"
        return Line(WRONG, "contacts", said)
    return Line(OK, "contacts", f"{len(people.contacts(session))}, all three kinds, confirmed within 90 days")


def about_people(session: Session) -> Line:
    lines = people.lines(session)
    if not lines:
        said = "who manages whom is not known, so no manager sees anything; run `mend people import FILE.csv`"
        return Line(MISSING, "people", said, needed=False)
    return Line(OK, "people", f"{len(lines)}, in {len({unit for unit, _ in lines.values()})} units")


def about_backlog(session: Session) -> Line:
    now = clock.now(session)
    waiting, oldest = outbox.unsent(session, now), outbox.next_due(session)
    if not waiting or oldest is None:
        return Line(OK, "engine", "nothing waits to be sent")
    age = now - oldest
    said = f"{waiting} messages wait to be sent, the oldest for {int(age.total_seconds() // 60)} minutes"
    return Line(OK, "engine", said) if age <= LATE else Line(WRONG, "engine", f"{said}; is `mend serve` running?")


def about_facilitators(session: Session) -> Line:
    named = people.facilitators(session)
    if not named:
        said = "nobody is named, so nobody can be in between; an admin names them on Mend's Home tab"
        return Line(MISSING, "facilitators", said, needed=False)
    return Line(OK, "facilitators", f"{len(named)} named")


INSIDE: tuple[Callable[[Session], Line], ...] = (about_contacts, about_people, about_facilitators, about_backlog)


# ---- Slack ----


def about_slack(settings: Settings) -> list[Line]:
    """Token, scopes and clock: one call to `auth.test` tells them all."""
    if settings.slack_bot_token is None:
        return [Line(MISSING, "Slack token", "SLACK_BOT_TOKEN is not set; it is under “OAuth & Permissions” in Slack")]
    token = settings.slack_bot_token.get_secret_value()
    url = f"{settings.slack_api_url.rstrip('/')}/auth.test"
    try:
        answer = httpx.post(url, headers={"Authorization": f"Bearer {token}"}, timeout=PATIENCE)
        told = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        return [Line(WRONG, "Slack token", f"Slack cannot be reached at {url} ({type(error).__name__})")]
    if not isinstance(told, dict) or not told.get("ok"):
        why = told.get("error", "no reason") if isinstance(told, dict) else "no answer of Slack's"
        return [Line(WRONG, "Slack token", f"Slack refuses it ({why}); copy SLACK_BOT_TOKEN anew")]
    token_line = Line(OK, "Slack token", f"of {told.get('team', 'a workspace')}")
    return [token_line, about_scopes(answer.headers.get("x-oauth-scopes", "")), about_clock(answer.headers.get("date"))]


def about_scopes(header: str) -> Line:
    granted = {scope.strip() for scope in header.split(",") if scope.strip()}
    wanted = set(manifest.scopes())
    if lacking := sorted(wanted - granted):
        said = f"lacking {', '.join(lacking)}; put `mend manifest` into Slack and install the app again"
        return Line(WRONG, "Slack scopes", said)
    more = sorted(granted - wanted)
    return Line(OK, "Slack scopes", f"all {len(wanted)}" + (f", and unused: {', '.join(more)}" if more else ""))


def about_clock(header: str | None) -> Line:
    """How far this machine's clock is from Slack's."""
    try:
        theirs = parsedate_to_datetime(header or "")
    except ValueError:
        return Line(MISSING, "clock", "Slack's answer has no date to compare with", needed=False)
    apart = abs((datetime.now(UTC) - theirs).total_seconds())
    if apart > MOST_SECONDS_APART:
        return Line(WRONG, "clock", f"{apart:.0f} seconds away from Slack's; let this machine keep its time by NTP")
    return Line(OK, "clock", f"within {MOST_SECONDS_APART} seconds of Slack's")


def about_secret(settings: Settings) -> Line:
    if settings.slack_signing_secret is not None:
        return Line(OK, "signing secret", "set")
    if settings.slack_app_token is not None:
        return Line(OK, "signing secret", "not needed with Socket Mode")
    return Line(MISSING, "signing secret", "SLACK_SIGNING_SECRET is not set; it is under “Basic Information” in Slack")


def about_address(settings: Settings) -> Line:
    if settings.slack_app_token is not None:
        return Line(OK, "address", "not needed with Socket Mode (SLACK_APP_TOKEN is set)")
    if not settings.mend_public_url:
        return Line(MISSING, "address", "MEND_PUBLIC_URL is not set; or set SLACK_APP_TOKEN, which needs no address")
    try:
        return Line(OK, "address", manifest.checked(settings.mend_public_url))
    except manifest.NoUrl as error:
        return Line(WRONG, "address", f"MEND_PUBLIC_URL: {error}")


def all_fine(lines: Iterable[Line]) -> bool:
    return all(line.is_fine for line in lines)

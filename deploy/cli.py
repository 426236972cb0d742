"""`mend`, the command line. A mistake in a setting, a file or a port is one line on standard error, and no traceback.

Exit codes: 1 something is wrong in a file or with the installation, 2 a setting or a word of the command line,
3 the database, 4 a port.
"""

import contextlib
import importlib.metadata
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, TypeVar

import dotenv
import sqlalchemy as sa
import typer
import uvicorn
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from service.settings import ServiceSettings

if TYPE_CHECKING:
    from service.store.database import Database

WRONG, SETTING, DATABASE, PORT = 1, 2, 3, 4
STOPS_WITHIN = 10
"""Seconds that what is under way gets to finish when the process is asked to stop."""

app = typer.Typer(
    help="Mend: blameless reviews in Slack after a conflict or an incident.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
people = typer.Typer(help="Who works where, and for whom.", no_args_is_help=True, rich_markup_mode=None)
contacts = typer.Typer(help="Whom people can turn to.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(people, name="people")
app.add_typer(contacts, name="contacts")

Made = TypeVar("Made")
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only check the file; change nothing.")]


class HostSettings(BaseSettings):
    """Where `mend serve` listens."""

    model_config = SettingsConfigDict(env_ignore_empty=True, extra="ignore")

    mend_host: str = "127.0.0.1"
    mend_port: int = Field(default=8700, ge=1, le=65535)


@app.callback()
def begin() -> None:
    """Mend: blameless reviews in Slack after a conflict or an incident."""
    dotenv.load_dotenv(Path(".env"))  # what stands in the environment already has the last word


def fail(line: str, code: int) -> NoReturn:
    """One line on standard error, and the end."""
    typer.echo(line, err=True)
    raise typer.Exit(code)


def read_settings(kind: Callable[[], Made]) -> Made:
    """The settings, or one line about what is wrong with them. Never says what a setting holds: it may be a secret."""
    try:
        return kind()
    except ValidationError as error:
        wrong = {str(e["loc"][0]).upper(): e for e in error.errors() if e["loc"]}
        told = [f"{name} {what_is_wrong(e)}" for name, e in wrong.items()] or [error.errors()[0]["msg"]]
        fail(f"{'; '.join(told)}. Settings come from the environment or from .env; see .env.example.", SETTING)


def what_is_wrong(error: Any) -> str:
    if error["type"] == "missing":
        return "is not set"
    told = str(error["msg"])
    return told.removeprefix("Value error, ") if told.startswith("Value error, ") else f"cannot be used: {told}"


@contextlib.contextmanager
def database_lines() -> Iterator[None]:
    """Turns what may be wrong with a database into one line."""
    from deploy.process import NotMigrated

    try:
        yield
    except NotMigrated as error:
        fail(str(error), DATABASE)
    except (sa.exc.ArgumentError, ImportError):
        fail("DATABASE_URL cannot be used: it is sqlite:///file.db or postgresql://user:password@host/name.", SETTING)
    except sa.exc.SQLAlchemyError as error:
        fail(f"The database cannot be used: {why(error)}", DATABASE)


def why(error: sa.exc.SQLAlchemyError) -> str:
    """The driver's own first line: it names the host or the file, never a password."""
    lines = str(getattr(error, "orig", None) or error).strip().splitlines()
    return lines[0] if lines else type(error).__name__


@app.command()
def serve() -> None:
    """Run Mend: Slack's endpoint, the API and the engine, in one process."""
    from deploy import process
    from service import log

    host = read_settings(HostSettings)
    log.set_up()
    with database_lines():
        built = read_settings(process.build)
        process.bring_up_to_date(built.database)
    config = uvicorn.Config(
        built,
        log_level="warning",
        access_log=False,
        ws="none",
        lifespan="on",
        server_header=False,
        timeout_graceful_shutdown=STOPS_WITHIN,
    )
    run(uvicorn.Server(config), listening(host.mend_host, host.mend_port))


def run(server: uvicorn.Server, sock: socket.socket) -> None:
    """Serves until asked to stop; being asked is no mistake, so the process then ends with 0."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=[sock])
    if not server.started:
        fail("Mend did not start.", WRONG)


def listening(host: str, port: int) -> socket.socket:
    """The socket to serve on; one line when the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
    except OSError as error:
        sock.close()
        fail(f"Cannot listen on {host} port {port}: {error.strerror or error}. Set MEND_HOST or MEND_PORT.", PORT)
    sock.set_inheritable(True)
    return sock


@app.command()
def demo(
    play: Annotated[bool, typer.Option("--play", help="Walk one review of each kind by itself, then end.")] = False,
    fresh: Annotated[bool, typer.Option("--fresh/--keep", help="Begin anew, or go on with the last demo.")] = True,
    port: Annotated[int, typer.Option(help="Where the product listens.")] = 8700,
    sandbox_port: Annotated[int, typer.Option(help="Where the page of the stand-in workspace is.")] = 8701,
    over_socket: Annotated[bool, typer.Option("--socket", help="Socket Mode instead of HTTP.")] = False,
    bare: Annotated[bool, typer.Option("--bare", help="Without the two half-finished reviews.")] = False,
) -> None:
    """Run Mend with an invented workspace, and print the page to open."""
    from deploy import demo as stage

    wanted = stage.Demo(port, sandbox_port, over_socket)
    try:
        raise typer.Exit(stage.run(wanted, play=play, fresh=fresh, bare=bare))
    except stage.CannotRun as reason:
        fail(str(reason), PORT)


@app.command()
def migrate() -> None:
    """Bring the database up to date."""
    from service.store import schema
    from service.store.database import Database

    settings = read_settings(ServiceSettings)
    with database_lines():
        database = Database(settings.database_url)
        before = schema.current(database)
        schema.migrate(database)
        after = schema.current(database)
        database.close()
    typer.echo("The database was up to date." if before == after else f"The database is up to date now ({after}).")


@app.command()
def manifest(
    url: Annotated[str, typer.Option(help="Where Slack reaches Mend: https://…")] = "",
    over_socket: Annotated[bool, typer.Option("--socket", help="For Socket Mode, which needs no address.")] = False,
) -> None:
    """Print the Slack manifest for your installation."""
    from deploy import manifest as slack

    if over_socket:
        typer.echo(slack.with_socket(), nl=False)
        return
    try:
        typer.echo(slack.with_url(url), nl=False)
    except slack.NoUrl as error:
        fail(
            f"{error} Or use --socket, which needs no address." if url else "Say --url https://… or --socket.", SETTING
        )


@people.command("import")
def import_people(file: Path, dry_run: DryRun = False) -> None:
    """Who works where, from a CSV file: slack_user_id,unit,manager_slack_user_id."""
    from deploy import imports

    rows = read_file(file, imports.read_people)
    units = len({row.unit for row in rows})
    keep(f"{len(rows)} people in {units} unit{'s' * (units != 1)}", dry_run, lambda db: imports.keep_people(db, rows))


@contacts.command("import")
def import_contacts(file: Path, dry_run: DryRun = False) -> None:
    """Whom to turn to, from a TOML file with [[contact]] tables: kind, name, reach, country."""
    from deploy import imports

    rows = read_file(file, imports.read_contacts)
    keep(f"{len(rows)} contacts", dry_run, lambda database: imports.keep_contacts(database, rows))
    if lacking := imports.still_missing(rows):
        typer.echo(f"Nobody can open a review before there is also: {lacking}.")


def read_file(file: Path, read: Callable[[str], Made]) -> Made:
    """The rows of a file; or every mistake in it, one line each."""
    from deploy import imports

    try:
        return read(file.read_text("utf-8"))
    except OSError as error:
        fail(f"{file}: {error.strerror or error}", WRONG)
    except UnicodeDecodeError:
        fail(f"{file}: not a text in UTF-8", WRONG)
    except imports.Wrong as wrong:
        fail("\n".join(f"{file}: {line}" for line in wrong.lines), WRONG)


def keep(what: str, dry_run: bool, write: "Callable[[Database], None]") -> None:
    """Into the database, unless it is only a check of the file."""
    from deploy.process import bring_up_to_date
    from service.store.database import Database

    if dry_run:
        typer.echo(f"Fine: {what}. Nothing was changed.")
        return
    with database_lines():
        database = Database(read_settings(ServiceSettings).database_url)
        bring_up_to_date(database)
        write(database)
        database.close()
    typer.echo(f"Imported {what}.")


@app.command()
def coach(
    report: Annotated[Path | None, typer.Option(help="Measure on a file of labelled sentences instead.")] = None,
) -> None:
    """Judge drafts: JSON lines {"text", "step", "kind"} in, one line {"labels", "notes"} out for each."""
    from deploy import coach as desk

    mistakes: list[str] = []

    def complain(mistake: str) -> None:
        mistakes.append(mistake)
        typer.echo(mistake, err=True)

    if report is None:
        told = desk.answer((line.decode("utf-8", "replace") for line in sys.stdin.buffer), complain)
    else:
        told = desk.report(read_file(report, lambda text: desk.read_all(text, complain)))
    for line in told:
        typer.echo(line)
    if mistakes:
        raise typer.Exit(WRONG)


@app.command()
def doctor() -> None:
    """Say what is set, missing or wrong, and what to do about it."""
    from deploy import doctor as examination

    lines = examination.examine(read_settings(examination.Settings))
    for line in lines:
        typer.echo(line)
    if not examination.all_fine(lines):
        raise typer.Exit(WRONG)


@app.command()
def version() -> None:
    """Print the version."""
    typer.echo(importlib.metadata.version("mend"))


if __name__ == "__main__":
    app()

"""The demo: the product and the stand-in workspace as two processes, with invented people and secrets of their own."""

import asyncio
import contextlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from deploy import imports
from deploy.process import bring_up_to_date
from service.store.database import Database

HERE = Path(__file__).parent
FOLDER = Path(".demo")
STARTS_WITHIN = 40.0
"""Seconds a process may take to answer."""
STOPS_WITHIN = 8.0
WELCOME = """
Mend's demo is ready: {page}/

1. Open the page. Each tab is one person of an invented company: begin as Mia, and open a second tab as Raj.
2. Type /mend in any channel, or look at what waits for Noor and Inês (a conflict) and for Tom, Yuki and Pavel
   (an incident). Dana manages six of them: her Home shows what a manager sees.
3. Days pass when you press the clock's buttons on the page. Ctrl-C here stops everything.
"""
OURS = ("SLACK_", "MEND_", "DATABASE_URL")
"""Settings of a real installation: none of them reaches the demo."""


class CannotRun(Exception):
    """The demo cannot run here; the sentence says why."""


@dataclass(frozen=True)
class Demo:
    """Where a demo runs. Secrets are new for each."""

    port: int
    sandbox_port: int
    over_socket: bool = False
    folder: Path = FOLDER
    bot_token: str = field(default_factory=lambda: f"xoxb-demo-{secrets.token_hex(12)}")
    app_token: str = field(default_factory=lambda: f"xapp-demo-{secrets.token_hex(12)}")
    signing_secret: str = field(default_factory=lambda: secrets.token_hex(16))

    @property
    def page(self) -> str:
        return f"http://127.0.0.1:{self.sandbox_port}"

    @property
    def product(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def database_url(self) -> str:
        return f"sqlite:///{self.folder.resolve() / 'mend.db'}"

    @property
    def has_data(self) -> bool:
        return (self.folder / "mend.db").exists()


def clear(demo: Demo) -> None:
    """Deletes what an earlier demo left in its folder, and nothing else there."""
    for pattern in ("mend.db*", "journal.jsonl", "*.log"):
        for path in demo.folder.glob(pattern):
            path.unlink()


@contextlib.contextmanager
def running(demo: Demo) -> Iterator[list["Part"]]:
    """Both processes, answering; stopped in any case at the end. `CannotRun`: a taken port, or a part that ends."""
    for port in (demo.port, demo.sandbox_port):
        refuse_taken(port)
    demo.folder.mkdir(parents=True, exist_ok=True)
    workspace, product = parts = [workspace_part(demo), product_part(demo)]
    try:
        workspace.start()
        take_people_in(demo)
        if demo.over_socket:
            workspace.wait()  # the product calls there as soon as it starts
        product.start()
        for part in parts:
            part.wait()
        yield parts
    finally:
        for part in reversed(parts):
            part.stop()


def refuse_taken(port: int) -> None:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError:
            raise CannotRun(
                f"Port {port} is taken by another program; choose others with --port and --sandbox-port."
            ) from None


def take_people_in(demo: Demo) -> None:
    """The invented people and contacts, as `mend people import` and `mend contacts import` take them in."""
    database = Database(demo.database_url)
    try:
        bring_up_to_date(database)
        sandbox = HERE / "sandbox"
        imports.keep_people(database, imports.read_people((sandbox / "people.csv").read_text("utf-8")))
        imports.keep_contacts(database, imports.read_contacts((sandbox / "contacts.toml").read_text("utf-8")))
    finally:
        database.close()


def workspace_part(demo: Demo) -> "Part":
    command = [
        "-m", "deploy.sandbox", "--port", str(demo.sandbox_port), "--app-url", f"{demo.product}/slack/events",
        "--manifest", str(HERE / "slack_manifest.yaml"), "--signing-secret", demo.signing_secret,
        "--bot-token", demo.bot_token, "--app-token", demo.app_token, "--clock-url", f"{demo.product}/demo/clock",
        "--journal", str(demo.folder / "journal.jsonl"),
    ]  # fmt: skip
    if demo.over_socket:
        command.append("--socket")
    return Part("the stand-in workspace", command, {}, demo.folder / "workspace.log", f"{demo.page}/state/people")


def product_part(demo: Demo) -> "Part":
    settings = {
        "SLACK_API_URL": f"{demo.page}/api/", "SLACK_BOT_TOKEN": demo.bot_token,
        "SLACK_SIGNING_SECRET": demo.signing_secret, "SLACK_APP_TOKEN": demo.app_token if demo.over_socket else "",
        "DATABASE_URL": demo.database_url, "MEND_DEMO": "1", "MEND_HOST": "127.0.0.1", "MEND_PORT": str(demo.port),
        "MEND_PUBLIC_URL": demo.product,
    }  # fmt: skip
    return Part("Mend", ["-m", "deploy.cli", "serve"], settings, demo.folder / "mend.log", f"{demo.product}/readyz")


class Part:
    """One process of the demo: started, waited for, stopped. What it says goes to a file."""

    def __init__(self, name: str, command: list[str], settings: Mapping[str, str], log: Path, answers_at: str) -> None:
        self.name, self.log, self._answers_at = name, log, answers_at
        self._command, self._settings = command, settings
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603  our own modules, by this interpreter
                [sys.executable, *self._command],
                env=kept | dict(self._settings),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C reaches the demo alone, which then stops its parts in order
                preexec_fn=end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509  one thread so far
            )

    def wait(self) -> None:
        """Until it answers. `CannotRun` with its last words when it ends before, or takes too long."""
        end = time.monotonic() + STARTS_WITHIN
        while not self._answers():
            if self.ended or time.monotonic() > end:
                raise CannotRun(f"{self.name} did not start. Its last words: {self.last_words()}")
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            return httpx.get(self._answers_at, timeout=2.0, trust_env=False).status_code == 200
        except httpx.HTTPError:
            return False

    @property
    def ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def last_words(self) -> str:
        lines = self.log.read_text("utf-8", errors="replace").strip().splitlines() if self.log.exists() else []
        return lines[-1] if lines else "none"

    def stop(self) -> None:
        """Asks it to stop, and ends it when it does not."""
        if self.process is None or self.ended:
            return
        self.process.terminate()
        try:
            self.process.wait(STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def end_with_parent() -> None:
    """In the child, on Linux: however the demo ends, also by `kill -9`, its parts end with it."""
    import ctypes

    set_death_signal = 1
    ctypes.CDLL(None).prctl(set_death_signal, signal.SIGTERM)


def run(demo: Demo, *, play: bool, fresh: bool, bare: bool) -> int:
    """The whole demo; answers the exit code. Ends with Ctrl-C, with a signal, or after the play."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(0))
    with contextlib.suppress(KeyboardInterrupt):
        return play_it(demo) if play else wait_for_visitors(demo, fresh=fresh, bare=bare)
    return 0


def play_it(demo: Demo) -> int:
    """One review of each kind, told from beginning to end; 1 when something expected did not happen."""
    from deploy import play

    for story in play.STORIES:
        clear(demo)
        with running(demo):
            missing = asyncio.run(play.tell(demo.page, story))
        if missing:
            print(f"\nThe play stopped here: {missing}", file=sys.stderr)
            return 1
    return 0


def wait_for_visitors(demo: Demo, *, fresh: bool, bare: bool) -> int:
    """The page, with two half-finished reviews on it, until somebody stops the demo."""
    from deploy import play

    if fresh:
        clear(demo)
    seeds = not bare and not demo.has_data
    with running(demo) as parts:
        if seeds:
            print("Getting two half-finished reviews ready; this takes about half a minute ...", flush=True)
        asyncio.run(play.make_ready(demo.page, seeds=seeds))
        print(WELCOME.format(page=demo.page), flush=True)
        return stay(parts)


def stay(parts: list[Part]) -> int:
    """Until somebody stops it, or a part ends by itself."""
    while not any(part.ended for part in parts):
        time.sleep(0.5)
    gone = next(part for part in parts if part.ended)
    raise CannotRun(f"{gone.name} ended by itself. Its last words: {gone.last_words()}")

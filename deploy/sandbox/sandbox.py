"""The stand-in workspace put together: settings, state and switches in one place that every part is given."""

from dataclasses import dataclass, field
from pathlib import Path

from .clock import Clock, Ids
from .faults import Faults
from .journal import Journal
from .manifest import Manifest
from .pace import Pace
from .tickets import Tickets
from .views import Views
from .workspace import Workspace


@dataclass(frozen=True)
class Settings:
    """What the command line says."""

    manifest: Manifest
    app_url: str
    base_url: str = "http://127.0.0.1:8701"
    signing_secret: str = "stand-in-signing-secret"
    bot_token: str = "xoxb-stand-in"
    app_token: str = ""
    socket: bool = False
    clock_url: str = ""
    journal: Path | None = None
    rate: bool = False


@dataclass
class Sandbox:
    """Everything there is; made from Settings and, in tests, a clock and ids of their own."""

    settings: Settings
    clock: Clock = field(default_factory=Clock)
    ids: Ids = field(default_factory=Ids)

    def __post_init__(self) -> None:
        self.workspace = Workspace(self.clock, self.ids)
        self.workspace.app = {**self.workspace.app, "name": self.settings.manifest.name}
        self.views = Views(self.workspace)
        self.tickets = Tickets(self.clock, self.ids)
        self.journal = Journal(self.clock, self.settings.journal)
        self.faults = Faults()
        self.pace = Pace(self.clock, self.settings.rate)
        self.socket_tickets: set[str] = set()
        self.calls_in_flight = 0
        self.calls_made = 0

    def call_ended(self) -> None:
        """The app finished one call of its own; whoever waits for it to come to rest looks again."""
        self.calls_made += 1
        self.workspace.changes.note("calls")

    @property
    def manifest(self) -> Manifest:
        """What the app may do."""
        return self.settings.manifest

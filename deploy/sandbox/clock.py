"""The workspace's clock and its source of ids. Both are passed in, so tests need not wait."""

import hashlib
import random
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
OFFICE = ZoneInfo("Europe/Berlin")


class Clock:
    """Real time for signatures and triggers; real time plus an offset for what people see.

    >>> clock = Clock(lambda: 1000.0)
    >>> clock.advance(60); clock.now()
    1060.0
    """

    def __init__(self, real: Callable[[], float] = time.time) -> None:
        self.real = real
        self.offset = 0.0
        self._last_ts = 0

    def now(self) -> float:
        """The workspace's time, in seconds."""
        return self.real() + self.offset

    def today(self) -> datetime:
        """The workspace's time at the office in Berlin."""
        return datetime.fromtimestamp(self.now(), OFFICE)

    def advance(self, seconds: float) -> None:
        """Move the workspace's time; never the real one."""
        self.offset += seconds

    def follow(self, now: datetime) -> None:
        """Take over somebody else's time (the product's clock)."""
        self.offset = now.timestamp() - self.real()

    def ts(self) -> str:
        """A message timestamp as Slack writes them: later than every earlier one, never twice."""
        self._last_ts = max(self._last_ts + 1, int(self.now() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"


def leap(name: str, today: datetime) -> float:
    """Seconds from `today` to where a clock button goes; `name` is one of LEAPS."""
    if name == "tomorrow10":
        return _until(today, today + timedelta(days=1), 10)
    if name == "workday":
        return _until(today, next_working_day(today), today.hour, today.minute)
    return LEAPS[name][1]


LEAPS: dict[str, tuple[str, float]] = {
    "20min": ("+20 minutes", 1_200),
    "1h": ("+1 hour", 3_600),
    "tomorrow10": ("tomorrow 10:00", 0),
    "workday": ("+1 working day", 0),
    "7d": ("+7 days", 7 * 86_400),
    "30d": ("+30 days", 30 * 86_400),
}


def next_working_day(today: datetime) -> datetime:
    """The next Monday to Friday after `today`."""
    day = today + timedelta(days=1)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return day


def _until(today: datetime, day: datetime, hour: int, minute: int = 0) -> float:
    goal = day.replace(hour=hour, minute=minute)
    if (hour, minute) != (today.hour, today.minute):
        goal = goal.replace(second=0, microsecond=0)
    return (goal.astimezone(UTC) - today.astimezone(UTC)).total_seconds()


class Ids:
    """Ids that look like Slack's: new ones at random (other ones after every start), fixed ones from what they name."""

    def __init__(self, seed: int | None = None) -> None:
        self._random = random.Random(seed)

    def new(self, prefix: str, length: int = 10) -> str:
        """An id never given before, e.g. `V0…` for a view."""
        return f"{prefix}0{''.join(self._random.choices(LETTERS, k=length - 1))}"

    def secret(self, length: int = 24) -> str:
        """Letters for a hash, a ticket or an address."""
        return "".join(self._random.choices(LETTERS.lower(), k=length))

    def trigger(self, real: float) -> str:
        """A trigger_id: three parts with points between."""
        return f"{int(real * 1000)}.{self._random.randrange(10**12)}.{self.secret(32)}"

    @staticmethod
    def fixed(prefix: str, *names: str) -> str:
        """The same id for the same names, also after a restart (conversations)."""
        digest = hashlib.sha256("|".join(sorted(names)).encode()).digest()
        return prefix + "0" + "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:9])

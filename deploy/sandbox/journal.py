"""Everything that happened: what Slack sent, what the app asked and answered. A log only, never read back."""

import json
from collections import deque
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .clock import Clock

KEPT = 2_000


@dataclass(frozen=True)
class Entry:
    """One exchange. `way` is `to app`, `from app` or `workspace`; `what` says it in a few words."""

    number: int
    at: str
    way: str
    what: str
    sent: Any
    answer: Any
    trouble: str
    milliseconds: float


class Journal:
    """Keeps the last entries in memory and, if asked, all of them in a file of JSON lines."""

    def __init__(self, clock: Clock, file: Path | None = None) -> None:
        self._clock = clock
        self._file = file.open("a", encoding="utf-8") if file else None
        self._count = 0
        self.entries: deque[Entry] = deque(maxlen=KEPT)

    def write(self, way: str, what: str, sent: Any, answer: Any, trouble: str = "", took: float = 0.0) -> None:
        """Note one exchange; `took` in seconds."""
        self._count += 1
        at = datetime.fromtimestamp(self._clock.now(), UTC).isoformat(timespec="milliseconds")
        entry = Entry(self._count, at, way, what, sent, answer, trouble, round(took * 1000, 1))
        self.entries.append(entry)
        if self._file:
            self._file.write(json.dumps(asdict(entry), ensure_ascii=False) + "\n")
            self._file.flush()

    def newest_first(self, most: int = KEPT) -> list[dict[str, Any]]:
        """The last entries as plain dictionaries."""
        return [asdict(entry) for entry in list(self.entries)[::-1][:most]]

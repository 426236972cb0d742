"""The sentences that the wording coach is trained and tested on: `deploy/sentences`, one file a part.

A line is JSON: family, text, step, kind, english (us, uk, in, l2), labels. A family is one idea in several wordings and
stands in one part only; a family's name decides which (`part_of`).
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from service.domain.coach import KINDS, LABELS, STEPS

FOLDER = Path(__file__).parent / "sentences"
PARTS = {"train": 66, "development": 14, "test": 20}
"""Out of a hundred families."""
ENGLISHES = ("us", "uk", "in", "l2")


@dataclass(frozen=True, slots=True)
class Line:
    """One labelled draft. `english` is empty where nobody said which it is."""

    family: str
    text: str
    step: str
    kind: str
    english: str
    labels: frozenset[str]


class WrongLine(ValueError):
    """A line that cannot be used; the text says why."""


def lines(part: str) -> Sequence[Line]:
    """All lines of one part, in the order of the file."""
    text = (FOLDER / f"{part}.jsonl").read_text(encoding="utf-8")
    return [read_line(line) for line in text.split("\n") if line.strip()]


def part_of(family: str) -> str:
    """The part that a family stands in."""
    drawn = int(hashlib.sha256(family.encode()).hexdigest(), 16) % 100
    for part, share in PARTS.items():
        if drawn < share:
            return part
        drawn -= share
    raise AssertionError("the shares of PARTS are a hundred together")


def read_line(line: str, *, labelled: bool = True) -> Line:
    """A line from its JSON. Raises `WrongLine`."""
    try:
        told = json.loads(line.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as problem:
        raise WrongLine(f"not JSON ({problem})") from problem
    if not isinstance(told, dict):
        raise WrongLine("not a JSON object")
    if not isinstance(told.get("text"), str):
        raise WrongLine('"text" is missing or not a text')
    for name, known in (("step", STEPS), ("kind", KINDS)):
        if told.get(name) not in known:
            raise WrongLine(f'"{name}" has to be one of {", ".join(known)}')
    labels = told.get("labels") if labelled else []
    if not isinstance(labels, list) or not all(label in LABELS for label in labels):
        raise WrongLine(f'"labels" has to be a list out of {", ".join(LABELS)}')
    return Line(
        str(told.get("family", "")),
        told["text"],
        told["step"],
        told["kind"],
        str(told.get("english") or "").lower(),
        frozenset(labels),
    )

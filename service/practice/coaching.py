"""What the wording coach says to an author: for each category one line why, and one pattern with blanks."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from service.domain.coach import LABELS
from service.practice.library import PracticeError

LONGEST = 150
"""Characters of a line, as in the rest of the practice."""


@dataclass(frozen=True, slots=True)
class Advice:
    """Why a phrasing may be heard badly, and a pattern to say it another way."""

    why: str
    pattern: str


def words_for(label: str) -> Advice:
    """The advice for a category of the coach. Refuses an unknown one."""
    found = _advice().get(label)
    if found is None:
        raise PracticeError(f"no advice for {label!r}")
    return found


def read_advice(text: str) -> Mapping[str, Advice]:
    """Advice by category, from TOML. Refuses a category too many or missing, and a line that is too long."""
    tables = tomllib.loads(text)
    if set(tables) != set(LABELS):
        raise PracticeError(f"coach.toml: missing or unknown categories {sorted(set(tables) ^ set(LABELS))}")
    for label, table in tables.items():
        if set(table) != {"why", "try"} or not all(0 < len(line) <= LONGEST for line in table.values()):
            raise PracticeError(f"coach.toml: {label} needs why and try, each of at most {LONGEST} characters")
    return {label: Advice(table["why"], table["try"]) for label, table in tables.items()}


@cache
def _advice() -> Mapping[str, Advice]:
    return read_advice(resources.files(__package__).joinpath("coach.toml").read_text(encoding="utf-8"))

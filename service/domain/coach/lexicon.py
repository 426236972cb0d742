"""The tables of `words.toml` and `rules.toml`, read once: which classes a word has, and which rules hit a sentence."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from . import needs

_CLASS = re.compile(r"\{([a-z_]+)\}")
_ONLY_FOR_RULES = frozenset({"filler"})
_STARTS = (2, 4, 6)
"""Letters by which needed strings are looked up."""
_PLAIN_GROUP = re.compile(r"(?<!\\)\((?!\?)")


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of `rules.toml`: a `sure` rule decides alone if it was right often enough, an `always` one in any case,
    unless its author owns something beside it; the others only speak to the linear model."""

    name: str
    label: str
    sure: bool
    always: bool
    pattern: re.Pattern[str]
    needs: needs.Sets
    """One string of each of these sets is in every sentence that the pattern matches."""


@cache
def classes_of() -> dict[str, tuple[str, ...]]:
    """Word or phrase -> the classes it is in."""
    found: dict[str, list[str]] = {}
    for name, words in _classes().items():
        for word in words if name not in _ONLY_FOR_RULES else ():
            found.setdefault(word, []).append(name)
    return {word: tuple(dict.fromkeys(names)) for word, names in found.items()}


@cache
def phrase_lengths() -> dict[str, tuple[int, ...]]:
    """A word -> how many words the phrases have that begin with it, the fewest first."""
    found: dict[str, set[int]] = {}
    for phrase in classes_of():
        if " " in phrase:
            found.setdefault(phrase.split()[0], set()).add(phrase.count(" ") + 1)
    return {word: tuple(sorted(lengths)) for word, lengths in found.items()}


def likely(words: str) -> list[Rule]:
    """The rules that are worth trying on a sentence: those of whose every set it holds a string."""
    every, by_start, met = rules(), _needed(), _met_by_all()
    for start in by_start.keys() & {words[at : at + length] for length in _STARTS for at in range(len(words))}:
        for string, bits in by_start[start]:
            if string in words:
                met |= bits
    left = (1 << len(every)) - 1
    for _ in range(needs.MOST_SETS):
        left, met = left & met, met >> len(every)
    found = []
    while left:
        last = left.bit_length() - 1
        found.append(every[last])
        left ^= 1 << last
    return found[::-1]


@cache
def _met_by_all() -> int:
    """Bits as in `_needed` for the sets that a rule has fewer than others."""
    every = rules()
    return sum(
        1 << (number * len(every) + at)
        for at, rule in enumerate(every)
        for number in range(len(rule.needs), needs.MOST_SETS)
    )


@cache
def _needed() -> dict[str, list[tuple[str, int]]]:
    """First letters -> strings that rules need, each with the sets that it meets: a bit for each set of each rule."""
    every = rules()
    met: dict[str, int] = {}
    for at, rule in enumerate(every):
        for number, strings in enumerate(rule.needs):
            for string in strings:
                met[string] = met.get(string, 0) | 1 << (number * len(every) + at)
    found: dict[str, list[tuple[str, int]]] = {}
    for string, bits in met.items():
        longest = max(length for length in _STARTS if length <= len(string))
        found.setdefault(string[:longest], []).append((string, bits))
    return found


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, in the order of the file."""
    tables = tomllib.loads(_text("rules.toml"))
    pieces = tables.pop("pieces")
    found = []
    for label, levels in tables.items():
        for level, patterns in levels.items():
            for name, pattern in patterns.items():
                whole = _whole(pattern, pieces)
                matches = re.compile(rf"(?<![^ ])(?:{whole})(?![^ ])")
                found.append(Rule(f"{label}.{name}", label, level != "hint", level == "always", matches, _needs(whole)))
    return tuple(found)


def _needs(pattern: str) -> needs.Sets:
    found = needs.one_of_each(pattern)
    if not found:
        raise ValueError(f"a rule that may match anything: {pattern[:80]}")
    return found


def _whole(pattern: str, pieces: dict[str, str]) -> str:
    def filled(match: re.Match[str]) -> str:
        name = match.group(1)
        if name in pieces:
            return _CLASS.sub(filled, pieces[name])
        return "(?:" + "|".join(sorted(_classes()[name], key=lambda word: (-len(word), word))) + ")"

    return _PLAIN_GROUP.sub("(?:", _CLASS.sub(filled, pattern))


@cache
def _classes() -> dict[str, tuple[str, ...]]:
    tables = tomllib.loads(_text("words.toml")).values()
    return {
        name: tuple(dict.fromkeys(word.replace("_", " ") for word in words.split()))
        for table in tables
        for name, words in table.items()
    }


def _text(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")

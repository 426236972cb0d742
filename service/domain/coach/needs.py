"""What a text must hold for a pattern to have any chance: looked at first, because most rules are far from most texts.

Reads the part of the regular expressions' language that `rules.toml` uses: letters, groups, `|`, `?`, `*`, `+`,
`{0,4}`, sets, `\\w` and look-aheads.
"""

import re
from dataclasses import dataclass

MOST_STRINGS = 400
"""More alternatives than that are not followed; the pattern then needs whatever else it needs."""

MOST_SETS = 3
Sets = tuple[frozenset[str], ...]

_ANYTHING = "\\[.^$"
_RUN = re.compile(r"[a-z0-9' …]+")


@dataclass(frozen=True, slots=True)
class Needs:
    """`exact`: all that can be matched here, if that is a short list; `sets`: one of each must be in the text."""

    exact: frozenset[str] | None
    sets: Sets


_EMPTY = Needs(frozenset({""}), ())
_UNKNOWN = Needs(None, ())


def one_of_each(pattern: str) -> Sets:
    """At most `MOST_SETS` sets; a text that the pattern matches holds one string of each. Empty: nothing is known."""
    found, _ = _alternatives(pattern, 0)
    return _best(_factor(found.exact) + found.sets)


def _alternatives(pattern: str, at: int) -> tuple[Needs, int]:
    branches = []
    while True:
        found, at = _sequence(pattern, at)
        branches.append(found)
        if at >= len(pattern) or pattern[at] == ")":
            return _either(branches), at
        at += 1  # the bar


def _sequence(pattern: str, at: int) -> tuple[Needs, int]:
    exact: frozenset[str] | None = frozenset({""})
    sets: Sets = ()
    whole = True
    while at < len(pattern) and pattern[at] not in "|)":
        part, at = _item(pattern, at)
        sets += part.sets
        if exact is not None and part.exact is not None and len(exact) * len(part.exact) <= MOST_STRINGS:
            exact = frozenset(left + right for left in exact for right in part.exact)
            continue
        sets += _factor(exact)
        exact, whole = part.exact or frozenset({""}), False
    return Needs(exact if whole else None, _best(sets if whole else sets + _factor(exact))), at


def _item(pattern: str, at: int) -> tuple[Needs, int]:
    if pattern[at] == "(":
        found, at = _group(pattern, at)
    elif pattern[at] == "\\":
        found, at = _UNKNOWN, at + 2
    elif pattern[at] == "[":
        found, at = _UNKNOWN, pattern.index("]", at) + 1
    elif pattern[at] in _ANYTHING:
        found, at = (_EMPTY if pattern[at] in "^$" else _UNKNOWN), at + 1
    else:
        letters = _letters(pattern, at)
        found, at = Needs(frozenset({letters}), ()), at + len(letters)
    return _repeated(found, pattern, at)


def _letters(pattern: str, at: int) -> str:
    """As many letters as stand together; the last one stays behind when it may be repeated or left out."""
    run = _RUN.match(pattern, at)
    letters = run.group() if run else pattern[at]
    if len(letters) > 1 and pattern[at + len(letters) : at + len(letters) + 1] in {"?", "*", "+", "{"}:
        return letters[:-1]
    return letters


def _group(pattern: str, at: int) -> tuple[Needs, int]:
    looks = pattern.startswith(("(?!", "(?=", "(?<"), at)
    begin = at + 1
    if looks:
        begin += 3 if pattern.startswith("(?<", at) else 2
    elif pattern.startswith("(?:", at):
        begin += 2
    found, at = _alternatives(pattern, begin)
    return (_EMPTY if looks else found), at + 1


def _repeated(found: Needs, pattern: str, at: int) -> tuple[Needs, int]:
    mark = pattern[at : at + 1]
    if mark == "?":
        return (Needs(found.exact | {""}, ()) if found.exact is not None else _UNKNOWN), at + 1
    if mark == "*":
        return _UNKNOWN, at + 1
    if mark == "+":
        return Needs(None, _best(found.sets + _factor(found.exact))), at + 1
    if mark == "{":
        return _UNKNOWN, pattern.index("}", at) + 1
    return found, at


def _either(branches: list[Needs]) -> Needs:
    if len(branches) == 1:
        return branches[0]
    exact: frozenset[str] | None = None
    if all(branch.exact is not None for branch in branches):
        exact = frozenset().union(*(branch.exact or () for branch in branches))
    sets = [_best(branch.sets + _factor(branch.exact)) for branch in branches]
    most = max(map(len, sets)) if all(sets) else 0
    return Needs(
        exact, tuple(frozenset().union(*(each[min(at, len(each) - 1)] for each in sets)) for at in range(most))
    )


def _factor(exact: frozenset[str] | None) -> Sets:
    if exact is None or any(len(string.strip()) < 2 for string in exact):
        return ()
    return (frozenset(string.strip() for string in exact),)


def _best(sets: Sets) -> Sets:
    """The sets that rule out most: long strings, and few of them."""
    return tuple(sorted(dict.fromkeys(sets), key=lambda strings: (-min(3, *map(len, strings)), len(strings))))[
        :MOST_SETS
    ]

"""What a manager may see of what is open, and whether a tick for it is offered at all.

`lines` says who works where: person -> (unit, manager or None). A manager's unit is the people whose manager they are.
An incident is known in the company, so its row has a title and teams; a conflict's row names nobody, and exists only
if everybody in it ticked that it may. In neither case does anybody see a row of a review they are a party to.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from schemas.vocabulary import Kind, State

Lines = Mapping[str, tuple[str, str | None]]

SMALLEST_UNIT = 5  # among fewer people, a row without names is a row with names
TWO_WEEKS, SIX_WEEKS = 14, 42
PEERS = frozenset({"none", "peer"})
UNEQUAL = "unequal"

COARSE_STATES: Mapping[State, str] = {
    State.invited: "not begun",
    State.circle: "not begun",
    State.paused: "paused",
    State.checking: "checking in",
    State.pulse: "checking in",
}
NO_OPEN_ITEM = frozenset({State.draft, State.ready, State.closed})


class RowKind(StrEnum):
    """What a manager's row of an open review shows."""

    incident = "incident"
    """Title, teams, age, step, next date, overdue recommitments."""
    nameless = "nameless"
    """Coarse state and age band, and nothing else."""


@dataclass(frozen=True, slots=True)
class OpenReview:
    """What decides over a row. `ticked`: the parties who ticked "our manager may see that something is open"."""

    kind: str
    parties: frozenset[str]
    ticked: frozenset[str]
    mode: str = "direct"
    power: str = "peer"


def row_for(manager: str, review: OpenReview, lines: Lines) -> RowKind | None:
    """The row that this manager may see of an open review; None: they must not learn that it exists.

    Where one party has a say over another, by the line or by what one of them said, nobody above them gets a row.
    """
    if manager in review.parties or not any(manager_of(party, lines) == manager for party in review.parties):
        return None
    if review.power not in PEERS or any(say_over(a, b, lines) for a in review.parties for b in review.parties):
        return None
    if review.kind == Kind.incident:
        return RowKind.incident
    return RowKind.nameless if _nameless_allowed(review, lines) else None


def may_offer_tick(parties: Collection[str], lines: Lines) -> bool:
    """Whether the tick is offered: at least two peers with one common manager, who leads five people or more.

    Who is missing in `lines`, or has nobody above them, has no common manager with anybody.
    """
    managers = {manager_of(party, lines) for party in parties}
    common = next(iter(managers)) if len(managers) == 1 else None
    return (
        common is not None
        and len(set(parties)) > 1
        and not any(say_over(a, b, lines) for a in parties for b in parties)
        and unit_size(common, lines) >= SMALLEST_UNIT
    )


def say_over(a: str, b: str, lines: Lines) -> bool:
    """Whether one of the two stands above the other anywhere in the line, over any number of steps."""
    return a != b and (a in _above(b, lines) or b in _above(a, lines))


def higher_of(people: Collection[str], lines: Lines) -> str | None:
    """Of two people the one who stands above the other; None among peers. Of more than two: somebody who does."""
    return next((a for a in people if any(a in _above(b, lines) for b in people if a != b)), None)


def is_free_for(person: str, parties: Collection[str], lines: Lines) -> bool:
    """Whether somebody could facilitate: no party, and in nobody's line, above or below."""
    return person not in parties and not any(say_over(person, party, lines) for party in parties)


def unit_size(manager: str, lines: Lines) -> int:
    """How many people have this manager."""
    return sum(above == manager for person, (_, above) in lines.items() if person != manager)


def manager_of(person: str, lines: Lines) -> str | None:
    """The direct manager; None at the top of a line, and for somebody nobody entered."""
    return lines[person][1] if person in lines else None


def age_band(days: int) -> str:
    """How long something has been open, said coarsely enough that nobody can tell which day it began."""
    if days < TWO_WEEKS:
        return "under 2 weeks"
    return "2 to 6 weeks" if days <= SIX_WEEKS else "over 6 weeks"


def coarse_state(state: State) -> str:
    """`not begun`, `under way`, `paused` or `checking in`. Refuses a private draft and a closed review."""
    if state in NO_OPEN_ITEM:
        raise ValueError(f"{state} is no open item: nobody's manager hears of it")
    return COARSE_STATES.get(state, "under way")


def _nameless_allowed(review: OpenReview, lines: Lines) -> bool:
    """For the manager of one of the parties: where the tick may be offered, that is the manager of them all."""
    return (
        review.kind == Kind.conflict
        and review.mode == "direct"
        and review.parties <= review.ticked
        and may_offer_tick(review.parties, lines)
    )


def _above(person: str, lines: Lines) -> set[str]:
    return set(_line_up(person, lines))


def _line_up(person: str, lines: Lines) -> Iterator[str]:
    """Everybody above, nearest first; stops where a wrong chart would go round in a ring."""
    seen = {person}
    above = manager_of(person, lines)
    while above is not None and above not in seen:
        yield above
        seen.add(above)
        above = manager_of(above, lines)

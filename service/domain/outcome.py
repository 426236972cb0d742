"""How a review ended, and how much of it was done: computed from answers, never judged from text.

`RULES` is the whole of it, read from the top: the first rule that holds gives the outcome. "All" means everybody who
took part, two people or eight. The lowest answer wins, and no passing of time makes a review repaired.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from schemas.vocabulary import Outcome

ANSWERS = frozenset({"repaired", "partly", "not_repaired", "rather_not_say"})
ACKNOWLEDGED = frozenset({"part", "none_yet", "missing"})
RECOMMITMENTS = frozenset({"kept", "partly", "not_kept", "not_come_up", "open", "changed"})
MODES = frozenset({"direct", "mediated", "one_sided", "indirect"})
MOST_PARTIES = 8
PARTS = 7


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """One person or side that took part: what they answered at the end, and their acknowledgment.

    `answer` is None where none came. `acknowledged`: `part`, `none_yet` ("I don't see a part of mine yet") or
    `missing`; whoever does not have to write counts as `none_yet`. `effect` and `offer` say whether those were named.
    """

    answer: str | None
    acknowledged: str
    effect: bool = False
    offer: bool = False

    def __post_init__(self) -> None:
        if self.answer is not None and self.answer not in ANSWERS:
            raise ValueError(f"unknown answer {self.answer!r}")
        if self.acknowledged not in ACKNOWLEDGED:
            raise ValueError(f"unknown acknowledgment {self.acknowledged!r}")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the outcome is computed from.

    `parties`: everybody who took part, without whoever declined or never answered. `released`: the acknowledgments
    were opened (one-sided: the one that was written). `exited`: routed, or moved to a way that asks for no answer.
    `recommitments`: one status each; overdue is `open`. The last three count for completeness alone.
    """

    parties: tuple[PartyFacts, ...]
    released: bool
    recommitments: tuple[str, ...] = ()
    mode: str = "direct"
    exited: bool = False
    offer_answered: bool = False
    reflected: bool = False
    changes_settled: bool = False

    def __post_init__(self) -> None:
        if not 1 <= len(self.parties) <= MOST_PARTIES:
            raise ValueError(f"1 to {MOST_PARTIES} parties, not {len(self.parties)}")
        if self.mode not in MODES:
            raise ValueError(f"unknown mode {self.mode!r}")
        if unknown := set(self.recommitments) - RECOMMITMENTS:
            raise ValueError(f"unknown recommitment status {sorted(unknown)}")


def outcome(facts: Facts) -> Outcome:
    """How the review ended."""
    return next(result for holds, result in RULES if holds(facts))


def completeness(facts: Facts) -> int:
    """How many of the seven parts were done, 0 to 7."""
    return sum(done(facts) for done in COMPLETE_WHEN.values())


def _without_exchange(facts: Facts) -> bool:
    return facts.exited or not facts.released


def _put_right(facts: Facts) -> bool:
    return (
        facts.mode != "one_sided"
        and len(facts.parties) > 1
        and all(party.answer == "repaired" for party in facts.parties)
        and not {"open", "not_kept"} & set(facts.recommitments)
        and all(party.effect and party.offer for party in _owning(facts))
    )


def _still_open(facts: Facts) -> bool:
    return any(party.answer == "not_repaired" or party.acknowledged == "missing" for party in facts.parties)


def _otherwise(_: Facts) -> bool:
    return True


def _owning(facts: Facts) -> list[PartyFacts]:
    return [party for party in facts.parties if party.acknowledged == "part"]


def _everybody_acknowledged(facts: Facts) -> bool:
    return facts.released and all(party.acknowledged != "missing" for party in facts.parties)


def _effect_named(facts: Facts) -> bool:
    return bool(_owning(facts)) and all(party.effect for party in _owning(facts))


def _offer_made(facts: Facts) -> bool:
    return bool(_owning(facts)) and all(party.offer for party in _owning(facts))


def _checked(facts: Facts) -> bool:
    return facts.changes_settled and "open" not in facts.recommitments


RULES: tuple[tuple[Callable[[Facts], bool], Outcome], ...] = (
    (_without_exchange, Outcome.ended),
    (_put_right, Outcome.repaired),
    (_still_open, Outcome.not_repaired),
    (_otherwise, Outcome.partly_repaired),
)

COMPLETE_WHEN: Mapping[str, Callable[[Facts], bool]] = {
    "my part from each side": _everybody_acknowledged,
    "effect named": _effect_named,
    "offer made": _offer_made,
    "offer answered": lambda facts: facts.offer_answered,
    "reflection confirmed": lambda facts: facts.reflected,
    "a change agreed, or consciously none": lambda facts: facts.changes_settled,
    "recommitments checked": _checked,
}

"""Which ways of going about it are offered: one table, in no order of worth.

The screens show what is offered in a random order, with nothing chosen beforehand, and nobody is steered later.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from schemas.vocabulary import Kind, Size, Way
from service.domain.review import PAIR


@dataclass(frozen=True)
class Facts:
    """What decides. `power`: one has a say over the other. `careful`: somebody in between, or no talking.
    `facilitators`: the workspace has named somebody who is free for these people. `repeats`: it keeps happening, as far
    as this person knows. `waits`: one is open between these people, or rests, so nobody can be asked for now."""

    kind: Kind
    size: Size
    people: int
    power: bool = False
    careful: bool = False
    repeats: bool = False
    facilitators: bool = False
    no_exchange: bool = False
    waits: bool = False


Offered = Callable[[Facts], bool]


def always(facts: Facts) -> bool:
    return True


def unless_kept_apart(facts: Facts) -> bool:
    return not facts.no_exchange


def somebody_can_be_asked(facts: Facts) -> bool:
    return unless_kept_apart(facts) and not facts.waits


def talking_here(facts: Facts) -> bool:
    """With a say between two it is still this way, and whoever has it writes first; in a group it is not."""
    return somebody_can_be_asked(facts) and not facts.careful and not (facts.power and facts.people > PAIR)


def one_small_thing(facts: Facts) -> bool:
    small = facts.size is Size.small and facts.people == PAIR
    return talking_here(facts) and small and not facts.power and not facts.repeats


def somebody_is_there(facts: Facts) -> bool:
    return somebody_can_be_asked(facts) and facts.facilitators


def work_only(facts: Facts) -> bool:
    """Also where one has a say over the other, between two."""
    return somebody_can_be_asked(facts) and not (facts.power and facts.people > PAIR)


def between_two(facts: Facts) -> bool:
    return somebody_can_be_asked(facts) and facts.people == PAIR


OFFERED: Mapping[Way, Offered] = {
    Way.direct: talking_here,
    Way.fast: one_small_thing,
    Way.mediated: somebody_is_there,
    Way.arrangement: work_only,
    Way.note: between_two,
    Way.rest: unless_kept_apart,
    Way.private: always,
}
ANOTHER = (Way.mediated, Way.arrangement)
"""What somebody asked may say yes to in place of what the opener chose."""


def offered(facts: Facts) -> tuple[Way, ...]:
    """The ways that these facts allow, in the order of the table; who draws them mixes them."""
    return tuple(way for way, holds in OFFERED.items() if holds(facts))

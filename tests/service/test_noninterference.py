"""Nobody can tell how an ending came about: pairs of runs that differ only in one secret look the same to all others.

Said no, never answered, left, was led elsewhere, stopped by a facilitator: over at least 60 generated pairs for each,
everything that every other person, manager, the facilitator and Slack receives is compared byte for byte."""

import itertools
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from schemas.vocabulary import Act, Consent, Outcome, Said, State
from service.acts import ending, perform, readings
from service.acts.doing import Answer, Doing
from service.domain.review import Review
from service.store import clock, once, outbox, reviews, words

from . import noninterference as runs
from .lanes import LANES
from .noninterference import BEFORE_THE_DATE, EARLY, LATE, Plan, Secret, differences, plan, run
from .world import World

PAIR = 2
EARLY_PAIRS = {
    "pair": 7, "pair, large, worlds apart": 5, "pair with a manager who may see": 5, "three": 8, "incident of three": 8,
    "short": 8, "note": 4, "arrangement": 5, "mediated, three": 5, "opener has less say": 5, "opener has a say": 5,
}  # fmt: skip
"""How many plans of each lane in which somebody is asked and has not answered."""
LATE_PAIRS = {
    "mediated": 20, "mediated, three": 14, "mediated incident": 12, "mediated, with a say": 20, "pair": 6,
    "pair with a manager who may see": 6, "incident of three": 6, "opener has less say": 6, "it keeps happening": 4,
}  # fmt: skip
"""And in which everybody has said yes. Only in the first four somebody facilitates."""
STILL = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)

NUMBERS = itertools.count(1)
"""Of ids, for the whole process: lanes that one test has walked are loaded by the next."""


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Real time stands still, so that two runs have the same instants; ids are numbered, so that they are known."""
    for module in (clock, once):
        monkeypatch.setattr(module, "real_now", lambda: STILL)
    for store in (reviews, words, outbox):
        monkeypatch.setattr(store, "new_id", lambda: f"id{next(NUMBERS):010d}")
    return


def early(world: World, chosen: Plan) -> Iterator[tuple[Secret, str]]:
    """Before they have answered: each secret against no answer at all, to the end and beyond."""
    silent = run(world, chosen, runs.nothing).whole
    secrets = [runs.looks, runs.declines, runs.is_routed]
    if LANES[chosen.lane].count > PAIR:
        secrets.append(runs.joins_and_leaves)
    for secret in secrets:
        yield secret, differences(silent, run(world, chosen, secret).whole)


def late(world: World, chosen: Plan) -> Iterator[tuple[Secret, str]]:
    """After acceptance: each secret against leaving, to the end and beyond, and leaving against nothing until the
    date. In a group a stop ends for all what a leaver leaves to the others: there it is compared until the date."""
    leaving = run(world, chosen, runs.leaves)
    nothing = run(world, chosen, runs.nothing)
    yield runs.leaves, differences(nothing.up_to(BEFORE_THE_DATE), leaving.up_to(BEFORE_THE_DATE))
    yield runs.is_routed, differences(leaving.whole, run(world, chosen, runs.is_routed).whole)
    if "mediated" in chosen.lane and runs.is_served(world, chosen):
        stopped = run(world, chosen, runs.stops, unseen=runs.FACILITATORS)
        looks = None if chosen.is_pair else BEFORE_THE_DATE
        yield runs.stops, differences(leaving.up_to(looks), stopped.up_to(looks))


@pytest.mark.parametrize("lane", EARLY_PAIRS)
def test_no_and_no_answer_and_another_route_look_the_same_to_everybody_else(quick_world: World, lane: str) -> None:
    for seed in range(EARLY_PAIRS[lane]):
        chosen = plan(lane, seed, EARLY)
        for secret, difference in early(quick_world, chosen):
            assert not difference, f"{secret.__name__} in {chosen}\n{difference}"


@pytest.mark.parametrize("lane", LATE_PAIRS)
def test_leaving_and_another_route_and_a_stop_look_the_same_to_everybody_else(quick_world: World, lane: str) -> None:
    for seed in range(LATE_PAIRS[lane]):
        chosen = plan(lane, seed, LATE)
        for secret, difference in late(quick_world, chosen):
            assert not difference, f"{secret.__name__} in {chosen}\n{difference}"


# ---- each protection taken away: then there is a difference ----

Afterwards = Callable[[Doing, Answer], None]


def afterwards(monkeypatch: pytest.MonkeyPatch, act: Act, also: Afterwards) -> None:
    """The act does something more."""
    real = perform.ACTS[act]

    def both(do: Doing) -> Answer:
        answer = real(do)
        also(do, answer)
        return answer

    monkeypatch.setitem(perform.ACTS, act, both)


def tells_now(do: Doing, answer: Answer) -> None:
    do.held.row.ending_at = do.now


def draws_again(do: Doing, answer: Answer) -> None:
    do.redraw()


def draws_if_routed(do: Doing, answer: Answer) -> None:
    if answer.said is Said.routed:
        do.redraw()


def counts_up(do: Doing, answer: Answer) -> None:
    do.held.row.version += 1


def another_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    real = ending.end

    def end(do: Doing) -> None:
        real(do)
        if any(p.consent == Consent.declined.value for p in do.held.parties):
            do.held.row.outcome = Outcome.not_repaired.value

    monkeypatch.setattr(ending, "end", end)


def not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Review, "circle", property(lambda review: review.active))


def not_named(monkeypatch: pytest.MonkeyPatch) -> None:
    real = readings.parties

    def parties(held: reviews.Held, reader: str) -> list[object]:
        left = {p.person_id for p in held.parties if p.consent == Consent.left.value}
        return [p for p in real(held, reader) if p.person_id not in left]

    monkeypatch.setattr(readings, "parties", parties)


Broken = Callable[[pytest.MonkeyPatch], None]
BROKEN: dict[str, tuple[str, State, Secret, Broken]] = {
    "leaving is told at once": (
        "pair", State.cooling, runs.leaves, lambda m: afterwards(m, Act.leave, tells_now)),
    "a stop is told at once": (
        "mediated", State.express, runs.stops, lambda m: afterwards(m, Act.stop, tells_now)),
    "leaving changes the version": (
        "pair", State.express, runs.leaves, lambda m: afterwards(m, Act.leave, counts_up)),
    "looking changes the version": (
        "pair", State.invited, runs.looks, lambda m: afterwards(m, Act.screen, counts_up)),
    "a no draws the screens of others": (
        "pair", State.invited, runs.declines, lambda m: afterwards(m, Act.decline, draws_again)),
    "another route draws the screens of others": (
        "pair", State.invited, runs.is_routed, lambda m: afterwards(m, Act.screen, draws_if_routed)),
    "a no has a sentence of its own": ("pair", State.invited, runs.declines, another_sentence),
    "nobody waits for whoever has left": ("pair", State.renegotiate, runs.leaves, not_waited_for),
    "whoever has left is no longer named": ("pair", State.express, runs.leaves, not_named),
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
def test_without_its_protection_a_secret_shows(quick_world: World, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    lane, state, secret, broken = BROKEN[what]
    chosen = Plan(lane, state, 1, 1, ((5, 0), (40, 0), (50, 0)), 1)
    whole = None if state is State.invited else BEFORE_THE_DATE

    def difference() -> str:
        apart = runs.FACILITATORS if secret is runs.stops else ()
        two = (run(quick_world, chosen, what, unseen=apart) for what in (runs.nothing, secret))
        return differences(*(seen.up_to(whole) for seen in two))

    assert not difference()
    broken(monkeypatch)
    assert difference()


def test_there_are_sixty_pairs_for_each_secret() -> None:
    facilitated = {name: pairs for name, pairs in LATE_PAIRS.items() if "mediated" in name}
    assert min(sum(EARLY_PAIRS.values()), sum(LATE_PAIRS.values()), sum(facilitated.values())) >= 60

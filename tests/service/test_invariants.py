"""The invariants of every review, under whatever people do, in any order, twice, late, and as time passes.

A machine begins somewhere on a lane and does what Hypothesis thinks of; after each step every rule of `invariants` is
asked. Before, they are asked of every state of every lane as it is.
MEND_INVARIANT_RUNS sets how many runs there are in all (200, of 40 steps each)."""

import os
import random
from collections import Counter
from collections.abc import Callable
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from schemas.readings import FormReading
from schemas.vocabulary import Act, State
from service.acts import coaching, perform
from service.domain import coach
from service.store.database import Database
from service.store.tables import ReviewRow

from .invariants import broken, went_wrong
from .lanes import LANES, Begun, Lane, begin_at
from .world import Person, World

RUNS = int(os.environ.get("MEND_INVARIANT_RUNS", "200"))
STEPS = 40
SERVER_ERROR = 500
LONGEST_AGO = 12
AMOUNTS = (1, 7, 31, 90, 60 * 9, 60 * 24, 60 * 24 * 3, 60 * 24 * 8, 60 * 24 * 31)
"""Minutes to weeks."""
numbers = st.integers(0, 10_000)
NEVER_KEPT = ("scr.", "followed", *coach.LABELS, coaching.TOLD + '"', coaching.MEANT)
"""Questions and answers of the screening, and whatever the coach could have found."""


ENDING = (Act.leave, Act.discard, Act.rest, Act.write_private, Act.decline, Act.stop)
"""What ends it. Chosen as often as everything else, no run would come far."""
SELDOM = 12


def leads_elsewhere(here: Begun, person: Person, danger: bool = False) -> None:
    """The private questions, answered so that nothing is exchanged."""
    said = {"scr.danger": "yes"} if danger else {"scr.stop": ["followed"]}
    here.people.say |= said
    here.people.fill(person, Act.screen)
    for name in said:
        here.people.say.pop(name)


def promotes(here: Begun, person: Person) -> None:
    other = next(p for p in here.parties if p is not person)
    here.world.lines({person: None, other: person})


HAPPENS: dict[str, Callable[[Begun, Person], None]] = {
    "leads elsewhere": leads_elsewhere,
    "danger": lambda here, person: leads_elsewhere(here, person, danger=True),
    "promoted": promotes,
    "deactivated": lambda here, person: here.world.knows(person, deactivated=True),
    "active again": lambda here, person: here.world.knows(person, deactivated=False),
    "words have had their time": lambda here, person: here.world.tidy(),
    **{f"tries to {act}": lambda here, person, act=act: here.people.fill(person, act, None) for act in ENDING},
}


class Life(RuleBasedStateMachine):
    """One review, lived."""

    world: ClassVar[World]
    lane: ClassVar[Lane]
    reached: ClassVar[Counter[str]]
    here: Begun
    before: State
    late: list[tuple[int, FormReading]]

    @initialize(at=numbers)
    def begin(self, at: int) -> None:
        open_states = self.lane.path[:-1]
        self.here = begin_at(self.world, self.lane.name, open_states[at % len(open_states)], homes=False)
        self.before = self.world.state
        self.late = []

    @property
    def is_there(self) -> bool:
        found = self.world.read(lambda s: s.get(ReviewRow, self.world.review_id)) if hasattr(self, "here") else None
        return found is not None

    # ---- what people do ----

    @precondition(lambda self: self.is_there)
    @rule(times=st.integers(1, 2))
    def goes_on(self, times: int) -> None:
        """Somebody does what waits for them; if nobody can, time goes on."""
        for _ in range(times):
            if not (self.is_there and self.here.people.do_one()):
                self.here.people.wait()
                break
            self.went()

    @precondition(lambda self: self.is_there)
    @rule(who=numbers, what=numbers, seed=numbers)
    def does_something(self, who: int, what: int, seed: int) -> None:
        """Anybody does anything that they may, and answers anything; and it goes on."""
        people = self.here.people.people
        person = people[who % len(people)]
        todos, may = self.here.people.doable(person)
        can = [*todos, *(one for one in may if seed % SELDOM == 0 or one[0] not in ENDING)]
        if can:
            act, about = can[what % len(can)]
            self.here.people.fill(person, act, about, random.Random(seed))
            self.went()
        self.goes_on(1)

    @precondition(lambda self: self.is_there)
    @rule(who=numbers, acts=st.lists(st.sampled_from([a for a in sorted(Act) if a not in ENDING]), min_size=3))
    def tries_things(self, who: int, acts: list[Act]) -> None:
        """Anybody tries anything, whether they may or not; and it goes on."""
        people = [*self.here.people.people, *self.here.others]
        for act in acts:
            self.here.people.fill(people[who % len(people)], act, None)
            self.went()
        self.goes_on(1)

    @precondition(lambda self: self.is_there and bool(self.here.people.sent))
    @rule(ago=st.integers(1, LONGEST_AGO))
    def comes_twice(self, ago: int) -> None:
        """A request that was done comes again with its key: nothing happens."""
        sent = self.here.people.sent[-min(ago, len(self.here.people.sent))]
        done = sent.status == 200
        again = sent.person._act(sent.act, sent.values, dict(sent.more))
        assert not done or (again.status_code, again.json()["reason"]) == (409, "already_done"), again.text
        self.goes_on(1)

    @precondition(lambda self: self.is_there)
    @rule(who=numbers, times=st.integers(0, 1))
    def opens_a_form(self, who: int, times: int) -> None:
        """And sends it later: it goes on meanwhile."""
        index = who % len(self.here.people.people)
        for act, about in self.here.people.todos(self.here.people.people[index])[:1]:
            if form := self.here.people.form(self.here.people.people[index], act, about):
                self.late.append((index, form))
        if times:
            self.goes_on(times)

    @precondition(lambda self: self.is_there and bool(self.late))
    @rule()
    def sends_it_late(self) -> None:
        """A form that was opened a while ago comes in, whatever has happened since."""
        index, form = self.late.pop()
        person = self.here.people.people[index]
        values = {f.name: self.here.people.answer(person, f, form.act) for f in form.fields}
        more = {"about": form.about, "page": form.page, "hidden": form.hidden, "version": form.version}
        sent = person._act(form.act, values, more)
        assert sent.status_code < SERVER_ERROR, sent.text

    # ---- what happens to them ----

    @precondition(lambda self: self.is_there)
    @rule(what=st.sampled_from((*("goes on",) * SELDOM, *HAPPENS)), who=numbers)
    def something_happens(self, what: str, who: int) -> None:
        """Seldom, and else it goes on: most of these end it or change everything."""
        party = self.here.parties[who % self.here.lane.count]
        if what == "goes on":
            self.goes_on(2)
        else:
            HAPPENS[what](self.here, party)

    @precondition(lambda self: self.is_there)
    @rule(minutes=st.sampled_from(AMOUNTS))
    def time_passes(self, minutes: int) -> None:
        self.world.advance(minutes=minutes)
        self.went()
        self.goes_on(1)

    @precondition(lambda self: not self.is_there)
    @rule()
    def nothing_is_left(self) -> None:
        """A draft was deleted: time goes on without it, and nobody hears of it."""
        told = len(self.world.chat.taken)
        self.world.advance(days=1)
        assert [n for n in self.world.chat.taken[told:] if n.items or n.card] == []

    def teardown(self) -> None:
        """Nothing that the private questions were answered, and nothing of the coach, is anywhere in the database."""
        if hasattr(self, "here"):
            kept = self.world.dump()
            assert [secret for secret in NEVER_KEPT if secret in kept] == []

    # ---- what is always so ----

    def went(self) -> None:
        """After each of several acts: by which way it came here, and what was done."""
        if self.is_there:
            assert went_wrong(self.here, self.before) == []
            self.before = self.world.state
            self.count()

    def count(self) -> None:
        for sent in self.here.people.sent[-1:]:
            if sent.status == 200:
                self.reached[f"act {sent.act}"] += 1

    @invariant()
    def holds(self) -> None:
        if not self.is_there:
            return
        for sent in self.here.people.sent[-LONGEST_AGO:]:
            assert sent.status < SERVER_ERROR, sent
        self.count()
        assert broken(self.here, self.before) == []
        self.before = self.world.state
        self.reached[f"state {self.before}"] += 1


@pytest.mark.parametrize("lane", LANES)
def test_the_invariants_hold_whatever_happens(quick_database: Database, lane: str) -> None:
    with World(quick_database) as world:
        reached: Counter[str] = Counter()
        for state in LANES[lane].path:
            here = begin_at(world, lane, state, homes=False)
            assert broken(here, state) == [], f"at {state}"
        machine = type("Life", (Life,), {"world": world, "lane": LANES[lane], "reached": reached})
        run_state_machine_as_test(
            machine,
            settings=settings(max_examples=-(-RUNS // len(LANES)), stateful_step_count=STEPS, deadline=None,
                              derandomize=True, phases=(Phase.generate,), suppress_health_check=list(HealthCheck),
                              print_blob=True),
            _min_steps=STEPS - 1,
        )  # fmt: skip
        acts = {what for what in reached if what.startswith("act ")}
        assert RUNS < 200 or len(acts) >= len(LANES[lane].path), f"hardly anything was done: {reached}"


def test_not_seeing_a_part_takes_the_same_path_as_a_text() -> None:
    assert perform.ACTS[Act.acknowledge_none] is perform.ACTS[Act.acknowledge]

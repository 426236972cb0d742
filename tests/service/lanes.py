"""Every lane walked once through all its states, and kept: a test begins at any of them within milliseconds."""

import copy
from dataclasses import dataclass, field
from datetime import timedelta

import sqlalchemy as sa

from schemas.commands import Value
from schemas.vocabulary import State
from service.domain.lifecycle import ALONE
from service.store import people as stored
from service.store.tables import ReviewRow

from .sensible import People
from .stages import Stage, load, save
from .walks import Text
from .world import Chat, Person, World

EVERYBODY = (("Ana", "Europe/Berlin"), ("Ben", "Europe/London"), ("Cleo", "America/New_York"), ("Dan", "Asia/Tokyo"))
MANAGERS = (("Vera", "Europe/Berlin"), ("Wim", "Europe/Berlin"))
"""Vera manages everybody in a lane with ticks; Wim nobody."""
FACILITATORS = (("Fay", "Europe/Berlin"), ("Gil", "Europe/London"))
COLLEAGUES = tuple((f"P{n}", "Europe/Berlin") for n in range(4))


START = (State.draft, State.ready)
LAST = (State.renegotiate, State.recommit, State.checking, State.pulse, State.closed)
HEARING = (State.express, State.reflect, State.ack_again, *LAST)
TOGETHER = (State.cooling, State.acknowledge, State.released, *HEARING)
ONE_FIRST = (State.cooling, State.first, State.choosing, *HEARING)
DIRECT = (*START, State.invited, *TOGETHER)
MEDIATED = (*START, State.invited, State.facilitation, *TOGETHER)


@dataclass(frozen=True)
class Lane:
    """What a review is before it begins, and its `path`. `over`: who has a say, by the reporting line (`line`) or by
    what is said."""

    name: str
    path: tuple[State, ...] = DIRECT
    kind: str = "conflict"
    count: int = 2
    way: str = "direct"
    size: str = "small"
    over: str = ""
    line: bool = True
    ticks: bool = False
    repeats: bool = False
    zones: tuple[int, ...] = (0, 1, 2, 3)
    hours: int = 0
    """How long after the Tuesday morning it begins."""

    @property
    def people(self) -> list[tuple[str, str]]:
        return [(EVERYBODY[n][0], EVERYBODY[self.zones[n]][1]) for n in range(self.count)]

    @property
    def say(self) -> dict[str, Value]:
        return {"way": self.way, "manager": ["may_see"] if self.ticks else []}


LANES = {
    lane.name: lane
    for lane in (
        Lane("pair"),
        Lane("pair, large, worlds apart", size="large", zones=(2, 3), hours=3),
        Lane("pair with a manager who may see", ticks=True, size="medium", hours=28),
        Lane("three", count=3, hours=5),
        Lane("incident of three", kind="incident", count=3, zones=(0, 0, 1)),
        Lane("short", (*START, State.short, State.recommit, State.pulse, State.closed), way="fast"),
        Lane("note", (*START, State.noted, State.closed), way="note", hours=30),
        Lane("arrangement", (*START, State.invited, State.cooling, *LAST), way="arrangement", zones=(1, 2)),
        Lane("mediated", MEDIATED, way="mediated"),
        Lane("mediated, three", MEDIATED, way="mediated", count=3, zones=(0, 1, 0)),
        Lane("mediated incident", MEDIATED, kind="incident", count=3, way="mediated", zones=(0, 1, 1)),
        Lane("mediated, with a say", (*START, State.invited, State.facilitation, *ONE_FIRST), way="mediated",
             over="asked"),
        Lane("opener has a say", (*START, State.invited, *ONE_FIRST), over="opener"),
        Lane("opener has less say", (*START, State.invited, *ONE_FIRST), over="asked"),
        Lane("opener says that they have less say", (*START, State.invited, *ONE_FIRST), over="asked", line=False),
        Lane("it keeps happening", (*START, State.invited, State.pattern, State.facilitation, *TOGETHER),
             repeats=True),
    )
}  # fmt: skip
"""Which lanes there are; every state but those that only somebody's wish leads to is on one of them."""


@dataclass
class Begun:
    """A world at some state of a lane, with everybody in it."""

    lane: Lane
    people: People
    others: list[Person] = field(default_factory=list)
    """Managers, and facilitators who have no part."""
    public: set[str] = field(default_factory=set)
    """Of an incident: every side that has stood on a card, and what all agreed to publish."""

    @property
    def world(self) -> World:
        return self.people.world

    @property
    def parties(self) -> list[Person]:
        return self.people.people[: self.lane.count]

    @property
    def facilitators(self) -> list[Person]:
        return self.people.people[self.lane.count :]


KEPT: dict[str, dict[State, Stage]] = {}


def begin_at(world: World, name: str, state: State, homes: bool = True) -> Begun:
    """The world as it is when the review of this lane has just come to this state."""
    kept = KEPT.setdefault(name, {})
    if state not in kept:
        begun_again = here_at(world, LANES[name], list(kept.values())[-1]) if kept else drafted(world, LANES[name])
        walk(begun_again, state)
    here = here_at(world, LANES[name], kept[state])
    world.homes = homes
    return here


def here_at(world: World, lane: Lane, stage: Stage) -> Begun:
    load(world, stage.database)
    world.chat, world.review_id, world.homes = Chat(), stage.review_id, False
    world.set(stage.now)
    return begun(world, lane, list(copy.deepcopy(stage.texts)))


def begun(world: World, lane: Lane, texts: list[Text]) -> Begun:
    made = [[Person(world, f"U-{n}", n, tz) for n, tz in group] for group in (lane.people, FACILITATORS, MANAGERS)]
    return Begun(lane, People(world, made[0] + made[1], dict(lane.say), texts), made[2])


def drafted(world: World, lane: Lane) -> Begun:
    world.begin()
    world.chat, world.homes = Chat(), False
    world.advance(hours=lane.hours)
    for name, tz in (*lane.people, *FACILITATORS, *MANAGERS, *COLLEAGUES):
        world.person(name, tz)
    here = begun(world, lane, [])
    chart(here)
    people = here.parties
    people[0].drafts(*people[1:], kind=lane.kind, size=lane.size)
    return here


def walk(here: Begun, to: State) -> None:
    """On to a state; every state on the way is kept as it is when the review has just come to it."""
    world, lane, kept = here.world, here.lane, KEPT[here.lane.name]

    def is_there() -> bool:
        if world.state not in kept:
            world.work()
            if lane.repeats:
                world.write(lambda s: s.execute(sa.update(ReviewRow).values(repeats=True)))
            kept[world.state] = Stage(save(world), world.now, world.review_id, tuple(here.people.texts))
        if lane.over and not lane.line:
            early = world.state in ALONE
            here.people.say["scr.say"] = ("they" if lane.over == "asked" else "me") if early else "no"
        return world.state is to

    assert here.people.until(is_there), f"{lane.name} never came to {to}: it is {world.state}"
    assert tuple(kept) == lane.path[: len(kept)], f"{lane.name} went another way: {list(kept)}"


def chart(here: Begun) -> None:
    """Who manages whom, and who may facilitate."""
    world, lane = here.world, here.lane
    line: dict[Person, Person | None] = {}
    if lane.ticks:
        crowd = [Person(world, f"U-{n}", n, tz) for n, tz in COLLEAGUES]
        line = {here.others[0]: None, **dict.fromkeys([*here.parties, *crowd], here.others[0])}
    if lane.over and lane.line:
        first, second = here.parties[:2] if lane.over == "opener" else reversed(here.parties[:2])
        line = {first: None, second: first}
    if lane.kind == "incident":
        line |= {here.others[0]: None, here.parties[-1]: here.others[0]}
    world.lines(line)
    world.write(lambda s: stored.replace_facilitators(s, [p.id for p in here.facilitators], world.now - timedelta(1)))

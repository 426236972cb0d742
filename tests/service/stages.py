"""Reviews that have come to a certain state, so that a test can begin there: walked once, then copied."""

import copy
import os
import pickle
import tempfile
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from schemas.vocabulary import State

from .walks import Text, Walk
from .world import Chat, Person, World

PEOPLE = {
    "conflict": (("Mia", "Europe/Berlin"), ("Raj", "Europe/London")),
    "incident": (("Ana", "Europe/Berlin"), ("Ben", "Europe/London"), ("Cleo", "Europe/Berlin")),
}
SIDES = {"U-Ana": "Payments", "U-Ben": "Platform", "U-Cleo": "Platform"}
FAY = ("Fay", "Europe/Berlin")


BETWEEN_TWO = ("fast", "note")

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Lane:
    """How a review is walked: what its opener chose, and whether the last one asked has a say over the opener."""

    way: str = "direct"
    power: bool = False
    facilitated: bool = False


LANES = {
    "direct": Lane(),
    "power": Lane(power=True),
    "mediated": Lane(way="mediated", facilitated=True),
    "mediated power": Lane(way="mediated", power=True, facilitated=True),
    "private": Lane(way="private"),
    "fast": Lane(way="fast"),
    "note": Lane(way="note"),
    "worn": Lane(),
}
SHORT = ("private", "fast", "note", "worn")
"""Lanes that are walked only to the state that is their own."""
LANE_OF = {
    State.first: "power", State.choosing: "power", State.facilitation: "mediated", State.private: "private",
    State.short: "fast", State.noted: "note", State.pattern: "worn",
}  # fmt: skip
"""States that the direct lane does not come to."""


@dataclass(frozen=True)
class Stage:
    database: dict[str, Rows]
    now: datetime
    review_id: str
    texts: tuple[Text, ...]


Known = dict[tuple[str, str, State], Stage]


class Stages:
    def __init__(self) -> None:
        self.known: Known = {}

    def at(self, world: World, kind: str, state: State, lane: str = "") -> Walk:
        """The world as it is when a review of this kind has just come to this state, by a lane that comes to it."""
        lane = lane or LANE_OF.get(state, "direct")
        walk = self.begun(world, kind, LANES[lane])
        if (kind, lane, state) not in self.known:
            self.known |= fetched(kind, lane)
        if (kind, lane, state) not in self.known:
            self.walk(world, walk, lane, state)
            keep({key: stage for key, stage in self.known.items() if key[:2] == (kind, lane)}, kind, lane)
        stage = self.known[kind, lane, state]
        load(world, stage.database)
        world.chat, world.review_id = Chat(), stage.review_id
        world.set(stage.now)
        return replace(walk, texts=list(copy.deepcopy(stage.texts)))

    def begun(self, world: World, kind: str, lane: Lane) -> Walk:
        """A walk by these people; among more than two nobody has a say over another."""
        named = PEOPLE[kind][:2] if lane.power or lane.way in BETWEEN_TWO else PEOPLE[kind]
        people = [Person(world, f"U-{name}", name, tz) for name, tz in named]
        fay = Person(world, f"U-{FAY[0]}", *FAY) if lane.facilitated else None
        higher = people[-1] if lane.power else None
        return Walk(world, kind, people, side=SIDES, closest=("U-Cleo",), way=lane.way, higher=higher, facilitator=fay)

    def walk(self, world: World, walk: Walk, lane: str, state: State) -> None:
        """Most lanes are walked to their end; one that is only a state on the way, to that state."""
        world.begin()
        for name, tz in (*PEOPLE[walk.kind], FAY):
            world.person(name, tz)
        if walk.facilitator:
            world.names_facilitators(walk.facilitator)
        if lane == "worn":
            wear_out(walk)
        while not world.review_id or world.state is not State.closed:
            walk.step()
            world.work()
            stage = Stage(save(world), world.now, world.review_id, tuple(walk.texts))
            self.known.setdefault((walk.kind, lane, world.state), stage)
            if lane in SHORT and world.state is state:
                return


def place(kind: str, lane: str) -> Path | None:
    """Where the processes of one test run keep a walked lane for each other; None where there is only one process."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    return Path(tempfile.gettempdir()) / f"mend-stages-{run}" / f"{kind} {lane}".replace(" ", "-") if run else None


def keep(stages: Known, kind: str, lane: str) -> None:
    if path := place(kind, lane):
        path.parent.mkdir(exist_ok=True)
        mine = path.with_suffix(f".{os.getpid()}")
        mine.write_bytes(pickle.dumps(stages))
        mine.replace(path)


def fetched(kind: str, lane: str) -> Known:
    path = place(kind, lane)
    return pickle.loads(path.read_bytes()) if path and path.exists() else {}


def wear_out(walk: Walk) -> None:
    """One review that ends with everybody tired of it, and then the next one."""
    walk.wear = "5"
    walk.until(State.closed)
    walk.world.review_id = ""
    walk.world.advance(days=1)
    walk.wear = "1"


def save(world: World) -> dict[str, Rows]:
    tables = SQLModel.metadata.sorted_tables
    return world.read(lambda s: {t.name: [dict(r._mapping) for r in s.execute(sa.select(t))] for t in tables})


def load(world: World, database: dict[str, Rows]) -> None:
    world.empty()
    with world.database.writing() as session:
        for table in SQLModel.metadata.sorted_tables:
            if rows := database[table.name]:
                session.execute(sa.insert(table), rows)

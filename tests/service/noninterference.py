"""Two runs that differ in one secret only, and all that anybody else gets to see of them.

A run begins at a state of a lane, somebody does the secret (or nothing), the others do this and that, and time passes.
Everything that an observer can fetch or is sent is written down as text; ids are named by the order in which they
first appear, so that two runs can be compared byte for byte."""

import random
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx
from sqlmodel import Session

from schemas.vocabulary import Act, State
from service.acts import passages, perform, readings
from service.domain import permits
from service.domain.refused import Refused
from service.store import clock, outbox, reviews

from .lanes import LANES, Begun, begin_at
from .world import Person, World

ID = re.compile(r"id\d{10}")
NEVER_MEANWHILE = frozenset({Act.leave, Act.discard, Act.reopen, Act.stop, Act.step_down, Act.screen})
"""What would be a secret of its own, or tells everything to whoever does it."""
EARLY = (State.invited, State.short, State.noted)
LATE = (
    State.pattern, State.facilitation, State.cooling, State.first, State.choosing, State.acknowledge, State.released,
    State.express, State.reflect, State.ack_again, State.renegotiate, State.recommit, State.checking, State.pulse,
)  # fmt: skip


# ---- what somebody does in secret ----


def nothing(here: Begun, person: Person) -> None:
    """Not even a look."""


def looks(here: Begun, person: Person) -> None:
    """Reads everything, answers the private questions, and says nothing."""
    person.gets(f"/api/v1/reviews/{here.world.review_id}")
    for act in (Act.screen, Act.accept, Act.answer_short, Act.read_note, Act.decline):
        person.asks_for_form(act)
    here.people.say["scr.say"] = "they" if here.lane.count == 2 else "no"
    must(here.people.fill(person, Act.screen))
    for act in (Act.accept, Act.another_way, Act.answer_short, Act.read_note):
        person.asks_for_form(act)


def declines(here: Begun, person: Person) -> None:
    must(here.people.fill(person, Act.decline))


def is_routed(here: Begun, person: Person) -> None:
    here.people.say["scr.stop"] = ["followed"]
    must(here.people.fill(person, Act.screen))


def joins_and_leaves(here: Begun, person: Person) -> None:
    must(here.people.fill(person, Act.screen))
    must(here.people.fill(person, Act.accept))
    leaves(here, person)


def leaves(here: Begun, person: Person) -> None:
    must(here.people.fill(person, Act.leave))


def stops(here: Begun, person: Person) -> None:
    """The facilitator, whoever the secret would be of otherwise."""
    serving = next(f for f in here.facilitators if f.id == here.world.row.facilitator_id)
    must(here.people.fill(serving, Act.stop))


def must(sent: httpx.Response | None) -> None:
    assert sent is not None and sent.status_code == httpx.codes.OK, sent and sent.text


Secret = Callable[[Begun, Person], None]
FACILITATORS = ("U-Fay", "U-Gil")


def is_served(world: World, plan: "Plan") -> bool:
    """Whether somebody facilitates when this plan begins."""
    begin_at(world, plan.lane, plan.state)
    return world.row.facilitator_serves


# ---- one run ----


@dataclass(frozen=True)
class Plan:
    """Everything that is the same in two runs. `whose`: the party with the secret; `moments`: when others act, in
    minutes, and who; `seed`: what they do."""

    lane: str
    state: State
    whose: int
    late: int
    """Minutes from the beginning of the state to the secret."""
    moments: tuple[tuple[int, int], ...]
    seed: int

    @property
    def is_pair(self) -> bool:
        return LANES[self.lane].count == 2


def plan(lane: str, seed: int, wanted: Collection[State]) -> Plan:
    """A plan drawn from its number."""
    rng = random.Random(f"{lane} {seed}")
    state = rng.choice([s for s in LANES[lane].path if s in wanted])
    count = LANES[lane].count
    whose = rng.randrange(1, count) if state in EARLY else rng.randrange(count)
    longest = rng.choice((90, 600, 3 * 1440))
    moments = sorted((rng.randrange(2, longest), rng.randrange(count + 2)) for _ in range(rng.randrange(4)))
    return Plan(lane, state, whose, rng.choice((0, 1, 25, 130, 700)), tuple(moments), seed)


@dataclass
class Seen:
    """What each observer saw: at each look, and all that was sent, in its order and with its time."""

    looks: dict[str, list[str]]
    answers: dict[str, str]
    """What each was answered by then."""

    def up_to(self, look: int | None) -> dict[str, str]:
        """Up to a look, by observer; None: all of it."""
        return {who: named("\n".join(texts[:look])) for who, texts in self.looks.items()}

    @property
    def whole(self) -> dict[str, str]:
        return self.up_to(None)


BEFORE_THE_DATE = 2
"""How many looks come before the date at which anything may be told."""


def run(world: World, plan: Plan, secret: Secret, *, unseen: Collection[str] = ()) -> Seen:
    """The run itself. `unseen`: observers who may know; the one with the secret is never an observer."""
    here = begin_at(world, plan.lane, plan.state)
    numbered(here)
    world.write(lambda s: [outbox.home_opened(s, p.id) for p in (*here.people.people, *here.others)])
    start = world.now + timedelta(minutes=plan.late)
    world.advance_to(start)
    keeper = here.parties[plan.whose]
    apart = {keeper.id, *unseen}
    observers = [p for p in (*here.people.people, *here.others) if p.id not in apart]
    date = first_date(world)
    said = dict(here.people.say)
    if here.world.state is plan.state:
        secret(here, keeper)
    here.people.say = said
    seen = Seen({p.id: [] for p in observers}, {p.id: "" for p in observers})
    world.work()
    look(here, observers, seen)
    idle = {*apart, *FACILITATORS}  # whoever could stop it does nothing else, so that all runs have the same acts
    meanwhile(here, plan, start, [p for p in here.people.people if p.id not in idle], seen, date)
    world.advance_to(max(world.now, date - timedelta(minutes=1)))
    look(here, observers, seen)
    world.advance_to(max(world.now, date + timedelta(minutes=1)))
    look(here, observers, seen)
    world.advance_to(world.now + timedelta(days=4))
    look(here, observers, seen)
    return seen


def first_date(world: World) -> datetime:
    """The date that stands on the card."""
    date = world.row.next_date
    return date if date and date > world.now else world.now + timedelta(days=1)


def meanwhile(here: Begun, plan: Plan, start: datetime, others: list[Person], seen: Seen, date: datetime) -> None:
    """What the others do until the date, and what each is answered."""
    rng = random.Random(plan.seed)
    for minutes, who in plan.moments:
        moment = start + timedelta(minutes=minutes)
        person, choice = here.people.people[who], random.Random(rng.random())
        if person not in others or moment >= date - timedelta(minutes=2):
            continue
        here.world.advance_to(max(moment, here.world.now))
        todos, may = here.people.doable(person)
        can = [*todos, *todos, *(one for one in may if one[0] not in NEVER_MEANWHILE)]
        if not can:
            continue
        act, about = choice.choice(can)
        random.seed(0)  # the order of some choices
        sent = here.people.fill(person, act, about, choice)
        seen.answers[person.id] += f"{act}: {sent.status_code} {sent.text}\n" if sent is not None else f"{act}: no\n"


def numbered(here: Begun) -> None:
    """Each person's texts are numbered, so that they are the same in both runs."""
    counts: dict[str, int] = {}

    def writes(person: Person, name: str, act: Act) -> str:
        counts[person.id] = counts.get(person.id, 0) + 1
        return f"I will write this. {person.name} {name} {counts[person.id]}"

    here.people.writes = writes  # type: ignore[method-assign]


# ---- what is seen ----


def look(here: Begun, observers: list[Person], seen: Seen) -> None:
    """Everything each of them can fetch now, and everything they and their conversations were sent so far."""
    with here.world.database.reading() as session:
        for person in observers:
            fetched = fetches(session, here, person)
            seen.looks[person.id].append("\n".join([*fetched, seen.answers[person.id], *sent_to(here, person)]))


def fetches(session: Session, here: Begun, person: Person) -> list[str]:
    now, review_id = clock.now(session), here.world.review_id
    found = [readings.home(session, person.id, now).model_dump_json()]
    held = reviews.look(session, review_id)
    if held is None or not readings.may_see(held, person.id, now):
        return [*found, "nothing"]
    drawn = readings.review(held, person.id, now)
    found += [drawn.model_dump_json(), str(passages.everything(readings.looking(held, person.id, now)))]
    facts = reviews.snapshot(held)
    for about in ("", *(p.id for p in here.parties)):
        found.append(" ".join(str(permits.why_not(facts, person.id, act, about)) for act in Act))
    doable = [(t.act, t.about) for t in drawn.todos] + [(act, None) for act in drawn.may]
    return [*found, *(form(session, person, review_id, act, about) for act, about in doable)]


def form(session: Session, person: Person, review_id: str, act: Act, about: str | None) -> str:
    random.seed(0)  # the order of some choices
    try:
        return perform.form(session, person.id, review_id, act, about, 1).model_dump_json()
    except Refused as refused:
        return f"{act}: {refused.reason} {refused.params}"


def sent_to(here: Begun, person: Person) -> list[str]:
    """Messages, App Homes and cards, with the time at which each was sent."""
    conversation = {p.id for p in here.parties}
    pairs = zip(here.world.chat.taken, here.world.chat.at, strict=True)
    place = "C-incident" if person.id not in conversation else None
    mine = [
        (n, at) for n, at in pairs if n.reader_id == person.id or (n.reader_id is None and place in (None, n.channel))
    ]
    return [f"{at} {n.model_dump_json(exclude={'id', 'ts', 'thread_ts'})}" for n, at in mine]


def named(text: str) -> str:
    """The same text with its ids named by the order in which they first appear."""
    known: dict[str, str] = {}
    return ID.sub(lambda found: known.setdefault(found.group(), f"<{len(known)}>"), text)


def differences(one: dict[str, str], other: dict[str, str]) -> str:
    """The first line in which two runs differ, for each observer; empty when they are the same."""
    found = []
    for who in one.keys() & other.keys():
        if one[who] != other[who]:
            lines = zip(one[who].splitlines(), other[who].splitlines(), strict=False)
            first = next(((a, b) for a, b in lines if a != b), ("one run", "is longer"))
            found.append(f"{who}: {around(*first)}")
    return "\n".join(found)


def around(one: str, other: str) -> str:
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
    return f"...{one[max(0, at - 150) : at + 150]!r}\n   and ...{other[max(0, at - 150) : at + 150]!r}"

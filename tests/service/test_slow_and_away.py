"""Pauses without a step, a slower pace, somebody who is away, and somebody whose account is closed."""

from datetime import timedelta

import pytest

from schemas.vocabulary import Act, NewsKind, Outcome, State

from .stages import Stages
from .test_ways_out import OPEN
from .world import Person, World, canary


def pauses(world: World, person: Person, days: int = 2) -> None:
    person.does(Act.pause, until=str((world.now + timedelta(days=days)).date()))
    world.advance(days=days, hours=2)


def test_two_pauses_without_a_step_ask_what_to_do(world: World, stages: Stages) -> None:
    mia, raj = stages.at(world, "conflict", State.acknowledge).people
    pauses(world, mia)
    world.advance(days=1)
    assert mia.was_told(NewsKind.paused_twice) == []
    pauses(world, raj)
    world.advance(days=1)
    for person in (mia, raj):
        assert len(person.was_told(NewsKind.paused_twice)) == 1
        assert {Act.slow, Act.leave, Act.wait} <= set(person.review.may)
    assert world.state is State.acknowledge


def test_a_step_between_two_pauses_asks_nothing(world: World, stages: Stages) -> None:
    walk = stages.at(world, "conflict", State.acknowledge)
    mia, raj = walk.people
    pauses(world, mia)
    walk.until(State.released)
    pauses(world, raj)
    world.advance(days=1)
    assert mia.was_told(NewsKind.paused_twice) == []


def test_a_slow_pace_doubles_ceilings_and_no_floor_and_names_nobody(world: World, stages: Stages) -> None:
    walk = stages.at(world, "conflict", State.released)
    mia, raj = walk.people
    before, floor = world.row.ceiling_at, world.row.floor_at
    mia.does(Act.slow)
    after = world.row.ceiling_at
    assert before and after and (after - before) >= timedelta(days=2)
    assert world.row.floor_at == floor
    assert raj.was_told() == []
    assert Act.slow in raj.review.may and Act.slow not in mia.review.may
    raj.does(Act.slow)
    assert world.row.ceiling_at == after, "twice as slow by two"
    walk.until(State.express)
    begun = world.row.entered_at
    assert world.row.ceiling_at is not None
    assert world.row.ceiling_at - begun >= timedelta(days=8), "three working days, doubled"


def test_the_pace_is_slow_for_both_whoever_asked(world: World, stages: Stages) -> None:
    seen = []
    for who in (0, 1):
        walk = stages.at(world, "conflict", State.released)
        walk.people[who].does(Act.slow)
        other = walk.people[1 - who]
        world.advance(days=3)
        reading = other.review.model_dump(mode="json", exclude={"id", "todos", "parties", "recommitments", "tz"})
        seen.append((str(reading["next_date"])[:16], reading["state"], [i.kind for i in other.was_told()]))
    assert seen[0] == seen[1]


def test_whoever_is_away_for_ten_working_days_is_waited_for(world: World, stages: Stages) -> None:
    mia, raj = stages.at(world, "conflict", State.acknowledge).people
    mia.does(Act.acknowledge, {"ack.c.part": canary(), "keep": "seal"})
    world.advance(days=13)
    assert world.state is State.acknowledge
    world.advance(days=3)
    assert world.state is State.paused
    assert Act.resume in raj.review.may and Act.resume not in mia.review.may
    assert not any(Act.resume.value in str(t) for t in mia.todos)
    assert mia.review.paused_until is not None
    raj.does(Act.resume)
    assert world.state is State.acknowledge
    world.advance(days=3)
    assert world.state is State.acknowledge, "away again at once"


def test_a_pause_for_somebody_away_looks_like_every_other_pause(world: World, stages: Stages) -> None:
    seen = []
    for asked_for in (True, False):
        mia, raj = stages.at(world, "conflict", State.acknowledge).people
        mia.does(Act.acknowledge, {"ack.c.part": canary(), "keep": "seal"})
        if asked_for:
            world.advance(days=3)
            raj.does(Act.pause, until=str((world.now + timedelta(days=5)).date()))
        else:
            world.advance(days=20)
        world.advance(days=1)
        assert world.state is State.paused
        (item,) = mia.was_told(NewsKind.paused)
        assert item.who is None and item.todo is None
        seen.append((item.kind, mia.review.may, mia.todos, mia.review.state))
    assert seen[0] == seen[1]


def test_whoever_acts_or_has_done_their_part_is_not_away(world: World, stages: Stages) -> None:
    mia, raj = stages.at(world, "conflict", State.acknowledge).people
    for _week in range(3):
        for person in (mia, raj):
            person.does(Act.acknowledge, {"ack.c.part": canary(), "keep": "draft"})
        world.advance(days=7)
    assert world.state is State.acknowledge
    assert {p.seen_at.hour for p in world.held().parties if p.seen_at} == {0}, "more than the day is kept"


@pytest.mark.parametrize("state", OPEN)
def test_a_closed_account_ends_it_on_the_date_and_nothing_is_sent_there(
    world: World, stages: Stages, state: State
) -> None:
    mia, raj = stages.at(world, "conflict", state).people
    date = mia.review.next_date
    assert date is not None
    world.knows(raj, deactivated=True)
    assert mia.review.state is state, "told before the date"
    count = len(raj.was_told())
    world.advance_to(date - timedelta(minutes=1))
    assert mia.was_told(NewsKind.ended) == []
    world.advance_to(date + timedelta(days=35))
    assert mia.review.outcome is Outcome.ended
    assert len(mia.was_told(NewsKind.ended)) == 1
    assert len(raj.was_told()) == count
    assert raj.gets(f"/api/v1/reviews/{world.review_id}").status_code == 404


@pytest.mark.parametrize("state", [State.acknowledge, State.express])
def test_what_they_had_not_released_never_opens(world: World, stages: Stages, state: State) -> None:
    mia, raj = stages.at(world, "conflict", state).people
    act, field = (Act.acknowledge, "ack.c.part") if state is State.acknowledge else (Act.express, "exp.c.ask")
    text = canary("locked")
    raj.does(act, {field: text, "keep": "seal"}, page=1 if act is Act.acknowledge else 3)
    world.knows(raj, deactivated=True)
    values = {field: canary(), "keep": "seal"}
    mia.does(act, values, page=1 if act is Act.acknowledge else 3)
    world.advance(days=8)
    assert not mia.can_read(text)
    world.tidy()
    assert not any(text in str(w.body) for w in world.held().words)


def test_a_group_goes_on_without_a_closed_account(world: World, stages: Stages) -> None:
    walk = stages.at(world, "incident", State.acknowledge)
    ana, ben, cleo = walk.people
    world.knows(cleo, deactivated=True)
    assert len(ana.review.parties) == 3
    assert ana.review.next_date is not None
    world.advance_to(ana.review.next_date + timedelta(hours=1))
    assert world.state is State.circle
    for person in (ana, ben):
        person.does(Act.go_on_smaller)
    assert world.state is State.acknowledge


def test_a_closed_account_that_is_said_again_changes_nothing(world: World, stages: Stages) -> None:
    mia, raj = stages.at(world, "conflict", State.acknowledge).people
    world.knows(raj, deactivated=True)
    before = world.row.model_dump()
    world.knows(raj, deactivated=True)
    assert world.row.model_dump() == before
    assert mia.was_told() == []

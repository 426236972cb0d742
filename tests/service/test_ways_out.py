"""From every state everybody has a way out, and no passing of time makes a review repaired."""

from datetime import datetime, timedelta

import pytest

from schemas.vocabulary import Act, NewsKind, Outcome, State
from service.acts.showing import day_and_time

from .stages import Stages
from .world import World

ALONE = (State.draft, State.ready, State.private)
BY_OTHER_ROADS = (State.circle, State.paused, State.closed, State.facilitation, State.first, State.choosing)
"""Tested where they come about."""
OPEN = [s for s in State if s not in (*ALONE, *BY_OTHER_ROADS)]
ASKED = (State.invited, State.short, State.noted)


@pytest.mark.parametrize("kind", ["conflict", "incident"])
@pytest.mark.parametrize("state", [*ALONE, *OPEN])
def test_a_year_of_silence_never_ends_repaired(world: World, stages: Stages, kind: str, state: State) -> None:
    walk = stages.at(world, kind, state)
    world.advance(days=90)
    if state in ALONE:
        assert walk.opener.gets(f"/api/v1/reviews/{world.review_id}").status_code == 404
        return
    assert world.row.outcome in (None, Outcome.ended, Outcome.partly_repaired)
    for person in walk.here() if world.state is not State.closed else []:
        assert person.review.next_date is not None, state


@pytest.mark.parametrize("kind", ["conflict", "incident"])
@pytest.mark.parametrize("state", OPEN)
def test_from_every_open_state_each_party_is_out_with_one_act(
    world: World, stages: Stages, kind: str, state: State
) -> None:
    walk = stages.at(world, kind, state)
    for person in walk.people:
        if state in ASKED and person is not walk.opener:
            person.does(Act.decline, when="date")
        else:
            person.does(Act.leave)
        assert person.gets(f"/api/v1/reviews/{world.review_id}").status_code == 404
    world.advance(days=31)
    assert world.state is State.closed
    assert world.row.outcome == Outcome.ended


@pytest.mark.parametrize("state", OPEN)
def test_who_stays_hears_one_sentence_on_the_fixed_date_and_not_before(
    world: World, stages: Stages, state: State
) -> None:
    walk = stages.at(world, "conflict", state)
    mia, raj = walk.people
    date = mia.review.next_date
    assert date is not None
    raj.does(Act.decline, when="date") if state in ASKED else raj.does(Act.leave)
    world.advance_to(date - timedelta(minutes=1))
    assert mia.was_told(NewsKind.ended) == []
    assert mia.review.state is state
    world.advance_to(date + timedelta(days=4))
    assert len(mia.was_told(NewsKind.ended)) == 1
    assert mia.review.outcome is Outcome.ended


def test_the_way_out_names_the_date_on_which_the_others_hear_of_it(world: World, stages: Stages) -> None:
    mia, raj = stages.at(world, "conflict", State.acknowledge).people
    mia.does(Act.pause, until=str((world.now + timedelta(days=200)).date()))
    (note, *_) = raj.form(Act.leave).notes
    raj.does(Act.leave)
    assert world.row.ending_at is not None
    assert day_and_time(world.row.ending_at, "Europe/Berlin").split(",")[0] in note


def test_beside_a_yes_stand_all_the_other_answers(world: World, stages: Stages) -> None:
    _, raj = stages.at(world, "conflict", State.invited).people
    raj.is_clear()

    assert raj.form(Act.accept).also == [Act.another_way, Act.later, Act.decline]
    assert raj.form(Act.later).also == []


def test_an_opener_who_left_before_the_yes_is_not_given_away_by_it(world: World, stages: Stages) -> None:
    seen = []
    for opener_leaves in (False, True):
        mia, raj = stages.at(world, "conflict", State.invited).people
        date = raj.review.next_date
        assert date is not None
        if opener_leaves:
            mia.does(Act.leave)
        raj.accepts()
        world.advance(hours=1)
        review, told = raj.review, [i.kind for i in raj.was_told()]
        seen.append((review.state, f"{review.next_date:%d %H:%M}", review.todos, review.may, told))
    assert seen[0] == seen[1] and seen[1][0] is State.cooling
    assert not mia.was_told(NewsKind.cooling)
    raj.does(Act.ready, {"ready.read": "yes"})
    world.advance_to(date + timedelta(days=1))
    assert world.state is State.closed and len(raj.was_told(NewsKind.ended)) == 1
    assert raj.review.outcome is Outcome.ended


@pytest.mark.parametrize("before", [True, False])
def test_who_leaves_after_somebody_who_left_hears_the_same(world: World, stages: Stages, *, before: bool) -> None:
    mia, raj = stages.at(world, "conflict", State.acknowledge).people
    shown = mia.review.next_date
    if before:
        raj.does(Act.leave)
    assert datetime.fromisoformat(mia.does(Act.leave).params["when"]) == shown
    world.work()
    assert world.state is State.acknowledge
    world.advance_to(shown + timedelta(minutes=1))
    assert world.state is State.closed

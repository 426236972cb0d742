"""Dates that people may move: whose they are, how far they go, and that none comes nearer for somebody else."""

from datetime import timedelta

import pytest

from schemas.vocabulary import Act, NewsKind, Reason, State
from service.domain import calendar
from service.domain.adjusting import ADJUSTABLE

from .stages import Stages
from .world import World

WRITING = [row.state for row in ADJUSTABLE if row.state is not State.invited]


@pytest.mark.parametrize("state", WRITING)
def test_any_party_may_move_a_writing_step_to_ten_working_days_and_no_further(
    world: World, stages: Stages, state: State
) -> None:
    mia, raj = stages.at(world, "conflict", state).people
    stood = world.row.ceiling_at
    last = max(calendar.add_working_days(world.row.entered_at, 10, p.tz) for p in (mia, raj))
    assert stood is not None and Act.adjust in raj.review.may
    earlier = raj.refused(Act.adjust, until=str(stood.date()))
    later = raj.refused(Act.adjust, until=str(last.date() + timedelta(days=1)))
    assert earlier.fields == later.fields == {"until": Reason.date_bounds}
    assert world.row.ceiling_at == stood
    raj.does(Act.adjust, until=str(last.date()))
    date = mia.review.next_date
    assert date is not None and date.date() == last.date()
    assert mia.refused(Act.adjust, until=str(last.date())).reason is Reason.not_now
    assert Act.adjust not in mia.review.may
    world.advance_to(date - timedelta(minutes=1))
    assert not mia.was_told(NewsKind.ceiling)
    world.advance_to(date + timedelta(days=1))
    assert mia.was_told(NewsKind.ceiling)


def test_the_answer_date_is_its_openers_to_move_and_an_answer_is_told_on_the_new_one(
    world: World, stages: Stages
) -> None:
    mia, raj = stages.at(world, "conflict", State.invited).people
    stood = mia.review.next_date
    assert stood is not None
    raj.does(Act.decline, when="date")
    later = stood.date() + timedelta(days=1)
    while later.weekday() > 4:
        later += timedelta(days=1)
    mia.does(Act.adjust, until=str(later))
    world.advance_to(stood + timedelta(hours=1))
    assert world.state is State.invited and not mia.was_told(NewsKind.ended)
    world.advance_to(stood + timedelta(days=4))
    assert len(mia.was_told(NewsKind.ended)) == 1


def test_whoever_is_asked_moves_no_date_of_the_opener(world: World, stages: Stages) -> None:
    mia, raj = stages.at(world, "conflict", State.invited).people
    stood = world.row.ceiling_at
    assert stood is not None
    assert Act.adjust in mia.review.may and Act.adjust not in raj.review.may
    raj.refused(Act.adjust, until=str(stood.date() + timedelta(days=2)))
    assert world.row.ceiling_at == stood


def test_the_soak_moves_when_all_have_chosen_the_same_day_and_not_before(world: World, stages: Stages) -> None:
    ana, ben, cleo = stages.at(world, "incident", State.renegotiate).people
    floor = world.row.floor_at
    assert floor is not None and floor > world.now
    day = floor.date() + timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    far = world.row.entered_at.date() + timedelta(days=20)
    assert ana.refused(Act.soak, until=str(far)).fields == {"until": Reason.date_bounds}
    ana.does(Act.soak, until=str(day))
    assert (Act.soak, None) in ben.todos and (Act.soak, None) not in ana.todos
    assert any(f"{day:%A} {day.day}" in note and "Ana" not in note for note in ben.form(Act.soak).notes)
    ben.does(Act.soak, until=str(day))
    cleo.does(Act.soak, until=str(day + timedelta(days=1)))
    assert world.row.floor_at == floor
    cleo.does(Act.soak, until=str(day))
    moved = world.row.floor_at
    assert moved is not None and moved.date() == day and ana.review.next_date == moved
    world.advance_to(moved - timedelta(minutes=1))
    assert not [i for i in ana.was_told(NewsKind.step) if i.todo and i.todo.act is Act.renegotiate]
    world.advance_to(moved + timedelta(hours=8))
    assert len([i for i in ana.was_told(NewsKind.step) if i.todo and i.todo.act is Act.renegotiate]) == 1
    assert ana.refused(Act.soak, until=str(day)).reason is Reason.too_late
    assert Act.soak not in ana.review.may and (Act.soak, None) not in ana.todos


def test_a_conflict_has_no_soak_to_choose(world: World, stages: Stages) -> None:
    mia, _raj = stages.at(world, "conflict", State.renegotiate).people
    assert mia.refused(Act.soak, until=str(world.now.date() + timedelta(days=2))).reason is Reason.not_now
    assert Act.soak not in mia.review.may

"""Somebody in between, midway: it takes everybody, ends nothing, and loses nothing."""

from datetime import timedelta

import pytest

from schemas.vocabulary import Act, NewsKind, Reason, Said, State

from .stages import Stages
from .test_line_changes import promoted
from .walks import Walk
from .world import Person, World, canary

ASKS = (State.cooling, State.acknowledge, State.released, State.express, State.ack_again, State.renegotiate)
"""States whose ceiling asks what to do; `reflect` offers it where nobody was heard, too."""


def asked(world: World, stages: Stages, state: State, kind: str = "conflict") -> tuple[Walk, Person]:
    """A review whose step has asked what to do, in a workspace with a facilitator."""
    walk = stages.at(world, kind, state)
    fay = world.person("Fay")
    world.names_facilitators(fay)
    if not world.row.asked:
        world.advance_to(world.row.ceiling_at + timedelta(minutes=1))
    assert (world.state, world.row.asked) == (state, True)
    return walk, fay


def found(walk: Walk, fay: Person) -> None:
    """Somebody proposes her, the others agree, and she takes it on."""
    chooser = next(p for p in walk.people if (Act.propose_facilitator, None) in p.todos)
    chooser.does(Act.propose_facilitator, facilitator=fay.id)
    for person in walk.people:
        if person is not chooser:
            person.does(Act.agree_facilitator, agree_facilitator="yes")
    fay.does(Act.serve, serve="yes")


@pytest.mark.parametrize("kind", ["conflict", "incident"])
@pytest.mark.parametrize("state", ASKS)
def test_all_together_bring_somebody_in_and_go_on_where_they_were(
    world: World, stages: Stages, state: State, kind: str
) -> None:
    walk, fay = asked(world, stages, state, kind)
    *others, last = walk.people
    for person in others:
        assert person.does(Act.bring_in).said is Said.bring_in_noted
        assert person.refused(Act.bring_in).reason is Reason.already_done
    assert world.state is state
    last.does(Act.bring_in)
    assert world.state is State.facilitation
    world.advance(minutes=1)
    assert any(p.was_told(NewsKind.facilitator) for p in walk.people)
    found(walk, fay)
    assert world.state is state
    walk.facilitator = fay
    walk.until(State.closed)


def test_nobody_hears_who_has_chosen_it(world: World, stages: Stages) -> None:
    walk, _fay = asked(world, stages, State.express)
    mia, raj = walk.people
    told, before = len(raj.was_told()), raj.review
    mia.does(Act.bring_in)
    world.advance(minutes=5)
    assert (len(raj.was_told()), raj.review) == (told, before)
    assert Act.bring_in in raj.review.may


def test_where_nobody_is_found_in_time_it_goes_on_as_before(world: World, stages: Stages) -> None:
    walk, _fay = asked(world, stages, State.acknowledge)
    mia, raj = walk.people
    part = canary("sealed before the search")
    mia.does(Act.acknowledge, {"ack.c.part": part, "keep": "seal"})
    for person in walk.people:
        person.does(Act.bring_in)
    typed = canary("typed while it was looked for")
    assert raj.does(Act.acknowledge, {"ack.c.part": typed, "keep": "seal"}).said is Said.kept_for_later
    world.advance(days=9)
    assert (world.state, world.row.way) == (State.acknowledge, "direct")
    assert {f.name: f.initial for f in raj.form(Act.acknowledge).fields}["ack.c.part"] == typed
    assert {f.name: f.initial for f in mia.form(Act.acknowledge).fields}["ack.c.part"] == part
    raj.does(Act.acknowledge, {"ack.c.part": typed, "keep": "seal"})
    walk.until(State.closed)


def test_all_can_still_go_on_without(world: World, stages: Stages) -> None:
    walk, _fay = asked(world, stages, State.renegotiate)
    for person in walk.people:
        person.does(Act.bring_in)
    for person in walk.people:
        person.does(Act.without_facilitator)
    assert (world.state, world.row.way) == (State.renegotiate, "direct")
    walk.until(State.closed)


def test_when_who_was_brought_in_steps_down_nothing_ends_by_itself(world: World, stages: Stages) -> None:
    walk, fay = asked(world, stages, State.express)
    for person in walk.people:
        person.does(Act.bring_in)
    found(walk, fay)
    fay.does(Act.step_down)
    assert world.state is State.facilitation
    world.advance(days=9)
    assert (world.state, world.row.way) == (State.express, "direct")


def test_somebody_who_left_looks_like_somebody_who_has_not_chosen_it(world: World, stages: Stages) -> None:
    walk, _fay = asked(world, stages, State.express)
    mia, raj = walk.people
    raj.does(Act.leave)
    mia.does(Act.bring_in)
    assert world.state is State.express


def test_what_one_chose_at_one_step_counts_at_no_other(world: World, stages: Stages) -> None:
    walk, _fay = asked(world, stages, State.acknowledge)
    mia, raj = walk.people
    mia.does(Act.bring_in)
    walk.until(State.express)
    world.advance_to(world.row.ceiling_at + timedelta(minutes=1))
    raj.does(Act.bring_in)
    assert world.state is State.express
    mia.does(Act.bring_in)
    assert world.state is State.facilitation


def test_it_can_be_asked_for_again_where_nobody_was_found(world: World, stages: Stages) -> None:
    walk, _fay = asked(world, stages, State.acknowledge)
    for _search in range(2):
        for person in walk.people:
            person.does(Act.bring_in)
        world.advance_to(world.row.ceiling_at + timedelta(minutes=1))
        assert world.state is State.acknowledge
        world.advance_to(world.row.ceiling_at + timedelta(minutes=1))


def test_the_one_with_less_say_is_not_left_without_whom_they_asked_for(world: World, stages: Stages) -> None:
    walk, _fay = asked(world, stages, State.released)
    mia, raj = walk.people
    for person in walk.people:
        person.does(Act.bring_in)
    world.advance_to(world.row.ceiling_at + timedelta(minutes=1))
    promoted(world, raj, mia)
    mia.does(Act.slow)
    assert world.state is State.choosing
    mia.does(Act.decide, decide="facilitator")
    world.advance_to(world.row.ceiling_at + timedelta(minutes=1))
    assert world.state is State.closed


def test_the_one_with_less_say_decides_anew_when_nobody_is_in_between_any_more(world: World, stages: Stages) -> None:
    walk, fay = asked(world, stages, State.express)
    mia, raj = walk.people
    for person in walk.people:
        person.does(Act.bring_in)
    found(walk, fay)
    promoted(world, raj, mia)
    mia.does(Act.slow)
    mia.does(Act.decide, decide="on")
    assert world.state is State.express
    fay.does(Act.step_down)
    world.advance_to(world.row.ceiling_at + timedelta(minutes=1))
    assert (world.state, world.row.way) == (State.choosing, "direct")


def test_who_needs_somebody_in_between_by_now_is_not_taken_back_without(world: World, stages: Stages) -> None:
    walk, _fay = asked(world, stages, State.acknowledge, "incident")
    for person in walk.people:
        person.does(Act.bring_in)
    promoted(world, walk.people[1], walk.people[0])
    world.advance_to(world.row.ceiling_at + timedelta(minutes=1))
    assert world.state is State.closed


def test_another_round_begins_without_whoever_came_midway(world: World, stages: Stages) -> None:
    walk, fay = asked(world, stages, State.renegotiate)
    for person in walk.people:
        person.does(Act.bring_in)
    found(walk, fay)
    walk.facilitator = fay
    walk.until(State.closed)
    walk.opener.does(Act.reopen)
    assert world.row.way == "direct"
    walk.facilitator = None
    walk.until(State.acknowledge)


def test_it_is_offered_only_where_somebody_is_free_and_a_step_stands_still(world: World, stages: Stages) -> None:
    mia, _raj = stages.at(world, "conflict", State.express).people
    assert mia.refused(Act.bring_in).reason is Reason.not_now
    world.advance_to(world.row.ceiling_at + timedelta(minutes=1))
    assert Act.bring_in not in mia.review.may
    assert mia.refused(Act.bring_in).reason is Reason.no_facilitator
    world.names_facilitators(world.person("Fay"))
    assert Act.bring_in in mia.review.may


def test_two_tries_that_did_not_reach_offer_it_as_well(world: World, stages: Stages) -> None:
    walk = stages.at(world, "conflict", State.reflect)
    world.names_facilitators(world.person("Fay"))
    mia, raj = walk.people
    for person in walk.people:
        person.does(Act.read)
    world.advance(minutes=31)
    assert Act.bring_in not in mia.review.may
    for turn in (1, 2):
        raj.does(Act.reflect, {"ref.heard": canary(f"try {turn}"), "send": "seal"}, about=mia.id)
        ((_, about),) = [t for t in mia.todos if t[0] is Act.check_reflection]
        mia.does(Act.check_reflection, {"ref.check": "not_yet"}, about=about)
    assert Act.bring_in in mia.review.may
    for person in (mia, raj):
        person.does(Act.bring_in)
    assert world.state is State.facilitation


def test_with_a_say_over_the_other_it_is_the_other_one_who_decides(world: World, stages: Stages) -> None:
    walk = stages.at(world, "conflict", State.express, "power")
    world.names_facilitators(world.person("Fay"))
    world.advance_to(world.row.ceiling_at + timedelta(minutes=1))
    assert all(p.refused(Act.bring_in).reason is Reason.not_now for p in walk.people)

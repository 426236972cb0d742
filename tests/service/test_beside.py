"""What stands beside the questions: guides, examples, a card for a live talk, and a last line at the end."""

import pytest

from schemas.vocabulary import Act, Outcome, Reason, State
from service.acts import beside
from service.domain.lifecycle import MOVES
from service.practice import forms, library

from .stages import Stages
from .world import Person, World, canary

# ---- the one with more say ----


@pytest.mark.parametrize("kind", ["conflict", "incident"])
def test_the_one_with_more_say_is_asked_as_such_and_reminded(world: World, stages: Stages, kind: str) -> None:
    walk = stages.at(world, kind, State.first)
    assert walk.higher is not None
    name, above = f"ack.{kind[0]}.part", library.prompts()["ack.m.part"]
    page = 2
    shown = walk.higher.form(Act.acknowledge, page=page)
    part = next(f for f in shown.fields if f.name == name)
    assert (part.label, part.initial, part.hint) == (above.label, above.starter, above.helper)
    assert shown.title == above.title
    assert forms.line("beside", "from_above") in shown.notes
    untouched = {name: above.starter, "keep": "seal"}
    assert walk.higher.refused(Act.acknowledge, untouched, page=page).fields == {name: Reason.missing}


def test_peers_are_asked_as_peers(world: World, stages: Stages) -> None:
    shown = stages.at(world, "conflict", State.acknowledge).people[0].form(Act.acknowledge)
    part = next(f for f in shown.fields if f.name == "ack.c.part")
    assert part.label == library.prompts()["ack.c.part"].label
    assert shown.title == library.prompts()["ack.c.part"].title
    assert forms.line("beside", "from_above") not in shown.notes


# ---- somebody in between ----


@pytest.mark.parametrize(
    ("state", "guides"),
    [
        (State.cooling, ["fac.first"]),
        (State.released, []),
        (State.reflect, ["fac.reframe", "fac.defend"]),
        (State.renegotiate, ["fac.reframe", "fac.defend"]),
    ],
)
def test_whoever_facilitates_reads_what_helps_in_this_step(
    world: World, stages: Stages, state: State, guides: list[str]
) -> None:
    walk = stages.at(world, "conflict", state, "mediated")
    assert walk.facilitator is not None
    notes = walk.facilitator.form(Act.gate).notes
    assert notes[1:] == [beside.guide(name) for name in guides]
    assert all(library.prompts()[name].label in "\n".join(notes) for name in guides)


def test_every_state_with_a_guide_has_a_gate() -> None:
    assert set(beside.GUIDES) <= {move.state for move in MOVES if move.gate}


# ---- a live talk, and an example ----


def test_a_live_talk_is_offered_where_people_say_what_they_heard_and_what_changes(world: World, stages: Stages) -> None:
    for state, act in ((State.reflect, Act.read), (State.reflect, Act.reflect), (State.renegotiate, Act.renegotiate)):
        walk = stages.at(world, "conflict", state)
        about = walk.people[1].id if act is Act.reflect else None
        if act is Act.reflect:
            walk.people[0].does(Act.read)
            world.advance(minutes=31)
        shown = walk.people[0].form(act, about)
        card = library.live_talk()
        lines = [forms.line("beside", "live_talk", minutes="30"), *card.steps, *card.notes]
        assert shown.instead == ([] if act is Act.read else lines)
    assert stages.at(world, "conflict", State.express).people[0].form(Act.express).instead == []


def test_more_than_two_are_offered_no_talk_for_two(world: World, stages: Stages) -> None:
    walk = stages.at(world, "incident", State.renegotiate)
    assert len(walk.people) > 2
    assert walk.people[0].form(Act.renegotiate).instead == []


def test_each_step_that_is_written_has_its_example(world: World, stages: Stages) -> None:
    for kind in ("conflict", "incident"):
        for state, act in ((State.acknowledge, Act.acknowledge), (State.express, Act.express)):
            shown = stages.at(world, kind, state).people[0].form(act)
            assert shown.example[: len(shown.example) - (act is Act.acknowledge)] == library.examples()[act][kind]
            assert (library.before_seal() in shown.example) is (act is Act.acknowledge)
    assert stages.at(world, "conflict", State.released).people[0].form(Act.read).example == []


# ---- to stop on one part ----


def test_one_may_ask_to_stop_on_one_part_and_says_on_which(world: World, stages: Stages) -> None:
    mia, raj = stages.at(world, "conflict", State.reflect).people
    labels = {o.value: o.label for f in mia.form(Act.offer).fields for o in f.options}
    assert labels["slow"].startswith("Can we stop on one part?")
    refused = mia.refused(Act.offer, {"to": raj.id, "offer": "slow"})
    assert refused.fields == {"offer_text": Reason.missing}
    text = canary("could you say more about the call")
    mia.does(Act.offer, {"to": raj.id, "offer": "slow", "offer_text": text})
    assert raj.can_read(text)


# ---- the last line ----


def ends(person: Person, stands: str, wear: str = "1") -> None:
    person.does(Act.pulse, {"pul.wear": wear, "pul.out": stands}, page=2)


@pytest.mark.parametrize("stands", ["repaired", "partly", "not_repaired"])
def test_each_reads_a_last_line_of_their_own_whatever_the_end_was(world: World, stages: Stages, stands: str) -> None:
    people = stages.at(world, "conflict", State.pulse).people
    assert [p.review.closing for p in people] == [None, None]
    for person in people:
        ends(person, stands)
    assert world.state is State.closed
    for person in people:
        assert person.review.closing in library.closing_lines()
        assert person.review.closing == person.review.closing
    world.advance(days=91)
    assert [p.review.closing for p in people] == [None, None]


def test_nobody_can_tell_from_it_that_somebody_else_is_worn(world: World, stages: Stages) -> None:
    mia, raj = stages.at(world, "conflict", State.pulse).people
    ends(mia, "repaired")
    ends(raj, "repaired", wear="5")
    assert mia.review.closing in library.closing_lines()
    assert raj.review.closing is None


@pytest.mark.parametrize("lane", ["power", "note"])
def test_there_is_none_where_one_has_a_say_or_nothing_was_exchanged(world: World, stages: Stages, lane: str) -> None:
    state = State.pulse if lane == "power" else State.noted
    walk = stages.at(world, "conflict", state, lane)
    walk.until(State.closed) if lane == "power" else world.advance(days=120)
    if world.state is not State.closed:
        ends(walk.people[0], "repaired")
    assert world.state is State.closed
    assert {p.review.closing for p in walk.people if p is walk.people[0] or lane == "power"} == {None}


def test_there_is_none_after_an_ending_or_where_it_keeps_happening(world: World, stages: Stages) -> None:
    mia, raj = stages.at(world, "conflict", State.express).people
    raj.does(Act.leave)
    world.advance(days=40)
    assert mia.review.outcome is Outcome.ended
    assert mia.review.closing is None
    walk = stages.at(world, "conflict", State.pattern, "worn").until(State.closed)
    assert [p.review.plain for p in walk.people] == [True, True]
    assert [p.review.closing for p in walk.people] == [None, None]

"""Somebody becomes the other's manager during a review: its rules change at once, and nothing private opens by it."""

from datetime import timedelta

import pytest

from schemas.commands import Value
from schemas.vocabulary import Act, NewsKind, Reason, Said, State

from .stages import Stages
from .test_facilitator import pages
from .walks import Walk
from .world import Person, World, canary

GOES_TO = {
    State.acknowledge: State.first,
    State.released: State.choosing,
    State.express: State.choosing,
}
"""Where words of both were to be opened together the higher one goes first, or the lower one decides whether it goes
on. Every other state stays as it is."""
CHANGES_IN = (
    State.invited, State.cooling, State.acknowledge, State.released, State.express, State.reflect, State.ack_again,
    State.renegotiate, State.recommit, State.checking, State.pulse,
)  # fmt: skip
SEALS = {
    State.acknowledge: (Act.acknowledge, {"ack.c.part": ""}, 1),
    State.express: (Act.express, {"exp.c.ask": ""}, 3),
    State.ack_again: (Act.acknowledge_again, {"ack2.add": "", "add": "seal"}, 1),
}


def promoted(world: World, higher: Person, lower: Person) -> None:
    """The reporting line as an import leaves it, over one step in between."""
    boss = world.person("Boss")
    world.lines({lower: boss, boss: higher, higher: None})


def seals(walk: Walk, person: Person) -> str:
    """What this state asks to be sealed, sealed by this person."""
    act, values, page = SEALS[walk.world.state]
    text = canary("sealed before the change")
    sealed = {name: value or text for name, value in values.items()} | {"keep": "seal"}
    person.does(act, sealed, page=page)
    return text


@pytest.mark.parametrize("higher_opens", [True, False])
@pytest.mark.parametrize("state", CHANGES_IN)
def test_a_change_of_line_in_any_state_changes_the_rules_and_opens_nothing(
    world: World, stages: Stages, state: State, higher_opens: bool
) -> None:
    walk = stages.at(world, "conflict", state)
    walk.higher = walk.people[0 if higher_opens else 1]
    lower, higher = walk.lower, walk.higher
    before = {person: pages(person) for person in walk.people}
    private = seals(walk, lower) if state in SEALS else None
    promoted(world, higher, lower)
    world.work()
    assert (world.row.higher_id, world.state) == (higher.id, GOES_TO.get(state, state))
    assert [w for w in world.held().words if w.status == "sealed"] == []
    for person in walk.people:
        news = [t.value for t in walk.texts if t.author != person.id and t.value in pages(person)]
        assert [text for text in news if text not in before[person]] == []
    assert private is None or private not in pages(higher)
    assert (higher.review.say, lower.review.say) == ("over", "under")
    if state is not State.invited:
        assert Act.acknowledge not in [act for act, _ in lower.todos]
    walk.until(State.closed)
    assert private is None or not higher.can_read(private)


@pytest.mark.parametrize("who", ["lower", "higher"])
def test_what_was_sealed_is_a_draft_again_and_the_higher_goes_first(world: World, stages: Stages, who: str) -> None:
    walk = stages.at(world, "conflict", State.acknowledge)
    walk.higher = walk.people[1]
    author = walk.lower if who == "lower" else walk.higher
    text = seals(walk, author)
    promoted(world, walk.higher, walk.lower)
    world.work()
    assert world.state is State.first
    assert (Act.acknowledge, None) in walk.higher.todos
    if who == "higher":
        assert {f.name: f.initial for f in walk.higher.form(Act.acknowledge, page=2).fields}["ack.c.part"] == text
    world.advance(days=2)
    assert world.state is State.first
    assert walk.higher.was_told(NewsKind.step)


def test_the_moment_at_which_both_parts_would_have_opened_opens_neither(world: World, stages: Stages) -> None:
    walk = stages.at(world, "conflict", State.acknowledge)
    walk.higher = walk.people[1]
    world.advance(hours=20)
    world.set(world.now.replace(hour=22))
    texts = [seals(walk, person) for person in walk.people]
    assert world.state is State.acknowledge and world.row.release_at is not None
    promoted(world, walk.higher, walk.lower)
    world.advance(days=3)
    assert world.state is State.first
    assert not walk.higher.can_read(texts[0]) and not walk.lower.can_read(texts[1])


def test_an_act_of_the_old_rules_is_refused_before_the_engine_has_looked(world: World, stages: Stages) -> None:
    walk = stages.at(world, "conflict", State.acknowledge)
    walk.higher = walk.people[1]
    seals(walk, walk.higher)
    promoted(world, walk.higher, walk.lower)
    refused = walk.lower.refused(Act.acknowledge, {"ack.c.part": canary(), "keep": "seal"})
    assert refused.reason is Reason.not_yours
    walk.lower.does(Act.slow)
    assert world.state is State.first


def test_what_is_sent_in_from_a_form_that_has_other_pages_by_now_is_kept_and_not_sealed(
    world: World, stages: Stages
) -> None:
    walk = stages.at(world, "conflict", State.acknowledge)
    walk.higher = walk.people[1]
    text = canary("typed before the change")
    promoted(world, walk.higher, walk.lower)
    answer = walk.higher.does(Act.acknowledge, {"ack.c.part": text, "keep": "seal"})
    assert (world.state, answer.said) == (State.first, Said.draft_saved)
    assert answer.next is not None and answer.next.page == 2
    assert {f.name: f.initial for f in answer.next.fields}["ack.c.part"] == text
    assert not walk.lower.can_read(text)


def test_a_page_that_is_gone_by_now_is_kept_and_never_sealed_for_more_readers_than_were_chosen(
    world: World, stages: Stages
) -> None:
    walk = stages.at(world, "conflict", State.acknowledge, "mediated")
    assert walk.facilitator is not None
    mia, raj = walk.people
    part, summary = canary("part"), canary("summary")
    mia.does(Act.acknowledge, {"ack.c.part": part})
    walk.facilitator.does(Act.step_down)
    for person in (mia, raj):
        person.does(Act.without_facilitator)
    assert world.state is State.acknowledge
    answers: dict[str, Value] = {"audience": "summary", "sum.text": summary, "keep": "seal"}
    answer = mia.does(Act.acknowledge, answers, page=2)
    assert answer.said is Said.draft_saved and answer.next is not None
    (mine,) = [w for w in world.held().words if w.author_id == mia.id and w.step == "acknowledge"]
    assert (mine.status, mine.body) == ("draft", {"ack.c.part": part, "sum.text": summary})
    mia.does(Act.acknowledge, {"ack.c.part": part, "keep": "seal"})


def test_a_page_that_is_gone_by_now_seals_nothing_that_the_coach_has_not_seen(world: World, stages: Stages) -> None:
    walk = stages.at(world, "conflict", State.acknowledge, "mediated")
    assert walk.facilitator is not None
    mia, raj = walk.people
    threat = f"You will regret this, your promotion is in my hands. {canary('threat')}"
    mia.does(Act.acknowledge, {"ack.c.part": threat})
    walk.facilitator.does(Act.step_down)
    for person in (mia, raj):
        person.does(Act.without_facilitator)
    answer = mia.does(Act.acknowledge, {"audience": "full", "sum.text": "", "keep": "seal"}, page=2)
    assert answer.said is Said.draft_saved
    (mine,) = [w for w in world.held().words if w.author_id == mia.id and w.step == "acknowledge"]
    assert (mine.status, mine.body) == ("draft", {"ack.c.part": threat})


@pytest.mark.parametrize("closes_the_window", [False, True])
def test_an_answer_to_a_question_that_is_asked_no_longer_is_never_opened_and_stays_its_authors(
    world: World, stages: Stages, closes_the_window: bool
) -> None:
    walk = stages.at(world, "conflict", State.express)
    mia, raj = walk.people
    hidden, said = canary("under"), canary("saw")
    mia.does(Act.express, {"exp.c.saw": said}, page=1)
    mia.does(Act.express, {"exp.c.under": hidden}, page=2)
    promoted(world, raj, mia)
    world.advance(minutes=2)
    if world.state is State.choosing:
        mia.does(Act.decide, decide="on")
    if closes_the_window:
        closed = {"act": "express", "page": 3, "values": {"exp.c.ask": ""}}
        world.asks(mia.id, "PUT", f"/api/v1/reviews/{world.review_id}/drafts", closed)
    mia.does(Act.express, {"audience": "full", "keep": "seal"}, page=3)
    sealed = [w for w in world.held().words if w.author_id == mia.id and w.step == "express"]
    assert [w.body for w in sealed] == [{"exp.c.saw": said}]
    assert mia.can_read(hidden)
    world.advance(days=3)
    assert not raj.can_read(hidden)


def test_a_change_while_paused_counts_after_the_pause(world: World, stages: Stages) -> None:
    walk = stages.at(world, "conflict", State.acknowledge)
    walk.higher = walk.people[1]
    texts = [seals(walk, walk.lower)]
    walk.lower.does(Act.pause, until=str((world.now + timedelta(days=2)).date()))
    promoted(world, walk.higher, walk.lower)
    world.work()
    assert world.state is State.paused
    world.advance(days=4)
    assert world.state is State.first
    assert not walk.higher.can_read(texts[0])


def test_the_after_checks_begin_with_the_change(world: World, stages: Stages) -> None:
    walk = stages.at(world, "conflict", State.renegotiate)
    walk.higher = walk.people[1]
    promoted(world, walk.higher, walk.lower)
    world.advance(days=12)
    assert len(walk.lower.was_told(NewsKind.after_check)) == 1
    assert walk.higher.was_told(NewsKind.after_check) == []


def test_when_the_line_turns_round_the_other_one_goes_first(world: World, stages: Stages) -> None:
    walk = stages.at(world, "conflict", State.first)
    assert walk.higher is not None
    was_higher, was_lower = walk.higher, walk.lower
    text = canary("sealed by who had the say")
    was_higher.does(Act.acknowledge, {"ack.c.part": text, "keep": "draft"})
    promoted(world, was_lower, was_higher)
    world.work()
    assert world.row.higher_id == was_lower.id
    assert (Act.acknowledge, None) in was_lower.todos and was_higher.todos == []
    assert not was_lower.can_read(text)


def test_among_more_than_two_somebody_has_to_be_in_between_from_then_on(world: World, stages: Stages) -> None:
    walk = stages.at(world, "incident", State.acknowledge)
    fay = world.person("Fay")
    world.names_facilitators(fay)
    promoted(world, walk.people[1], walk.people[2])
    world.work()
    assert world.state is State.facilitation
    assert walk.opener.refused(Act.without_facilitator).reason is Reason.needs_facilitator
    walk.facilitator = fay
    walk.until(State.closed)

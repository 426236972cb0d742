"""The fast lane: one small thing, sent and answered in a few minutes."""

from datetime import timedelta

import pytest

from schemas.vocabulary import Act, NewsKind, Outcome, Reason, State

from .stages import Stages
from .walks import Walk
from .world import Person, World, canary


def sent(world: World, stages: Stages) -> tuple[Walk, Person, Person]:
    walk = stages.at(world, "conflict", State.short)
    walk.into_hours()
    mia, raj = walk.people
    return walk, mia, raj


def test_taken_and_answered_it_is_over_in_an_hour(world: World) -> None:
    mia, raj = world.person("Mia"), world.person("Raj", "Europe/London")
    walk = Walk(world, "conflict", [mia, raj], way="fast").until(State.short)
    begun = world.now
    assert [i.kind for i in raj.was_told()] == [NewsKind.short]
    raj.is_clear()
    passages = raj.form(Act.answer_short).passages
    assert sorted(p.text for p in passages) == walk.of(mia, "acknowledge")
    raj.does(Act.answer_short, short="taken")
    assert world.state is State.recommit
    for person in (mia, raj):
        person.does(Act.settle_recommitments, list="none")
    assert world.state is State.pulse
    for person in (mia, raj):
        assert [f.name for f in person.form(Act.pulse).fields] == ["pul.rely", "pul.out"]
        person.fills(Act.pulse, {"pul.rely": "4", "pul.out": "repaired"})
    assert mia.review.outcome is raj.review.outcome is Outcome.repaired
    assert world.now - begun < timedelta(hours=1)


def test_what_the_fast_lane_says_is_true_of_it(world: World, stages: Stages) -> None:
    """Who sent it is named; no check-in is promised that never comes; and a lower result has more than one reason."""
    _walk, mia, raj = sent(world, stages)
    raj.is_clear()
    assert any(f"Something short from {mia.name}." in note for note in raj.form(Act.answer_short).notes)
    raj.does(Act.answer_short, short="taken")
    assert "Check-ins come" not in " ".join(mia.form(Act.settle_recommitments).notes)
    promise = {"rec.if": "If a date moves,", "rec.then": "then I will call you before noon.", "rec.for": raj.id}
    mia.does(Act.recommit, promise | {"rec.when": str((world.now + timedelta(days=7)).date())})
    ((act, about),) = [todo for todo in raj.todos if todo[0] is Act.answer_recommitment]
    raj.does(act, {"rec.ok": "yes"}, about=about)
    for person in (mia, raj):
        person.does(Act.settle_recommitments, list="complete")
    assert "some part of it is still open" in " ".join(mia.form(Act.pulse).notes)
    for person in (mia, raj):
        person.fills(Act.pulse, {"pul.rely": "4", "pul.out": "repaired"})
    assert mia.review.outcome is Outcome.partly_repaired, "no answer was lower: what was promised is still open"


def test_nothing_goes_out_before_twenty_minutes(world: World) -> None:
    mia, raj = world.person("Mia"), world.person("Raj")
    Walk(world, "conflict", [mia, raj], way="fast").until(State.ready)
    part = {"ack.c.part": canary(), "send": "seal"}
    assert mia.refused(Act.send_short, part).reason is Reason.too_early
    mia.does(Act.send_short, {**part, "send": "draft"})
    assert world.state is State.ready
    world.advance(minutes=21)
    assert raj.was_told() == []
    mia.does(Act.send_short, part)
    assert world.state is State.short


def test_one_if_then_each_and_no_check_in_follows(world: World, stages: Stages) -> None:
    walk, mia, raj = sent(world, stages)
    walk.take_it()
    walk.commits(mia, raj)
    due = str((world.now + timedelta(days=9)).date())
    second = {"rec.if": canary(), "rec.then": "I will call you at nine.", "rec.for": raj.id, "rec.when": due}
    assert mia.refused(Act.recommit, second).reason is Reason.three_each
    walk.answers_yes(raj)
    for person in (mia, raj):
        person.does(Act.settle_recommitments, list="complete")
    assert world.state is State.pulse
    assert not world.held().checks
    walk.pulse()
    assert world.row.outcome == Outcome.partly_repaired, "what was promised and not looked at yet is open"


def test_tell_me_more_goes_on_as_every_other_review(world: World, stages: Stages) -> None:
    walk, _mia, _raj = sent(world, stages)
    walk.take_it("more")
    assert world.state is State.express
    walk.until(State.checking)
    assert len(world.held().checks) == 2
    walk.until(State.closed)
    assert world.row.outcome == Outcome.repaired


def test_needing_longer_moves_the_date_and_then_every_answer_is_there(world: World, stages: Stages) -> None:
    walk, mia, raj = sent(world, stages)
    before = mia.review.next_date
    walk.take_it("need_longer")
    after = mia.review.next_date
    assert before and after and after > before
    world.work()
    assert [i.kind for i in mia.was_told()] == [NewsKind.answer_date]
    assert {o.value for o in raj.form(Act.answer_short).fields[0].options} == {
        "taken", "more", "need_longer", "rather_not",
    }  # fmt: skip
    raj.does(Act.answer_short, short="taken")
    assert world.state is State.recommit


def test_whoever_needs_longer_is_reminded_once_and_late_in_the_time_they_got(world: World, stages: Stages) -> None:
    walk, mia, raj = sent(world, stages)
    walk.take_it("need_longer")
    assert mia.review.next_date is not None
    end = mia.review.next_date
    world.advance_to(end - timedelta(days=2))
    assert raj.was_told(NewsKind.reminder) == []
    world.advance_to(end - timedelta(minutes=1))
    assert len(raj.was_told(NewsKind.reminder)) == 1


@pytest.mark.parametrize("answer", ["rather_not", None])
def test_rather_not_looks_like_no_answer_and_ends_on_the_date(world: World, stages: Stages, answer: str | None) -> None:
    walk, mia, _raj = sent(world, stages)
    date = mia.review.next_date
    before = mia.review
    if answer:
        walk.take_it(answer)
    assert date is not None
    assert mia.review == before
    world.advance_to(date - timedelta(minutes=1))
    assert mia.was_told() == []
    world.advance_to(date + timedelta(days=1))
    assert [i.kind for i in mia.was_told()] == [NewsKind.ended]
    assert mia.review.outcome is Outcome.ended


def test_where_words_would_cost_the_one_asked_something_it_can_only_be_left(world: World, stages: Stages) -> None:
    _walk, mia, raj = sent(world, stages)
    raj.is_clear(**{"scr.cost": ["cost"]})
    options = {o.value for o in raj.form(Act.answer_short).fields[0].options}
    assert options == {"need_longer", "rather_not"}
    for answer in ("taken", "more"):
        assert raj.refused(Act.answer_short, short=answer).fields == {"short": Reason.not_a_choice}
    world.advance(days=10)
    assert mia.review.outcome is Outcome.ended


def offered_ways(person: Person) -> set[str]:
    return {option.value for option in person.form(Act.choose_way).fields[0].options}


@pytest.mark.parametrize("why", ["medium", "large", "three people", "amber", "a say", "the line", "repeats"])
def test_the_fast_lane_is_not_offered_and_cannot_be_taken(world: World, stages: Stages, why: str) -> None:
    mia, raj = world.person("Mia"), world.person("Raj")
    others = [raj, world.person("Ines")] if why == "three people" else [raj]
    if why == "repeats":
        walk = Walk(world, "conflict", [mia, raj], wear="4").until(State.closed)
        assert walk
    if why == "the line":
        world.lines({raj: mia, mia: None})
    mia.drafts(*others, size=why if why in ("medium", "large") else "small")
    said = {"amber": {"scr.cost": ["cost"]}, "a say": {"scr.say": "me"}}.get(why, {})
    mia.is_clear(**said)
    assert "fast" not in offered_ways(mia)
    assert mia.refused(Act.choose_way, way="fast").fields == {"way": Reason.not_a_choice}


def test_how_tiring_it_is_to_the_other_one_is_not_told_by_the_ways_that_are_offered(world: World) -> None:
    """Only Raj said, in private, that it has worn him: it is his draft that has no fast lane, and not Mia's."""
    mia, raj = world.person("Mia"), world.person("Raj")
    Walk(world, "conflict", [mia, raj]).until(State.pulse)
    world.advance_to(world.row.floor_at or world.now)
    for person, wear in ((mia, "2"), (raj, "5")):
        person.fills(Act.pulse, {"pul.wear": wear, "pul.out": "repaired"})
    assert world.state is State.closed
    mia.drafts(raj, size="small")
    mia.is_clear()
    assert "fast" in offered_ways(mia)
    mia.does(Act.choose_way, way="direct")
    assert "fast" in offered_ways(mia), "nor when she thinks again"
    raj.drafts(mia, size="small")
    raj.is_clear()
    assert "fast" not in offered_ways(raj)


def test_a_line_that_came_up_after_the_choice_stops_it(world: World, stages: Stages) -> None:
    mia, raj = world.person("Mia"), world.person("Raj")
    Walk(world, "conflict", [mia, raj], way="fast").until(State.ready)
    world.advance(minutes=21)
    world.lines({raj: mia, mia: None})
    refused = mia.refused(Act.send_short, {"ack.c.part": canary(), "send": "seal"})
    assert refused.reason is Reason.way_not_offered
    assert raj.was_told() == []

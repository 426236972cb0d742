"""After silence one's own part can be sent alone: it waits for nobody's, and tells nothing about the other one."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from schemas.vocabulary import Act, NewsKind, Outcome, Reason, Said, State

from .stages import Stages
from .test_facilitator import pages
from .test_line_changes import promoted
from .walks import Walk
from .world import Person, World, canary

ROUTED = {"scr.stop": ["followed"], "scr.danger": "no", "scr.formal": "no"}
PART, DRAFT = canary("my part, sent alone"), canary("a part that is still a draft")


def silent_at_its_ceiling(world: World, stages: Stages) -> Walk:
    """Mia has sealed her part, Raj has a draft, and the step has asked what to do."""
    walk = stages.at(world, "conflict", State.acknowledge)
    mia, raj = walk.people
    mia.does(Act.acknowledge, {"ack.c.part": PART, "keep": "seal"})
    raj.does(Act.acknowledge, {"ack.c.part": DRAFT, "keep": "draft"})
    assert mia.refused(Act.send_alone).reason is Reason.not_now
    world.advance_to(world.row.ceiling_at + timedelta(minutes=1))
    assert world.row.asked
    return walk


VARIES = re.compile(r'"?version"?[:=]\d+|\bid=\'[^\']*\'|"id":"[^"]*"|:\d\d\.\d+')
"""Ids, counts of moves, and seconds: what differs between any two runs."""


def is_silent(raj: Person) -> None:
    raj.gets("/api/v1/home")


def leaves(raj: Person) -> None:
    raj.does(Act.leave)


def is_routed(raj: Person) -> None:
    raj.does(Act.screen, ROUTED, page=1)


SECRETS = (is_silent, leaves, is_routed)


def test_it_is_read_as_a_note_and_whoever_got_it_can_join_with_their_own_draft(world: World, stages: Stages) -> None:
    walk = silent_at_its_ceiling(world, stages)
    mia, raj = walk.people
    assert Act.send_alone in mia.review.may and Act.send_alone not in raj.review.may
    assert [i.kind for i in mia.was_told(NewsKind.ceiling)]
    assert not raj.can_read(PART)
    assert mia.does(Act.send_alone).said is Said.sent_alone
    assert world.state is State.noted and raj.can_read(PART)
    assert not mia.can_read(DRAFT)
    assert raj.can_read(DRAFT), "what they had begun stays in sight"
    world.advance(days=1)
    assert [i.who for i in raj.was_told(NewsKind.note)] == [mia.name]
    told = len(mia.was_told())
    raj.does(Act.read_note)
    world.advance(days=4)
    assert len(mia.was_told()) == told, "nobody hears whether it was read"
    raj.does(Act.join_in)
    world.advance(days=1)
    assert mia.was_told(NewsKind.joined)
    walk.until(State.acknowledge)
    for person, text in ((mia, PART), (raj, DRAFT)):
        assert {f.name: f.initial for f in person.form(Act.acknowledge).fields}["ack.c.part"] == text
    walk.until(State.closed)
    assert world.row.outcome == Outcome.repaired


def test_a_note_that_nobody_joins_ends_without_a_word_and_never_as_repaired(world: World, stages: Stages) -> None:
    walk = silent_at_its_ceiling(world, stages)
    mia, raj = walk.people
    mia.does(Act.send_alone)
    day = str((world.now + timedelta(days=2)).date())
    mia.does(Act.recommit, {"rec.if": canary(), "rec.then": "I will call you before noon.", "rec.when": day})
    told = len(raj.was_told())
    world.advance(days=2)
    assert len(raj.was_told()) == told + 1
    world.advance(days=89)
    mia.fills(Act.pulse, {"pul.out": "repaired"})
    assert world.state is State.closed and world.row.outcome != Outcome.repaired
    assert len(raj.was_told()) == told + 1
    assert not mia.can_read(DRAFT)


@pytest.mark.parametrize("before", [True, False], ids=["before it is sent", "after it is sent"])
def test_its_author_sees_and_hears_the_same_whatever_the_other_one_did(
    world: World, stages: Stages, *, before: bool
) -> None:
    seen = {secret.__name__: sent_alone(world, stages, secret, before=before) for secret in SECRETS}
    assert seen["leaves"] == seen["is_silent"]
    assert seen["is_routed"] == seen["is_silent"]


def sent_alone(world: World, stages: Stages, secret: Callable[[Person], None], *, before: bool) -> list[str]:
    """All that Mia gets to see from the moment she sends it until the end, with the times of messages."""
    mia, raj = silent_at_its_ceiling(world, stages).people
    world.set(world.now.replace(second=20, microsecond=0))
    secret(raj) if before else None
    mia.does(Act.send_alone)
    if not before:
        declined = secret is leaves
        raj.does(Act.decline, when="date") if declined else secret(raj)
    assert (PART in pages(raj)) == (secret is is_silent)
    found = []
    for days in (0, 1, 3, 30, 60):
        world.advance(days=days)
        found.append(pages(mia))
    found += [
        f"{n.model_dump_json()} {at}"
        for n, at in zip(world.chat.taken, world.chat.at, strict=True)
        if n.reader_id == mia.id
    ]
    assert not mia.can_read(DRAFT)
    return [VARIES.sub("", text) for text in found]


def test_a_false_alarm_after_it_was_sent_finds_the_note(world: World, stages: Stages) -> None:
    walk = silent_at_its_ceiling(world, stages)
    mia, raj = walk.people
    raj.does(Act.screen, ROUTED, page=1)
    mia.does(Act.send_alone)
    assert PART not in pages(raj)
    raj.does(Act.unroute)
    raj.is_clear()
    assert (Act.read_note, None) in raj.todos and raj.can_read(PART)


def test_what_is_typed_when_it_is_sent_is_kept(world: World, stages: Stages) -> None:
    mia, raj = silent_at_its_ceiling(world, stages).people
    mia.does(Act.send_alone)
    typed = canary("typed meanwhile")
    assert raj.does(Act.acknowledge, {"ack.c.part": typed, "keep": "seal"}).said is Said.kept_for_later
    assert raj.can_read(typed) and not mia.can_read(typed)


def test_it_is_not_there_where_it_would_tell_or_has_nothing_to_say(world: World, stages: Stages) -> None:
    mia, raj = silent_at_its_ceiling(world, stages).people
    raj.does(Act.acknowledge, {"ack.c.part": DRAFT, "keep": "draft"})
    assert raj.refused(Act.send_alone).reason is Reason.not_now, "a draft was not sealed"
    mia.does(Act.acknowledge_none, {"ack.none": canary("no part yet"), "keep": "seal"})
    assert mia.refused(Act.send_alone).reason is Reason.not_now, "no part is named"
    mia.does(Act.acknowledge, {"ack.c.part": PART, "keep": "seal"})
    promoted(world, raj, mia)
    world.work()
    assert Act.send_alone not in mia.review.may, "whoever has a say goes first"


def test_pauses_do_not_cut_the_other_ones_days_short(world: World, stages: Stages) -> None:
    mia, raj = stages.at(world, "conflict", State.acknowledge).people
    mia.does(Act.acknowledge, {"ack.c.part": PART, "keep": "seal"})
    for _twice in range(2):
        mia.does(Act.pause, until=str((world.now + timedelta(days=3)).date()))
        mia.does(Act.resume)
    assert Act.wait in mia.review.may, "it is asked what to do"
    assert mia.refused(Act.send_alone).reason is Reason.not_now
    assert not raj.can_read(PART)
    world.advance_to(world.row.ceiling_at + timedelta(minutes=1))
    assert Act.send_alone in mia.review.may


def test_one_note_once_counts_for_it_too(world: World, stages: Stages) -> None:
    mia, raj = silent_at_its_ceiling(world, stages).people
    mia.does(Act.send_alone)
    assert mia.refused(Act.send_alone).reason is Reason.not_now
    raj.does(Act.join_in)
    world.advance(days=1)
    Walk(world, "conflict", [mia, raj]).until(State.acknowledge)
    mia.does(Act.acknowledge, {"ack.c.part": PART, "keep": "seal"})
    world.advance_to(world.row.ceiling_at + timedelta(minutes=1))
    assert mia.refused(Act.send_alone).reason is Reason.note_once


def test_what_a_facilitator_has_stopped_is_not_begun_again_with_it(world: World, stages: Stages) -> None:
    walk = stages.at(world, "conflict", State.acknowledge, "mediated")
    mia, _raj = walk.people
    assert walk.facilitator
    mia.fills(Act.acknowledge, {"ack.c.part": PART, "audience": "full", "keep": "seal"})
    world.advance_to(world.row.ceiling_at + timedelta(minutes=1))
    for act in (Act.stop, Act.step_down):
        walk.facilitator.does(act)
    assert (Act.take_back in mia.review.may, world.row.asked) == (True, True)
    assert mia.refused(Act.send_alone).reason is Reason.not_now


def test_who_is_kept_apart_hears_nothing_of_a_note_from_an_old_window(world: World, stages: Stages) -> None:
    mia, raj = stages.at(world, "conflict", State.acknowledge).people
    raj.does(Act.screen, ROUTED, page=1)
    world.advance(days=9)
    mia.does(Act.send_note, {"one.note": canary(), "send": "seal"})
    assert world.state is State.noted
    assert raj.refused(Act.acknowledge, {"ack.c.part": DRAFT, "keep": "seal"}).reason is Reason.not_found


@pytest.mark.parametrize("recommits", [True, False])
def test_the_card_that_both_see_does_not_tell_what_its_author_does_alone(
    world: World, stages: Stages, *, recommits: bool
) -> None:
    mia, _raj = silent_at_its_ceiling(world, stages).people
    mia.does(Act.send_alone)
    world.advance(days=1)
    before = len(world.chat.cards())
    if recommits:
        day = str((world.now + timedelta(days=2)).date())
        mia.does(Act.recommit, {"rec.if": canary(), "rec.then": "I will call you before noon.", "rec.when": day})
    world.advance(days=90)
    if recommits:
        mia.fills(Act.pulse, {"pul.out": "partly"})
        world.advance(days=1)
    drawn = world.chat.cards()[before:]
    assert {n.card.state for n in drawn if n.card} == {State.closed}
    assert {n.card.outcome for n in drawn if n.card} == {Outcome.ended}
    assert {(len(n.members), n.card.moved) for n in drawn if n.card} == {(2, False)}


def test_facts_that_wait_stay_in_their_authors_sight_alone(world: World, stages: Stages) -> None:
    mia, raj = silent_at_its_ceiling(world, stages).people
    facts = {person: canary("facts") for person in (mia, raj)}
    for person, text in facts.items():
        person.does(Act.facts, {"ack.facts": text})
    mia.does(Act.send_alone)
    for person, text in facts.items():
        assert [p for p in (mia, raj) if p.can_read(text)] == [person]
    assert sum(PART in p.text for p in mia.words) == 1, "what was sent is not called hers alone as well"


@pytest.mark.parametrize("secret", SECRETS)
def test_a_false_alarm_of_its_author_ends_the_same_whatever_the_other_one_did(
    world: World, stages: Stages, secret: Callable[[Person], None]
) -> None:
    mia, raj = silent_at_its_ceiling(world, stages).people
    secret(raj)
    mia.does(Act.send_alone)
    mia.does(Act.screen, ROUTED, page=1)
    world.work()
    mia.does(Act.unroute)
    mia.is_clear()
    world.advance(days=60)
    assert world.state is State.noted


@pytest.mark.parametrize("sent", ["alone", "at once"])
def test_taken_up_again_it_is_a_review_of_both(world: World, stages: Stages, sent: str) -> None:
    walk = silent_at_its_ceiling(world, stages) if sent == "alone" else stages.at(world, "conflict", State.noted)
    mia, _raj = walk.people
    if sent == "alone":
        mia.does(Act.send_alone)
    world.advance(days=91 + 31)
    mia.does(Act.reopen)
    walk.until(State.recommit)
    world.advance(days=1)
    walk.until(State.closed)
    assert world.row.outcome == Outcome.repaired


def test_one_note_once_counts_in_a_round_after_it(world: World, stages: Stages) -> None:
    walk = silent_at_its_ceiling(world, stages)
    mia, _raj = walk.people
    mia.does(Act.send_alone)
    world.advance(days=91 + 31)
    mia.does(Act.reopen)
    walk.until(State.acknowledge)
    mia.does(Act.acknowledge, {"ack.c.part": PART, "keep": "seal"})
    world.advance_to(world.row.ceiling_at + timedelta(minutes=1))
    assert mia.refused(Act.send_alone).reason is Reason.note_once


def test_a_note_that_was_begun_before_is_not_written_over(world: World) -> None:
    mia, raj = world.person("Mia"), world.person("Raj")
    walk = Walk(world, "conflict", [mia, raj], way="note").until(State.ready)
    begun = canary("a note, begun and not sent")
    mia.does(Act.send_note, {"one.note": begun, "send": "draft"})
    walk.way = "direct"
    mia.does(Act.choose_way, way=walk.way)
    walk.until(State.acknowledge)
    mia.does(Act.acknowledge, {"ack.c.part": PART, "keep": "seal"})
    world.advance_to(world.row.ceiling_at + timedelta(minutes=1))
    mia.does(Act.send_alone)
    assert (raj.can_read(PART), raj.can_read(begun)) == (True, False)
    assert sum(PART in p.text for p in mia.words) == sum(begun in p.text for p in mia.words) == 1

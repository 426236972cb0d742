"""Nothing is saved after its asker has stopped waiting; and what was answered can be read by those it was for."""

import time
from datetime import timedelta

import pytest

from schemas import news as wire
from schemas.commands import Value
from schemas.vocabulary import Act, ContactKind, NewsKind, Reason, Said, State
from service.store.tables import ReviewRow

from .stages import Stages
from .world import Person, World, canary, signed

PATH = "/api/v1/reviews"
DRAFT = b'{"values": {"kind": "conflict", "parties": ["U-Raj"], "open.c.size": "small"}}'


def test_what_is_late_is_not_saved_and_what_is_in_time_is(world: World, mia: Person, raj: Person) -> None:
    world.names_contacts(*ContactKind)
    late, in_time = ({wire.UNTIL: str(time.time() + left)} for left in (-0.01, 60.0))

    refused = world.sends("POST", PATH, DRAFT, signed("U-Mia", "POST", PATH, DRAFT) | late)
    assert (refused.status_code, refused.json()["reason"]) == (503, Reason.unavailable)
    assert world.rows(ReviewRow) == []

    assert world.sends("POST", PATH, DRAFT, signed("U-Mia", "POST", PATH, DRAFT) | in_time).status_code == 200
    assert len(world.rows(ReviewRow)) == 1


def test_an_answer_to_an_offer_stands_beside_it_for_both_and_may_be_changed(world: World, stages: Stages) -> None:
    mia, raj = stages.at(world, "conflict", State.acknowledge).people
    mia.does(Act.offer, {"to": raj.id, "offer_text": canary("own words alone")})
    (about,) = [about for act, about in raj.todos if act is Act.answer_offer]

    raj.does(Act.answer_offer, {"offer_answer": "need_longer"}, about=about)
    assert "I see you trying. I need longer" in [passage.text for passage in mia.words]

    raj.does(Act.answer_offer, {"offer_answer": "taken"}, about=about)
    assert "Thanks, I'll take that" in [passage.text for passage in mia.words]
    assert world.state is State.acknowledge


def test_an_offer_that_is_left_says_so_to_nobody(world: World, stages: Stages) -> None:
    mia, raj = stages.at(world, "conflict", State.acknowledge).people
    mia.does(Act.offer, {"to": raj.id, "offer_text": canary("an offer to leave")})
    (about,) = [about for act, about in raj.todos if act is Act.answer_offer]
    before = [passage.text for passage in mia.words]

    assert raj.does(Act.answer_offer, {"offer_answer": "none"}, about=about).said is Said.offer_left
    world.advance(days=5)

    assert [passage.text for passage in mia.words] == before
    assert not mia.was_told(NewsKind.answered)
    assert not raj.was_told(NewsKind.offer_nudge)


def test_only_people_of_the_review_can_be_chosen(world: World, stages: Stages) -> None:
    mia, raj = stages.at(world, "conflict", State.recommit).people
    for act, name in ((Act.offer, "to"), (Act.recommit, "rec.for")):
        (field,) = [field for field in mia.form(act).fields if field.name == name]
        assert [option.value for option in field.options or []] == [raj.id]
        assert (field.kind, field.initial) == ("choice", raj.id)


def test_nobody_is_nudged_about_an_offer_after_saying_that_they_need_longer(world: World, stages: Stages) -> None:
    mia, raj = stages.at(world, "conflict", State.acknowledge).people
    for answered in (True, False):
        mia.does(Act.offer, {"to": raj.id, "offer_text": canary("an offer")})
        about = [about for act, about in raj.todos if act is Act.answer_offer][-1]
        if answered:
            raj.does(Act.answer_offer, {"offer_answer": "need_longer"}, about=about)
    world.advance(days=5)

    nudged = [item.todo.about for item in raj.was_told(NewsKind.offer_nudge) if item.todo]
    assert nudged == [about]


def test_a_system_change_nobody_took_on_is_off_the_list_and_its_proposer_hears(world: World, stages: Stages) -> None:
    walk = stages.at(world, "incident", State.recommit)
    mia, raj = walk.people[:2]
    due = str((world.now + timedelta(days=20)).date())
    mia.does(Act.recommit_system, {"rec.link": "OPS-1", "owner": raj.id, "due": due})
    (about,) = [about for act, about in raj.todos if act is Act.answer_recommitment]

    raj.does(Act.answer_recommitment, {"rec.ok": "no"}, about=about)
    world.advance(days=1)

    assert about not in [one.id for one in raj.review.recommitments]
    assert mia.was_told(NewsKind.answered)
    assert not raj.was_told(NewsKind.answered)


@pytest.mark.parametrize("moved_on", [False, True])
def test_an_answer_is_not_announced_once_its_step_is_over(world: World, stages: Stages, moved_on: bool) -> None:
    """Whoever said that it is enough has read the answers on that screen."""
    mia, raj = stages.at(world, "conflict", State.renegotiate).people
    raj.fills(Act.renegotiate, {"ren.c.differ": canary(), "ren.c.ask": canary(), "send": "seal"})
    world.work()
    mia.does(Act.answer_change, about=raj.id, agree="yes")
    if moved_on:
        for person in (raj, mia):
            person.does(Act.settle_changes, changes="enough")
        assert world.state is State.recommit
    world.advance(days=1)
    assert bool(raj.was_told(NewsKind.answered)) is not moved_on


def test_of_several_check_ins_the_next_one_is_asked_at_once(world: World, stages: Stages) -> None:
    """Their one message has one button, and each check-in is answered through it."""
    mia, raj = stages.at(world, "conflict", State.recommit).people
    due = str(world.now.date() + timedelta(days=30))
    for one, other in ((mia, raj), (raj, mia)):
        then = "I will call you before noon."
        one.does(Act.recommit, {"rec.if": canary(), "rec.then": then, "rec.when": due, "rec.for": other.id})
        ((_, about),) = [t for t in other.todos if t[0] is Act.answer_recommitment]
        other.does(Act.answer_recommitment, {"rec.ok": "yes"}, about=about)
    for person in (mia, raj):
        person.does(Act.settle_recommitments, list="complete")
    _first, second = sorted(c.opens_at for c in world.held().checks)[:2]
    world.advance_to(second + timedelta(minutes=1))
    waiting = [about for act, about in mia.todos if act is Act.check_in]
    assert len(waiting) == 2, "one of her own, one of his"
    asked = mia.form(Act.check_in, waiting[0])
    answers: dict[str, Value] = {"chk.own": "kept", "chk.ben": "kept"}
    following = mia.does(Act.check_in, answers, about=asked.about).next
    assert following is not None and following.about == waiting[1]
    assert mia.does(Act.check_in, answers, about=following.about).next is None

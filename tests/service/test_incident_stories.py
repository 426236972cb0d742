"""A whole incident review in the direct lane: sides, care, timeline, soak, the system, and a learning summary."""

from datetime import timedelta

import pytest

from schemas.vocabulary import Act, NewsKind, Outcome, Reason, Said, State

from .invariants import agreed_summary
from .stages import Stages
from .walks import Walk
from .world import World, canary


def test_three_people_on_two_sides_walk_every_step(either_world: World) -> None:
    world = either_world
    people = [world.person("Ana"), world.person("Ben", "Europe/London"), world.person("Cleo")]
    sides = {"U-Ana": "Payments", "U-Ben": "Platform", "U-Cleo": "Platform"}
    walk = Walk(world, "incident", people, side=sides, closest=("U-Cleo",)).until(State.closed)
    for person in people:
        assert person.review.outcome is Outcome.repaired
        assert all(person.can_read(t) for p in people for t in walk.of(p, "express") if p is not person)
    cards = world.chat.cards()
    assert {c.channel for c in cards} == {"C-incident"}
    assert {tuple(c.card.names) for c in cards if c.card} == {("Payments", "Platform")}
    assert [c for c in cards if c.card and c.card.title != walk.of(people[0], "title")[0]] == []


def test_whoever_was_closest_is_asked_first_and_alone(world: World, stages: Stages) -> None:
    walk = stages.at(world, "incident", State.cooling)
    ana, _ben, cleo = walk.people
    world.advance(minutes=30)
    assert (Act.care, None) in cleo.todos
    assert ana.refused(Act.care, {"care.worry": canary()}).reason is Reason.not_yours
    assert cleo.refused(Act.ready, {"ready.read": "yes"}).reason is Reason.not_now
    cleo.does(Act.care, {})
    assert cleo.refused(Act.care, {}).reason is Reason.already_done
    cleo.does(Act.ready, {"ready.read": "yes"})


def test_a_timeline_is_a_link_and_stands_on_the_card(world: World, stages: Stages) -> None:
    _ana, ben, cleo = stages.at(world, "incident", State.acknowledge).people
    for text in ("see the doc", "ftp://x", "https://", "javascript:alert(1)", "https://x.example/ and words", canary()):
        assert ben.refused(Act.timeline, link=text).fields == {"link": Reason.bad_link}, text
    ben.does(Act.timeline, link="https://incidents.example/77")
    world.work()
    assert cleo.review.timeline == "https://incidents.example/77"
    assert world.chat.cards()[-1].card.timeline == "https://incidents.example/77"
    mia, _raj = stages.at(world, "conflict", State.acknowledge).people
    assert mia.refused(Act.timeline, link="https://incidents.example/77").reason is Reason.not_now


def test_two_working_days_lie_between_hearing_and_changing(world: World, stages: Stages) -> None:
    ana, ben, _cleo = stages.at(world, "incident", State.renegotiate).people
    change = {"ren.i.system": canary("system")}
    ana.does(Act.renegotiate, {**change}, page=1)
    sealed = {"send": "seal"}
    assert ana.refused(Act.renegotiate, sealed, page=2).reason is Reason.too_early
    assert ana.refused(Act.settle_changes, changes="nothing").reason is Reason.too_early
    world.advance_to(world.row.entered_at + timedelta(days=1))
    assert ana.refused(Act.renegotiate, sealed, page=2).reason is Reason.too_early
    assert ben.was_told(NewsKind.step) == []
    world.advance_to(world.row.floor_at + timedelta(minutes=1))
    assert len(ben.was_told(NewsKind.step)) == 1
    ana.does(Act.renegotiate, sealed, page=2)
    assert ben.can_read(change["ren.i.system"])
    mia, _raj = stages.at(world, "conflict", State.renegotiate).people
    mia.fills(Act.renegotiate, {"ren.c.ask": canary(), "send": "seal"})


def test_a_reflection_of_a_side_is_answered_by_everybody_on_it(world: World, stages: Stages) -> None:
    ana, ben, cleo = stages.at(world, "incident", State.reflect).people
    for person in (ana, ben, cleo):
        person.does(Act.read)
    world.advance(minutes=31)
    assert [about for act, about in ana.todos if act is Act.reflect] == ["side:Platform"]
    assert [about for act, about in cleo.todos if act is Act.reflect] == ["side:Payments"]
    heard = canary("heard")
    ana.does(Act.reflect, {"ref.heard": heard, "send": "seal"}, about="side:Platform")
    (about,) = [about for act, about in ben.todos if act is Act.check_reflection]
    more = canary("more")
    ben.does(Act.check_reflection, {"ref.check": "partly", "ref.more": more}, about=about)
    assert ana.can_read(more) and not cleo.can_read(more)
    assert (
        ana.refused(Act.reflect, {"ref.heard": canary(), "send": "seal"}, about="side:Platform").reason
        is Reason.already_done
    )
    cleo.does(Act.check_reflection, {"ref.check": "yes"}, about=about)
    again = canary("again")
    ana.does(Act.reflect, {"ref.heard": again, "send": "seal"}, about="side:Platform")
    assert ben.can_read(again) and cleo.can_read(again)


def test_a_change_of_the_system_is_asked_about_until_it_moved(world: World, stages: Stages) -> None:
    ana, ben, cleo = stages.at(world, "incident", State.recommit).people
    due = str(world.now.date() + timedelta(days=40))
    assert ana.does(Act.recommit_system, {"rec.link": "OPS-88", "owner": ben.id, "due": due}).said is Said.owner_named
    world.work()
    assert [i.who for i in ben.was_told(NewsKind.named_owner)] == ["Ana"]
    for person in (ana, ben, cleo):
        person.does(Act.settle_recommitments, list="complete")
    assert world.state is State.recommit
    ((_, given),) = [t for t in ben.todos if t[0] is Act.answer_recommitment]
    assert next(t.about_name for t in ben.review.todos if t.act is Act.answer_recommitment) == "Ana"
    form = ben.form(Act.answer_recommitment, given)
    assert form.fields[0].label == "Will you look after it?" and form.notes[0].startswith("Ana would like you to")
    assert cleo.refused(Act.answer_recommitment, {"rec.ok": "yes"}, about=given).reason is Reason.not_yours
    ben.does(Act.answer_recommitment, {"rec.ok": "yes"}, about=given)
    assert world.state is State.checking
    check, _second = world.held().checks
    world.advance_to(check.opens_at + timedelta(minutes=1))
    assert [f.name for f in ben.form(Act.check_in, check.id).fields] == ["moved"]
    assert (Act.check_in, check.id) not in ana.todos
    ben.does(Act.check_in, {"moved": "kept"}, about=check.id)


def test_the_learning_summary_is_posted_once_and_only_as_all_have_read_it(world: World, stages: Stages) -> None:
    walk = stages.at(world, "incident", State.recommit)
    ana, ben, cleo = walk.people
    learned, part = walk.of(ana, "renegotiate"), walk.of(ana, "acknowledge")
    assert ana.refused(Act.learning_agree, post="yes").reason is Reason.not_now
    options = [o.value for f in ana.form(Act.learning).fields for o in f.options]
    assert set(options) == {"ren.i.learn", "ren.i.system"}
    smuggled = canary("smuggled")
    ana.does(Act.learning, learned=["ren.i.learn", "ack.i.part", "exp.i.seat", smuggled])
    assert smuggled not in world.dump()
    for person in (ben, cleo):
        person.does(Act.learning, learned=[])
    summary = ben.form(Act.learning_agree)
    assert learned[0] in str(summary.passages) and learned[1] not in str(summary.passages)
    assert not [t for t in part if t in str(summary.passages)]
    for person in (ana, ben):
        person.does(Act.learning_agree, post="yes")
    ana.does(Act.learning, learned=options)
    assert cleo.refused(Act.learning_agree, post="yes", hidden=summary.hidden).reason is Reason.too_late
    world.work()
    assert not [n for n in world.chat.taken if n.passages]
    path = f"/api/v1/reviews/{world.review_id}/learning"
    assert learned[1] in ben.gets(path).text
    assert world.asks("U-somebody", "GET", path).status_code == 404
    cleo.does(Act.learning_agree, post="no")
    for person in (ana, ben, cleo):
        assert not [n for n in world.chat.taken if n.passages]
        assert set(agreed_summary(world.held())) == set(), "the invariants allow none of it before all have agreed"
        person.does(Act.learning_agree, post="yes")
    assert set(agreed_summary(world.held())) == set(learned)
    assert ana.refused(Act.learning, learned=[]).reason is Reason.already_done
    world.advance(minutes=5)
    (post,) = [n for n in world.chat.taken if n.passages]
    assert all(text in str(post.passages) for text in learned)
    assert not any(p.name in str(post.passages) for p in walk.people)
    assert post.thread_ts is not None
    world.advance(days=5)
    assert len([n for n in world.chat.taken if n.passages]) == 1
    assert [p["text"] for p in world.asks("U-somebody", "GET", path).json()] == [p.text for p in post.passages]


@pytest.mark.parametrize("act", [Act.care, Act.learning, Act.learning_agree, Act.recommit_system, Act.timeline])
def test_what_belongs_to_an_incident_is_not_there_in_a_conflict(world: World, stages: Stages, act: Act) -> None:
    for state in (State.cooling, State.acknowledge, State.recommit):
        mia, _raj = stages.at(world, "conflict", state).people
        assert act not in mia.review.may
        assert mia.refused(act, {"link": "https://x.example"}).reason in (
            Reason.not_now, Reason.too_late, Reason.not_yours
        )  # fmt: skip


def test_the_learning_summary_asks_three_people_as_the_step_asked_them(world: World, stages: Stages) -> None:
    walk = stages.at(world, "incident", State.renegotiate)
    ana = walk.people[0]
    walk.to_floor()
    ana.fills(Act.renegotiate, {"ren.c.outside": canary("outside"), "send": "seal"})
    walk.until(State.recommit)
    (option,) = [o for f in ana.form(Act.learning).fields for o in f.options if o.value == "ren.c.outside"]
    assert option.label == "What can't you fix among yourselves?"
    ana.does(Act.learning, learned=["ren.c.outside"])
    for person in walk.people[1:]:
        person.does(Act.learning, learned=[])
    assert [p.heading for p in ana.form(Act.learning_agree).passages] == [option.label]


def test_the_card_in_the_channel_does_not_show_whose_side_became_empty(world: World, stages: Stages) -> None:
    ana, _ben, cleo = stages.at(world, "incident", State.acknowledge).people
    ana.does(Act.leave)
    world.advance_to(cleo.review.next_date + timedelta(minutes=1))
    assert world.state is State.circle
    shown = [c.card for c in world.chat.cards() if c.card]
    assert {(tuple(card.names), card.state) for card in shown} == {(("Payments", "Platform"), State.acknowledge)}
    assert all(card.step == 1 for card in shown)

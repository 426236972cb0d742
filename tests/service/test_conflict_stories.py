"""A whole conflict review in the direct lane, told act by act at the API."""

from datetime import timedelta

from schemas.vocabulary import Act, NewsKind, Outcome, Reason, State

from .stages import Stages
from .walks import Walk
from .world import World, canary


def test_two_people_walk_every_step_and_end_repaired(either_world: World) -> None:
    world = either_world
    walk = Walk(world, "conflict", [world.person("Mia"), world.person("Raj", "Europe/London")])
    seen = [State.draft]

    def note() -> None:
        if world.state is not seen[-1]:
            seen.append(world.state)

    walk.after_each = note
    walk.until(State.closed)
    assert seen == [
        State.draft, State.ready, State.invited, State.cooling, State.acknowledge, State.released, State.express,
        State.reflect, State.ack_again, State.renegotiate, State.recommit, State.checking, State.pulse, State.closed,
    ]  # fmt: skip
    for person in walk.people:
        assert person.review.outcome is Outcome.repaired
        assert [i.kind for i in person.was_told(NewsKind.closed)] == [NewsKind.closed]


def test_four_people_walk_every_step_and_the_card_names_only_them(world: World) -> None:
    people = [world.person(name) for name in ("Mia", "Raj", "Ines", "Tom")]
    walk = Walk(world, "conflict", people).until(State.closed)
    released = {w.released_at for w in world.held().words if w.step == "acknowledge"}
    assert len(released) == 1
    for person in people:
        assert person.review.outcome is Outcome.repaired
        assert all(person.can_read(t) for p in people for t in walk.of(p, "acknowledge"))
    cards = world.chat.cards()
    assert {tuple(c.members) for c in cards} == {tuple(sorted(p.id for p in people))}
    assert all(c.card and c.card.title is None for c in cards)
    assert len({c.ts for c in cards[1:]}) == 1


def test_no_part_of_mine_yet_goes_the_same_way_as_a_text(world: World, stages: Stages) -> None:
    mia, raj = stages.at(world, "conflict", State.acknowledge).people
    seen, part = canary("seen"), canary("part")
    assert mia.refused(Act.acknowledge_none, {"ack.none": "", "keep": "seal"}).fields == {"ack.none": Reason.missing}
    mia.does(Act.acknowledge_none, {"ack.none": seen, "keep": "seal"})
    assert not raj.can_read(seen)
    raj.does(Act.acknowledge, {"ack.c.part": part, "keep": "seal"})
    world.advance(days=1)
    assert mia.can_read(part) and raj.can_read(seen)
    assert world.state is State.released


def test_facts_seen_differently_open_with_the_next_words(world: World, stages: Stages) -> None:
    mia, raj = stages.at(world, "conflict", State.released).people
    facts = canary("facts")
    mia.does(Act.facts, {"ack.facts": facts})
    for person in (mia, raj):
        person.does(Act.read)
    assert not raj.can_read(facts)
    for person in (mia, raj):
        person.fills(Act.express, {"exp.c.saw": canary(), "keep": "seal"})
    world.advance(days=1)
    assert raj.can_read(facts)
    assert [p.heading for p in raj.form(Act.read).passages][-1] == "Mia · I see the facts differently"


def test_facts_are_read_once_with_what_was_opened_together_with_them(world: World, stages: Stages) -> None:
    walk = stages.at(world, "conflict", State.acknowledge)
    mia, raj = walk.people
    facts = canary("facts")
    mia.does(Act.facts, {"ack.facts": facts})
    walk.until(State.released)

    def read_by_raj() -> list[str]:
        return [p.text for p in raj.form(Act.read).passages]

    assert read_by_raj().count(facts) == 1 and read_by_raj()[-1] == facts
    walk.until(State.reflect)
    assert read_by_raj() and facts not in read_by_raj()
    assert raj.can_read(facts)


def test_three_people_are_not_asked_as_two(world: World, stages: Stages) -> None:
    asked = {}
    for kind in ("conflict", "incident"):
        people = stages.at(world, kind, State.acknowledge).people
        asked[len(people)] = next(f.hint for f in people[0].form(Act.facts).fields if f.name == "ack.facts")
    assert asked == {
        2: "Kept apart from 'my part'. It doesn't undo what either of you wrote.",
        3: "Kept apart from 'my part'. It doesn't undo what any of you wrote.",
    }


def test_whoever_is_asked_reads_why_they_are(world: World, stages: Stages) -> None:
    raj = stages.at(world, "conflict", State.invited).people[1]
    raj.is_clear()
    whys = {raj.form(act).why for act in (Act.accept, Act.later, Act.decline)}
    assert len(whys) == 1 and "chosen freely" in str(whys)


def test_two_tries_without_a_yes_and_both_go_on_anyway(world: World, stages: Stages) -> None:
    mia, raj = stages.at(world, "conflict", State.reflect).people
    for person in (mia, raj):
        person.does(Act.read)
    world.advance(minutes=31)
    for turn in (1, 2):
        assert mia.refused(Act.go_on_anyway).reason is Reason.not_now
        raj.does(Act.reflect, {"ref.heard": canary(f"try {turn}"), "send": "seal"}, about=mia.id)
        ((_, about),) = [t for t in mia.todos if t[0] is Act.check_reflection]
        mia.does(Act.check_reflection, {"ref.check": "not_yet"}, about=about)
    assert raj.refused(Act.reflect, {"ref.heard": canary(), "send": "seal"}, about=mia.id).reason is Reason.already_done
    mia.does(Act.go_on_anyway)
    world.advance(days=9)
    assert world.state is State.reflect
    raj.does(Act.go_on_anyway)
    assert world.state is State.renegotiate


def test_a_vague_then_is_asked_once_to_be_sharpened_and_may_be_kept(world: World, stages: Stages) -> None:
    walk = stages.at(world, "conflict", State.recommit)
    mia, raj = walk.people
    when = str((world.now + timedelta(days=9)).date())
    vague = {"rec.if": canary("if"), "rec.then": "be better", "rec.for": raj.id, "rec.when": when}
    asked = mia.does(Act.recommit, vague)
    assert asked.next is not None and mia.review.recommitments == []
    assert {f.name: f.initial for f in asked.next.fields}["rec.then"] == "be better"
    mia.does(Act.recommit, vague, hidden=asked.next.hidden)
    (kept,) = raj.review.recommitments
    assert kept.state == "proposed"
    raj.does(Act.answer_recommitment, {"rec.ok": "change", "change": canary("change")}, about=kept.id)
    assert mia.refused(Act.settle_recommitments, list="none").fields == {"list": Reason.list_not_empty}
    mia.does(Act.recommit, {**vague, "rec.then": "I will call you."}, about=kept.id)
    walk.answers_yes(raj)
    for _ in range(2):
        walk.commits(mia, raj)
    assert mia.refused(Act.recommit, {**vague, "rec.then": "I will write."}).reason is Reason.three_each


def test_a_closed_review_is_taken_up_again_and_everybody_is_asked_anew(world: World, stages: Stages) -> None:
    walk = stages.at(world, "conflict", State.closed)
    mia, raj = walk.people
    world.advance(days=4)
    raj.does(Act.reopen)
    world.advance(seconds=5)
    assert world.state is State.invited
    assert mia.was_told(NewsKind.invitation)
    assert not [t for t in walk.of(mia, "acknowledge") if raj.can_read(t)]
    assert mia.review.title == walk.of(mia, "title")[0]
    mia.accepts()
    assert world.state is State.cooling
    mia.does(Act.leave)
    world.advance(days=9)
    assert raj.refused(Act.reopen).reason is Reason.too_early
    assert Act.reopen not in raj.review.may
    world.advance(days=31)
    assert Act.reopen in raj.review.may
    raj.does(Act.reopen)


def test_answers_are_read_in_the_order_in_which_they_were_asked(either_world: World) -> None:
    world = either_world
    mia, raj = world.person("Mia"), world.person("Raj")
    Walk(world, "conflict", [mia, raj]).until(State.acknowledge)
    said = {name: canary(name) for name in ("ack.c.part", "ack.c.effect", "ack.c.offer")}
    for person, answers in ((mia, said), (raj, {"ack.c.part": canary("part")})):
        person.does(Act.acknowledge, {**answers, "keep": "seal"})
    world.advance(days=4)
    assert [p.text for p in raj.words if p.text in said.values()] == list(said.values())
    assert [p.text for p in mia.words if p.text in said.values()] == list(said.values())

"""More than two people: words go from pair to pair, nobody sees another pair, nobody is left waiting or alone."""

from datetime import timedelta

from schemas.commands import Value
from schemas.vocabulary import Act, NewsKind, Outcome, Reason, State

from .walks import Walk
from .world import Person, World, canary

Pairs = dict[str, list[str]]


def walked(world: World, chooses: Pairs) -> tuple[Walk, dict[str, Person]]:
    """A conflict in which everybody has said with whom they would exchange words."""
    people = {name: world.person(name) for name in chooses}
    walk = Walk(world, "conflict", list(people.values())).until(State.cooling)
    world.advance(minutes=21)
    for name, others in chooses.items():
        answers: dict[str, Value] = {"ready.read": "yes", "with": [people[o].id for o in others]}
        people[name].does(Act.ready, answers)
    return walk, people


TWO_PAIRS = {"Mia": ["Raj", "Ines"], "Raj": ["Mia"], "Ines": ["Tom"], "Tom": ["Ines", "Mia"]}


def test_only_two_who_chose_each_other_read_each_other(world: World) -> None:
    walk, people = walked(world, TWO_PAIRS)
    walk.until(State.recommit)
    for a in people.values():
        for b in people.values():
            together = {a.name, b.name} in ({"Mia", "Raj"}, {"Ines", "Tom"})
            for step in ("acknowledge", "express"):
                texts = walk.of(b, step)
                assert texts
                assert all(a.can_read(t) is (a is b or together) for t in texts), (a, b, step)
    heard = {t.author: t.value for t in walk.texts if t.step == "reflect"}
    assert people["Mia"].can_read(heard["U-Raj"]) and not people["Ines"].can_read(heard["U-Raj"])


def test_nobody_sees_anything_of_another_pair(world: World) -> None:
    """What Ines and Tom do after the words are opened, and everything that Mia and Raj are shown and told."""
    walk, people = walked(world, TWO_PAIRS)
    mia, raj, ines, tom = people.values()
    walk.until(State.renegotiate)
    mia.does(Act.settle_changes, changes="nothing")
    told, seen = len(mia.was_told()), mia.review.todos
    change = canary("change")
    ines.fills(Act.renegotiate, {"ren.c.differ": change, "ren.c.ask": canary(), "send": "seal"})
    tom.does(Act.answer_change, about=ines.id, agree="yes")
    world.work()
    assert len(mia.was_told()) == told and mia.review.todos == seen, "somebody else's change asked her anew"
    assert not mia.can_read(change) and "Ines" not in str([p.heading for p in mia.words])
    assert mia.refused(Act.answer_change, about=ines.id, agree="yes").reason is Reason.not_found
    raj.does(Act.settle_changes, changes="nothing")
    ines.does(Act.settle_changes, changes="enough")
    tom.does(Act.settle_changes, changes="enough")
    assert world.state is State.recommit
    for person in (mia, raj):
        person.does(Act.settle_recommitments, list="none")
    walk.commits(ines, tom)
    walk.answers_yes(tom)
    assert mia.review.recommitments == [] and len(tom.review.recommitments) == 1
    assert not mia.can_read(walk.of(ines, "recommit")[0])
    for person in (ines, tom):
        person.does(Act.settle_recommitments, list="complete")
    assert world.state is State.checking
    world.work()
    assert mia.was_told(NewsKind.recommitted) == []


def test_an_offer_and_an_if_then_go_only_to_somebody_who_chose_it_too(world: World) -> None:
    walk, people = walked(world, TWO_PAIRS)
    mia, raj, ines, _tom = people.values()
    own = {"offer_text": canary("offer")}
    assert mia.refused(Act.offer, {"to": ines.id, **own}).fields == {"to": Reason.owner_not_party}
    mia.does(Act.offer, {"to": raj.id, **own})
    walk.until(State.recommit)
    due = str((world.now + timedelta(days=9)).date())
    values = {"rec.if": canary(), "rec.then": "I will call you at nine.", "rec.when": due}
    assert mia.refused(Act.recommit, {**values, "rec.for": ines.id}).fields == {"rec.for": Reason.owner_not_party}
    mia.does(Act.recommit, {**values, "rec.for": raj.id})


def test_readers_are_named_truly_and_nobody_else(world: World) -> None:
    _walk, people = walked(world, TWO_PAIRS)
    assert any("Readers: Raj." in line for line in people["Mia"].form(Act.acknowledge).notes)


def test_somebody_whose_choice_nobody_met_is_not_left_waiting(world: World) -> None:
    _walk, people = walked(world, {"Mia": ["Raj"], "Raj": ["Mia"], "Ines": ["Mia"]})
    mia, raj, ines = people.values()
    assert (ines.review.state, ines.todos) == (State.acknowledge, []), "it went away before its date"
    assert len(mia.review.parties) == 3, "told before the date"
    world.advance(days=7)
    assert ines.gets(f"/api/v1/reviews/{world.review_id}").status_code == 404
    (item,) = ines.was_told(NewsKind.ended)
    assert item.review is None and item.who is None
    assert world.state is State.circle
    assert [i.kind for i in mia.was_told(NewsKind.smaller_circle)] == [NewsKind.smaller_circle]
    for person in (mia, raj):
        person.does(Act.go_on_smaller)
    assert world.state is State.acknowledge


def test_where_nobody_chose_each_other_it_ends_for_all_in_one_sentence(world: World) -> None:
    _walk, people = walked(world, {"Mia": ["Raj"], "Raj": ["Ines"], "Ines": ["Mia"]})
    world.advance(days=10)
    assert world.state is State.closed and world.row.outcome == Outcome.ended
    for person in people.values():
        assert len(person.was_told(NewsKind.ended)) == 1


def test_of_three_the_two_who_are_left_read_each_other_only_if_they_chose_it(world: World) -> None:
    walk, people = walked(world, {"Mia": ["Ines"], "Raj": ["Ines"], "Ines": ["Mia", "Raj"]})
    mia, raj, ines = people.values()
    walk.until(State.express)
    ines.does(Act.leave)
    world.advance(days=10)
    assert world.state is State.closed
    assert not any(raj.can_read(t) for t in walk.of(mia, "acknowledge"))


def test_whoever_would_stand_alone_begins_only_with_somebody_in_between(world: World) -> None:
    people = [world.person(n) for n in ("Mia", "Raj", "Ines", "Tom")]
    _mia, raj, ines, tom = people
    walk = Walk(world, "conflict", people).until(State.invited)
    walk.into_hours()
    raj.is_clear(**{"scr.cost": ["alone"]})
    assert raj.refused(Act.accept).reason is Reason.needs_facilitator
    fay = world.person("Fay")
    world.names_facilitators(fay)
    raj.does(Act.accept)
    for person in (ines, tom):
        person.accepts()
    assert world.state is State.facilitation
    for person in people:
        assert person.refused(Act.without_facilitator).reason is Reason.needs_facilitator
    assert world.state is State.facilitation, "went on with one against three"


def test_after_an_incident_one_against_three_needs_somebody_in_between(world: World) -> None:
    people = [world.person(n) for n in ("Ana", "Ben", "Cleo", "Dan")]
    sides = {p.id: "Payments" if p.name == "Ana" else "Platform" for p in people}
    Walk(world, "incident", people, side=sides).until(State.facilitation)
    world.begin()
    people = [world.person(n) for n in ("Ana", "Ben", "Cleo")]
    walk = Walk(world, "incident", people, side=sides).until(State.cooling)
    assert walk.here() == people

"""When it keeps happening, or has worn people: each is asked alone first, and nobody is praised or counted for it."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from schemas.vocabulary import Act, NewsKind, Outcome, Reason, State, Way
from service.store.tables import PulseRow, WordsRow

from .stages import Stages
from .walks import Walk
from .world import Person, World, canary


def another(world: World, people: list[Person], **facts: str) -> Walk:
    """The next review of the same people."""
    world.review_id = ""
    world.advance(hours=1)
    return Walk(world, "conflict", people, **facts)


def fast_ones(world: World, people: list[Person], count: int) -> None:
    for _ in range(count):
        another(world, people, way="fast").until(State.closed)


def pair(world: World) -> list[Person]:
    return [world.person("Mia"), world.person("Raj")]


def comes_to(world: World, people: list[Person]) -> State:
    another(world, people).until(State.invited).step()
    return world.state


def test_the_third_in_180_days_is_asked_about_first_and_the_second_is_not(world: World) -> None:
    people = pair(world)
    fast_ones(world, people, 1)
    assert comes_to(world, people) is State.cooling
    for person in people:
        person.does(Act.leave)
    world.advance(days=40)
    assert comes_to(world, people) is State.pattern


def test_after_180_days_it_begins_anew(world: World) -> None:
    people = pair(world)
    fast_ones(world, people, 2)
    world.advance(days=181)
    assert comes_to(world, people) is State.cooling


def test_of_teams_it_counts_whoever_spoke_for_them(world: World) -> None:
    ana, ben, cleo, dan = (world.person(n) for n in ("Ana", "Ben", "Cleo", "Dan"))
    rows = {ana: None, cleo: None}
    world.lines(rows)
    world.add_lines({ben: None, dan: None}, "Platform")
    for people in ([ana, ben], [cleo, dan]):
        world.review_id = ""
        Walk(world, "incident", people).until(State.cooling)
        for person in people:
            person.does(Act.leave)
        world.advance(days=2)
    world.review_id = ""
    Walk(world, "incident", [ana, dan]).until(State.invited).step()
    assert world.state is State.pattern


@pytest.mark.parametrize(("wear", "state"), [("3", State.cooling), ("4", State.pattern), ("5", State.pattern)])
def test_wear_of_four_or_more_leads_to_it(world: World, wear: str, state: State) -> None:
    people = pair(world)
    another(world, people, wear=wear).until(State.closed)
    assert comes_to(world, people) is state


def test_a_recommitment_broken_twice_leads_to_it(world: World) -> None:
    people = pair(world)
    walk = another(world, people).until(State.checking)
    while world.state is State.checking:
        walk.check_in("kept", "not_kept")
    walk.until(State.closed)
    assert comes_to(world, people) is State.pattern


def asked(world: World, stages: Stages) -> tuple[Walk, Person, Person]:
    walk = stages.at(world, "conflict", State.pattern)
    return walk, *walk.people


def test_each_is_asked_alone_and_nobody_sees_an_answer(world: World, stages: Stages) -> None:
    walk, mia, raj = asked(world, stages)
    before = mia.review
    raj.does(Act.want, {"pat.want": "no", "wear": "5", "pat.what": "canary pattern"})
    assert mia.review == before
    world.work()
    assert mia.was_told() == []
    assert not mia.can_read("canary pattern") and not raj.can_read("nothing")
    assert Act.want not in raj.review.may
    assert walk.people == [mia, raj]


def test_all_yes_goes_on_and_all_for_the_set_up_go_straight_to_it(world: World, stages: Stages) -> None:
    walk, mia, raj = asked(world, stages)
    walk.want("yes", "yes")
    assert world.state is State.cooling
    walk, mia, raj = asked(world, stages)
    for person in (mia, raj):
        person.does(Act.want, {"pat.want": "no", "wear": "4"}, instead=["set_up"])
    assert world.state is State.renegotiate


def with_fay(world: World, stages: Stages) -> tuple[Walk, Person, Person]:
    """The same, where the workspace has named somebody who is free."""
    walk, mia, raj = asked(world, stages)
    walk.facilitator = world.person("Fay")
    world.names_facilitators(walk.facilitator)
    return walk, mia, raj


def test_all_yes_looks_for_somebody_in_between_where_one_is_free(world: World, stages: Stages) -> None:
    walk, mia, raj = with_fay(world, stages)
    mia.does(Act.want, {"pat.want": "yes", "wear": "3"})
    before = mia.review
    raj.does(Act.want, {"pat.want": "not_sure", "wear": "3"})
    assert mia.review == before
    walk, mia, raj = with_fay(world, stages)
    walk.want("yes", "yes")
    assert (world.state, mia.review.way) == (State.facilitation, Way.mediated)
    walk.until(State.acknowledge)
    assert mia.review.facilitator_name == "Fay"


def test_they_may_all_go_on_without_and_only_all(world: World, stages: Stages) -> None:
    walk, mia, raj = with_fay(world, stages)
    walk.want("yes", "yes")
    mia.does(Act.without_facilitator)
    assert world.state is State.facilitation
    raj.does(Act.without_facilitator)
    assert (world.state, mia.review.way) == (State.cooling, Way.direct)
    walk.until(State.acknowledge)


def test_whoever_would_change_the_set_up_is_not_led_to_somebody_in_between(world: World, stages: Stages) -> None:
    _walk, mia, raj = with_fay(world, stages)
    for person in (mia, raj):
        person.does(Act.want, {"pat.want": "yes", "wear": "4"}, instead=["set_up"])
    assert (world.state, mia.review.way) == (State.renegotiate, Way.direct)


def test_above_what_changes_each_reads_their_own_words_on_what_keeps_making_it_happen(
    world: World, stages: Stages
) -> None:
    walk, mia, raj = asked(world, stages)
    mine = canary("pattern")
    mia.does(Act.want, {"pat.want": "yes", "wear": "4", "pat.what": mine})
    raj.does(Act.want, {"pat.want": "yes", "wear": "4"})
    walk.until(State.renegotiate)
    assert [p.text for p in mia.form(Act.renegotiate).passages] == [mine]
    assert raj.form(Act.renegotiate).passages == []
    mia.does(Act.renegotiate, {"ren.c.differ": canary("change")}, page=1)
    mia.does(Act.renegotiate, {"send": "seal"}, page=2, hidden={"asked_once": "yes"})
    assert mine not in str(raj.form(Act.answer_change, mia.id).passages)


# ---- taken up again ----


def last_time(person: Person, act: Act) -> list[str]:
    return [p.text for p in person.form(act).passages if "Last time you said" in p.heading]


def test_taken_up_again_each_reads_what_they_had_said_they_would_do(world: World, stages: Stages) -> None:
    walk = stages.at(world, "conflict", State.closed)
    mia, raj = walk.people
    when, then = walk.of(mia, "recommit")
    raj.does(Act.reopen)
    world.advance(hours=1)
    mia.accepts()
    assert world.state is State.cooling
    world.advance(minutes=30)
    assert last_time(mia, Act.ready) == [f"{when}\nI will call you. {then}"]
    assert last_time(raj, Act.ready) == []
    assert not mia.can_read(then) and not raj.can_read(then)
    mia.does(Act.ready, {"ready.read": "yes"})


def test_it_stands_above_the_question_about_the_pattern_too_and_goes_with_the_words(
    world: World, stages: Stages
) -> None:
    walk = stages.at(world, "conflict", State.closed)
    mia, raj = walk.people
    world.write(lambda s: s.execute(sa.update(PulseRow).values(answers={"pul.wear": "5"})))
    raj.does(Act.reopen)
    world.advance(hours=1)
    mia.accepts()
    assert world.state is State.pattern
    assert len(last_time(mia, Act.want)) == 1
    assert last_time(raj, Act.want) == []
    world.write(lambda s: s.execute(sa.delete(WordsRow).where(WordsRow.cycle == 1)))  # type: ignore[arg-type]
    assert last_time(mia, Act.want) == []


def seen_by(world: World, mia: Person) -> list[object]:
    kinds = [(i.kind, str(i.when)[:16]) for i in mia.was_told()]
    return [mia.review.state, mia.review.outcome, mia.review.may, mia.todos, str(mia.review.next_date)[:16], kinds]


def test_a_no_a_not_sure_and_a_silence_look_the_same_to_the_other(world: World, stages: Stages) -> None:
    seen = []
    for answer in ("no", "not_sure", None):
        _walk, mia, raj = asked(world, stages)
        mia.does(Act.want, {"pat.want": "yes", "wear": "1"})
        if answer:
            raj.does(Act.want, {"pat.want": answer, "wear": "3"})
        shown = []
        for days in (1, 5, 3, 8):
            world.advance(days=days)
            shown.append(seen_by(world, mia))
        seen.append(shown)
    assert seen[0] == seen[1] == seen[2]
    assert seen[0][-1][1] is Outcome.ended


def test_where_not_all_say_yes_everybody_is_shown_what_else_there_is(world: World, stages: Stages) -> None:
    _walk, mia, raj = asked(world, stages)
    mia.does(Act.want, {"pat.want": "yes", "wear": "1"})
    raj.does(Act.want, {"pat.want": "no", "wear": "1"})
    world.advance(days=8)
    for person in (mia, raj):
        assert [i.kind for i in person.was_told()] == [NewsKind.what_else]
        assert {Act.want, Act.pause, Act.leave, Act.slow} <= set(person.review.may)
        assert any("people_team" in line for line in person.form(Act.want).notes)
    for person in (mia, raj):
        person.does(Act.want, {"pat.want": "not_sure", "wear": "1"}, instead=["set_up"])
    assert world.state is State.renegotiate


def test_after_it_one_recommitment_each_a_late_check_and_a_late_pulse(world: World, stages: Stages) -> None:
    walk, mia, raj = asked(world, stages)
    walk.until(State.recommit)
    walk.commits(mia, raj)
    second = {"rec.if": "When you write", "rec.then": "I will call you at nine.", "rec.for": raj.id}
    due = str((world.now + timedelta(days=9)).date())
    assert mia.refused(Act.recommit, {**second, "rec.when": due}).reason is Reason.three_each
    walk.answers_yes(raj)
    begun = world.now
    for person in (mia, raj):
        person.does(Act.settle_recommitments, list="complete")
    days = [(c.opens_at - begun).days for c in world.held().checks]
    assert len(days) == 3 and days[-1] >= 89
    walk.until(State.pulse)
    floor = world.row.floor_at
    assert floor is not None and (floor - begun).days >= 89


def test_it_is_closed_without_praise_or_a_count(world: World, stages: Stages) -> None:
    walk, mia, raj = asked(world, stages)
    walk.until(State.closed)
    for person in (mia, raj):
        assert person.review.outcome is Outcome.repaired
        assert person.review.plain
        assert person.review.came_back is None


def test_from_the_second_on_the_two_alone_see_how_often_they_came_back(world: World) -> None:
    mia, raj, boss = *pair(world), world.person("Boss")
    world.lines({mia: boss, raj: boss})
    fast_ones(world, [mia, raj], 1)
    assert mia.review.came_back is None and not mia.review.plain
    walk = another(world, [mia, raj], way="fast").until(State.pulse)
    assert mia.review.came_back is None, "while it is open"
    walk.pulse("repaired", "not_repaired")
    assert mia.review.came_back == raj.review.came_back == (1, 2)
    assert "came_back" not in str([i.model_dump() for i in boss.open_items])
    assert boss.home.reviews == []


def test_that_the_other_one_is_worn_shows_in_no_count_of_mine(world: World) -> None:
    mia, raj = pair(world)
    fast_ones(world, [mia, raj], 1)
    walk = another(world, [mia, raj]).until(State.pulse)
    walk.to_floor()
    raj.does(Act.pulse, {"pul.rely": "3", "pul.wear": "5", "pul.out": "repaired"}, page=2)
    mia.does(Act.pulse, {"pul.rely": "3", "pul.wear": "1", "pul.out": "repaired"}, page=2)
    world.advance(days=9)
    assert world.state is State.closed
    assert mia.review.came_back == (2, 2)
    assert raj.review.came_back is None


def test_of_three_people_nothing_is_counted(world: World) -> None:
    people = [*pair(world), world.person("Ines")]
    for _ in range(2):
        another(world, people).until(State.closed)
    assert people[0].review.came_back is None

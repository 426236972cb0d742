"""No, no answer and leaving look alike to the others: the same review twice, with only the secret changed."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from schemas.vocabulary import Act, NewsKind, Outcome, Reason, State

from .stages import Stages
from .walks import Walk
from .world import Person, World, canary

Secret = Callable[[Person], None]


def says_no(person: Person) -> None:
    person.does(Act.decline, when="date")


def is_silent(person: Person) -> None:
    pass


def says_yes_and_leaves(person: Person) -> None:
    person.accepts()
    person.does(Act.leave)


def everything_seen(world: World, person: Person) -> str:
    """All that this person can fetch, and all that they were sent; ids, versions of the clock and canaries aside."""
    base = f"/api/v1/reviews/{world.review_id}"
    fetched = [person.gets(path).text for path in (base, f"{base}/words", "/api/v1/home", "/api/v1/open")]
    fetched += [person.asks_for_form(act).text for act in Act if act is not Act.open]
    sent = [
        n.model_dump_json(exclude={"id", "look_first"}) for n in world.chat.taken if n.reader_id == person.id or n.card
    ]
    text = "\n".join(fetched + sent).replace(world.review_id, "REVIEW")
    text = re.sub(r"canary (\w+) \d+ \w+", r"canary \1", text)
    return re.sub(r"(\d\d:\d\d):\d\d\.\d+", r"\1", text)


def seen_by(world: World, stages: Stages, watcher: int, secret: Secret, others: int) -> tuple[str, str]:
    """What the others see a minute before the answer date, and a minute after; the last one asked has the secret."""
    walk = stages.at(world, "conflict" if others == 1 else "incident", State.invited)
    world.homes = True
    for person in walk.people:
        person.looks_at_home()
    *rest, last = walk.people[1:]
    secret(last)
    for person in rest:
        person.accepts(side="")
    date = walk.opener.review.next_date
    assert date is not None
    world.advance_to(date - timedelta(minutes=1))
    before = everything_seen(world, walk.people[watcher])
    world.advance_to(date + timedelta(minutes=1))
    return before, everything_seen(world, walk.people[watcher])


@pytest.mark.parametrize(("secret", "others"), [(says_no, 1), (says_no, 2), (says_yes_and_leaves, 2)])
def test_no_and_leaving_look_like_no_answer_until_the_answer_date_and_at_it(
    world: World, stages: Stages, secret: Secret, others: int
) -> None:
    for watcher in range(others):
        silent = seen_by(world, stages, watcher, is_silent, others)
        assert seen_by(world, stages, watcher, secret, others) == silent
        assert silent[0] != silent[1]


def test_an_invitation_taken_back_looks_to_the_invitee_like_one_that_was_not_answered(
    world: World, stages: Stages
) -> None:
    def after(act: bool) -> str:
        mia, raj = stages.at(world, "conflict", State.invited).people
        date = raj.review.next_date
        assert date is not None
        if act:
            mia.does(Act.leave)
        world.advance_to(date - timedelta(minutes=1))
        early = everything_seen(world, raj)
        world.advance_to(date + timedelta(days=1))
        return early + everything_seen(world, raj)

    assert after(True).splitlines() == after(False).splitlines()


def test_tell_them_now_is_told_now_and_only_if_wished(world: World, stages: Stages) -> None:
    for when, told in (("date", 0), ("now", 1)):
        mia, raj = stages.at(world, "conflict", State.invited).people
        raj.does(Act.decline, when=when)
        world.advance(minutes=5)
        assert len(mia.was_told(NewsKind.ended)) == told
        assert raj.was_told(NewsKind.ended) == []


def test_now_waits_while_somebody_else_is_still_thinking(world: World, stages: Stages) -> None:
    ana, ben, cleo = stages.at(world, "incident", State.invited).people
    ben.does(Act.decline, when="now")
    assert world.state is State.invited
    cleo.accepts()
    world.advance(days=7)
    assert world.state in (State.circle, State.closed)
    assert ana.review.state is world.state


def test_later_moves_the_answer_date_for_everybody_and_for_an_ending(world: World, stages: Stages) -> None:
    for opener_leaves in (False, True):
        mia, raj = stages.at(world, "conflict", State.invited).people
        until = world.now.date() + timedelta(days=13)
        if opener_leaves:
            mia.does(Act.leave)
        raj.does(Act.later, until=str(until))
        assert raj.review.next_date is not None and raj.review.next_date.date() == until
        world.advance(days=9)
        assert raj.review.state is State.invited
        if not opener_leaves:
            assert [i.kind for i in mia.was_told(NewsKind.answer_date)] == [NewsKind.answer_date]
        world.advance(days=6)
        assert raj.review.outcome is Outcome.ended


# ---- the smaller circle ----


def test_a_smaller_circle_needs_everybodys_yes_and_ends_otherwise(world: World, stages: Stages) -> None:
    for confirm in (True, False):
        walk = stages.at(world, "incident", State.invited)
        ana, ben, cleo = walk.people
        ben.accepts()
        cleo.does(Act.decline, when="date")
        world.advance_to(ana.review.next_date + timedelta(minutes=1))
        assert world.state is State.circle
        assert [p.name for p in ana.review.parties] == ["Ana", "Ben"]
        assert cleo.gets(f"/api/v1/reviews/{world.review_id}").status_code == 404
        ana.does(Act.go_on_smaller)
        assert world.state is State.circle
        assert ana.refused(Act.go_on_smaller).reason is Reason.already_done
        if confirm:
            ben.does(Act.go_on_smaller)
            assert world.state is State.cooling
        else:
            world.advance(days=6)
            assert (world.state, world.row.outcome) == (State.closed, Outcome.ended)


def test_a_circle_that_gets_smaller_twice_goes_on_where_it_stood(world: World) -> None:
    people = [world.person(name) for name in ("Mia", "Raj", "Ines", "Tom")]
    walk = Walk(world, "conflict", people).until(State.acknowledge)
    mia, raj, ines, tom = people
    tom.does(Act.leave)
    world.advance_to(mia.review.next_date + timedelta(minutes=1))
    assert world.state is State.circle
    ines.does(Act.leave)
    world.advance_to(mia.review.next_date + timedelta(minutes=1))
    assert world.state is State.circle
    assert [p.name for p in mia.review.parties] == ["Mia", "Raj"]
    version = world.row.version
    mia.does(Act.go_on_smaller)
    raj.does(Act.go_on_smaller)
    assert world.state is State.acknowledge
    assert world.row.version == version + 1
    walk.until(State.closed)


def test_what_somebody_sealed_is_not_opened_after_they_left(world: World, stages: Stages) -> None:
    for leaves in (True, False):
        ana, ben, cleo = stages.at(world, "incident", State.acknowledge).people
        sealed = canary("sealed")
        for person, text in ((cleo, sealed), (ben, canary())):
            person.does(Act.acknowledge, {"ack.i.part": text, "keep": "seal"})
        if leaves:
            cleo.does(Act.leave)
        ana.does(Act.acknowledge, {"ack.i.part": canary(), "keep": "seal"})
        world.advance(days=2)
        assert ben.can_read(sealed) is not leaves
        world.advance(days=20)
        assert ben.can_read(sealed) is not leaves


def test_what_only_somebody_who_is_gone_could_answer_does_not_hold_the_others(world: World, stages: Stages) -> None:
    walk = stages.at(world, "incident", State.recommit)
    ana, ben, cleo = walk.people
    walk.commits(ana, cleo)
    walk.commits(cleo, ana)
    walk.commits(ben, ana)
    walk.answers_yes(ana)
    cleo.does(Act.leave)
    world.advance_to(ana.review.next_date + timedelta(minutes=1))
    for person in (ana, ben):
        person.does(Act.go_on_smaller)
    assert world.state is State.recommit
    for person in (ana, ben):
        person.does(Act.settle_recommitments, list="complete")
    assert world.state is State.checking
    assert [r.owner_name for r in ana.review.recommitments] == ["Ben"]


def test_nobody_hears_who_else_was_asked_before_all_have_said_yes(world: World, stages: Stages) -> None:
    ana, ben, cleo = stages.at(world, "incident", State.invited).people
    assert [p.name for p in ben.review.parties] == ["Ana", "Ben"]
    assert [p.name for p in ana.review.parties] == ["Ana", "Ben", "Cleo"]
    ben.is_clear()
    assert "Cleo" not in ben.form(Act.accept).model_dump_json()
    for person in (ben, cleo):
        person.accepts()
    assert [p.name for p in ben.review.parties] == ["Ana", "Ben", "Cleo"]


def test_a_draft_reaches_nobody_but_its_opener_not_even_as_a_redrawn_home(world: World) -> None:
    world.homes = True
    mia, raj = world.person("Mia"), world.person("Raj", "Europe/London")
    mia.looks_at_home()
    raj.looks_at_home()
    walk = Walk(world, "conflict", [mia, raj])
    for state in (State.draft, State.ready):
        walk.until(state)
        world.advance(minutes=5)
        assert raj.gets(f"/api/v1/reviews/{world.review_id}").status_code == 404
        assert raj.home.reviews == []
        assert {n.reader_id for n in world.chat.taken} <= {mia.id}
    walk.until(State.invited)
    assert raj.id in {n.reader_id for n in world.chat.taken}
    assert len(raj.home.reviews) == 1

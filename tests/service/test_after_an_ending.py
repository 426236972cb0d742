"""After an ending without an exchange: what one can still do, the same whatever it ended by."""

from collections.abc import Callable

import pytest

from schemas.vocabulary import Act, NewsKind, Outcome, State, Way
from slack_app.copy import COPY
from slack_app.views.review import review_view

from .test_repeats import another
from .walks import Walk
from .world import CLEAR, Person, World, canary

ROUTED = {"scr.stop": ["followed"], "scr.danger": "no", "scr.formal": "no"}


def declines(walk: Walk) -> None:
    walk.people[1].does(Act.decline, when="date")


def is_silent(walk: Walk) -> None:
    walk.people[1].gets("/api/v1/home")


def is_routed(walk: Walk) -> None:
    walk.people[1].does(Act.screen, ROUTED, page=1)


def leaves(walk: Walk) -> None:
    walk.people[1].does(Act.leave)


def is_led_out(walk: Walk) -> None:
    walk.people[1].does(Act.screen, ROUTED, page=1)


def is_stopped(walk: Walk) -> None:
    assert walk.facilitator is not None
    walk.facilitator.does(Act.stop)


Secret = Callable[[Walk], None]
EARLY, LATE = (declines, is_silent, is_routed), (leaves, is_led_out, is_stopped)


def ends(world: World, people: list[Person], secret: Secret, fay: Person | None = None, **how: str) -> Walk:
    """The next review of these people, which somebody ends: before they said yes, or after it."""
    walk = another(world, people, **how)
    walk.way, walk.facilitator = ("mediated", fay) if secret in LATE else ("direct", None)
    walk.until(State.acknowledge if secret in LATE else State.invited)
    walk.into_hours()
    secret(walk)
    world.advance(days=9)
    assert (world.state, world.row.outcome) == (State.closed, "ended")
    return walk


def workspace(world: World) -> tuple[list[Person], Person]:
    world.begin()
    world.chat.taken.clear(), world.chat.at.clear()
    people = [world.person("Mia"), world.person("Raj")]
    fay = world.person("Fay")
    world.names_facilitators(fay)
    return people, fay


@pytest.mark.parametrize("secret", [*EARLY, *LATE])
def test_one_line_says_what_can_still_be_done_whatever_it_ended_by(world: World, secret: Secret) -> None:
    (mia, raj), fay = workspace(world)
    ends(world, [mia, raj], secret, fay)
    shown = str(review_view(mia.review))
    assert shown.count(COPY.screen.after_ending) == 1
    assert mia.review.may == [Act.send_note], "taking it up again has to rest for 30 days"
    told = [i for i in mia.was_told() if i.kind is NewsKind.ended]
    assert [i.review.may for i in told if i.review] == [[Act.send_note]]
    mia.drafts(raj)
    mia.is_clear()
    mia.does(Act.choose_way, way="private")
    mia.does(Act.write_private, {"me.bound": canary("bound")})
    assert world.state is State.private
    world.advance(days=31)
    world.review_id = next(r.id for r in mia.home.reviews if r.state is State.closed)
    assert Act.reopen in mia.review.may


def test_an_ending_with_a_result_has_no_such_line(world: World) -> None:
    people, _fay = workspace(world)
    walk = another(world, people, way="fast").until(State.closed)
    assert walk.opener.review.outcome is not Outcome.ended
    assert COPY.screen.after_ending not in str(review_view(walk.opener.review))


HIDDEN = (lambda walk: walk.pulse("repaired", "repaired"), lambda walk: walk.people[1].does(Act.leave))
"""Two ends that look the same to whoever has a say."""


def under_a_say(world: World, secret: Callable[[Walk], object]) -> tuple[Person, Person]:
    """A review that Vera, who has a say over Lea, has opened, nine days after the secret at its end."""
    vera, lea = world.person("Vera"), world.person("Lea")
    walk = another(world, [vera, lea], way="direct")
    walk.higher = vera
    walk.until(State.pulse)
    walk.to_floor()
    secret(walk)
    world.advance(days=9)
    return vera, lea


def test_who_has_a_say_cannot_tell_a_good_result_from_an_ending_by_what_they_may_do(world: World) -> None:
    seen = []
    for secret in HIDDEN:
        world.begin()
        world.chat.taken.clear(), world.chat.at.clear()
        vera, _lea = under_a_say(world, secret)
        review = vera.review
        assert (review.state, review.outcome) == (State.closed, Outcome.ended)
        seen.append((review.may, review.twice, review_view(review)["blocks"][1]))
    assert seen[0] == seen[1]
    assert seen[0][0] == []


def test_nor_by_what_a_new_draft_offers_them(world: World) -> None:
    seen = []
    for secret in HIDDEN:
        world.begin()
        vera, lea = under_a_say(world, secret)
        world.review_id = ""
        vera.drafts(lea, kind="conflict", size="small")
        for page, clear in enumerate(CLEAR, start=1):
            vera.does(Act.screen, clear, page=page)
        form = vera.form(Act.choose_way)
        seen.append((form.notes, {o.value for f in form.fields for o in f.options}))
    assert seen[0] == seen[1]


def test_a_draft_does_not_tell_of_an_invitation_that_has_not_come_yet(world: World) -> None:
    mia, raj = world.person("Mia"), world.person("Raj")
    another(world, [mia, raj], way="direct").until(State.ready)
    world.advance(hours=9)
    mia.does(Act.invite, **{"ready.read": "yes"})
    assert world.state is State.invited
    offered = []
    for _ in range(2):
        world.review_id = ""
        raj.drafts(mia, kind="conflict", size="small")
        for page, clear in enumerate(CLEAR, start=1):
            raj.does(Act.screen, clear, page=page)
        offered.append({o.value for f in raj.form(Act.choose_way).fields for o in f.options})
        raj.does(Act.discard)
        world.advance(days=1)
    assert "direct" in offered[0], "in the evening nothing has come"
    assert "direct" not in offered[1]


# ---- a second time ----


def test_after_the_second_one_its_opener_alone_reads_what_people_do_from_here(world: World) -> None:
    seen: list[tuple[str, str]] = []
    for first, second in [(a, b) for a in (*EARLY, *LATE) for b in EARLY] + [(declines, b) for b in LATE]:
        (mia, raj), fay = workspace(world)
        ends(world, [mia, raj], first, fay)
        assert not mia.review.twice
        world.advance(days=31)
        ends(world, [mia, raj], second, fay)
        assert mia.review.twice, (first, second)
        assert COPY.screen.reached_out_twice in str(review_view(mia.review))
        if raj.gets(f"/api/v1/reviews/{world.review_id}").status_code == 200:
            assert not raj.review.twice
        if second in EARLY:
            seen.append((first.__name__, mia.review.model_dump_json(exclude={"id", "title"})))
    for name in {name for name, _ in seen}:
        assert len({text for first, text in seen if first == name}) == 1, name


def test_taken_up_again_counts_as_the_second_one_and_a_note_too(world: World) -> None:
    for act in (Act.reopen, Act.send_note):
        (mia, raj), fay = workspace(world)
        ends(world, [mia, raj], is_silent, fay)
        if act is Act.reopen:
            world.advance(days=31)
        mia.does(act, {"one.note": canary("note"), "send": "seal"} if act is Act.send_note else {})
        assert not mia.review.twice
        world.advance(days=92)
        assert mia.review.outcome is Outcome.ended and mia.review.twice
        assert (mia.review.way is Way.note) is (act is Act.send_note)


def test_what_lies_longer_back_than_180_days_or_was_the_others_or_ones_own_ending_does_not_count(world: World) -> None:
    (mia, raj), fay = workspace(world)
    ends(world, [mia, raj], declines, fay)
    world.advance(days=181)
    ends(world, [mia, raj], declines, fay)
    assert not mia.review.twice
    ends(world, [raj, mia], is_silent, fay)
    assert not raj.review.twice
    world.advance(days=181)
    taken_back = another(world, [mia, raj]).until(State.invited)
    taken_back.opener.does(Act.leave)
    world.advance(days=40)
    ends(world, [mia, raj], is_silent, fay)
    assert not mia.review.twice

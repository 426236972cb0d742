"""Ways of equal standing: a note, only the working arrangement, leaving it for now, just for me."""

from datetime import timedelta

import pytest

from schemas.vocabulary import Act, NewsKind, Outcome, Reason, Said, State, Way
from service.practice import forms
from slack_app.copy import COPY

from .stages import Stages
from .walks import Walk
from .world import Person, World, canary


def begins(world: World, way: str, **more: str) -> tuple[Walk, Person, Person]:
    mia, raj = world.person("Mia"), world.person("Raj", "Europe/London")
    return Walk(world, "conflict", [mia, raj], way=way, **more), mia, raj


def noted(world: World, stages: Stages) -> tuple[Walk, Person, Person]:
    walk = stages.at(world, "conflict", State.noted)
    return walk, *walk.people


def plans(world: World, person: Person) -> str:
    text = canary("alone")
    due = str((world.now + timedelta(days=10)).date())
    person.does(Act.recommit, {"rec.if": text, "rec.then": "I will call you before noon.", "rec.when": due})
    return text


# ---- a note ----


def test_a_note_is_read_and_asks_for_nothing(world: World) -> None:
    walk, mia, raj = begins(world, "note")
    walk.until(State.noted)
    note = walk.of(mia, "note")[0]
    assert [i.kind for i in raj.was_told()] == [NewsKind.note]
    assert not raj.can_read("nothing")
    raj.is_clear()
    assert note in str(raj.form(Act.read_note).passages)
    before = mia.review
    raj.does(Act.read_note)
    assert mia.review == before, "the author hears whether it was read"
    assert raj.todos == []
    world.advance(days=30)
    assert [i.kind for i in raj.was_told()] == [NewsKind.note], "a note has no reminder"
    assert {i.kind for i in mia.was_told()} <= {NewsKind.draft_ready}


def test_a_note_is_sent_not_before_the_breath_and_only_once(world: World) -> None:
    walk, mia, _raj = begins(world, "note")
    walk.until(State.ready)
    assert mia.refused(Act.send_note, {"one.note": canary(), "send": "seal"}).reason is Reason.too_early
    world.advance(minutes=21)
    assert mia.refused(Act.send_note, {"one.note": "", "send": "seal"}).fields == {"one.note": Reason.missing}
    mia.does(Act.send_note, {"one.note": canary(), "send": "draft"})
    assert world.state is State.ready
    mia.does(Act.send_note, {"one.note": canary(), "send": "seal"})
    assert world.state is State.noted
    assert Act.send_note not in [*mia.review.may, *(act for act, _ in mia.todos)]
    assert mia.refused(Act.send_note, {"one.note": canary(), "send": "seal"}).reason is Reason.not_now


def test_an_if_then_beside_a_note_is_not_said_to_be_seen_by_others(world: World, stages: Stages) -> None:
    _walk, mia, _raj = noted(world, stages)
    assert "Nobody else reads it" in " ".join(mia.form(Act.recommit).notes)
    due = str((world.now + timedelta(days=7)).date())
    values = {"rec.if": "If a date moves,", "rec.then": "then I will call before noon.", "rec.when": due}
    assert mia.does(Act.recommit, values).said is Said.private_kept


def test_the_author_of_a_note_hears_who_joined(world: World, stages: Stages) -> None:
    _walk, mia, raj = noted(world, stages)
    raj.is_clear()
    raj.does(Act.join_in)
    world.work()
    (told,) = mia.was_told(NewsKind.joined)
    assert told.who == raj.name


def test_beside_a_note_its_author_checks_alone_what_they_will_do(world: World, stages: Stages) -> None:
    _walk, mia, raj = noted(world, stages)
    text = plans(world, mia)
    raj.is_clear()
    assert raj.review.recommitments == []
    assert not raj.can_read(text)
    assert mia.can_read(text)
    assert [r.state for r in mia.review.recommitments] == ["accepted"]
    world.advance(days=10, hours=4)
    assert mia.was_told(NewsKind.check_in)
    assert raj.was_told(NewsKind.check_in) == []
    ((act, check),) = [t for t in mia.todos if t[0] is Act.check_in]
    assert [f.name for f in mia.form(act, check).fields] == ["chk.own", "chk.miss"]
    mia.fills(act, {"chk.own": "kept"}, check)
    assert mia.todos == []


@pytest.mark.parametrize(("answer", "outcome"), [
    ("repaired", Outcome.partly_repaired), ("partly", Outcome.partly_repaired), ("not_repaired", Outcome.not_repaired),
    (None, Outcome.partly_repaired),
])  # fmt: skip
def test_at_best_a_note_ends_partly_repaired_and_its_receiver_is_asked_nothing(
    world: World, stages: Stages, answer: str | None, outcome: Outcome
) -> None:
    _walk, mia, raj = noted(world, stages)
    plans(world, mia)
    world.advance(days=91)
    assert world.state is State.pulse
    assert raj.gets(f"/api/v1/reviews/{world.review_id}").status_code == 404
    if answer:
        mia.fills(Act.pulse, {"pul.easier": "easier", "pul.wear": "2", "pul.out": answer})
    world.advance(days=10)
    assert mia.review.outcome is outcome
    assert raj.was_told() == []


def test_a_note_alone_runs_out_after_90_days_and_only_its_author_hears(world: World, stages: Stages) -> None:
    _walk, mia, raj = noted(world, stages)
    world.advance(days=89)
    assert world.state is State.noted
    world.advance(days=2)
    assert mia.review.outcome is Outcome.ended
    assert len(mia.was_told(NewsKind.ended)) == 1
    assert raj.was_told(NewsKind.ended) == []


def test_a_note_can_be_joined_and_goes_on_as_a_review_of_both(world: World, stages: Stages) -> None:
    walk, mia, raj = noted(world, stages)
    alone = plans(world, mia)
    world.advance(days=60)
    raj.is_clear()
    assert raj.does(Act.join_in).said is Said.joined
    world.advance(days=3)
    assert [i.kind for i in mia.was_told(NewsKind.joined)] == [NewsKind.joined]
    assert world.state is State.cooling
    assert mia.review.way is Way.direct
    walk.until(State.closed)
    assert mia.review.outcome is Outcome.repaired
    assert not raj.can_read(alone)


def ended(world: World, walk: Walk, how: str) -> None:
    """The invitation was declined, not answered, or led elsewhere: then it is over."""
    raj = walk.people[1]
    walk.until(State.invited)
    walk.into_hours()
    if how == "declined":
        raj.does(Act.decline, when="date")
    if how == "routed":
        raj.does(Act.screen, {"scr.stop": ["sexual"], "scr.danger": "no", "scr.formal": "no"}, page=1)
    world.advance(days=6)
    assert world.state is State.closed


def test_after_an_ending_one_note_can_be_sent_whatever_it_ended_by(world: World) -> None:
    seen = []
    for how in ("declined", "silent", "routed"):
        world.begin()
        world.chat.taken.clear(), world.chat.at.clear()
        walk, mia, raj = begins(world, "direct")
        ended(world, walk, how)
        assert Act.send_note in mia.review.may
        assert [act for act, _ in mia.todos] == []
        answer = mia.does(Act.send_note, {"one.note": "Thank you for Tuesday.", "send": "seal"})
        world.work()
        world.advance(days=1)
        assert world.state is State.noted
        got = [i.kind for i in raj.was_told(NewsKind.note)]
        assert got == ([] if how == "routed" else [NewsKind.note])
        if how == "routed":
            assert raj.gets(f"/api/v1/reviews/{world.review_id}").status_code == 404
            assert raj.asks_for_form(Act.read_note).status_code == 404
        else:
            raj.is_clear()
            assert raj.can_read("Thank you for Tuesday.")
        review = mia.review.model_dump(mode="json", exclude={"id", "title"})
        review["next_date"] = review["next_date"][:16]
        world.advance(days=91)
        end = (mia.review.state, mia.review.outcome, mia.review.may)
        told = [(i.kind, str(i.when)[:16]) for i in mia.was_told()]
        seen.append((answer.said, review, end, told))
    assert seen[0] == seen[1] == seen[2], "the author can tell whom it did not reach"


def test_a_note_after_an_ending_is_the_last_thing_that_is_sent(world: World) -> None:
    walk, mia, _raj = begins(world, "direct")
    ended(world, walk, "silent")
    mia.does(Act.send_note, {"one.note": canary(), "send": "seal"})
    world.advance(days=92)
    assert world.state is State.closed
    assert Act.send_note not in mia.review.may
    assert mia.refused(Act.send_note, {"one.note": canary(), "send": "seal"}).reason in (
        Reason.not_now, Reason.note_once,
    )  # fmt: skip


@pytest.mark.parametrize("writer", [0, 1])
def test_the_line_of_a_note_after_an_ending_is_shown_word_for_word_before_it_goes_out(
    world: World, stages: Stages, writer: int
) -> None:
    """Whoever of the two writes it, and whatever it was before: what its author reads is what the other one gets."""
    walk = stages.at(world, "conflict", State.acknowledge)
    author, reader = walk.people[writer], walk.people[1 - writer]
    reader.does(Act.leave)
    world.advance(days=6)
    assert world.state is State.closed
    preview = author.form(Act.send_note).notes[-1]
    assert preview == f"{author.name} left you a note about “{author.review.title}”. No reply is needed."
    author.does(Act.send_note, {"one.note": canary(), "send": "seal"})
    world.advance(days=1)
    assert preview in reader.form(Act.screen).notes


def test_what_was_opened_before_stays_closed_after_a_note(world: World, stages: Stages) -> None:
    """The note is a round of its own: nothing sealed in the round before comes with it, and no card shows it."""
    walk = stages.at(world, "conflict", State.acknowledge)
    mia, raj = walk.people
    sealed = canary("sealed")
    mia.does(Act.acknowledge, {"ack.c.part": sealed, "keep": "seal"})
    raj.does(Act.leave)
    world.advance(days=6)
    assert world.state is State.closed
    cards = len(world.chat.cards())
    mia.does(Act.send_note, {"one.note": canary(), "send": "seal"})
    world.advance(days=2)
    raj.is_clear()
    assert not raj.can_read(sealed)
    assert len(world.chat.cards()) == cards


# ---- only how we work ----


def test_the_arrangement_goes_straight_to_what_changes_and_can_end_repaired(world: World) -> None:
    walk, mia, _raj = begins(world, "arrangement")
    walk.until(State.cooling)
    walk.step()
    assert world.state is State.renegotiate
    walk.until(State.closed)
    assert mia.review.outcome is Outcome.repaired


def test_an_invitation_to_the_arrangement_speaks_of_no_feelings(world: World) -> None:
    walk, mia, _raj = begins(world, "arrangement")
    walk.until(State.ready)
    world.advance(minutes=21)
    preview = " ".join(mia.form(Act.invite).notes)
    told = COPY.news[NewsKind.invitation].arrangement or ""
    for text in (preview, told):
        assert "smoother way" in text
        assert not [w for w in ("feel", "hurt", "put something right", "repair", "sorry") if w in text.lower()]


def test_somebody_asked_may_say_yes_to_the_arrangement_alone(world: World) -> None:
    walk, mia, raj = begins(world, "direct")
    walk.until(State.invited)
    walk.into_hours()
    raj.is_clear()
    assert {o.value for o in raj.form(Act.another_way).fields[0].options} == {"arrangement"}
    raj.does(Act.another_way, other_way="arrangement")
    assert mia.review.way is Way.arrangement
    walk.step()
    assert world.state is State.renegotiate


# ---- alone ----


def test_left_for_now_it_comes_back_on_its_day_to_its_opener_alone(world: World) -> None:
    walk, mia, raj = begins(world, "rest")
    walk.until(State.private)
    world.advance(days=13)
    assert mia.was_told() == []
    world.advance(days=2)
    (item,) = mia.was_told()
    assert item.kind is NewsKind.rest_over
    assert item.todo is None or item.todo.act is Act.choose_way
    assert raj.was_told() == []
    assert Act.choose_way in mia.review.may
    world.advance(days=31)
    assert mia.gets(f"/api/v1/reviews/{world.review_id}").status_code == 404


def test_just_for_me_is_kept_30_days_from_its_last_change(world: World, stages: Stages) -> None:
    walk = stages.at(world, "conflict", State.private)
    mia, _raj = walk.people
    world.advance(days=25)
    mia.does(Act.write_private, {"me.words": canary()})
    world.advance(days=29)
    assert mia.review.state is State.private
    world.advance(days=2)
    assert mia.gets(f"/api/v1/reviews/{world.review_id}").status_code == 404


def test_just_for_me_asks_first_what_happened_and_what_one_needs_and_loses_neither(
    world: World, mia: Person, raj: Person
) -> None:
    mia.opens(raj, way="private")
    assert [f.name for f in mia.form(Act.write_private).fields] == ["me.what", "me.need"]
    happened, line = canary("what happened"), canary("my line")
    following = mia.does(Act.write_private, {"me.what": happened}).next
    assert world.state is State.private, "what is kept is kept, also when the window is closed now"
    assert following is not None and [f.name for f in following.fields] == ["me.words", "me.bound", "me.pattern"]
    assert mia.does(Act.write_private, {"me.bound": line}, page=2).next is None
    shown = [f.initial for page in (1, 2) for f in mia.form(Act.write_private, page=page).fields]
    assert happened in shown and line in shown
    assert raj.gets(f"/api/v1/reviews/{world.review_id}").status_code == 404


def test_just_for_me_is_nobody_elses_and_on_no_list(world: World, stages: Stages) -> None:
    walk = stages.at(world, "conflict", State.private)
    mia, raj = walk.people
    boss = world.person("Boss")
    world.lines({mia: boss, raj: boss, world.person("A"): boss, world.person("B"): boss, world.person("C"): boss})
    assert raj.gets(f"/api/v1/reviews/{world.review_id}").status_code == 404
    assert boss.open_items == [] and boss.home.open_items == [] and raj.home.reviews == []
    assert raj.was_told() == []
    assert walk.of(mia, "private")[0] in str(mia.form(Act.write_private, page=2).fields)
    raj.drafts(mia)  # somebody else's private page is not in the way, so nobody can tell that it is there


def test_just_for_me_can_become_something_else(world: World, stages: Stages) -> None:
    walk = stages.at(world, "conflict", State.private)
    walk.step()
    assert world.state is State.draft
    private = walk.of(walk.opener, "private")[0]
    walk.until(State.released)
    for person in walk.others:
        assert not person.can_read(private)


# ---- none of them ranks above another ----

NUDGES = ("recommend", "best way", "better to", "ideally", "you should", "why not", "talk directly",
          "talk it through", "in person", "after all", "braver", "easier way")  # fmt: skip


def test_no_text_says_that_one_way_is_better() -> None:
    texts = forms.texts()
    own = {texts["labels"]["way"]["direct"].lower()}
    said = [
        *COPY.said.values(), *(n.text for n in COPY.news.values()), *(a.todo or "" for a in COPY.act.values()),
        *(a.button for a in COPY.act.values()), *COPY.state.values(), *(str(value) for _, value in COPY.screen),
        *(line for lines in texts["notes"].values() for line in lines), *texts["invitation"].values(),
        *(label for table in texts["labels"].values() for label in table.values()),
        *(str(row) for row in texts["fields"].values()),
    ]  # fmt: skip
    assert len(said) > 400
    found = [(n, t) for t in said for n in NUDGES if n in t.lower() and t.lower() not in own]
    assert found == []


@pytest.mark.parametrize("way", ["rest", "private", "note", "arrangement"])
def test_nobody_who_chose_another_way_is_led_to_the_direct_one(world: World, way: str) -> None:
    """A year of everything they are told and shown: the only way back is the choice of all ways, in mixed order."""
    walk, mia, _raj = begins(world, way)
    walk.until({"note": State.noted, "arrangement": State.renegotiate}.get(way, State.private))  # type: ignore[arg-type]
    offered = []
    for _week in range(20):
        if mia.gets(f"/api/v1/reviews/{world.review_id}").status_code == 404:
            break
        offered += [*mia.review.may, *(act for act, _ in mia.todos)]
        if Act.choose_way in mia.review.may:
            field = mia.form(Act.choose_way).fields[0]
            assert field.initial is None
            assert len(field.options) > 3
        world.advance(days=7)
    direct = {Act.acknowledge, Act.express, Act.reflect, Act.accept}
    assert not direct & set(offered)
    assert not [i for i in mia.was_told() if i.todo and i.todo.act in direct]

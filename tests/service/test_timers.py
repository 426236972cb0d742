"""Floors, ceilings, dates and reminders, in each person's own time."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from schemas.commands import Value
from schemas.vocabulary import Act, NewsKind, Outcome, Reason, Said, State
from service.domain import calendar

from .stages import Stages
from .walks import Walk
from .world import Person, World, canary


def test_nothing_is_sent_before_twenty_minutes_of_breath(world: World, stages: Stages) -> None:
    mia, raj = stages.at(world, "conflict", State.ready).people
    world.advance(minutes=18)
    assert mia.refused(Act.invite, {"ready.read": "yes"}).reason is Reason.too_early
    world.advance(minutes=3)
    assert mia.was_told(NewsKind.draft_ready)
    assert raj.was_told() == []
    mia.does(Act.invite, {"ready.read": "yes"})
    world.advance(seconds=1)
    assert [i.kind for i in raj.was_told()] == [NewsKind.invitation]


def test_not_today_moves_the_date_and_sends_nothing(world: World, stages: Stages) -> None:
    mia, raj = stages.at(world, "conflict", State.ready).people
    assert mia.review.next_date
    world.advance(minutes=21)
    said = mia.does(Act.invite, {"ready.read": "not_today"})
    assert said.review and said.review.next_date is None, "the breath is over: its date has passed"
    world.advance(days=1)
    assert raj.was_told() == []
    assert len(mia.was_told(NewsKind.draft_ready)) == 2
    assert world.state is State.ready


@pytest.mark.parametrize(("size", "early", "late"), [
    ("small", timedelta(minutes=19), timedelta(minutes=21)),
    ("medium", timedelta(hours=22), timedelta(hours=24)),
    ("large", timedelta(days=1, hours=22), timedelta(days=2)),
])  # fmt: skip
def test_everybody_settles_as_long_as_the_size_asks(world: World, size: str, early: timedelta, late: timedelta) -> None:
    mia, raj = world.person("Mia"), world.person("Raj")
    Walk(world, "conflict", [mia, raj], size=size).until(State.cooling)
    begun = world.now
    world.advance_to(begun + early)
    assert mia.refused(Act.ready, {"ready.read": "yes"}).reason is Reason.too_early
    assert mia.asks_for_form(Act.ready).status_code == 409
    world.advance_to(begun + late)
    mia.does(Act.ready, {"ready.read": "yes"})
    assert world.state is State.cooling
    raj.does(Act.ready, {"ready.read": "yes"})
    assert world.state is State.acknowledge


def test_an_incident_rests_one_working_day_and_two_after_a_night(world: World) -> None:
    for night, days in (("no", 1), ("yes", 2)):
        ana = world.person("Ana")
        ana.opens(world.person("Ben"), kind="incident")
        told = {"open.i.ref": canary("title"), "over_on": str(world.now.date()), "night": night, "place": "C1"}
        ana.fills(Act.describe, told)
        world.advance(days=days, hours=-1)
        assert ana.refused(Act.invite, {"ready.read": "yes"}).reason is Reason.too_early
        world.advance(hours=2)
        ana.does(Act.invite, {"ready.read": "yes"})
        world.empty(), world.names_contacts(), world.set(datetime(2026, 12, 1, 9, tzinfo=UTC))


def test_a_later_end_of_the_incident_moves_its_rest(world: World) -> None:
    ana = world.person("Ana")
    ana.opens(world.person("Ben"), kind="incident")
    told = {"open.i.ref": canary("title"), "night": "no", "place": "C1"}
    ana.fills(Act.describe, {**told, "over_on": "2026-11-20"})
    ana.fills(Act.describe, {**told, "over_on": str(world.now.date())})
    world.advance(minutes=30)
    assert ana.refused(Act.invite, {"ready.read": "yes"}).reason is Reason.too_early
    ana.fills(Act.describe, {**told, "over_on": "2026-11-20"})
    ana.does(Act.invite, {"ready.read": "yes"})


def test_an_invitation_has_three_working_days_and_one_reminder(world: World, stages: Stages) -> None:
    mia, raj = stages.at(world, "conflict", State.invited).people
    asked = world.now
    date = mia.review.next_date
    assert date is not None
    assert date - asked == pytest.approx(timedelta(days=3), abs=timedelta(hours=1))
    world.advance(days=2, hours=1)
    assert len(raj.was_told(NewsKind.reminder)) == 1
    assert mia.was_told(NewsKind.reminder) == []
    world.advance_to(date + timedelta(minutes=1))
    assert len(raj.was_told(NewsKind.reminder)) == 1
    assert mia.review.outcome is Outcome.ended


CEILINGS = [State.cooling, State.acknowledge, State.released, State.express, State.reflect, State.ack_again,
            State.renegotiate, State.recommit]  # fmt: skip


@pytest.mark.parametrize("state", CEILINGS)
def test_a_ceiling_asks_everybody_and_never_goes_on_by_itself(world: World, stages: Stages, state: State) -> None:
    walk = stages.at(world, "conflict", state)
    version = world.row.version
    ceiling = world.row.ceiling_at
    assert ceiling is not None
    world.advance_to(ceiling + timedelta(days=4, hours=1))
    assert (world.state, world.row.version) == (state, version)
    for person in walk.people:
        assert person.was_told(NewsKind.ceiling)
        assert person.review.next_date is not None and person.review.next_date > world.now
        assert person.words == stages_words(world, person)


def stages_words(world: World, person: Person) -> object:
    """Nothing was opened by the passing of time."""
    status = {w.status for w in world.held().words if w.step in ("acknowledge", "express")}
    assert "sealed" not in status
    return person.words


def test_more_time_can_be_asked_for_once_the_review_has_asked(world: World, stages: Stages) -> None:
    mia, raj = stages.at(world, "conflict", State.acknowledge).people
    assert mia.refused(Act.wait).reason is Reason.not_now
    world.advance_to(mia.review.next_date + timedelta(minutes=1))
    before, told = mia.review.next_date, len(raj.was_told())
    world.advance(days=1)
    mia.does(Act.wait)
    assert mia.review.next_date >= before
    assert len(raj.was_told()) == told


# ---- release ----


def test_words_open_at_one_moment_for_all_and_only_in_shared_hours(world: World) -> None:
    mia, zoe = world.person("Mia", "Europe/Berlin"), world.person("Zoe", "America/New_York")
    Walk(world, "conflict", [mia, zoe]).until(State.acknowledge)
    world.set(datetime(2026, 12, 4, 14, 30, tzinfo=UTC))  # a Friday, 15:30 in Berlin, 09:30 in New York
    texts = {person: canary("part") for person in (mia, zoe)}
    for person, text in texts.items():
        person.does(Act.acknowledge, {"ack.c.part": text, "keep": "seal"})
    release = mia.review.next_date
    assert release == zoe.review.next_date
    assert world.state is State.acknowledge
    world.advance_to(release - timedelta(minutes=1))
    assert not mia.can_read(texts[zoe]) and not zoe.can_read(texts[mia])
    world.advance_to(release + timedelta(seconds=1))
    assert mia.can_read(texts[zoe]) and zoe.can_read(texts[mia])
    opened = {w.released_at for w in world.held().words if w.step == "acknowledge"}
    assert len(opened) == 1
    moment = opened.pop()
    assert moment.weekday() == 0  # nobody should read this alone on a Friday night
    assert world.chat.times(mia.id, NewsKind.opened) and world.chat.times(zoe.id, NewsKind.opened)


def test_what_was_taken_back_before_the_release_is_not_opened(world: World) -> None:
    mia, zoe = world.person("Mia", "Europe/Berlin"), world.person("Zoe", "America/New_York")
    Walk(world, "conflict", [mia, zoe]).until(State.acknowledge)
    world.set(datetime(2026, 12, 3, 9, 0, tzinfo=UTC))
    text = canary("part")
    mia.does(Act.acknowledge, {"ack.c.part": text, "keep": "seal"})
    zoe.does(Act.acknowledge, {"ack.c.part": canary(), "keep": "seal"})
    mia.does(Act.take_back)
    world.advance(days=1)
    assert world.state is State.acknowledge
    assert not zoe.can_read(text)
    mia.does(Act.acknowledge, {"ack.c.part": text, "keep": "seal"})
    world.advance(days=4)
    assert zoe.can_read(text)
    assert mia.refused(Act.take_back).reason in (Reason.too_late, Reason.already_done, Reason.not_now)


def test_sealed_words_that_are_emptied_are_a_draft_again(world: World, stages: Stages) -> None:
    mia, raj = stages.at(world, "conflict", State.express).people
    mia.fills(Act.express, {"exp.c.saw": canary(), "keep": "seal"})
    mia.does(Act.express, {"exp.c.saw": ""}, page=1)
    raj.fills(Act.express, {"exp.c.saw": canary(), "keep": "seal"})
    world.advance(days=1)
    assert world.state is State.express
    mia.fills(Act.express, {"exp.c.saw": canary(), "keep": "seal"})
    world.advance(days=1)
    assert world.state is State.reflect


def test_thirty_minutes_lie_between_reading_and_saying_back(world: World, stages: Stages) -> None:
    mia, raj = stages.at(world, "conflict", State.reflect).people
    heard = {"ref.heard": canary("heard"), "send": "seal"}
    assert mia.refused(Act.reflect, heard, about=raj.id).reason is Reason.not_now
    mia.does(Act.read)
    world.advance(minutes=28)
    assert mia.refused(Act.reflect, heard, about=raj.id).reason is Reason.too_early
    mia.does(Act.reflect, {**heard, "send": "draft"}, about=raj.id)
    assert not raj.can_read(heard["ref.heard"])
    world.advance(minutes=3)
    mia.does(Act.reflect, heard, about=raj.id)
    assert raj.can_read(heard["ref.heard"])


# ---- checking ----


def test_check_ins_come_after_seven_and_thirty_days_and_stay_open_three_working_days(
    world: World, stages: Stages
) -> None:
    walk = stages.at(world, "conflict", State.recommit)
    mia, raj = walk.people
    walk.commits(mia, raj, days=60)
    walk.answers_yes(raj)
    for person in walk.people:
        person.does(Act.settle_recommitments, list="complete")
    begun = world.row.entered_at
    first, second = world.held().checks
    assert timedelta(days=7) <= first.opens_at - begun < timedelta(days=8)
    assert timedelta(days=30) <= second.opens_at - begun < timedelta(days=32)
    assert mia.refused(Act.check_in, {"chk.own": "kept"}, about=first.id).reason is Reason.too_early
    world.advance_to(first.opens_at + timedelta(minutes=1))
    for person in walk.people:
        assert (Act.check_in, first.id) in person.todos
        assert len(person.was_told(NewsKind.check_in)) == 1
    mia.does(Act.check_in, {"chk.own": "kept"}, about=first.id)
    assert mia.refused(Act.check_in, {"chk.own": "kept"}, about=first.id).reason is Reason.already_done
    world.advance_to(first.closes_at + timedelta(minutes=1))
    assert (Act.check_in, first.id) not in raj.todos
    assert raj.refused(Act.check_in, {"chk.ben": "kept"}, about=first.id).reason is Reason.too_late
    assert world.held().checks[0].beneficiary_answer is None


@pytest.mark.parametrize(("owner", "beneficiary", "pulses", "outcome"), [
    ("kept", "kept", ("repaired", "repaired"), Outcome.repaired),
    ("kept", "not_kept", ("repaired", "repaired"), Outcome.partly_repaired),
    ("kept", None, ("repaired", "repaired"), Outcome.partly_repaired),
    ("kept", "kept", ("repaired", "partly"), Outcome.partly_repaired),
    ("kept", "kept", ("repaired", None), Outcome.partly_repaired),
    ("kept", "kept", ("not_repaired", "repaired"), Outcome.not_repaired),
])  # fmt: skip
def test_no_answer_is_never_kept_and_the_lower_answer_wins(
    world: World, stages: Stages, owner: str, beneficiary: str | None, pulses: tuple[str | None, ...], outcome: Outcome
) -> None:
    walk = stages.at(world, "conflict", State.checking)
    mia, raj = walk.people
    for check in world.held().checks:
        world.advance_to(check.opens_at + timedelta(minutes=1))
        mia.does(Act.check_in, {"chk.own": owner}, about=check.id)
        if beneficiary:
            raj.does(Act.check_in, {"chk.ben": beneficiary}, about=check.id)
    world.advance(days=10) if world.state is State.checking else None
    assert world.state is State.pulse
    for person, answer in zip(walk.people, pulses, strict=True):
        if answer:
            person.fills(Act.pulse, {"pul.out": answer})
    world.advance(days=8)
    assert (mia.review.outcome, raj.review.outcome) == (outcome, outcome)


def test_the_pulse_is_asked_thirty_days_after_and_not_earlier(world: World, stages: Stages) -> None:
    mia, raj = stages.at(world, "conflict", State.recommit).people
    for person in (mia, raj):
        person.does(Act.settle_recommitments, list="none")
    assert world.state is State.pulse
    begun = world.now
    assert mia.refused(Act.pulse, {"pul.out": "repaired"}, page=2).reason is Reason.too_early
    world.advance_to(begun + timedelta(days=29))
    assert mia.was_told(NewsKind.pulse) == []
    world.advance_to(begun + timedelta(days=31))
    assert len(mia.was_told(NewsKind.pulse)) == len(raj.was_told(NewsKind.pulse)) == 1
    for person in (mia, raj):
        person.fills(Act.pulse, {"pul.out": "partly"})
    assert world.row.outcome == Outcome.partly_repaired


# ---- pauses and reminders ----


def test_a_pause_shows_its_date_to_all_and_ends_on_it(world: World, stages: Stages) -> None:
    mia, raj = stages.at(world, "conflict", State.acknowledge).people
    until = world.now.date() + timedelta(days=7)
    world.advance(days=1)
    mia.does(Act.pause, until=str(until))
    world.work()
    assert [i.kind for i in raj.was_told(NewsKind.paused)] == [NewsKind.paused]
    assert raj.review.paused_until is not None and raj.review.paused_until.date() == until
    assert raj.refused(Act.resume).reason is Reason.not_yours
    assert raj.refused(Act.facts, {"ack.facts": canary()}).reason is Reason.not_now
    world.advance(days=8)
    assert world.state is State.acknowledge
    raj.does(Act.acknowledge, {"ack.c.part": canary(), "keep": "seal"})


@pytest.mark.parametrize("first_sealed", [False, True])
@pytest.mark.parametrize("lane", ["direct", "mediated"])
@pytest.mark.parametrize("sends", [True, False])
def test_what_stands_in_a_window_when_it_is_put_down_is_kept_and_goes_nowhere(
    world: World, stages: Stages, lane: str, sends: bool, first_sealed: bool
) -> None:
    walk = stages.at(world, "conflict", State.acknowledge, lane)
    (mia, raj), text = walk.people, canary("typed while it was put down")
    written: dict[str, Value] = {"ack.c.part": text, "keep": "seal", "audience": "full"}
    if first_sealed:
        answers: dict[str, Value] = {"ack.c.part": canary("sealed before"), "audience": "full", "keep": "seal"}
        raj.does(Act.acknowledge, answers, page=raj.form(Act.acknowledge).pages)
    if walk.facilitator:
        walk.facilitator.does(Act.step_down)
    else:
        mia.does(Act.pause, until=str(world.now.date() + timedelta(days=3)))
    assert world.state in (State.paused, State.facilitation)
    if sends:
        assert raj.does(Act.acknowledge, written).said is Said.kept_for_later
        kept = [(w.status, w.body) for w in world.held().words if (w.author_id, w.step) == (raj.id, "acknowledge")]
        assert kept == [("draft", {"ack.c.part": text})]
    else:
        closed = {"act": "acknowledge", "page": 1, "values": written}
        world.asks(raj.id, "PUT", f"/api/v1/reviews/{world.review_id}/drafts", closed)
    assert not mia.can_read(text)
    if walk.facilitator:
        for person in walk.people:
            person.does(Act.without_facilitator)
    world.advance(days=4)
    assert world.state is State.acknowledge
    if sends or not first_sealed:
        assert {f.name: f.initial for f in raj.form(Act.acknowledge).fields}["ack.c.part"] == text
        assert (Act.acknowledge, None) in raj.todos


def test_a_change_that_is_typed_in_a_pause_stays_in_sight(world: World, stages: Stages) -> None:
    mia, raj = stages.at(world, "conflict", State.renegotiate).people
    raj.does(Act.pause, until=str(world.now.date() + timedelta(days=3)))
    typed = canary("a change, typed meanwhile")
    assert mia.does(Act.renegotiate, {"ren.c.ask": typed, "send": "seal"}).said is Said.kept_for_later
    assert mia.can_read(typed) and not raj.can_read(typed)


def test_what_is_typed_when_the_circle_gets_smaller_is_kept(world: World, stages: Stages) -> None:
    walk = stages.at(world, "incident", State.express)
    ana, ben, cleo = walk.people
    cleo.does(Act.leave)
    world.advance_to(world.row.ceiling_at + timedelta(minutes=1))
    assert world.state is State.circle
    typed = canary("typed meanwhile")
    written: dict[str, Value] = {"exp.i.seat": typed, "keep": "seal"}
    assert ana.does(Act.express, written).said is Said.kept_for_later
    assert [p for p in walk.people if p.gets(f"/api/v1/reviews/{world.review_id}").status_code == 404] == [cleo]
    assert cleo.refused(Act.express, written).reason is Reason.too_late
    assert ana.can_read(typed) and not ben.can_read(typed)
    for person in (ana, ben):
        person.does(Act.go_on_smaller)
    assert typed in [f.initial for f in ana.form(Act.express).fields]


def test_a_pause_until_today_is_twenty_minutes_and_never_ends_before_nine(world: World, stages: Stages) -> None:
    mia, raj = stages.at(world, "conflict", State.acknowledge).people
    assert any("choose today" in note for note in mia.form(Act.pause).notes)
    for hour, until in ((11, time(11, 20)), (6, time(9, 0))):
        world.set(datetime.combine(world.now.date() + timedelta(days=1), time(hour), ZoneInfo(mia.tz)).astimezone(UTC))
        mia.does(Act.pause, until=str(world.now.date()))
        assert world.row.paused_until is not None
        assert world.row.paused_until.astimezone(ZoneInfo(mia.tz)).time().replace(microsecond=0) == until
        assert raj.review.paused_until == world.row.paused_until
        world.advance_to(world.row.paused_until - timedelta(minutes=1))
        assert world.state is State.paused
        world.advance(minutes=2)
        assert world.state is State.acknowledge


@pytest.mark.parametrize("state", CEILINGS)
def test_there_is_one_reminder_a_step_also_after_a_pause(world: World, stages: Stages, state: State) -> None:
    walk = stages.at(world, "conflict", state)
    mia, _raj = walk.people
    world.advance(days=2, hours=2)
    reminded = [len(p.was_told(NewsKind.reminder)) for p in walk.people]
    assert max(reminded) <= 1
    mia.does(Act.pause, until=str(world.now.date() + timedelta(days=4)))
    world.advance(days=5)
    assert world.state is state
    world.advance(days=8)
    assert all(len(p.was_told(NewsKind.reminder)) <= 1 for p in walk.people)
    asks_as_soon = state in (State.released, State.reflect)  # after two days: one message is enough
    assert any(p.was_told(NewsKind.reminder) for p in walk.people) != asks_as_soon


@pytest.mark.parametrize("state", [State.acknowledge, State.checking])
def test_after_a_pause_of_any_length_the_dates_are_in_working_hours(world: World, stages: Stages, state: State) -> None:
    for days in range(1, 9):
        mia, _raj = stages.at(world, "conflict", state).people
        world.advance(hours=7)
        until = world.now.date() + timedelta(days=days)
        mia.does(Act.pause, until=str(until))
        before = world.row.ceiling_at
        world.advance(days=days + 3)
        assert world.state is state or state is State.checking
        assert before is None or (world.row.ceiling_at or before) > before
        dates = [world.row.ceiling_at, *(at for c in world.held().checks for at in (c.opens_at, c.closes_at))]
        for date in filter(None, dates):
            assert calendar.may_send(date, mia.tz), f"{date:%A %H:%M} after a pause of {days} days"


def test_check_ins_get_the_time_of_a_pause_back(world: World, stages: Stages) -> None:
    mia, raj = stages.at(world, "conflict", State.checking).people
    check = world.held().checks[0]
    mia.does(Act.pause, until=str((check.closes_at + timedelta(days=1)).date()))
    world.advance_to(check.closes_at + timedelta(days=3))
    assert world.state is State.checking
    world.advance(days=14)
    assert mia.was_told(NewsKind.check_in) and raj.was_told(NewsKind.check_in)

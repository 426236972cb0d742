"""Where one has a say over the other's work or pay: the eleven rules of that lane, and what the other may learn."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from schemas.vocabulary import Act, NewsKind, Outcome, Reason, Said, State, Way
from service.acts.showing import day_and_time
from service.store.tables import PartyRow, WordsRow

from .stages import LANES, Stages
from .test_secrets import everything_seen
from .walks import Walk
from .world import Chat, Person, World, canary


@pytest.mark.parametrize("lane", list(LANES))
@pytest.mark.parametrize("kind", ["conflict", "incident"])
def test_each_lane_can_be_walked_to_its_end(world: World, stages: Stages, kind: str, lane: str) -> None:
    walk = stages.at(world, kind, State.closed, lane)
    assert (world.row.closed_at is not None, world.row.higher_id is not None) == (True, LANES[lane].power)
    assert [p.refused(Act.leave).reason for p in walk.people] == [Reason.too_late] * len(walk.people)


# ---- how it is known ----


@pytest.mark.parametrize("opener", ["higher", "lower"])
@pytest.mark.parametrize("by", ["opener", "asked", "line"])
def test_it_is_known_when_either_says_so_or_the_line_does(world: World, by: str, opener: str) -> None:
    vera, lea = world.person("Vera"), world.person("Lea", "Europe/London")
    first, second = (vera, lea) if opener == "higher" else (lea, vera)
    if by == "line":
        boss = world.person("Boss")
        world.lines({lea: boss, boss: vera, vera: None})
    said = {person: "me" if person is vera else "they" for person in (first, second)}
    first.drafts(second)
    first.is_clear(**{"scr.say": said[first] if by == "opener" else "no"})
    first.does(Act.choose_way, way="direct")
    first.fills(Act.describe, {"open.c.name": "Handover"})
    world.advance(minutes=21)
    first.does(Act.invite, {"ready.read": "yes"})
    world.advance(seconds=5)
    second.is_clear(**{"scr.say": said[second] if by == "asked" else "no"})
    if by == "asked":
        assert world.row.higher_id is None, "what somebody asked says is nobody's before their yes"
    second.does(Act.accept)
    assert world.row.higher_id == vera.id
    assert (vera.review.say, lea.review.say) == ("over", "under")
    walk = Walk(world, "conflict", [first, second], higher=vera).until(State.first)
    assert (Act.acknowledge, None) in vera.todos
    assert Act.acknowledge not in [act for act, _ in lea.todos]
    walk.until(State.closed)


def test_where_what_is_said_and_the_line_differ_the_line_counts_and_the_first_word_stays(
    world: World, mia: Person, raj: Person
) -> None:
    mia.drafts(raj)
    mia.is_clear(**{"scr.say": "me"})
    assert world.row.higher_id == mia.id
    world.lines({mia: raj, raj: None})
    mia.is_clear(**{"scr.say": "me"})
    assert world.row.higher_id == raj.id
    world.lines({mia: None, raj: None})
    mia.is_clear(**{"scr.say": "no"})
    assert world.row.higher_id == raj.id, "a say that was there once is not forgotten"


def test_in_a_group_nobody_may_have_a_say_over_another(world: World, mia: Person, raj: Person) -> None:
    ines = world.person("Ines")
    mia.drafts(raj, ines)
    mia.does(Act.screen, {"scr.stop": ["none"], "scr.danger": "no", "scr.formal": "no"}, page=1)
    said = {"scr.say": "they", "scr.cost": ["none"], "scr.rating": "no"}
    refused = mia.refused(Act.screen, said, page=2)
    assert refused.fields == {"scr.say": Reason.power_in_group}
    assert world.row.higher_id is None


# ---- 1: the higher writes first and alone, the lower decides ----


def test_whoever_decides_reads_that_any_day_until_the_date_will_do(world: World, stages: Stages) -> None:
    walk = stages.at(world, "conflict", State.choosing)
    date = walk.lower.review.next_date
    assert date is not None
    (line,) = [note for note in walk.lower.form(Act.decide).notes if "any day until" in note]
    assert day_and_time(date, walk.lower.tz) in line
    world.advance_to(date - timedelta(minutes=5))
    walk.lower.does(Act.decide, decide="on")
    assert world.state is State.express


@pytest.mark.parametrize("kind", ["conflict", "incident"])
def test_rule_1_whoever_has_the_say_writes_first_and_alone(world: World, stages: Stages, kind: str) -> None:
    walk = stages.at(world, kind, State.first)
    assert walk.higher is not None
    part = "ack.c.part" if kind == "conflict" else "ack.i.part"
    for act in (Act.acknowledge, Act.acknowledge_none):
        assert (
            walk.lower.refused(act, {part: canary(), "ack.none": canary(), "keep": "seal"}).reason is Reason.not_yours
        )
    assert not walk.lower.was_told(NewsKind.step)
    walk.until(State.choosing)
    assert walk.lower.can_read(walk.of(walk.higher, "acknowledge")[0])
    assert [w.author_id for w in world.held().words if w.status == "released" and w.step != "title"] == [walk.higher.id]


def test_whoever_writes_alone_is_not_told_that_it_waits_for_somebody_else(world: World, stages: Stages) -> None:
    """What one of them writes alone opens as soon as it is sealed: the screen before it and the answer after it say so.

    A part and what is added to it are the higher one's, how it was is the lower one's.
    """
    walk = stages.at(world, "conflict", State.first)
    assert walk.higher is not None
    turns = (
        (State.first, walk.higher, Act.acknowledge, {"ack.c.part": canary(), "keep": "seal"}, 2),
        (State.express, walk.lower, Act.express, {"exp.c.felt": canary(), "keep": "seal", "audience": "full"}, 3),
        (State.ack_again, walk.higher, Act.acknowledge_again, {"ack2.add": canary(), "add": "seal"}, 1),
    )
    for state, writer, act, answers, page in turns:
        walk.until(state)
        told = " ".join(writer.form(act).notes)
        assert "opened once you have sealed it" in told
        assert "everybody has written" not in told
        assert "others add" not in told
        assert writer.does(act, answers, page=page).said is Said.sealed_alone
        assert world.state is not state, "nobody else was waited for"


def test_among_peers_it_waits_for_both_and_says_so(world: World, stages: Stages) -> None:
    mia, _raj = stages.at(world, "conflict", State.acknowledge).people
    assert any("until everybody has written" in note for note in mia.form(Act.acknowledge).notes)
    assert mia.does(Act.acknowledge, {"ack.c.part": canary(), "keep": "seal"}).said is Said.sealed


def test_before_they_answer_how_it_is_each_reads_who_sees_what_of_the_result(world: World, stages: Stages) -> None:
    walk = stages.at(world, "conflict", State.pulse, "power")
    assert walk.higher is not None
    world.advance_to(world.row.floor_at or world.now)
    under, over = (" ".join(person.form(Act.pulse).notes) for person in (walk.lower, walk.higher))
    for told in (under, over):
        assert "Everybody in it sees the combined result" not in told
        assert "closed or still open" in told
    assert "You see the combined result" in under
    assert "You see the combined result" not in over


def test_rule_1_nothing_goes_on_before_the_one_with_less_say_has_decided(world: World, stages: Stages) -> None:
    walk = stages.at(world, "conflict", State.choosing)
    assert walk.higher is not None
    assert walk.higher.todos == []
    assert walk.higher.refused(Act.decide, decide="on").reason is Reason.not_yours
    assert not walk.higher.was_told()
    walk.lower.does(Act.decide, decide="on")
    assert world.state is State.express
    assert walk.lower.refused(Act.decide, decide="note").reason is not None


def leaves_it_at_the_note(person: Person) -> None:
    assert person.does(Act.decide, decide="note").said is Said.decided


def leaves(person: Person) -> None:
    person.does(Act.leave)


def reads_it_and_says_nothing(person: Person) -> None:
    assert person.form(Act.decide).passages
    assert person.words


def says_nothing(person: Person) -> None:
    pass


def test_rule_1_leaving_it_at_the_note_leaving_and_silence_look_alike_until_the_date_and_after_it(
    world: World, stages: Stages
) -> None:
    def seen(does: Callable[[Person], None]) -> list[str]:
        walk = stages.at(world, "conflict", State.choosing)
        assert walk.higher is not None
        world.homes = True
        date = walk.higher.review.next_date
        assert date is not None
        does(walk.lower)
        looks = []
        for later in (timedelta(minutes=-1), timedelta(minutes=1)):
            world.advance_to(date + later)
            looks.append(everything_seen(world, walk.higher))
        assert world.row.outcome == Outcome.ended
        assert len(walk.higher.was_told(NewsKind.ended)) == 1
        return looks

    silent = seen(says_nothing)
    assert silent[0] != silent[1]
    for secret in (leaves_it_at_the_note, leaves, reads_it_and_says_nothing):
        assert seen(secret) == silent, secret


# ---- 2: somebody in between is offered to the lower first ----


def test_rule_2_the_one_with_less_say_is_offered_a_facilitator_first_and_chooses(world: World, stages: Stages) -> None:
    walk = stages.at(world, "conflict", State.facilitation, "mediated power")
    assert walk.higher is not None and walk.facilitator is not None
    assert (Act.propose_facilitator, None) in walk.lower.todos
    assert walk.higher.todos == [] and not walk.higher.was_told(NewsKind.facilitator)
    refused = walk.higher.refused(Act.propose_facilitator, facilitator=walk.facilitator.id)
    assert refused.reason is Reason.not_yours


def test_rule_2_having_read_it_the_one_with_less_say_may_go_on_with_somebody_in_between(
    world: World, stages: Stages
) -> None:
    walk = stages.at(world, "conflict", State.choosing)
    assert [o.value for o in walk.lower.form(Act.decide).fields[0].options] == ["on", "note"]
    assert walk.lower.refused(Act.decide, decide="facilitator").fields == {"decide": Reason.not_a_choice}
    fay = world.person("Fay")
    world.names_facilitators(fay)
    walk.facilitator = fay
    walk.lower.does(Act.decide, decide="facilitator")
    assert world.state is State.facilitation
    walk.step()
    assert world.state is State.express
    walk.until(State.closed)


# ---- 3: the lower chooses who reads each text ----


@pytest.mark.parametrize("lane", ["power", "mediated power"])
def test_rule_3_the_one_with_less_say_chooses_who_reads_their_text(world: World, stages: Stages, lane: str) -> None:
    for chosen in ("full", "summary", *(["go_between"] if lane == "mediated power" else [])):
        walk = stages.at(world, "conflict", State.express, lane)
        assert walk.higher is not None
        full, short = canary("full"), canary("summary")
        values = {"exp.c.ask": full, "sum.text": short, "keep": "seal"}
        assert walk.lower.refused(Act.express, values, page=3).fields == {"audience": Reason.missing}
        offered = next(f for f in walk.lower.form(Act.express, page=3).fields if f.name == "audience")
        assert ("go_between" in [o.value for o in offered.options]) is (lane == "mediated power")
        walk.lower.does(Act.express, values, page=3, audience=chosen)
        walk.let_on()
        walk.to_release()
        walk.until(State.reflect) if world.state is not State.reflect else None
        assert walk.higher.can_read(full) is (chosen == "full")
        assert walk.higher.can_read(short) is (chosen == "summary")
        if walk.facilitator:
            assert walk.facilitator.can_read(full) is (chosen == "go_between")


@pytest.mark.parametrize("chosen", ["full", "go_between"])
def test_rule_3_whoever_gets_nothing_to_read_is_told_so(world: World, stages: Stages, chosen: str) -> None:
    """Where only somebody in between may read it, no screen asks the other one to read twice what is not there."""
    walk = stages.at(world, "conflict", State.express, "mediated power")
    assert walk.higher is not None
    walk.lower.does(Act.express, {"exp.c.ask": canary(), "keep": "seal"}, page=3, audience=chosen)
    walk.let_on()
    walk.until(State.reflect) if world.state is not State.reflect else None
    form = walk.higher.form(Act.read)
    assert ("There is nothing for you to read here." in " ".join(form.notes)) is (chosen == "go_between")
    assert bool(form.passages) is (chosen == "full")


def test_rule_3_a_summary_cannot_be_empty_and_nobody_else_is_asked_who_reads(world: World, stages: Stages) -> None:
    walk = stages.at(world, "conflict", State.express, "power")
    values = {"exp.c.ask": canary("full"), "keep": "seal", "audience": "summary"}
    assert walk.lower.refused(Act.express, values, page=3).fields == {"sum.text": Reason.missing}
    walk.lower.does(Act.express, {**values, "keep": "draft", "audience": "full"}, page=3)
    walk = stages.at(world, "conflict", State.first)
    assert walk.higher is not None
    assert not {"audience", "sum.text"} & {f.name for f in walk.higher.form(Act.acknowledge).fields}
    peers = stages.at(world, "conflict", State.acknowledge).people
    assert not {"audience", "sum.text"} & {f.name for f in peers[0].form(Act.acknowledge).fields}


# ---- 4, 5, 6: what is asked of whom ----


@pytest.mark.parametrize("kind", ["conflict", "incident"])
def test_rules_4_and_5_a_part_and_a_reflection_are_asked_of_the_one_with_the_say_alone(
    world: World, stages: Stages, kind: str
) -> None:
    walk = stages.at(world, kind, State.closed, "power")
    assert walk.higher is not None
    wrote = {(t.author, t.step) for t in walk.texts}
    assert {step for who, step in wrote if who == walk.lower.id} & {"acknowledge", "reflect"} == set()
    assert {step for who, step in wrote if who == walk.higher.id} & {"acknowledge", "reflect", "express"} == {
        "acknowledge", "reflect",
    }  # fmt: skip
    walk = stages.at(world, kind, State.reflect, "power")
    assert walk.higher is not None
    assert walk.lower.todos == []
    world.advance(minutes=40)
    about = walk.higher.id if kind == "conflict" else "side:Platform"
    assert walk.lower.refused(Act.reflect, {"ref.heard": canary(), "send": "seal"}, about=about).reason is not None
    assert walk.higher.refused(Act.express, {"exp.c.ask": canary(), "keep": "seal"}, page=1).reason is not None


def test_rule_4_the_deeper_question_is_not_asked_where_one_has_a_say(world: World, stages: Stages) -> None:
    def asked(lane: str) -> set[str]:
        person = stages.at(world, "conflict", State.express, lane).people[0]
        return {f.name for page in (1, 2, 3) for f in person.form(Act.express, page=page).fields}

    assert asked("direct") - asked("power") == {"exp.c.under"}


def test_rule_6_the_perspective_prompt_is_private_and_never_in_what_is_opened(world: World, stages: Stages) -> None:
    walk = stages.at(world, "conflict", State.first)
    assert walk.higher is not None
    assert walk.higher.form(Act.acknowledge).fields[0].name == "ack.m.view"
    view, other_view = canary("view"), canary("view in a closed window")
    body = {"act": "acknowledge", "values": {"ack.m.view": other_view}, "page": 1}
    kept = world.asks(walk.higher.id, "PUT", f"/api/v1/reviews/{world.review_id}/drafts", body)
    assert kept.status_code == 204
    assert walk.higher.form(Act.acknowledge).fields[0].initial == other_view
    assert [f.name for f in walk.higher.form(Act.acknowledge).fields] == ["ack.m.view"], "a page of its own"
    following = walk.higher.does(Act.acknowledge, {"ack.m.view": view}).next
    assert following is not None and (following.page, following.pages) == (2, 2)
    assert [f.name for f in following.fields] == ["ack.c.part", "ack.c.effect", "ack.c.offer", "keep"]
    walk.higher.does(Act.acknowledge, {"ack.c.part": canary("part"), "keep": "seal"}, page=2)
    walk.to_release()
    assert world.state is State.choosing
    written = [w for w in world.rows(WordsRow) if view in str(w.body) or other_view in str(w.body)]
    assert {(w.step, w.status) for w in written} == {("ready", "draft")}
    page = everything_seen(world, walk.lower)
    assert view not in page and other_view not in page
    peer = stages.at(world, "conflict", State.acknowledge).people[0]
    assert "ack.m.view" not in {f.name for f in peer.form(Act.acknowledge).fields}


# ---- 7: the higher recommits first; the lower's wishes stand first ----


def test_rule_7_the_one_with_the_say_recommits_first(world: World, stages: Stages) -> None:
    walk = stages.at(world, "conflict", State.recommit, "power")
    assert walk.higher is not None
    due = str((world.now + timedelta(days=10)).date())
    mine = {"rec.if": canary(), "rec.then": "I will call you.", "rec.for": walk.higher.id, "rec.when": due}
    assert Act.recommit not in [act for act, _ in walk.lower.todos]
    assert walk.lower.refused(Act.recommit, mine).reason is Reason.higher_first
    assert Act.recommit in [act for act, _ in walk.higher.todos]
    walk.commits(walk.higher, walk.lower)
    walk.lower.does(Act.recommit, mine)


def test_rule_7_a_change_of_the_system_is_not_asked_of_the_lower_first_either(world: World, stages: Stages) -> None:
    walk = stages.at(world, "incident", State.recommit, "power")
    assert walk.higher is not None
    due = str((world.now + timedelta(days=10)).date())
    system = {"rec.link": "OPS-1", "due": due}
    assert walk.lower.refused(Act.recommit_system, {**system, "owner": walk.lower.id}).reason is Reason.higher_first
    refused = walk.higher.refused(Act.recommit_system, {**system, "owner": walk.lower.id})
    assert refused.fields == {"owner": Reason.higher_first}
    walk.higher.does(Act.recommit_system, {**system, "owner": walk.higher.id})
    walk.higher.does(Act.recommit_system, {**system, "owner": walk.lower.id})


def test_what_the_one_with_less_say_asks_for_stands_first_in_renegotiation(world: World, stages: Stages) -> None:
    walk = stages.at(world, "conflict", State.renegotiate, "power")
    assert walk.higher is not None
    wishes = {person: canary(f"wish of {person}") for person in (walk.higher, walk.lower)}
    for person, wish in wishes.items():  # the higher one writes first in time
        world.advance(minutes=1)
        person.fills(Act.renegotiate, {"ren.c.ask": wish, "send": "seal"})
    for reader in walk.people:
        for shown in (reader.words, reader.form(Act.settle_changes).passages):
            texts = [p.text for p in shown if p.text in wishes.values()]
            assert texts == [wishes[walk.lower], wishes[walk.higher]], reader


# ---- 8: declines ----


@pytest.mark.parametrize("asked", ["lower", "higher"])
def test_rule_8_a_no_is_told_on_the_answer_date_and_looks_like_silence(world: World, asked: str) -> None:
    def seen(no: bool) -> list[str]:
        world.begin()
        world.chat = Chat()
        vera, lea = world.person("Vera"), world.person("Lea")
        people = [vera, lea] if asked == "lower" else [lea, vera]
        walk = Walk(world, "conflict", people, higher=vera).until(State.invited)
        invitee, opener = people[1], people[0]
        assert [o.value for o in invitee.form(Act.decline).fields[0].options] == ["date"]
        assert invitee.refused(Act.decline, when="now").fields == {"when": Reason.not_a_choice}
        if no:
            invitee.does(Act.decline, when="date")
        date = opener.review.next_date
        assert date is not None
        looks = []
        for later in (timedelta(minutes=-1), timedelta(minutes=1)):
            world.advance_to(date + later)
            looks.append(everything_seen(world, opener))
        assert len(opener.was_told(NewsKind.ended)) == 1
        return [t.replace(walk.of(opener, "title")[0], "TITLE") for t in looks]

    assert seen(no=True) == seen(no=False)


# ---- 9: the after-check ----

DAYS = (7, 30, 90)


@pytest.mark.parametrize("how", ["to its end", "ended", "left by the lower", "left by the higher"])
def test_rule_9_the_one_with_less_say_alone_is_asked_after_7_30_and_90_days(
    world: World, stages: Stages, how: str
) -> None:
    walk = stages.at(world, "conflict", State.cooling, "power")
    assert walk.higher is not None
    begun = world.now
    if how == "to its end":
        walk.until(State.closed)
    elif how == "ended":
        walk.until(State.choosing)
    else:
        (walk.lower if how == "left by the lower" else walk.higher).does(Act.leave)
    world.advance_to(begun + timedelta(days=100))
    times = world.chat.times(walk.lower.id, NewsKind.after_check)
    assert [round((at - begun).total_seconds() / 86400) for at in times] == pytest.approx(list(DAYS), abs=3)
    assert not walk.higher.was_told(NewsKind.after_check)
    assert [i.todo.about for i in walk.lower.was_told(NewsKind.after_check) if i.todo] == [str(d) for d in DAYS]
    assert world.state is State.closed


def test_rule_9_the_answer_is_kept_nowhere_and_a_yes_shows_whom_to_turn_to(world: World, stages: Stages) -> None:
    def everything_after(answer: str) -> str:
        walk = stages.at(world, "conflict", State.closed, "power")
        assert walk.higher is not None
        assert walk.higher.refused(Act.after_check, {"chk.harder": answer}, about="7").reason is Reason.not_yours
        done = walk.lower.does(Act.after_check, {"chk.harder": answer}, about="7")
        assert (done.next is not None) is (answer == "yes")
        if done.next:
            assert "reach-outside_line" in "\n".join(done.next.notes)
        again = walk.lower.refused(Act.after_check, {"chk.harder": answer}, about="7")
        assert again.reason is Reason.already_done
        kept = world.dump("news", "person", "contact", "clock", "audit", "words")
        assert "harder" not in kept
        audit = [row for row in world.dump().splitlines() if row.startswith("audit") and "after_check" in row]
        assert len(audit) == 1 and not {"yes", "rather_not_say"} & set(audit[0].replace("'", " ").split())
        return walk.higher.gets(f"/api/v1/reviews/{world.review_id}").text

    assert everything_after("yes") == everything_after("no") == everything_after("rather_not_say")


def test_rule_9_among_peers_nobody_is_asked(world: World, stages: Stages) -> None:
    walk = stages.at(world, "conflict", State.cooling)
    world.advance(days=100)
    assert not any(p.was_told(NewsKind.after_check) for p in walk.people)
    assert walk.opener.refused(Act.after_check, {"chk.harder": "no"}, about="7").reason is Reason.not_yours


# ---- 10: what may not be opened ----


def test_rule_10_there_is_no_fast_lane(world: World, mia: Person, raj: Person) -> None:
    for said in ("no", "they", "me"):
        mia.drafts(raj)
        mia.is_clear(**{"scr.say": said})
        offered = {o.value for o in mia.form(Act.choose_way).fields[0].options}
        assert ("fast" in offered) is (said == "no")
        assert offered >= {"direct", "arrangement", "note", "rest", "private"}
        if said != "no":
            assert mia.refused(Act.choose_way, way="fast").fields == {"way": Reason.not_a_choice}
        mia.does(Act.discard)


@pytest.mark.parametrize("by", ["said", "line"])
def test_rule_10_nothing_about_a_rating_pay_or_discipline_is_opened(
    world: World, mia: Person, raj: Person, by: str
) -> None:
    if by == "line":
        world.lines({mia: raj, raj: None})
    mia.drafts(raj)
    mia.does(Act.screen, {"scr.stop": ["none"], "scr.danger": "no", "scr.formal": "no"}, page=1)
    said = {"scr.say": "they" if by == "said" else "no", "scr.cost": ["none"], "scr.rating": "yes"}
    refused = mia.refused(Act.screen, said, page=2)
    assert refused.fields == {"scr.rating": Reason.about_rating}
    assert "reach-outside_line" in str(refused.params)
    assert mia.refused(Act.choose_way, way="direct").reason is Reason.not_screened


def test_rule_10_the_fast_lane_ends_where_the_one_asked_says_that_there_is_a_say(
    world: World, mia: Person, raj: Person
) -> None:
    for higher_opens in (True, False):
        mia.opens(raj, way="fast")
        mia.fills(Act.describe, {"open.c.name": "Standup"})
        world.advance(minutes=21)
        part = canary("part")
        mia.does(Act.send_short, {"ack.c.part": part, "send": "seal"})
        world.advance(seconds=5)
        raj.is_clear(**{"scr.say": "they" if higher_opens else "me"})
        raj.does(Act.answer_short, short="taken")
        assert world.row.way == Way.direct.value
        world.advance(days=1)
        higher, lower = (mia, raj) if higher_opens else (raj, mia)
        assert world.row.higher_id == higher.id
        assert world.state is (State.choosing if higher_opens else State.first)
        if not higher_opens:
            assert lower.review.todos == [] and Act.acknowledge in [act for act, _ in higher.todos]
        mia.does(Act.leave)
        raj.does(Act.leave)
        world.advance(days=60)


def test_rule_10_what_was_to_be_sent_fast_is_not_sent_once_the_line_has_changed(
    world: World, mia: Person, raj: Person
) -> None:
    mia.opens(raj, way="fast")
    mia.fills(Act.describe, {"open.c.name": "Standup"})
    world.advance(minutes=21)
    world.lines({mia: raj, raj: None})
    part = canary("part")
    refused = mia.refused(Act.send_short, {"ack.c.part": part, "send": "seal"})
    assert refused.reason is Reason.way_not_offered
    assert part not in raj.gets("/api/v1/home").text
    assert world.state is State.ready


# ---- 11: rows of open items, and the result ----


def test_rule_11_no_manager_above_gets_a_row_of_a_review_with_a_say_in_it(world: World) -> None:
    top, vera, boss = world.person("Top"), world.person("Vera"), world.person("Boss")
    team = [world.person(f"P{n}") for n in range(6)]
    lines = {top: None, vera: top, boss: top, **dict.fromkeys(team, vera)}
    world.lines(lines)
    sides = {p.id: "Platform" for p in (*team, vera)}
    Walk(world, "incident", [team[0], vera], side=sides, higher=vera).until(State.first)
    assert [p.open_items for p in (vera, top, boss)] == [[], [], []]
    world.review_id = ""
    Walk(world, "incident", team[1:3], side=sides).until(State.acknowledge)
    assert len(vera.open_items) == 1 and [p.open_items for p in (top, boss)] == [[], []]
    world.lines({**lines, team[1]: team[2]})
    assert [p.open_items for p in (vera, top, boss, team[2])] == [[], [], [], []]
    world.work()
    world.lines(lines)
    assert vera.open_items == [], "a say that was there once is not forgotten"


def test_rule_11_a_tick_counts_no_more_once_somebody_says_that_there_is_a_say(world: World) -> None:
    vera = world.person("Vera")
    team = [world.person(f"P{n}") for n in range(6)]
    world.lines({vera: None, **dict.fromkeys(team, vera)})
    walk = Walk(world, "conflict", team[:2], ticks=tuple(p.id for p in team)).until(State.acknowledge)
    assert len(vera.open_items) == 1
    walk.opener.is_clear(**{"scr.say": "they"})
    assert vera.open_items == []
    assert not any(p.manager_may_see for p in world.rows(PartyRow))


@pytest.mark.parametrize("answers", [("repaired", "repaired"), ("repaired", "partly"), ("partly", "not_repaired")])
def test_the_result_is_closed_or_still_open_to_the_higher_until_the_lower_shows_it(
    world: World, stages: Stages, answers: tuple[str, str]
) -> None:
    walk = stages.at(world, "conflict", State.pulse, "power")
    assert walk.higher is not None
    walk.pulse(*(answers if walk.opener is walk.higher else answers[::-1]))
    world.advance(days=1)
    known = Outcome.ended if answers == ("repaired", "repaired") else Outcome.not_repaired
    real = walk.lower.review.outcome
    assert real == world.row.outcome
    assert walk.higher.review.outcome is known
    assert {c.card.outcome for c in world.chat.cards()[-1:] if c.card} == {known}
    shown = [i.review.outcome for i in walk.higher.was_told(NewsKind.closed) if i.review]
    assert shown == [known]
    assert walk.higher.refused(Act.show_outcome).reason is Reason.not_yours
    walk.lower.does(Act.show_outcome)
    world.advance(minutes=1)
    assert walk.higher.review.outcome == real
    assert {c.card.outcome for c in world.chat.cards()[-1:] if c.card} == {real}

"""Bad input, and what it gets: each refusal with its reason and its field, and nothing kept of it."""

from datetime import date, timedelta

import pytest

from schemas.commands import Value
from schemas.vocabulary import Act, ContactKind, Reason, State, Step
from service.store.sent_tables import NewsRow
from service.store.tables import AuditRow, ReviewRow, WordsRow

from .stages import Stages
from .walks import Walk
from .world import CLEAR, Person, World, canary

PARTIES = {"parties"}

# ---- who can be asked ----


@pytest.mark.parametrize(
    ("fact", "reason"),
    [
        ({"is_bot": True}, Reason.is_bot),
        ({"deactivated": True}, Reason.is_deactivated),
        ({"is_guest": True}, Reason.is_guest),
        ({"is_stranger": True}, Reason.is_stranger),
    ],
)
def test_somebody_who_cannot_be_asked_is_refused_at_their_field(
    world: World, mia: Person, raj: Person, fact: dict[str, bool], reason: Reason
) -> None:
    other = world.person("Other", **fact)
    problem = mia.may_not_open(raj, other)
    assert (problem.reason, problem.fields) == (reason, {"parties": reason})
    assert problem.params["name"] == "Other"
    assert world.rows(ReviewRow) == []
    world.knows(other, **dict.fromkeys(fact, False))
    mia.opens(raj, other)


def test_nobody_oneself_somebody_unknown_and_too_many_are_refused_at_their_field(
    world: World, mia: Person, raj: Person
) -> None:
    crowd = [world.person(f"P{n}") for n in range(8)]
    refusals = [
        (mia.may_not_open(), Reason.nobody_named),
        (mia.may_not_open(mia, raj), Reason.only_yourself),
        (mia.may_not_open("U-nobody-knows"), Reason.unknown_person),
        (mia.may_not_open(*crowd[:4]), Reason.too_many),
        (mia.may_not_open(*crowd[:8], kind="incident"), Reason.too_many),
    ]
    for problem, reason in refusals:
        assert (problem.reason, problem.fields) == (reason, {"parties": reason})
    assert [p.params.get("most") for p, _ in refusals[3:]] == ["3", "7"]
    assert world.rows(ReviewRow) == []
    mia.opens(*crowd[:3])
    mia.opens(*crowd[:7], kind="incident")


def test_a_guest_may_not_open_either(world: World, raj: Person) -> None:
    guest = world.person("Guest", is_guest=True)
    assert guest.may_not_open(raj).reason is Reason.is_guest
    assert raj.opens(world.person("Mia")).review


def test_nobody_opens_before_every_kind_of_contact_is_named(world: World, mia: Person, raj: Person) -> None:
    world.names_contacts(ContactKind.people_team)
    problem = mia.may_not_open(raj)
    assert problem.reason is Reason.contacts_missing
    assert problem.params == {"missing": "outside_line, crisis"}
    assert mia.home.missing_contacts == ["outside_line", "crisis"]
    world.names_contacts()
    mia.opens(raj)


@pytest.mark.parametrize(
    ("values", "field", "reason"),
    [
        ({"kind": "quarrel"}, "kind", Reason.not_a_choice),
        ({"kind": None}, "kind", Reason.missing),
        ({"open__c__size": "huge"}, "open.c.size", Reason.not_a_choice),
    ],
)
def test_what_was_not_offered_or_left_empty_is_refused_at_its_field(
    world: World, mia: Person, raj: Person, values: dict[str, Value], field: str, reason: Reason
) -> None:
    problem = mia.may_not_open(raj, **values)
    assert problem.fields == {field: reason}


def test_a_second_review_between_the_same_people_is_refused_without_saying_why(world: World, stages: Stages) -> None:
    mia, raj = stages.at(world, "conflict", State.invited).people
    first = world.review_id

    def drafted(one: Person, other: Person) -> set[str]:
        """The ways that a new draft about these two offers; the others are refused."""
        one.drafts(other)
        one.is_clear()
        form = one.form(Act.choose_way)
        ways = {option.value for option in form.fields[0].options}
        assert ("One is open with exactly these people" in form.notes[0]) is ("direct" not in ways)
        for way in {"direct", "arrangement", "note", "fast"} - ways:
            assert one.refused(Act.choose_way, way=way).fields == {"way": Reason.not_a_choice}
        return ways

    alone = {"rest", "private"}
    assert drafted(raj, mia) == alone
    raj.does(Act.choose_way, way="private")
    raj.does(Act.write_private, {"me.words": canary("private")})
    assert world.state is State.private
    world.review_id = first
    raj.does(Act.decline, when="now")
    world.work()
    assert drafted(mia, raj) == alone
    assert "direct" in drafted(raj, mia)
    world.advance(days=31)
    assert "direct" in drafted(mia, raj)


def test_what_was_drafted_before_another_one_went_out_is_not_sent(world: World, mia: Person, raj: Person) -> None:
    for way in ("direct", "fast"):
        world.begin()
        for person in (mia, raj):
            world.knows(person)
        Walk(world, "conflict", [mia, raj], way=way).until(State.ready)
        waiting = world.review_id
        world.review_id = ""
        Walk(world, "conflict", [raj, mia]).until(State.invited)
        world.review_id = waiting
        parts: dict[str, Value] = {f"ack.c.{part}": canary() for part in ("part", "effect", "offer")}
        act = Act.invite if way == "direct" else Act.send_short
        assert mia.refused(act, {"ready.read": "yes", "send": "seal", **parts}).reason is Reason.one_open


# ---- power ----


SAY: dict[str, Value] = {"scr.say": "they", "scr.cost": ["none"], "scr.rating": "no"}


def test_a_say_in_a_group_is_refused_at_its_question_with_the_contacts(world: World, mia: Person, raj: Person) -> None:
    mia.drafts(raj, world.person("Ines"))
    mia.does(Act.screen, CLEAR[0], page=1)
    problem = mia.refused(Act.screen, SAY, page=2)
    assert problem.fields == {"scr.say": Reason.power_in_group}
    assert all(f"reach-{kind.value}" in problem.params["contacts"] for kind in ContactKind)
    assert world.row.higher_id is None


def test_a_line_in_a_group_is_refused_over_any_number_of_steps_and_between_two_it_is_known(
    world: World, mia: Person, raj: Person
) -> None:
    boss, top = world.person("Boss"), world.person("Top")
    world.lines({raj: boss, boss: top, mia: top})
    assert mia.may_not_open(boss, top).fields == {"parties": Reason.power_in_group}
    raj.drafts(top)
    assert raj.review.say == "under"
    mia.opens(raj)
    assert mia.review.say == ""


def test_a_say_in_a_group_that_only_somebody_asked_names_is_told_to_nobody(world: World, stages: Stages) -> None:
    ana, ben, _cleo = stages.at(world, "incident", State.invited).people
    before = ana.review
    ben.does(Act.screen, CLEAR[0], page=1)
    assert ben.refused(Act.screen, SAY, page=2).fields == {"scr.say": Reason.power_in_group}
    assert ana.review == before
    ben.accepts()


def test_somebody_who_left_the_workspace_since_is_not_invited(world: World, stages: Stages) -> None:
    mia, raj = stages.at(world, "conflict", State.ready).people
    world.advance(minutes=21)
    world.knows(raj, deactivated=True)
    assert mia.refused(Act.invite, {"ready.read": "yes"}).reason is Reason.is_deactivated
    world.knows(raj)
    mia.does(Act.invite, {"ready.read": "yes"})


# ---- dates ----


@pytest.mark.parametrize(
    ("act", "field", "state"),
    [
        (Act.pause, "until", State.acknowledge),
        (Act.later, "until", State.invited),
        (Act.recommit, "rec.when", State.recommit),
    ],
)
def test_a_date_that_cannot_be_is_refused_at_its_field(
    world: World, stages: Stages, act: Act, field: str, state: State
) -> None:
    mia, raj = stages.at(world, "conflict", state).people
    today = world.now.date()
    good: dict[str, Value] = {"rec.if": canary(), "rec.then": f"I will call. {canary()}", "rec.for": mia.id}
    for said, reason in (
        (str(today - timedelta(days=1)), Reason.date_past),
        (str(today + timedelta(days=400)), Reason.date_far),
        ("the day after", Reason.date_bad),
        ("2026-02-30", Reason.date_bad),
        (None, Reason.missing),
    ):
        problem = raj.refused(act, {**good, field: said})
        assert problem.fields == {field: reason}, said
    raj.does(act, {**good, field: str(today + timedelta(days=9))})


def test_later_has_bounds_that_the_refusal_names(world: World, stages: Stages) -> None:
    _mia, raj = stages.at(world, "conflict", State.invited).people
    assert raj.review.next_date is not None
    answer_date = raj.review.next_date.date()
    assert raj.refused(Act.later, until=str(answer_date)).fields == {"until": Reason.date_bounds}, "nothing would move"
    problem = raj.refused(Act.later, until=str(world.now.date() + timedelta(days=60)))
    assert problem.fields == {"until": Reason.date_bounds}
    assert problem.params == {
        "first": str(answer_date + timedelta(days=1)),
        "last": str(world.now.date() + timedelta(days=30)),
    }


def test_an_incident_that_is_not_over_cannot_be_described(world: World, mia: Person, raj: Person) -> None:
    mia.opens(raj, kind="incident")
    told: dict[str, Value] = {"open.i.ref": canary("title"), "night": "no", "place": "C1"}
    tomorrow = str(world.now.date() + timedelta(days=1))
    assert mia.refused(Act.describe, {**told, "over_on": tomorrow}).fields == {"over_on": Reason.incident_not_over}
    assert mia.refused(Act.describe, {**told, "over_on": "x"}).fields == {"over_on": Reason.date_bad}
    assert mia.refused(Act.describe, {**told, "over_on": "2026-11-20", "place": None}).fields == {
        "place": Reason.missing
    }
    mia.does(Act.describe, {**told, "over_on": "2026-11-20"})


# ---- owners ----


def test_a_recommitment_is_for_somebody_else_who_takes_part(world: World, stages: Stages) -> None:
    mia, raj = stages.at(world, "conflict", State.recommit).people
    when = str(world.now.date() + timedelta(days=9))
    good: dict[str, Value] = {"rec.if": canary(), "rec.then": f"I will call. {canary()}", "rec.when": when}
    for somebody in (mia.id, "U-stranger"):
        assert mia.refused(Act.recommit, {**good, "rec.for": somebody}).fields == {"rec.for": Reason.owner_not_party}
    mia.does(Act.recommit, {**good, "rec.for": raj.id})


def test_a_change_of_the_system_is_owned_by_somebody_who_takes_part(world: World, stages: Stages) -> None:
    ana, ben, cleo = stages.at(world, "incident", State.recommit).people
    when = str(world.now.date() + timedelta(days=9))
    good: dict[str, Value] = {"rec.link": "https://tickets.example/7", "due": when}
    problem = ana.refused(Act.recommit_system, {**good, "owner": "U-stranger"})
    assert problem.fields == {"owner": Reason.owner_not_party}
    words_instead = ana.refused(Act.recommit_system, {**good, "rec.link": "we should talk", "owner": ben.id})
    assert words_instead.fields == {"rec.link": Reason.bad_link}
    ana.does(Act.recommit_system, {**good, "owner": ben.id})
    assert [c.owner_name for c in cleo.review.recommitments] == ["Ben"]


def test_nobody_takes_over_somebody_elses_recommitment(world: World, stages: Stages) -> None:
    walk = stages.at(world, "incident", State.recommit)
    ana, ben, _cleo = walk.people
    walk.commits(ana, ben)
    mine = ana.review.recommitments[0]
    when = str(world.now.date() + timedelta(days=9))
    theft: dict[str, Value] = {"rec.link": "OPS-7", "owner": ben.id, "due": when}
    assert ben.refused(Act.recommit_system, theft, about=mine.id).reason is Reason.not_yours
    again: dict[str, Value] = {"rec.if": canary(), "rec.then": f"I will call. {canary()}", "rec.for": ana.id,
                               "rec.when": when}  # fmt: skip
    assert ben.refused(Act.recommit, again, about=mine.id).reason is Reason.not_yours
    assert ben.refused(Act.drop_recommitment, about=mine.id).reason is Reason.not_yours
    assert ana.review.recommitments == [mine]
    ana.does(Act.drop_recommitment, about=mine.id)


# ---- words ----


def test_words_over_three_thousand_characters_are_refused_and_nothing_is_cut(world: World, stages: Stages) -> None:
    mia, raj = stages.at(world, "conflict", State.acknowledge).people
    kept = len(world.rows(WordsRow))
    long = canary() + "x" * 3000
    problem = mia.refused(Act.acknowledge, {"ack.c.part": long, "ack.c.effect": long, "keep": "seal"})
    assert problem.fields == {"ack.c.part": Reason.too_long, "ack.c.effect": Reason.too_long}
    assert problem.params["most"] == "3000"
    assert len(world.rows(WordsRow)) == kept
    just_fits = (canary() + "x" * 3000)[:3000]
    mia.does(Act.acknowledge, {"ack.c.part": just_fits, "keep": "seal"})
    raj.does(Act.acknowledge, {"ack.c.part": canary(), "keep": "seal"})
    world.advance(days=1)
    assert raj.can_read(just_fits)


def test_an_untouched_starter_and_blanks_are_empty(world: World, stages: Stages) -> None:
    mia, _raj = stages.at(world, "conflict", State.acknowledge).people
    for nothing in ("", "   ", "My part was …", " My part was ... "):
        problem = mia.refused(Act.acknowledge, {"ack.c.part": nothing, "keep": "seal"})
        assert problem.fields == {"ack.c.part": Reason.missing}
    mia.does(Act.acknowledge, {"ack.c.part": canary(), "keep": "seal"})


def test_a_choice_that_was_not_offered_is_no_answer_and_no_place_for_words(world: World, stages: Stages) -> None:
    mia, _raj = stages.at(world, "conflict", State.pulse).people
    words = canary("smuggled")
    problem = mia.refused(Act.pulse, {"pul.heard": words}, page=1)
    assert problem.fields == {"pul.heard": Reason.not_a_choice}
    mia.does(Act.pulse, {"pul.out": "partly"}, page=2, hidden={"pul.heard": words})
    assert words not in world.dump()


def test_a_shortcut_keeps_a_link_and_never_a_text(world: World, mia: Person, raj: Person) -> None:
    text, link = canary("smuggled"), "https://chat.example/archives/C1/p1"
    for hidden in (text, link):
        body = {"values": {"kind": "conflict", "parties": [raj.id], "open.c.size": "small"},
                "hidden": {"link": hidden}}  # fmt: skip
        assert world.asks(mia.id, "POST", "/api/v1/reviews", body).status_code == 200
    assert text not in world.dump()
    assert link in world.dump()


# ---- at the wrong time, by the wrong person ----


def test_somebody_who_is_no_party_gets_what_a_review_that_does_not_exist_gets(world: World, stages: Stages) -> None:
    mia, _raj = stages.at(world, "conflict", State.acknowledge).people
    stranger, there = world.person("Stranger"), world.review_id
    answers = []
    for review in (there, "no-such-review"):
        world.review_id = review
        answers.append([
            stranger.gets(f"/api/v1/reviews/{review}").content,
            stranger.gets(f"/api/v1/reviews/{review}/words").content,
            *(stranger.asks_for_form(act).content for act in Act if act is not Act.open),
            *(stranger.refused(act).model_dump_json().encode() for act in Act if act is not Act.open),
        ])  # fmt: skip
    assert answers[0] == answers[1]
    assert set(answers[0]) == {answers[0][0]}
    world.review_id = there
    assert mia.review.id == there


def test_an_act_pressed_twice_is_done_once(world: World, stages: Stages) -> None:
    mia, raj = stages.at(world, "conflict", State.invited).people
    raj.accepts()
    assert raj.refused(Act.accept, {}).reason in (Reason.already_done, Reason.too_late)
    world.advance(minutes=21)
    mia.does(Act.ready, {"ready.read": "yes"})
    assert mia.refused(Act.ready, {"ready.read": "yes"}).reason is Reason.already_done
    assert [a.act for a in world.rows(AuditRow)].count("ready") == 1


def test_an_act_after_the_end_or_before_its_time_is_refused_and_changes_nothing(world: World, stages: Stages) -> None:
    for state, reason in ((State.closed, Reason.too_late), (State.invited, Reason.not_now)):
        mia, _raj = stages.at(world, "conflict", state).people
        before = world.dump("clock")
        for act in (Act.acknowledge, Act.express, Act.reflect, Act.renegotiate, Act.pulse):
            assert mia.refused(act, {"ack.c.part": canary(), "keep": "seal"}).reason is reason
        assert world.dump("clock") == before


def test_a_form_whose_page_does_not_exist_is_refused(world: World, stages: Stages) -> None:
    mia, _raj = stages.at(world, "conflict", State.acknowledge).people
    for page in (0, 2, -1, 10**9):
        assert mia.asks_for_form(Act.acknowledge, page=page).status_code == 409
    for page in (0, 5, -1, 10**9):
        assert mia.refused(Act.acknowledge, {"keep": "seal"}, page=page).reason is Reason.not_now
    assert mia.form(Act.acknowledge).pages == 1


def test_agreement_counts_for_the_text_that_was_shown(world: World, stages: Stages) -> None:
    mia, raj = stages.at(world, "conflict", State.renegotiate).people
    mia.fills(Act.renegotiate, {"ren.c.ask": canary("first"), "send": "seal"})
    shown = raj.form(Act.answer_change, mia.id)
    second = canary("second")
    mia.fills(Act.renegotiate, {"ren.c.ask": second, "send": "seal"})
    late = raj.refused(Act.answer_change, {"agree": "yes"}, about=mia.id, hidden=shown.hidden)
    assert late.reason is Reason.too_late
    shown = raj.form(Act.answer_change, mia.id)
    assert any(second in p.text for p in shown.passages)
    raj.does(Act.answer_change, {"agree": "yes"}, about=mia.id, hidden=shown.hidden)


def test_what_others_answer_meanwhile_does_not_make_an_answer_late(world: World, stages: Stages) -> None:
    ana, ben, cleo = stages.at(world, "incident", State.renegotiate).people
    world.advance_to(world.row.floor_at + timedelta(minutes=1))
    ana.fills(Act.renegotiate, {"ren.i.system": canary("system"), "send": "seal"})
    shown = ben.form(Act.answer_change, ana.id)
    cleo.does(Act.answer_change, {"agree": "yes"}, about=ana.id)
    ben.does(Act.answer_change, {"agree": "yes"}, about=ana.id, hidden=shown.hidden)


def test_an_agreement_taken_back_takes_back_that_it_was_enough(world: World, stages: Stages) -> None:
    mia, raj = stages.at(world, "conflict", State.renegotiate).people
    mia.fills(Act.renegotiate, {"ren.c.ask": canary("change"), "send": "seal"})
    assert mia.refused(Act.settle_changes, changes="enough").fields == {"changes": Reason.nothing_agreed}
    raj.does(Act.answer_change, {"agree": "yes"}, about=mia.id)
    mia.does(Act.settle_changes, changes="enough")
    raj.does(Act.answer_change, {"agree": "no"}, about=mia.id)
    raj.does(Act.settle_changes, changes="nothing")
    assert world.state is State.renegotiate
    raj.does(Act.answer_change, {"agree": "yes"}, about=mia.id)
    mia.does(Act.settle_changes, changes="enough")
    assert world.state is State.recommit


def test_a_refusal_leaves_nothing_behind(world: World, stages: Stages) -> None:
    mia, _raj = stages.at(world, "conflict", State.ready).people
    news = len(world.rows(NewsRow))
    problem = mia.refused(Act.invite, {"ready.read": "yes"})
    assert problem.reason is Reason.too_early
    assert "when" in problem.params
    assert len(world.rows(NewsRow)) == news
    assert world.state is State.ready
    assert [w.step for w in world.rows(WordsRow) if w.status == "released"] == []
    assert Step.draft in {w.step for w in world.rows(WordsRow)}
    assert date.fromisoformat(problem.params["when"][:10]) == world.now.date()

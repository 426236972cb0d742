"""Is this the right place? Asked of each alone; another route leaves nothing behind, and one press undoes it."""

import json
import logging
from datetime import timedelta
from pathlib import Path

import pytest

from schemas.commands import Value
from schemas.readings import ActReading, FormReading
from schemas.vocabulary import Act, ContactKind, NewsKind, Reason, Said, State
from service.domain.screening import Signal
from service.practice import forms, route_cards
from service.store import people
from service.store.tables import AuditRow, ContactRow, WordsRow

from .stages import Stages
from .walks import Walk
from .world import TUESDAY, Person, World, canary

NONE: dict[str, Value] = {"scr.stop": ["none"], "scr.danger": "no", "scr.formal": "no"}
AWAY = [
    ({"scr.stop": ["force"]}, "people"),
    ({"scr.stop": ["sexual", "went_on"]}, "people"),
    ({"scr.stop": ["went_on", "rather_not"]}, "people"),
    ({"scr.stop": ["unlawful"]}, "ethics"),
    ({"scr.formal": "yes"}, "investigation"),
    ({"scr.stop": ["followed"], "scr.danger": "yes"}, "urgent"),
]
"""Answers that lead somewhere else, and the card that is shown."""
GIVEN_AWAY = sorted({str(signal) for signal in Signal} - {"say", "cost", "force", "ground", "formal", "alone"})
"""Answers whose words stand nowhere else in the database, so that they can be looked for."""


def says(person: Person, answers: dict[str, Value]) -> ActReading:
    """The first page of the private questions, with these answers and 'no' to the rest."""
    return person.does(Act.screen, NONE | answers, page=1)


def card_of(answer: ActReading, name: str, *, out: bool = False) -> FormReading:
    """The card that was shown, which has to be this one. `out`: its reader was led out of what others know of."""
    assert answer.said is Said.routed
    assert answer.next is not None and answer.next.act is Act.unroute
    card = route_cards.routes()[name]
    yours = card.gone if out else card.yours
    written = [yours if line == "{yours}" else line for line in card.lines if line != "{contacts}"]
    assert [line for line in answer.next.notes if line in written] == written
    assert answer.next.fields == []
    return answer.next


@pytest.mark.parametrize(("answers", "card"), AWAY)
def test_the_opener_is_shown_another_route_and_nothing_of_the_draft_reaches_anybody(
    world: World, mia: Person, raj: Person, answers: dict[str, Value], card: str
) -> None:
    mia.drafts(raj)
    shown = card_of(says(mia, answers), card)
    assert shown.also == [Act.write_private, Act.discard]
    for act in (Act.choose_way, Act.describe, Act.rest, Act.invite, Act.send_note, Act.screen):
        assert mia.refused(act, way="direct").reason in (Reason.not_now, Reason.not_screened)
    world.advance(days=29)
    assert world.chat.taken == []
    assert mia.review.todos == []
    assert set(mia.review.may) == {Act.write_private, Act.discard, Act.unroute}
    assert raj.home.reviews == []


def test_without_another_route_the_same_draft_is_asked_about_after_two_weeks(
    world: World, mia: Person, raj: Person
) -> None:
    mia.drafts(raj)
    world.advance(days=15)
    assert [(i.kind, i.todo.act) for i in mia.was_told() if i.todo] == [(NewsKind.draft_old, Act.screen)]


def test_a_false_alarm_is_undone_in_one_press_and_the_review_goes_on(world: World, mia: Person, raj: Person) -> None:
    mia.drafts(raj)
    card_of(says(mia, {"scr.stop": ["pressed"]}), "people")
    back = mia.does(Act.unroute)
    assert back.next is not None and (back.next.act, back.next.page) == (Act.screen, 1)
    assert mia.refused(Act.unroute).reason is Reason.not_found
    mia.is_clear()
    mia.does(Act.choose_way, way="direct")
    Walk(world, "conflict", [mia, raj]).until(State.cooling)


def test_a_false_alarm_is_undone_from_every_place_that_is_the_openers_alone(
    world: World, mia: Person, raj: Person
) -> None:
    walk = Walk(world, "conflict", [mia, raj])
    walk.until(State.ready)
    says(mia, {"scr.stop": ["ground"]})
    world.advance(days=1)
    assert NewsKind.draft_ready not in [i.kind for i in mia.was_told()]
    assert mia.refused(Act.invite).reason is Reason.not_now
    mia.does(Act.unroute)
    assert mia.refused(Act.invite).reason is Reason.not_screened
    mia.is_clear()
    walk.until(State.invited)
    mia.drafts(world.person("Ines"))
    says(mia, {"scr.stop": ["ground"]})
    mia.does(Act.write_private, {"me.words": canary("private")})
    assert mia.does(Act.unroute).next is not None
    mia.is_clear()
    mia.does(Act.choose_way, way="direct")
    assert world.state is State.draft


@pytest.mark.parametrize(("answers", "card"), AWAY)
def test_somebody_asked_is_shown_another_route_and_can_undo_it_until_the_answer_date(
    world: World, stages: Stages, answers: dict[str, Value], card: str
) -> None:
    mia, raj = stages.at(world, "conflict", State.invited).people
    for undone in (True, False):
        card_of(says(raj, answers), card, out=True)
        assert raj.gets(f"/api/v1/reviews/{world.review_id}").status_code == 404
        assert mia.review.state is State.invited
        if undone:
            assert raj.does(Act.unroute).next is not None
            assert (Act.screen, None) in raj.todos
    told = len(raj.was_told())
    world.advance(days=6)
    assert raj.refused(Act.unroute).reason is Reason.too_late
    assert len(raj.was_told()) == told
    assert [i.kind for i in mia.was_told()][-1] is NewsKind.ended


def test_after_a_false_alarm_the_answer_is_still_theirs(world: World, stages: Stages) -> None:
    raj = stages.at(world, "conflict", State.invited).people[1]
    says(raj, {"scr.stop": ["force"]})
    raj.does(Act.unroute)
    raj.accepts()
    assert world.state is State.cooling


@pytest.mark.parametrize(
    "state", [State.cooling, State.acknowledge, State.express, State.reflect, State.recommit, State.checking]
)
def test_this_has_changed_leads_out_of_an_open_review_and_back(world: World, stages: Stages, state: State) -> None:
    walk = stages.at(world, "conflict", state)
    mia, raj = walk.people
    for person in walk.people:
        assert Act.screen in person.review.may
        card_of(says(person, {"scr.stop": ["worse_since"]}), "people", out=True)
        assert person.gets(f"/api/v1/reviews/{world.review_id}").status_code == 404
        person.does(Act.unroute)
        person.is_clear()
    says(raj, {"scr.stop": ["worse_since"]})
    told = len(raj.was_told())
    world.advance_to(mia.review.next_date + timedelta(days=3))
    assert mia.review.state is State.closed
    assert len(raj.was_told()) == told
    assert raj.home.reviews == []
    walk.after_each()


def test_a_card_says_what_becomes_of_ones_words_and_that_is_what_becomes_of_them(world: World, stages: Stages) -> None:
    walk = stages.at(world, "conflict", State.express)
    mia, raj = walk.people
    part, sealed = walk.of(raj, "acknowledge")[0], canary("sealed")
    raj.fills(Act.express, {"exp.c.saw": sealed, "keep": "seal"})
    card = card_of(says(raj, {"scr.stop": ["worse_since"]}), "people", out=True)
    assert not any("keep it" in line or "stays yours alone" in line for line in card.notes)
    world.advance(hours=25)
    world.tidy()
    kept = str([w.body for w in world.rows(WordsRow)])
    assert sealed not in kept and part in kept
    assert mia.can_read(part) and not mia.can_read(sealed)
    mia.drafts(world.person("Ines"))
    text = canary("private")
    card_of(says(mia, {"scr.stop": ["worse_since"]}), "people")
    mia.does(Act.write_private, {"me.words": text})
    world.advance(days=29)
    world.tidy()
    assert text in str([w.body for w in world.rows(WordsRow)])


def test_an_opener_who_was_shown_another_route_while_others_think_is_out(world: World, stages: Stages) -> None:
    mia, raj = stages.at(world, "conflict", State.invited).people
    says(mia, {"scr.stop": ["force"]})
    assert raj.review.state is State.invited
    raj.accepts()
    world.advance(days=6)
    assert (world.state, world.row.outcome) == (State.closed, "ended")
    assert NewsKind.ended in [i.kind for i in raj.was_told()]


def test_rather_not_say_shows_whom_to_turn_to_and_goes_on(world: World, mia: Person, raj: Person) -> None:
    mia.drafts(raj)
    answer = says(mia, {"scr.stop": ["rather_not"]})
    assert answer.next is not None and (answer.next.act, answer.next.page) == (Act.screen, 2)
    assert "contact for people_team: reach-people_team" in answer.next.notes
    ways = mia.does(Act.screen, {"scr.say": "no", "scr.cost": ["none"], "scr.rating": "no"}, page=2).next
    assert ways is not None
    offered = {option.value for option in ways.fields[0].options}
    assert offered == {"arrangement", "note", "rest", "private"}


def test_an_answer_that_was_changed_counts_as_it_is_now(world: World, mia: Person, raj: Person) -> None:
    mia.drafts(raj)
    mia.is_clear(**{"scr.cost": ["told_to"]})
    ways = mia.form(Act.choose_way).fields[0].options
    assert "direct" not in [option.value for option in ways]
    mia.is_clear()
    ways = mia.form(Act.choose_way).fields[0].options
    assert "direct" in [option.value for option in ways]


def test_whoever_was_told_to_do_this_reads_once_that_they_can_close_it(world: World, mia: Person, raj: Person) -> None:
    line = forms.line("beside", "told_to")
    mia.drafts(raj)
    told = mia.is_clear(**{"scr.cost": ["told_to"]}).next
    assert told is not None and told.notes[0] == line
    assert line not in mia.form(told.act).notes
    other = mia.is_clear(**{"scr.cost": ["cost"]}).next
    assert other is not None and line not in other.notes


def test_somebody_asked_who_was_told_to_reads_it_too(world: World, stages: Stages) -> None:
    _mia, raj = stages.at(world, "conflict", State.invited).people
    told = raj.is_clear(**{"scr.cost": ["told_to"]}).next
    assert told is not None and told.act is Act.another_way
    assert told.notes[0] == forms.line("beside", "told_to")
    assert forms.line("beside", "told_to") not in raj.form(Act.another_way).notes
    raj.is_clear()


@pytest.mark.parametrize(
    ("answers", "field", "reason"),
    [
        ({"scr.stop": []}, "scr.stop", Reason.missing),
        ({"scr.danger": None}, "scr.danger", Reason.missing),
        ({"scr.stop": ["say"]}, "scr.stop", Reason.not_a_choice),
        ({"scr.formal": "danger"}, "scr.formal", Reason.not_a_choice),
    ],
)
def test_what_was_left_empty_or_not_offered_is_refused_at_its_question(
    world: World, mia: Person, raj: Person, answers: dict[str, Value], field: str, reason: Reason
) -> None:
    mia.drafts(raj)
    assert mia.refused(Act.screen, NONE | answers, page=1).fields == {field: reason}


def test_the_second_page_alone_is_not_enough(world: World, mia: Person, raj: Person) -> None:
    mia.drafts(raj)
    second: dict[str, Value] = {"scr.say": "no", "scr.cost": ["none"], "scr.rating": "no"}
    assert mia.refused(Act.screen, second, page=2).reason is Reason.not_screened


# ---- whom to turn to ----


def names(world: World, *rows: tuple[str, str, str, int]) -> None:
    """Contacts: kind, name, country, days since they were confirmed."""
    made = [
        ContactRow(kind=kind, name=name, reach="1", country=country, confirmed_at=TUESDAY - timedelta(days=days))
        for kind, name, country, days in rows
    ]
    world.write(lambda session: people.replace_contacts(session, made))


def test_contacts_stand_by_country_and_those_confirmed_lately_first(world: World) -> None:
    names(
        world,
        (ContactKind.crisis, "everywhere", "*", 0),
        (ContactKind.crisis, "british", "GB", 0),
        (ContactKind.crisis, "german", "DE", 0),
        (ContactKind.people_team, "old and german", "DE", 91),
        (ContactKind.people_team, "new", "*", 89),
        (ContactKind.outside_line, "only french", "FR", 0),
    )
    shown = {}
    for tz in ("Europe/Berlin", "Europe/London", "UTC"):
        person = world.person(tz.replace("/", "-"), tz)
        person.drafts(world.person("Raj"))
        card = card_of(says(person, {"scr.stop": ["force"]}), "people")
        shown[tz] = [note.removesuffix(": 1") for note in card.notes if note.endswith(": 1")]
    assert shown == {
        "Europe/Berlin": ["new", "old and german", "only french", "german", "everywhere"],
        "Europe/London": ["new", "only french", "british", "everywhere"],
        "UTC": ["new", "only french", "everywhere"],
    }


# ---- nothing is left behind ----


def everything_kept(world: World) -> bytes:
    """The database as it lies on the disk, with what has not been written through yet."""
    path = Path(str(world.database.engine.url.database))
    return b"".join(each.read_bytes() for each in path.parent.glob(f"{path.name}*"))


def test_no_answer_is_found_in_the_database_a_log_a_message_or_a_screen(
    world: World, mia: Person, raj: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    screens = []
    for values in (["sexual", "followed", "pressed", "unlawful", "worse_since", "went_on"], []):
        mia.drafts(raj)
        screens.append(says(mia, {"scr.stop": [*values, "rather_not"], "scr.danger": "unsaid", "scr.formal": "unsaid"}))
        if not values:
            costs: dict[str, Value] = {"scr.say": "no", "scr.rating": "no"}
            costs["scr.cost"] = ["told_to", "never_heard", "too_close"]
            screens.append(mia.does(Act.screen, costs, page=2))
    world.advance(days=20)
    assert len(screens) == 3
    kept = everything_kept(world)
    assert b"screen" in kept  # that it was answered is kept, and so this is the file
    sent = "\n".join(news.model_dump_json() for news in world.chat.taken)
    hidden = json.dumps([s.next.hidden for s in screens if s.next])
    jobs = json.dumps(world.dump("words"), default=str)
    for answer in GIVEN_AWAY:
        assert answer.encode() not in kept, answer
        for place in (caplog.text, sent, hidden, jobs):
            assert answer not in place, answer


@pytest.mark.parametrize("state", [State.invited, State.acknowledge])
def test_the_audit_has_the_same_lines_for_a_clear_answer_another_route_and_a_false_alarm(
    world: World, stages: Stages, state: State
) -> None:
    def lines(*answers: dict[str, Value]) -> list[tuple[str, str]]:
        raj = stages.at(world, "conflict", state).people[1]
        before = len(world.rows(AuditRow))
        for said in answers:
            says(raj, said) if said else raj.does(Act.unroute)
        return [(row.act, row.state) for row in world.rows(AuditRow)[before:]]

    clear, red = {"scr.danger": "no"}, {"scr.stop": ["force"]}
    assert lines(clear) == lines(red) == [("screen", state.value)]
    assert lines(clear, clear) == lines(red, {})


def test_the_ways_stand_in_another_order_each_time_and_none_is_chosen_beforehand(
    world: World, mia: Person, raj: Person
) -> None:
    mia.drafts(raj)
    mia.is_clear()
    drawn = [mia.form(Act.choose_way).fields[0] for _ in range(60)]
    assert all(field.initial is None for field in drawn)
    first = {field.options[0].value for field in drawn}
    assert first == {"direct", "fast", "arrangement", "note", "rest", "private"}


def test_every_screen_of_an_open_review_has_the_way_out_that_its_reader_has(world: World, stages: Stages) -> None:
    for state, out in ((State.invited, Act.decline), (State.acknowledge, Act.leave), (State.checking, Act.leave)):
        raj = stages.at(world, "conflict", state).people[1]
        for act, about in raj.todos:
            assert raj.form(act, about).also == [out]
        assert raj.form(out).also == []

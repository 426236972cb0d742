"""Somebody in between: named, in nobody's line, agreed to by all, willing; and what they may read, and until when."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest

from schemas.vocabulary import Act, NewsKind, Outcome, Reason, State, Way
from service.domain.lifecycle import LED

from .stages import Stages
from .test_secrets import everything_seen
from .walks import Walk
from .world import Person, World, canary

IN_BETWEEN = (*LED, State.recommit, State.checking, State.pulse)
"""Where somebody may be in between."""


def pages(person: Person) -> str:
    """Every path by which this person reads: the review, its words, their inbox, their rows, forms and messages."""
    base = f"/api/v1/reviews/{person.world.review_id}"
    found = [person.gets(path).text for path in (base, f"{base}/words", "/api/v1/home", "/api/v1/open")]
    if (seen := person.gets(base)).status_code == 200:
        found += [person.asks_for_form(Act(t["act"]), t["about"]).text for t in seen.json()["todos"]]
        found += [person.asks_for_form(Act(act)).text for act in seen.json()["may"]]
    found += [n.model_dump_json() for n in person.world.chat.taken if n.reader_id == person.id]
    return "\n".join(found)


def texts_in(person: Person, walk: Walk) -> set[str]:
    """Whose texts of which step this person finds anywhere; a title is no secret to who serves."""
    page = pages(person)
    return {f"{t.step} of {t.author}" for t in walk.texts if t.value in page and t.step != "title"}


def searching(world: World, *facilitators: str) -> tuple[Walk, list[Person]]:
    """A mediated conflict in which somebody is looked for, and those who are free."""
    mia, raj = world.person("Mia"), world.person("Raj", "Europe/London")
    free = [world.person(name) for name in facilitators]
    world.names_facilitators(*free)
    return Walk(world, "conflict", [mia, raj], way="mediated").until(State.facilitation), free


def proposable(person: Person) -> list[str]:
    return [o.value for f in person.form(Act.propose_facilitator).fields for o in f.options]


# ---- who may be it ----


def test_only_somebody_named_active_and_in_nobodys_line_is_offered(world: World) -> None:
    mia, raj, boss, top = (world.person(name) for name in ("Mia", "Raj", "Boss", "Top"))
    report, gone, free, unnamed = (world.person(name) for name in ("Report", "Gone", "Free", "Unnamed"))
    world.knows(gone, deactivated=True)
    world.lines({mia: boss, boss: top, top: None, report: raj, raj: None, free: None, unnamed: None})
    world.names_facilitators(mia, boss, top, report, gone, free)
    walk = Walk(world, "conflict", [mia, raj], way="mediated").until(State.facilitation)
    assert proposable(mia) == [free.id]
    for somebody in (boss, top, report, gone, unnamed, raj):
        refused = mia.refused(Act.propose_facilitator, facilitator=somebody.id)
        assert refused.fields == {"facilitator": Reason.not_a_choice}
    assert walk.others[0].refused(Act.propose_facilitator, facilitator=free.id).reason is Reason.not_yours


def test_whoever_chooses_sees_where_each_comes_from_and_that_they_may_ask_first(world: World) -> None:
    mia, raj, fay, gil = (world.person(name) for name in ("Mia", "Raj", "Fay", "Gil"))
    world.lines({fay: None}, unit="Data " + "x" * 90)
    world.names_facilitators(fay, gil)
    Walk(world, "conflict", [mia, raj], way="mediated").until(State.facilitation)
    form = mia.form(Act.propose_facilitator)
    shown = {option.label: option.description for option in form.fields[0].options}
    assert shown == {"Fay": ("Data " + "x" * 90)[:75], "Gil": None}
    asking = "You may ask them up to three questions first."
    assert asking in form.notes
    mia.does(Act.propose_facilitator, facilitator=fay.id)
    assert asking in raj.form(Act.agree_facilitator).notes[0]


def test_each_may_say_no_once_and_whoever_was_refused_is_not_proposed_again(world: World) -> None:
    walk, (fay, gil, hao) = searching(world, "Fay", "Gil", "Hao")
    mia, raj = walk.people
    mia.does(Act.propose_facilitator, facilitator=fay.id)
    raj.does(Act.agree_facilitator, agree_facilitator="no")
    assert proposable(mia) == [gil.id, hao.id]
    mia.does(Act.propose_facilitator, facilitator=gil.id)
    refused = raj.refused(Act.agree_facilitator, agree_facilitator="no")
    assert refused.fields == {"agree_facilitator": Reason.refused_once}
    raj.does(Act.agree_facilitator, agree_facilitator="yes")
    assert (Act.serve, None) in gil.todos
    assert fay.gets(f"/api/v1/reviews/{world.review_id}").status_code == 404


def test_whoever_is_asked_may_decline_and_is_not_proposed_again(world: World) -> None:
    walk, (fay, gil) = searching(world, "Fay", "Gil")
    mia, raj = walk.people
    mia.does(Act.propose_facilitator, facilitator=fay.id)
    raj.does(Act.agree_facilitator, agree_facilitator="yes")
    world.work()
    assert fay.was_told(NewsKind.asked_to_facilitate)
    fay.does(Act.serve, serve="no")
    assert world.state is State.facilitation
    assert proposable(mia) == [gil.id]
    assert fay.gets(f"/api/v1/reviews/{world.review_id}").status_code == 404
    assert raj.review.facilitator_name is None


def test_before_all_have_agreed_whoever_is_proposed_knows_of_nothing(world: World) -> None:
    walk, (fay,) = searching(world, "Fay")
    mia, raj = walk.people
    mia.does(Act.propose_facilitator, facilitator=fay.id)
    world.advance(hours=1)
    assert {p.status_code for p in [fay.gets(f"/api/v1/reviews/{world.review_id}{x}") for x in ("", "/words")]} == {404}
    assert fay.refused(Act.serve, serve="yes").reason is Reason.not_found
    assert fay.home.reviews == [] and fay.was_told() == []
    raj.does(Act.agree_facilitator, agree_facilitator="yes")
    assert fay.review.title == "", "a title is words: it is read by who serves"
    fay.does(Act.serve, serve="yes")
    assert fay.review.title == walk.of(mia, "title")[0]


def test_where_nobody_is_free_it_is_not_offered_and_another_way_is(world: World) -> None:
    walk, (fay,) = searching(world, "Fay")
    mia, raj = walk.people
    mia.does(Act.propose_facilitator, facilitator=fay.id)
    raj.does(Act.agree_facilitator, agree_facilitator="no")
    world.advance(hours=1)
    assert mia.refused(Act.propose_facilitator, facilitator=fay.id).reason is Reason.no_facilitator
    for person in walk.people:
        (told,) = [i.todo for i in person.was_told(NewsKind.facilitator) if i.todo][-1:]
        assert told is not None and told.act is Act.without_facilitator
        person.does(Act.without_facilitator)
    assert world.state is State.cooling
    walk.until(State.closed)


def test_who_needs_somebody_in_between_is_left_with_the_arrangement_of_work(world: World) -> None:
    mia, raj, fay = world.person("Mia"), world.person("Raj"), world.person("Fay")
    world.names_facilitators(fay)
    mia.drafts(raj)
    mia.is_clear(**{"scr.cost": ["cost"]})
    assert "mediated" in {o.value for o in mia.form(Act.choose_way).fields[0].options}
    mia.does(Act.choose_way, way="mediated")
    walk = Walk(world, "conflict", [mia, raj], way="mediated").until(State.facilitation)
    world.names_facilitators()
    assert proposable(mia) == []
    for person in walk.people:
        person.does(Act.without_facilitator)
    assert (world.row.way, world.state) == (Way.arrangement, State.cooling)
    walk.until(State.renegotiate)
    assert not [w for w in world.held().words if w.step in ("acknowledge", "express")]


def test_without_anybody_named_the_way_is_not_among_those_offered(world: World, mia: Person, raj: Person) -> None:
    mia.drafts(raj)
    mia.is_clear()
    assert "mediated" not in {o.value for o in mia.form(Act.choose_way).fields[0].options}
    assert mia.refused(Act.choose_way, way="mediated").fields == {"way": Reason.not_a_choice}


# ---- the gates ----


def test_a_talk_with_each_alone_comes_first_and_only_the_facilitator_lets_it_go_on(
    world: World, stages: Stages
) -> None:
    walk = stages.at(world, "conflict", State.cooling, "mediated")
    assert walk.facilitator is not None
    walk.get_ready()
    world.advance(days=3)
    assert world.state is State.cooling
    assert (Act.gate, None) in walk.facilitator.todos
    for person in walk.people:
        assert person.refused(Act.gate).reason is Reason.not_found
    walk.facilitator.does(Act.gate)
    assert world.state is State.acknowledge


@pytest.mark.parametrize("state", [State.acknowledge, State.express])
def test_sealed_words_wait_for_the_gate(world: World, stages: Stages, state: State) -> None:
    walk = stages.at(world, "conflict", state, "mediated")
    assert walk.facilitator is not None
    (walk.acknowledge if state is State.acknowledge else walk.express)()
    world.advance(days=5)
    assert world.state is state
    first, second = walk.people
    assert not [t for t in walk.of(first, state.value) if second.can_read(t)]
    walk.facilitator.does(Act.gate)
    world.advance(days=1)
    assert [t for t in walk.of(first, state.value) if second.can_read(t)] == walk.of(first, state.value)


# ---- what they read ----


@pytest.mark.parametrize("kind", ["conflict", "incident"])
def test_a_facilitator_finds_nothing_anywhere_that_was_not_granted(world: World, stages: Stages, kind: str) -> None:
    for state in IN_BETWEEN:
        if state in (State.first, State.choosing):
            continue
        walk = stages.at(world, kind, state, "mediated")
        assert walk.facilitator is not None
        assert texts_in(walk.facilitator, walk) == set(), state
        assert walk.facilitator.review.facilitator_name == "Fay"


GRANTED = {
    State.released: ["acknowledge"],
    State.express: ["acknowledge"],
    State.reflect: ["acknowledge", "express"],
    State.renegotiate: ["express"],
    State.checking: ["acknowledge", "express", "renegotiate", "recommit"],
    State.pulse: ["renegotiate", "recommit"],
}


@pytest.mark.parametrize("state", list(GRANTED))
def test_what_one_author_grants_is_read_until_they_take_it_back(world: World, stages: Stages, state: State) -> None:
    walk = stages.at(world, "conflict", state, "mediated")
    assert walk.facilitator is not None
    mia, _raj = walk.people
    mine = {t.step for t in walk.texts if t.author == mia.id}
    for step in [s for s in GRANTED[state] if s in mine]:
        mia.does(Act.grant, grant=[step])
        assert texts_in(walk.facilitator, walk) == {f"{step} of {mia.id}"}
        assert {f.name: f.initial for f in mia.form(Act.grant).fields} == {"grant": [step]}
    mia.does(Act.grant, grant=[])
    assert texts_in(walk.facilitator, walk) == set()


def test_sealed_words_can_be_granted_and_a_draft_or_a_private_note_cannot(world: World, stages: Stages) -> None:
    walk = stages.at(world, "conflict", State.acknowledge, "mediated")
    assert walk.facilitator is not None
    mia, raj = walk.people
    part = canary("part")
    values = {"ack.c.part": part, "audience": "full"}
    mia.does(Act.acknowledge, {**values, "keep": "draft"}, page=2)
    assert mia.refused(Act.grant, grant=["acknowledge"]).reason is Reason.not_now
    mia.does(Act.acknowledge, {**values, "keep": "seal"}, page=2)
    for step in ("ready", "draft", "close", "reflect", "nonsense"):
        assert mia.refused(Act.grant, grant=[step]).fields == {"grant": Reason.not_a_choice}
    mia.does(Act.grant, grant=["acknowledge"])
    assert walk.facilitator.can_read(part) and not raj.can_read(part)
    mia.does(Act.take_back)
    assert not walk.facilitator.can_read(part)


def test_the_answers_to_a_granted_text_are_not_granted_with_it(world: World, stages: Stages) -> None:
    walk = stages.at(world, "conflict", State.recommit, "mediated")
    assert walk.facilitator is not None
    mia, raj = walk.people
    author = mia if walk.of(mia, "renegotiate") else raj
    author.does(Act.grant, grant=["renegotiate"])
    headings = [p.heading for p in walk.facilitator.words]
    assert headings and not [h for h in headings if h.startswith("Answer of")]
    assert [p for p in mia.words if p.heading.startswith("Answer of")]


def test_a_facilitator_sees_nothing_of_a_pulse(world: World, stages: Stages) -> None:
    def seen(*answers: str) -> str:
        walk = stages.at(world, "conflict", State.pulse, "mediated")
        assert walk.facilitator is not None
        walk.to_floor()
        mia = walk.people[0]
        if answers:
            mia.fills(Act.pulse, {"pul.heard": "2", "pul.out": answers[0]})
        assert walk.facilitator.refused(Act.pulse, {"pul.out": "repaired"}, page=2).reason is Reason.not_found
        return walk.facilitator.gets(f"/api/v1/reviews/{world.review_id}").text

    assert seen() == seen("repaired") == seen("not_repaired")


# ---- the end of it ----


class Recorder:
    """Keeps what a person asked for and was given, so that it can be asked again."""

    def __init__(self, world: World, person: Person) -> None:
        self.world, self.person, self.kept = world, person, list[tuple[str, str, Any]]()
        self.sends: Callable[..., httpx.Response] = world.asks

    def asks(self, person: str, method: str, path: str, body: Any = None, once: str | None = None) -> httpx.Response:
        answer = self.sends(person, method, path, body, once)
        if person == self.person.id and answer.status_code < 300 and "/reviews/" in path:
            self.kept.append((method, path, body))
        return answer


def test_after_stepping_down_twenty_earlier_requests_are_all_refused(
    world: World, stages: Stages, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = stages.at(world, "conflict", State.cooling, "mediated")
    assert walk.facilitator is not None
    fay, (mia, _raj) = walk.facilitator, walk.people
    recorder = Recorder(world, fay)
    monkeypatch.setattr(world, "asks", recorder.asks)
    walk.until(State.acknowledge)
    walk.acknowledge()
    mia.does(Act.grant, grant=["acknowledge"])
    pages(fay)
    walk.let_on()
    walk.until(State.express)
    walk.express()
    pages(fay)
    fay.words  # noqa: B018
    earlier = {json.dumps(kept): kept for kept in recorder.kept}.values()
    fay.does(Act.step_down)
    again = [recorder.sends(fay.id, method, path, body, f"again {n}") for n, (method, path, body) in enumerate(earlier)]
    assert len(recorder.kept) >= 20
    assert {answer.status_code for answer in again} == {404}
    assert fay.home.reviews == []
    assert not any(t.value in fay.gets("/api/v1/home").text for t in walk.texts)


@pytest.mark.parametrize("state", [s for s in LED if s not in (State.first, State.choosing)])
def test_after_stepping_down_somebody_else_is_looked_for_and_nothing_is_inherited(
    world: World, stages: Stages, state: State
) -> None:
    walk = stages.at(world, "conflict", state, "mediated")
    assert walk.facilitator is not None
    gil = world.person("Gil")
    world.names_facilitators(walk.facilitator, gil)
    if walk.of(walk.opener, "acknowledge"):
        walk.opener.does(Act.grant, grant=["acknowledge"])
    walk.facilitator.does(Act.step_down)
    assert world.state is State.facilitation
    assert walk.others[0].review.facilitator_name is None
    assert proposable(walk.opener) == [gil.id], "whoever stepped down is not asked again"
    walk.facilitator = gil
    walk.find_a_facilitator()
    assert world.state is state
    assert texts_in(gil, walk) == set()
    walk.let_on()
    walk.until(State.closed)


@pytest.mark.parametrize("state", [State.recommit, State.checking, State.pulse])
def test_late_in_a_review_it_goes_on_without_the_one_who_stepped_down(
    world: World, stages: Stages, state: State
) -> None:
    walk = stages.at(world, "conflict", state, "mediated")
    assert walk.facilitator is not None
    walk.facilitator.does(Act.step_down)
    assert world.state is state
    walk.until(State.closed)
    assert world.row.outcome == Outcome.repaired


def test_stepping_down_during_a_pause_looks_for_somebody_when_it_is_over(world: World, stages: Stages) -> None:
    walk = stages.at(world, "conflict", State.express, "mediated")
    assert walk.facilitator is not None
    gil = world.person("Gil")
    world.names_facilitators(walk.facilitator, gil)
    walk.opener.does(Act.pause, until=str((world.now + timedelta(days=2)).date()))
    walk.facilitator.does(Act.step_down)
    assert world.state is State.paused
    world.advance(days=4)
    assert world.state is State.facilitation
    walk.facilitator = gil
    walk.find_a_facilitator()
    assert world.state is State.express


def is_deactivated(world: World, walk: Walk) -> None:
    assert walk.facilitator is not None
    world.knows(walk.facilitator, deactivated=True)


def is_named_no_longer(world: World, walk: Walk) -> None:
    world.names_facilitators()


def comes_into_the_line(world: World, walk: Walk) -> None:
    assert walk.facilitator is not None
    boss = world.person("Boss")
    world.lines({walk.people[1]: boss, boss: walk.facilitator, walk.facilitator: None})


def becomes_a_report(world: World, walk: Walk) -> None:
    assert walk.facilitator is not None
    world.lines({walk.facilitator: walk.people[0], walk.people[0]: None})


@pytest.mark.parametrize("change", [is_deactivated, is_named_no_longer, comes_into_the_line, becomes_a_report])
@pytest.mark.parametrize("state", [State.cooling, State.express, State.checking])
def test_who_may_facilitate_no_longer_opens_nothing_from_that_moment_and_the_others_are_asked_anew(
    world: World, stages: Stages, state: State, change: Callable[[World, Walk], None]
) -> None:
    walk = stages.at(world, "conflict", state, "mediated")
    assert walk.facilitator is not None
    fay = walk.facilitator
    if walk.of(walk.opener, "acknowledge"):
        walk.opener.does(Act.grant, grant=["acknowledge"])
    change(world, walk)
    assert texts_in(fay, walk) == set(), "before the engine has looked"
    assert {fay.gets(f"/api/v1/reviews/{world.review_id}{x}").status_code for x in ("", "/words")} == {404}
    assert fay.refused(Act.gate).reason is Reason.not_found
    world.advance(minutes=1)
    assert world.row.facilitator_id is None
    assert [m for m in world.held().marks if m.mark == "grant"] == []
    assert world.state is (state if state is State.checking else State.facilitation)
    if world.state is State.facilitation:
        assert all(Act.without_facilitator in p.review.may for p in walk.people)


@pytest.mark.parametrize("state", [State.cooling, State.acknowledge, State.express, State.renegotiate, State.checking])
def test_a_stop_looks_to_each_like_the_other_leaving(world: World, stages: Stages, state: State) -> None:
    def seen(stopped: bool) -> list[str]:
        walk = stages.at(world, "conflict", state, "mediated")
        assert walk.facilitator is not None
        mia, raj = walk.people
        walk.facilitator.does(Act.stop) if stopped else mia.does(Act.leave)
        date = world.row.ending_at
        assert date is not None
        looks = []
        for later in (timedelta(minutes=-1), timedelta(minutes=1)):
            world.advance_to(date + later)
            looks.append(everything_seen(world, raj))
        world.advance(days=3)
        assert len(raj.was_told(NewsKind.ended)) == 1
        assert world.row.outcome == Outcome.ended
        assert walk.facilitator.gets(f"/api/v1/reviews/{world.review_id}").status_code == 404
        return looks

    assert seen(stopped=True) == seen(stopped=False)


def test_after_a_stop_nothing_opens_any_more(world: World, stages: Stages) -> None:
    walk = stages.at(world, "conflict", State.acknowledge, "mediated")
    assert walk.facilitator is not None
    walk.facilitator.does(Act.gate)
    walk.facilitator.does(Act.stop)
    assert walk.facilitator.refused(Act.stop).reason is Reason.already_done
    walk.acknowledge()
    world.advance(days=10)
    assert world.row.outcome == Outcome.ended
    first, second = walk.people
    assert not [t for t in walk.of(first, "acknowledge") if second.can_read(t)]


# ---- the search is put down, or given up ----


def test_a_pause_during_the_search_keeps_the_place_from_which_it_began(world: World, stages: Stages) -> None:
    walk = stages.at(world, "conflict", State.renegotiate, "mediated")
    assert walk.facilitator is not None
    walk.facilitator.does(Act.step_down)
    assert world.state is State.facilitation
    walk.people[0].does(Act.pause, until=str((world.now + timedelta(days=2)).date()))
    world.advance(days=4)
    assert world.state is State.facilitation
    for person in walk.people:
        person.does(Act.without_facilitator)
    assert world.state is State.renegotiate


def test_whoever_was_proposed_hears_of_nothing_once_all_go_on_without(world: World) -> None:
    walk, (fay,) = searching(world, "Fay")
    mia, raj = walk.people
    mia.does(Act.propose_facilitator, facilitator=fay.id)
    raj.does(Act.agree_facilitator, agree_facilitator="yes")
    assert fay.gets(f"/api/v1/reviews/{world.review_id}").status_code == 200
    for person in (mia, raj):
        person.does(Act.without_facilitator)
    assert world.state is State.cooling
    assert fay.gets(f"/api/v1/reviews/{world.review_id}").status_code == 404
    assert fay.home.reviews == []


@pytest.mark.parametrize("ends", ["by itself", "left", "stopped"])
def test_whoever_was_in_between_is_asked_how_it_is_for_them_however_it_ended(
    world: World, stages: Stages, ends: str
) -> None:
    walk = stages.at(world, "conflict", State.express, "mediated")
    assert walk.facilitator is not None
    if ends == "left":
        walk.people[1].does(Act.leave)
    elif ends == "stopped":
        walk.facilitator.does(Act.stop)
    else:
        walk.until(State.closed)
    world.advance(days=5)
    assert world.state is State.closed
    assert [i.review for i in walk.facilitator.was_told(NewsKind.helped)] == [None]
    assert not any(p.was_told(NewsKind.helped) for p in walk.people)


def test_whoever_stepped_down_is_not_asked(world: World, stages: Stages) -> None:
    walk = stages.at(world, "conflict", State.express, "mediated")
    assert walk.facilitator is not None
    walk.facilitator.does(Act.step_down)
    world.advance(days=9)
    assert world.state is State.closed
    assert not walk.facilitator.was_told(NewsKind.helped)


@pytest.mark.parametrize("kind", ["conflict", "incident"])
@pytest.mark.parametrize("lane", ["mediated", "mediated power"])
def test_a_page_that_only_asks_who_may_read_is_called_like_the_one_before_it(
    world: World, stages: Stages, kind: str, lane: str
) -> None:
    """No word of the code stands above what people write."""
    for state, act in (
        (State.acknowledge, Act.acknowledge),
        (State.first, Act.acknowledge),
        (State.express, Act.express),
    ):
        if (state is State.first) is not (lane == "mediated power") and state is not State.express:
            continue
        walk = stages.at(world, kind, state, lane)
        writer = walk.lower if lane == "mediated power" and state is State.express else walk.higher or walk.people[0]
        pages = writer.form(act).pages
        titles = [writer.form(act, page=page).title for page in range(1, pages + 1)]
        assert act.value not in titles, titles

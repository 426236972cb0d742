"""The wording coach at work: what an author sees before words are sealed, and that nothing of it stays anywhere."""

import pytest

from schemas.commands import Value
from schemas.readings import FormReading
from schemas.vocabulary import Act, Said, State
from service.store.tables import AuditRow

from .conftest import Stages
from .world import Person, World, canary

BLAME = "You made me snap in front of the whole team."
REASON = "I was only trying to help you."
THREAT = "Careful, your review is coming up and I sign it off."
EXIT = "He pushed me against the door and hit me."
PART = "On Tuesday I moved your date without asking."


def writes(text: str, keep: str = "seal", **more: Value) -> dict[str, Value]:
    return {
        "ack.c.part": text,
        "ack.c.effect": "It cost you a day.",
        "ack.c.offer": "I'll ask first.",
        "keep": keep,
        **more,
    }


@pytest.fixture
def mia(world: World, stages: Stages) -> Person:
    return stages.at(world, "conflict", State.acknowledge).opener


def shown(form: FormReading | None) -> str:
    assert form is not None
    return "\n".join(form.notes)


def again(person: Person, form: FormReading | None, values: dict[str, Value]) -> object:
    assert form is not None
    return person.does(Act.acknowledge, values, hidden=form.hidden, page=form.page)


def answered(form: FormReading | None, how: str, about: str = "") -> dict[str, Value]:
    """The answers to those notes of a form that quote this."""
    assert form is not None
    names = [field.name for field in form.fields if field.name.startswith("coach.")]
    return {name: how for name, note in zip(names, form.notes, strict=False) if about in note}


def is_sealed(world: World, person: Person) -> bool:
    return any(
        w.author_id == person.id and w.status == "sealed" and w.step == "acknowledge" for w in world.held().words
    )


def test_notes_stand_above_the_words_before_they_are_sealed_and_keep_it_seals_them(world: World, mia: Person) -> None:
    answer = mia.does(Act.acknowledge, writes(f"{PART} {BLAME}"))
    assert answer.said is Said.draft_saved
    assert not is_sealed(world, mia)
    said = shown(answer.next)
    assert "“You made me snap" in said
    assert "You could try" in said
    assert answer.next is not None
    part = next(f for f in answer.next.fields if f.name == "ack.c.part")
    assert part.initial == f"{PART} {BLAME}"
    again(mia, answer.next, writes(f"{PART} {BLAME}", **answered(answer.next, "keep")))
    assert is_sealed(world, mia)


def test_clean_words_are_sealed_at_once(world: World, mia: Person) -> None:
    assert mia.does(Act.acknowledge, writes(PART)).said is Said.sealed
    assert is_sealed(world, mia)


def test_after_a_change_there_is_one_more_look_and_then_silence(world: World, mia: Person) -> None:
    first = mia.does(Act.acknowledge, writes(BLAME))
    second = mia.does(
        Act.acknowledge, writes("You always make me snap."), hidden=first.next.hidden if first.next else {}
    )
    assert second.next is not None
    assert not is_sealed(world, mia)
    again(mia, second.next, writes("You always make me snap like this."))
    assert is_sealed(world, mia)


def test_a_sentence_moves_to_the_step_where_it_belongs(world: World, mia: Person) -> None:
    first = mia.does(Act.acknowledge, writes(f"{PART} {REASON}"))
    assert first.next is not None
    field = next(f for f in first.next.fields if f.name.startswith("coach."))
    assert "move" in [o.value for o in field.options]
    mia.does(Act.acknowledge, writes(f"{PART} {REASON}", **answered(first.next, "move")), hidden=first.next.hidden)
    bodies = {w.step: w.body for w in world.held().words if w.author_id == mia.id}
    assert REASON not in bodies["acknowledge"]["ack.c.part"]
    assert PART in bodies["acknowledge"]["ack.c.part"]
    assert REASON in bodies["express"]["exp.c.context"]


def bodies_of(world: World, person: Person) -> dict[str, dict[str, str]]:
    return {w.step: w.body for w in world.held().words if w.author_id == person.id}


def test_two_notes_on_one_sentence_move_that_sentence_once_and_no_other(world: World, mia: Person) -> None:
    both = "I was only trying to help and you made me do it."
    text = f"{PART} {both} I left at noon. I told nobody."
    first = mia.does(Act.acknowledge, writes(text))
    moves = answered(first.next, "move")
    assert len(moves) == 2
    assert first.next is not None
    mia.does(Act.acknowledge, writes(text, **moves), hidden=first.next.hidden)
    bodies = bodies_of(world, mia)
    assert bodies["acknowledge"]["ack.c.part"] == f"{PART} I left at noon. I told nobody."
    assert list(bodies["express"].values()) == [both]


def test_the_other_note_is_moved_where_the_first_sentence_was_changed(world: World, mia: Person) -> None:
    first = mia.does(Act.acknowledge, writes(f"{BLAME} {REASON} {PART}"))
    assert first.next is not None
    changed = writes(f"I snapped. {REASON} {PART}", **answered(first.next, "move", REASON))
    mia.does(Act.acknowledge, changed, hidden=first.next.hidden)
    bodies = bodies_of(world, mia)
    assert bodies["acknowledge"]["ack.c.part"] == f"I snapped. {PART}"
    assert bodies["express"]["exp.c.context"] == REASON


def test_where_a_sentence_left_the_screen_is_drawn_without_it(world: World, mia: Person) -> None:
    text = f"  {BLAME} {REASON} {PART}"
    first = mia.does(Act.acknowledge, writes(text))
    assert first.next is not None
    part = next(f for f in first.next.fields if f.name == "ack.c.part")
    assert (part.initial, part.anew) == (text, None)
    moves = writes(text, **answered(first.next, "move", REASON))
    second = mia.does(Act.acknowledge, moves, hidden=first.next.hidden)
    assert second.next is not None
    part = next(f for f in second.next.fields if f.name == "ack.c.part")
    assert part.initial == f"{BLAME} {PART}"
    assert part.anew, "what the chat app remembers would be drawn over it"
    assert answered(second.next, "keep").keys() < answered(first.next, "keep").keys()


def test_two_sentences_move_and_not_a_letter_of_what_is_around_them(world: World, mia: Person) -> None:
    text = f"   I began.  {BLAME} {PART} {REASON} I left."
    first = mia.does(Act.acknowledge, writes(text))
    assert first.next is not None
    mia.does(Act.acknowledge, writes(text, **answered(first.next, "move")), hidden=first.next.hidden)
    bodies = bodies_of(world, mia)
    assert bodies["acknowledge"]["ack.c.part"] == f"I began. {PART} I left."
    assert sorted(bodies["express"].values()) == sorted([BLAME, REASON])


def test_of_two_notes_on_a_sentence_the_one_that_was_answered_says_where_it_goes(world: World, mia: Person) -> None:
    both = "You made me snap, and I'll own my part only when you own yours."
    first = mia.does(Act.acknowledge, writes(f"{PART} {both}"))
    assert first.next is not None
    fields = {f.name: f for f in first.next.fields if f.name.startswith("coach.")}
    other = next(n for n, f in fields.items() if any("changes" in o.label for o in f.options if o.value == "move"))
    assert len(fields) == 2
    mia.does(Act.acknowledge, writes(f"{PART} {both}", **{other: "move"}), hidden=first.next.hidden)
    bodies = bodies_of(world, mia)
    assert "express" not in bodies
    assert list(bodies["renegotiate"].values()) == [both]


def test_a_sentence_that_was_changed_since_its_note_stays_where_it_is(world: World, mia: Person) -> None:
    first = mia.does(Act.acknowledge, writes(f"{PART} {REASON}"))
    assert first.next is not None
    changed = f"{PART} I was only trying to help the whole team."
    mia.does(Act.acknowledge, writes(changed, **answered(first.next, "move")), hidden=first.next.hidden)
    bodies = bodies_of(world, mia)
    assert bodies["acknowledge"]["ack.c.part"] == changed
    assert "express" not in bodies


def test_what_was_stopped_and_is_no_draft_leaves_no_line_in_the_audit(world: World, mia: Person) -> None:
    raj = next(p for p in world.held().parties if p.person_id != mia.id).person_id
    mia.does(Act.offer, {"to": raj, "offer": "own", "offer_text": THREAT})
    assert "offer" not in [row.act for row in world.rows(AuditRow)]
    mia.does(Act.offer, {"to": raj, "offer": "own", "offer_text": PART})
    assert [row.act for row in world.rows(AuditRow)].count("offer") == 1


def test_a_threat_is_never_sent_by_any_path(world: World, mia: Person) -> None:
    hidden: dict[str, str] = {}
    for _try in range(4):
        answer = mia.does(Act.acknowledge, writes(THREAT, **{"coach.1": "keep"}), hidden=hidden)
        assert answer.next is not None
        hidden = answer.next.hidden | {"told": "9", "meant_otherwise": "yes"}
        assert not is_sealed(world, mia)
    raj = next(p for p in world.held().parties if p.person_id != mia.id).person_id
    assert mia.does(Act.offer, {"to": raj, "offer": "own", "offer_text": THREAT}).next is not None
    assert world.held().offers == []
    mia.does(Act.acknowledge, writes(THREAT, keep="draft"))
    assert not is_sealed(world, mia)


def test_words_that_are_sealed_cannot_become_a_threat_page_by_page(world: World, stages: Stages) -> None:
    mia = stages.at(world, "conflict", State.express).opener
    clean: dict[str, Value] = {"exp.c.saw": "I saw the date move.", "exp.c.ask": "Please ask first.", "keep": "seal"}
    mia.fills(Act.express, clean)
    assert mia.does(Act.express, {"exp.c.saw": THREAT}, page=1).next is not None
    sealed = [w.body for w in world.held().words if w.author_id == mia.id and w.status == "sealed"]
    assert THREAT not in str(sealed)


def test_a_title_that_others_will_read_is_no_threat_either(world: World) -> None:
    mia, raj = world.person("Mia"), world.person("Raj")
    mia.opens(raj)
    answer = mia.does(Act.describe, {"open.c.name": THREAT})
    assert answer.next is not None and "threat" in shown(answer.next)
    assert mia.review.state is State.draft
    own = "She said my review was coming up and that I should be careful."
    mia.does(Act.describe, {"open.c.name": "Tuesday's handover", "open.c.moment": f"{own} {EXIT}"})
    assert mia.review.state is State.ready, "what is for oneself is nobody's matter"


def test_an_exit_signal_shows_another_route_and_a_false_alarm_is_one_press(world: World, mia: Person) -> None:
    answer = mia.does(Act.acknowledge, writes(EXIT))
    assert not is_sealed(world, mia)
    assert "reach-" in shown(answer.next)
    assert "not what you meant" in shown(answer.next)
    again(mia, answer.next, writes(EXIT))
    assert is_sealed(world, mia)


def test_check_my_wording_says_what_it_sees_and_writes_nothing(world: World, mia: Person) -> None:
    before = world.dump()
    path = f"/api/v1/reviews/{world.review_id}/wording"
    for text, expected in (
        (BLAME, "You could try"),
        (PART, "Nothing stands out"),
        ("你改了日期没有问我。", "English only"),
    ):
        answer = world.asks(mia.id, "POST", path, {"act": "acknowledge", "values": writes(text)})
        assert answer.status_code == 200, answer.text
        assert expected in shown(FormReading.model_validate_json(answer.content))
    assert world.dump() == before


def test_whoever_turns_it_off_gets_no_notes_but_threats_and_exits_stay(world: World, mia: Person) -> None:
    assert world.asks(mia.id, "PUT", "/api/v1/coach", {"off": True}).status_code == 204
    assert not mia.form(Act.acknowledge).coach
    assert mia.does(Act.acknowledge, writes(THREAT)).next is not None
    assert mia.does(Act.acknowledge, writes(EXIT)).next is not None
    assert not is_sealed(world, mia)
    assert mia.does(Act.acknowledge, writes(BLAME)).said is Said.sealed
    assert world.asks(mia.id, "PUT", "/api/v1/coach", {"off": False}).status_code == 204


def test_nothing_of_the_coach_is_kept_anywhere(
    world: World, mia: Person, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    mark = canary("coached")
    mia.does(Act.acknowledge, writes(f"{BLAME} {mark}"))
    mia.does(Act.acknowledge, writes(f"{EXIT} {mark}"))
    kept = world.dump("words")
    for trace in (mark, "you_blame", "exit_", "coach.", "told", "You could try", "You made me snap"):
        assert trace not in kept, trace
        assert trace not in caplog.text
    out = capsys.readouterr()
    assert mark not in out.out + out.err
    labels = [w for w in world.held().words if "you_blame" in str(w.body)]
    assert labels == []


@pytest.mark.parametrize(("text", "hard"), [
    ("I'm such an idiot for sending it.", True),
    ("It's all my fault, I ruin things.", True),
    ("I know it's silly to be upset about this.", True),
    ("I\u2019m probably overreacting, but it hurt.", True),
    (PART, False),
    ("You told me \u201cI'm an idiot\u201d, and left.", False),
    ("I'm stupid busy this week.", True),  # nobody minds a kind line too many
    ("The test is useless without the fixture.", False),
])  # fmt: skip
def test_whoever_is_hard_on_themselves_gets_one_kind_line_and_nothing_is_held(
    world: World, mia: Person, text: str, hard: bool
) -> None:
    path = f"/api/v1/reviews/{world.review_id}/wording"
    answer = world.asks(mia.id, "POST", path, {"act": "acknowledge", "values": writes(text)})
    asked = FormReading.model_validate_json(answer.content)
    assert shown(asked).count("hard on yourself") == hard
    assert not any(f.name.startswith("coach.") for f in asked.fields), "it is no note"
    mia.does(Act.acknowledge, writes(text))
    assert is_sealed(world, mia)

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.coach import (
    EXITS,
    KINDS,
    LABELS,
    MOST_NOTES,
    SEVERITY,
    STEPS,
    Verdict,
    features,
    judge,
    lexicon,
    needs,
    reading,
)
from service.domain.coach.judging import LONGEST_QUOTE, beside_each_other
from service.domain.coach.model import UNIT
from service.domain.coach.verdict import ANY_EXIT, ANY_NOTE
from service.practice import coaching
from service.practice.library import PracticeError

HERE = ("expression", "conflict")


def labels_of(text: str, kind: str = "conflict", step: str = "acknowledgment") -> tuple[str, ...]:
    return judge(text, step, kind).labels


FLAGGED_AND_FREE = [
    ("non_apology", "I'm sorry if anyone was upset by my email.", "I'm sorry that I read your email out loud."),
    ("you_blame", "You made me lose my temper.", "When the reply came late, I lost my temper."),
    ("you_blame", "You should have told me about the meeting.", "I should have told you about the meeting."),
    ("intent_defence", "I was only trying to help.", "I tried to help, and you lost your weekend by it. I own that."),
    (
        "intent_defence",
        "I didn't mean it that way.",
        "I didn't mean it that way, and I can see that it hurt you. That's mine.",
    ),
    ("minimising", "You're too sensitive.", "Maybe I was too sensitive on Monday."),
    ("minimising", "Your reaction is disproportionate.", "You said my reaction was out of proportion."),
    ("minimising", "You need a more balanced perspective.", "I'd like to hear how it looked from your seat."),
    ("minimising", "It doesn't matter how hard you tried.", "I saw how hard you tried."),
    ("but_erasure", "I'm sorry I shouted, but you started it.", "I'm sorry I shouted. You deserved an answer."),
    ("absolutes", "You never listen to me.", "I will never open your mail again."),
    ("exit_self_harm", "I want to kill myself.", "I wanted to kill the stuck job and killed yours."),
    ("exit_violence", "He punched me in the face.", "I punched in the wrong code for the door."),
]


@pytest.mark.parametrize(("label", "flagged", "free"), FLAGGED_AND_FREE)
def test_a_phrasing_is_flagged_and_its_near_miss_is_free(label: str, flagged: str, free: str) -> None:
    assert label in labels_of(flagged)
    assert label not in labels_of(free)


@pytest.mark.parametrize("step", STEPS)
def test_the_second_rupture_in_one_sentence_is_noticed_in_every_step(step: str) -> None:
    text = "I didn't mean it that way, you're too sensitive."
    assert {"intent_defence", "minimising"} <= set(judge(text, step, "conflict").labels)


def test_hindsight_is_said_of_incidents_only() -> None:
    text = "They should have tested the backup before the release."
    assert "hindsight" in labels_of(text, kind="incident")
    assert "hindsight" not in labels_of(text, kind="conflict")


def test_a_threat_holds_an_exit_signal_routes_and_a_clean_draft_does_neither() -> None:
    threat = judge("You will regret this, your promotion is in my hands.", "expression", "conflict")
    assert (threat.hold, threat.route) == (True, None)
    route = judge("He threatened to beat me up after work.", "expression", "conflict")
    assert route.route in EXITS
    clean = judge("I moved the meeting and forgot to tell you.", "acknowledgment", "conflict")
    assert clean == Verdict()


def test_a_category_is_judged_beside_the_others() -> None:
    alone = dict.fromkeys((*LABELS, ANY_EXIT, ANY_NOTE), -2 * UNIT) | {"threat": UNIT, ANY_NOTE: UNIT}
    beside = beside_each_other(alone, 9)
    assert beside["threat"] > alone["threat"]  # likely to be something, and nothing else is likely
    rivalled = beside_each_other(alone | {"contempt": 2 * UNIT}, 9)
    assert rivalled["threat"] < beside["threat"]
    assert rivalled["contempt"] > rivalled["threat"]
    assert beside_each_other(alone | {ANY_NOTE: 2 * UNIT}, 9)["threat"] > beside["threat"]
    assert beside_each_other(alone | {"exit_violence": UNIT}, 9)[ANY_EXIT] > beside[ANY_EXIT]
    assert set(beside) == {*LABELS, ANY_EXIT}


def test_what_resembles_an_exit_signal_by_chance_adds_up_with_the_words() -> None:
    alone = dict.fromkeys((*LABELS, ANY_EXIT, ANY_NOTE), 0)
    short, long = beside_each_other(alone, 4), beside_each_other(alone, 100)
    assert short[ANY_EXIT] > long[ANY_EXIT]
    assert {label: short[label] for label in LABELS} == {label: long[label] for label in LABELS}


def test_the_sentence_that_is_quoted_has_most_of_the_category_by_itself() -> None:
    verdict = judge("I moved the meeting. You are too sensitive. The room was taken.", "expression", "conflict")
    assert [note.quote for note in verdict.notes if note.label == "minimising"] == ["You are too sensitive."]


def test_a_phrase_gives_its_classes_to_its_first_word_also_where_the_sentence_ends() -> None:
    (sentence,) = reading.sentences("There were no cameras")
    (seen,) = features.see((sentence,), "expression", "conflict")
    assert seen.own["c:menace"] == (2, 3)
    (shorter,) = features.see(reading.sentences("There were no lenses"), "expression", "conflict")
    assert "c:menace" not in shorter.own


def test_a_note_quotes_the_sentence_and_names_its_rule() -> None:
    text = "I read the thread again. You made me lose my temper. I would like to talk."
    note = judge(text, "expression", "conflict").notes[0]
    assert note.quote == "You made me lose my temper."
    assert text[note.start : note.end] == note.quote
    assert note.rule


def test_a_long_sentence_is_shortened_to_whole_words() -> None:
    text = "I know that " + "on that long day in the big hall " * 9 + "you made me lose my temper " + "in the end " * 20
    note = judge(text, "expression", "conflict").notes[0]
    assert "made me" in note.quote
    assert len(note.quote) <= LONGEST_QUOTE + len("…  …")
    assert set(note.quote.replace("…", "").split()) <= set(text.split())


# ------------------------------------------------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t ",
        "…",
        "?!",
        "🙃",
        "🙃🙃🙃 👍🏽👩‍👩‍👧‍👦",
        "\x00\x01\x02 \x7f",
        "\ud800 alone",
        "a" * 10_000,
        "you " * 2_500,
        "You made me snap. " * 556,
        "'" * 10_000,
        '"' + "never " * 1_600,
        "\u202eYou never listen\u202c",
        "You\u200b ne\u00adver listen\ufeff",
    ],
)
def test_odd_input_is_judged_without_fuss(text: str) -> None:
    for kind in KINDS:
        verdict = judge(text, "expression", kind)
        assert len(verdict.notes) <= MOST_NOTES


@pytest.mark.parametrize(
    "text",
    [
        "Du hast mich vor allen bloßgestellt und das war nicht in Ordnung.",
        "Eres un inútil y siempre llegas tarde a la reunión con el cliente.",
        "Tu ne m'écoutes jamais et c'est toujours de ma faute.",
        "Jesteś leniwy i nigdy nie odpowiadasz na moje wiadomości.",
        "你从来不听我说话。",
        "أنت لا تستمع إلي أبدا",
        "Ты никогда меня не слушаешь.",
        "あなたはいつも遅い。",
        "तुम कभी नहीं सुनते",
        "אתה אף פעם לא מקשיב",
    ],
)
def test_another_language_gets_no_notes_and_says_so(text: str) -> None:
    assert judge(text, "expression", "conflict") == Verdict(english=False)


def test_slips_short_words_and_foreign_names_are_still_english() -> None:
    for text in (
        "sry i was l8",
        "u nver listen 2 me",
        "I called Françoise and Łukasz",
        "ok",
        "No está, I wrote to him",
    ):
        assert judge(text, "expression", "conflict").english


WORDS = st.sampled_from(
    [
        "you",
        "never",
        "always",
        "made",
        "me",
        "sorry",
        "but",
        "if",
        "anyone",
        "was",
        "hurt",
        "I",
        "we",
        "he",
        "should",
        "have",
        "killed",
        "the",
        "pod",
        "“",
        "”",
        '"',
        "'",
        ".",
        "?",
        "!",
        ",",
        "🙃",
        "—",
        "kill",
        "myself",
        "fault",
        "your",
        "contract",
        "careful",
        "é",
        "ß",
        "İ",
        "\u200b",
        "\x00",
        "didn't",
        "you're",
        "10:30",
        "…",
        "lazy",
    ]
)


def in_order_of_notes(labels: tuple[str, ...]) -> list[str]:
    """As severe as they are, but of exit signals only the first."""
    exits = [label for label in labels if label in EXITS]
    return [*exits[:1], *(label for label in labels if label not in EXITS), *exits[1:]]


def test_a_threat_behind_two_exit_signals_is_still_said() -> None:
    verdict = judge("He grabbed my arm and put his hand on my thigh. Careful, your review is coming up.", *HERE)
    assert verdict.hold
    assert len([label for label in verdict.labels if label in EXITS]) >= 2
    assert [note.label for note in verdict.notes][1] == "threat"


@pytest.mark.parametrize(
    ("mark", "marked", "unmarked"),
    [
        ("owns", "That is on me.", "Sam owns the script and the whole table."),
        ("short", "Not now.", "It was a short and quiet evening for us."),
        ("forward", "From now on I will ask you first.", "He moved one step forward with the box."),
    ],
)
def test_a_word_is_not_taken_for_a_mark_of_the_same_name(mark: str, marked: str, unmarked: str) -> None:
    with_mark, with_word = (features.see(reading.sentences(text), *HERE)[0].own for text in (marked, unmarked))
    assert f"@{mark}" in with_mark and mark not in with_mark
    assert mark in with_word and f"@{mark}" not in with_word


@settings(max_examples=150, deadline=None)
@given(
    text=st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=60).map(" ".join)),
    step=st.sampled_from(STEPS),
    kind=st.sampled_from(KINDS),
)
def test_whatever_is_written_notes_are_few_whole_and_in_order(text: str, step: str, kind: str) -> None:
    verdict = judge(text, step, kind)
    assert set(verdict.labels) <= set(LABELS)
    assert len(verdict.notes) == min(MOST_NOTES, len(verdict.labels))
    severities = [SEVERITY[label] for label in verdict.labels]
    assert severities == sorted(severities)
    assert [note.label for note in verdict.notes] == in_order_of_notes(verdict.labels)[:MOST_NOTES]
    for found in (*verdict.findings, *verdict.notes):
        assert 0 <= found.start < found.end <= len(text)
        assert found.rule
    for note in verdict.notes:
        assert note.start == 0 or text[note.start - 1].isspace()
        assert note.end == len(text) or text[note.end].isspace()
        assert note.quote.strip("… ").split() == text[note.start : note.end].strip("… ").split()


# ----------------------------------------------------------------------------------------------- tables and advice


def test_no_rule_is_passed_over_where_it_would_hit() -> None:
    texts = [
        "you made me snap in front of the client",
        "he threatened to break my nose",
        "i am sorry if anyone was hurt",
    ]
    for rule in lexicon.rules():
        for text in texts:
            if rule.pattern.search(text):
                assert all(any(needed in text for needed in strings) for strings in rule.needs), rule.name
                assert rule in lexicon.likely(text)


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        ("you(?: made me)?", [{"you", "you made me"}]),
        (r"sorry (?:\w+ ){0,4}but", [{"sorry"}, {"but"}]),
        (r"(?:\w+ )?never", [{"never"}]),
        (r"(?:sorry \w+ but|never)", [{"sorry", "never"}, {"but", "never"}]),
        (r"(?:ab|\w+)", []),
    ],
)
def test_what_a_pattern_needs_is_known(pattern: str, needed: list[set[str]]) -> None:
    assert list(needs.one_of_each(pattern)) == needed


def test_every_category_has_advice_and_an_unknown_one_has_none() -> None:
    for label in LABELS:
        advice = coaching.words_for(label)
        assert advice.why
        assert advice.pattern
        assert not re.search(r"\byou are\b|!", advice.why)
    with pytest.raises(PracticeError, match="no advice"):
        coaching.words_for("unheard_of")


@pytest.mark.parametrize("broken", ["", '[minimising]\nwhy = "x"\ntry = "y"'])
def test_advice_that_lacks_a_category_is_refused(broken: str) -> None:
    with pytest.raises(PracticeError, match="categories"):
        coaching.read_advice(broken)

import inspect
import json
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.vocabulary import Act, Kind
from service import practice
from service.acts import beside, changing, readings, screens
from service.practice import forms, library

IDS_TEXT = """
open.c.name open.c.moment open.c.signs open.c.size open.c.hope open.i.ref
open.i.sides open.i.between open.i.learn
ready.read ready.view ready.hard
ack.c.part ack.c.effect ack.c.offer ack.none ack.facts ack.i.part ack.i.effect ack.i.offer ack.m.part
ack.m.view
exp.c.saw exp.c.felt exp.c.story exp.c.mattered exp.c.under exp.c.context exp.c.ask exp.i.seat
exp.i.expect exp.i.press exp.i.cost exp.i.need
ref.heard ref.sense ref.check ref.more
ack2.add
ren.c.differ ren.c.offer ren.c.ask ren.c.outside ren.c.differ2 ren.i.learn ren.i.system ren.i.talk
ren.asked
rec.if rec.then rec.for rec.ok rec.when rec.link
chk.own chk.miss chk.ben chk.harder
pul.heard pul.underst pul.rely pul.easier pul.wear pul.team pul.learn pul.out
close.show
one.note
me.what me.need me.words me.bound me.pattern
pat.want pat.what
care.worry care.fair
fac.first fac.reframe fac.defend
"""
IDS = IDS_TEXT.split()

KINDS_OF_SURE = (
    "We know it from practice",
    "It is our own choice",
    "There is some evidence: ",
    "There is strong evidence: ",
)
STEPS = [
    "place",
    "invited",
    "between",
    "ready",
    "acknowledge",
    "sealed",
    "express",
    "reflect",
    "ack_again",
    "renegotiate",
    "recommit",
    "check_in",
    "pulse",
]

# Field words that stay in the code, and words that promise too much or name somebody a culprit.
NEVER = [
    *("rupture", "repair attempt", "attunement", "validate", "trigger", "process", "safe space", "perpetrator"),
    *("victim", "complainant", "case", "forgive", "closure", "journey"),
    *("confidential", "anonymous", "guaranteed", "we will protect you", "resolved", "forgiven", "both sides"),
    *("misunderstanding", "toxic", "abuser"),
]

LINE = dict.fromkeys(("starter", "placeholder", "helper"), "") | {
    "id": "x.y",
    "step": "ready",
    "kind": "both",
    "title": "T",
    "label": "L",
}


def lint(texts: list[str]) -> list[str]:
    """The words in `texts` that nobody should be shown, matched as whole words."""
    return [word for text in texts for word in NEVER if re.search(rf"\b{word}\b", text, re.IGNORECASE)]


def test_every_prompt_is_there_once_and_no_other() -> None:
    assert list(practice.prompts()) == IDS
    assert len(IDS) == 80


def test_every_prompt_is_on_a_screen_or_beside_one() -> None:
    pages = [page for act in Act for kind in Kind for page in forms.pages_of(act, kind)]
    pages += [page for made in forms.BY_WAY.values() for page in made]
    pages += [*forms.AS_OWNER, *forms.AS_BENEFICIARY, *forms.FOR_THE_SYSTEM]
    asked = {name for page in pages for name in page}
    beside_them = {name for guides in beside.GUIDES.values() for name in guides}
    in_between = set(re.findall(r'screens\.prompt\("([a-z.]+)"\)', inspect.getsource(changing)))
    assert set(IDS) - asked - beside_them - in_between == set(library.FROM_ABOVE.values())


def test_every_example_reason_and_line_of_ours_is_said_somewhere() -> None:
    assert set(beside.EXAMPLES.values()) == set(library.examples())
    assert all(set(kinds) == set(library.KINDS) for kinds in library.examples().values())
    assert set(screens.WHY.values()) == set(library.why_steps())
    entries = tomllib.loads(Path(library.__file__).with_name("messages.toml").read_text(encoding="utf-8"))
    code = "".join(inspect.getsource(module) for module in (beside, readings))
    said = {"closing": "closing_lines", "before_seal": "before_seal", "live_talk": "live_talk"}
    assert entries.keys() == said.keys()
    assert [name for name in said.values() if f"library.{name}()" not in code] == []
    assert set(library.live_talk().offered_at) <= set(screens.WHY.values())


def test_every_step_says_why_and_how_sure_in_a_line() -> None:
    assert list(practice.why_steps()) == STEPS
    for step in STEPS:
        reason = practice.why(step)
        assert 0 < len(reason.why) <= 150
        assert 0 < len(reason.sure) <= 150
        assert reason.sure.startswith(KINDS_OF_SURE)


def test_nobody_is_shown_a_word_we_do_not_use() -> None:
    shown = list(practice.texts())
    assert {where: lint([text]) for where, text in shown if lint([text])} == {}
    assert len(shown) > 80 * 5


def test_the_word_list_finds_whole_words_only() -> None:
    assert lint(["In rare cases it is repaired and processed"]) == []
    assert lint(["Close the Case", "a repair attempt"]) == ["case", "repair attempt"]


def test_no_prompt_is_longer_than_slack_allows() -> None:
    for prompt in practice.prompts().values():
        assert len(prompt.title) <= 24
        assert max(map(len, (prompt.label, prompt.starter, prompt.placeholder, prompt.helper))) <= 150
        assert all(len(choice) <= 75 for choice in prompt.choices)


def test_a_few_texts_are_word_for_word() -> None:
    assert practice.prompts()["ack.c.part"].label == "What did you do, or leave undone, that added to this?"
    assert practice.prompts()["rec.then"].starter == "then I will …"
    assert practice.offers().wording["same_side"] == "I'd rather get this right with you than win it."
    assert practice.why("sealed").why == "If nobody can see first, nobody has to go second."


def test_eleven_offers_and_three_answers() -> None:
    told = practice.offers()
    assert " ".join(told.wording) == ("lighter stepback concede share pause retry thanks sorry gesture same_side slow")
    assert list(told.answers) == ["taken", "need_longer", "none"]


def test_the_live_talk_card_takes_half_an_hour_in_five_steps() -> None:
    card = practice.live_talk()
    assert (card.minutes, len(card.steps), card.offered_at) == (30, 5, ("reflect", "renegotiate"))


@pytest.mark.parametrize(
    ("prompt_id", "choices", "note"),
    [
        ("open.c.size", ["A small bump", "It's in the way of work", "It's serious"], "This only sets the pace."),
        ("ready.read", ["Yes", "Not today"], "'Not today' just moves the date."),
        ("ren.asked", ["Yes, I'm fine with that", "I'd like to add something"], "Private."),
        ("chk.harder", ["No", "Yes, show me who I can talk to", "Rather not say"], "Private."),
        ("rec.ok", ["Yes", "Yes, with a change", "Not really"], "You can say not really."),
        ("pul.heard", ["1 Not at all", "2", "3", "4", "5 Fully"], ""),
        ("pul.team", ["1 Not at all", "2", "3", "4", "5 Fully"], "Shown only for groups of five or more."),
        ("pul.out", ["Repaired, good enough to work together", "Partly", "Not repaired", "Rather not say"], ""),
        ("pat.want", ["Yes", "Not sure", "No"], "'No' is a real answer and opens other options."),
        ("exp.c.felt", [], practice.prompts()["exp.c.felt"].helper),
        ("ack.c.part", [], "One act of your own. Sealed until you've both written."),
    ],
)
def test_choices_are_read_from_the_helper(prompt_id: str, choices: list[str], note: str) -> None:
    prompt = practice.prompts()[prompt_id]
    assert (list(prompt.choices), prompt.note) == (choices, note)


def test_every_helper_with_choices_gives_some_and_loses_no_word() -> None:
    for prompt in practice.prompts().values():
        assert bool(prompt.choices) is (" · " in prompt.helper)
        assert all(choice.strip() == choice and choice for choice in prompt.choices)
        kept = " ".join((*prompt.choices, prompt.note))
        assert set(re.findall(r"\w+", prompt.helper)) <= set(re.findall(r"\w+", kept))


@pytest.mark.parametrize("prompt_id", [i for i in IDS if practice.prompts()[i].starter])
def test_an_untouched_starter_counts_as_empty(prompt_id: str) -> None:
    starter = practice.prompts()[prompt_id].starter
    for text in (starter, f"  {starter}\n", starter.rstrip("…"), starter.rstrip("…").rstrip() + "...", "", " … "):
        assert practice.is_empty(prompt_id, text)
    assert not practice.is_empty(prompt_id, f"{starter} the call")
    assert not practice.is_empty(prompt_id, "the call")


def test_no_question_speaks_of_two_people_to_a_group() -> None:
    two = re.compile(r"\bboth\b|\btwo of\b|\beither of\b|\bthe other person\b")
    asked = {n for act in Act for kind in Kind for page in forms.pages_of(act, kind) for n in page}
    for name in sorted(asked & set(IDS)):
        alone, grouped = practice.prompt(name, 2), practice.prompt(name, 3)
        shown = [grouped.label, grouped.starter, grouped.placeholder, grouped.note]
        assert not two.search(" ".join(shown)), name
        assert practice.is_empty(name, grouped.starter) and practice.is_empty(name, alone.starter)
    assert "two of you" in practice.prompt("ren.c.outside").label
    assert practice.prompt("ren.c.outside", 4).label == "What can't you fix among yourselves?"


@pytest.mark.parametrize(
    "text",
    [
        '["x.z"]\nlabel = "L"',
        '["x.y"]\ncolour = "red"',
        f'["x.y"]\nlabel = "{"L" * 151}"',
        '["pick"]\nhelper = "A"',
        "[",
    ],
)
def test_a_wrong_form_for_groups_is_refused(text: str) -> None:
    chosen = {**LINE, "id": "pick", "helper": "A · B"}
    known = library.read_prompts(f"{json.dumps(LINE)}\n{json.dumps(chosen)}")
    with pytest.raises(practice.PracticeError, match=r"group\.toml"):
        library.read_group_forms(text, known)


def test_a_placeholder_that_somebody_typed_is_a_text() -> None:
    for prompt in practice.prompts().values():
        if prompt.placeholder:
            assert not practice.is_empty(prompt.id, prompt.placeholder)


def test_unknown_prompts_and_steps_are_refused() -> None:
    with pytest.raises(practice.PracticeError, match=r"ack\.x"):
        practice.is_empty("ack.x", "text")
    with pytest.raises(practice.PracticeError, match="dance"):
        practice.why("dance")


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        ([LINE, LINE], "line 2: x.y is there twice"),
        ([{**LINE, "title": "T" * 25}], "x.y: title has 25 characters, at most 24"),
        *(([{**LINE, field: "T" * 151}], f"x.y: {field} has 151") for field in ("label", "starter", "placeholder")),
        ([{**LINE, "helper": "T" * 151}], "x.y: helper has 151 characters, at most 150"),
        ([{**LINE, "kind": "quarrel"}], "unknown kind 'quarrel'"),
        ([{**LINE, "colour": "red"}], "exactly the fields"),
        ([{**LINE, "label": 3}], "each a text"),
        ([{"id": "x.y"}], "exactly the fields"),
        (["x.y"], "exactly the fields"),
    ],
)
def test_a_wrong_prompt_is_refused_and_named(lines: list[object], complaint: str) -> None:
    with pytest.raises(practice.PracticeError, match=complaint):
        library.read_prompts("\n".join(map(json.dumps, lines)))


def test_a_right_prompt_at_its_limits_is_read() -> None:
    line = {**LINE, "title": "T" * 24, "label": "L" * 150, "helper": "H" * 150}
    assert library.read_prompts(f"{json.dumps(line)}\n\n")["x.y"].label == "L" * 150


@pytest.mark.parametrize(
    "text", ['[a]\nwhy = "w"', f'[a]\nshown = "s"\nwhy = "{"w" * 151}"\nsure = "s"', "[a", '[a]\nwhy = "w"\n[a]']
)
def test_a_wrong_reason_file_is_refused(text: str) -> None:
    with pytest.raises(practice.PracticeError, match=r"why\.toml"):
        library.read_whys(text)


def test_the_fingerprint_is_one_hash_over_all_files() -> None:
    assert re.fullmatch(r"[0-9a-f]{64}", practice.fingerprint())
    assert practice.fingerprint() == practice.fingerprint()
    assert practice.VERSION >= 1


def test_at_most_three_questions_of_a_screen_are_answered_in_ones_own_words() -> None:
    made = {(act, kind): forms.pages_of(act, kind) for act in Act for kind in Kind}
    made |= {(act, way): pages for (act, way), pages in forms.BY_WAY.items()}
    written = {
        (*where, number): sum(forms.field(name).kind in ("text", "line", "link") for name in page)
        for where, pages in made.items()
        for number, page in enumerate(forms.joined(pages), start=1)
    }
    assert {where: count for where, count in written.items() if count > 3} == {}
    assert max(written.values()) == 3


def test_pages_that_ask_nothing_are_left_out_and_the_last_word_stands_on_the_last() -> None:
    assert forms.joined((("a",), ("b", "c"), ("keep",))) == (("a",), ("b", "c", "keep"))
    assert forms.joined(((), ("b",), (), ("keep",))) == (("b", "keep"),)
    assert forms.joined(((), ())) == ((),)
    assert forms.joined((("keep",),)) == (("keep",),)


def test_before_the_first_word_it_says_that_this_is_no_formal_report() -> None:
    for act in (Act.describe, Act.write_private):
        assert any("not a formal report" in note for note in forms.notes(act)), act


def test_my_part_begins_with_what_makes_it_bearable_to_write() -> None:
    first = forms.notes(Act.acknowledge, readers="Raj")[0]
    for said in ("tired or under pressure", "something you did, not what you are", "Rough is fine"):
        assert said in first


@pytest.mark.parametrize(
    ("prompt_id", "words"), [("ack.c.effect", ("waiting", "worried")), ("ack.i.effect", ("late",))]
)
def test_the_question_for_the_effect_names_everyday_ones(prompt_id: str, words: tuple[str, ...]) -> None:
    assert all(word in practice.prompts()[prompt_id].helper for word in words)


@given(text=st.text(min_size=1).filter(str.strip))
def test_nonsense_instead_of_prompts_is_refused_with_its_line(text: str) -> None:
    with pytest.raises(practice.PracticeError, match=r"prompts\.jsonl line \d+: "):
        library.read_prompts(text)

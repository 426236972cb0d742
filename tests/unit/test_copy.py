"""Every word on a Slack screen: none missing, none that is never filled in, none that must not be said to people."""

import re
from pathlib import Path

import pytest

from schemas.vocabulary import Act, NewsKind, Outcome, Reason, Said, State
from slack_app import copy as copy_module
from slack_app.copy import COPY, CopyFault, fill, load, sentence

TEXT = Path(copy_module.__file__).with_name("copy.toml").read_text(encoding="utf-8")
NEVER = (
    "rupture", "repair attempt", "attunement", "validate", "trigger", "safe space", "perpetrator", "victim",
    "complainant", "forgive", "closure", "journey", "confidential", "anonymous", "guaranteed", "we will protect you",
    "resolved", "both sides", "misunderstanding", "toxic", "abuser", "streak", "percent", "should have", "overdue",
)  # fmt: skip
"""practice C2 and trust 5.4."""


def without(line: str) -> str:
    """copy.toml without its first line that starts so."""
    lines = TEXT.splitlines()
    place = next(number for number, each in enumerate(lines) if each.startswith(line))
    return "\n".join(lines[:place] + lines[place + 1 :])


def test_the_shipped_copy_loads() -> None:
    assert load(TEXT) == COPY


@pytest.mark.parametrize("line", ["sealed = ", "not_found = ", "checking = ", "usage = ", "crisis = "])
def test_a_missing_text_keeps_the_app_from_starting(line: str) -> None:
    with pytest.raises(CopyFault, match=line.split(maxsplit=1)[0]):
        load(without(line))


def test_a_whole_act_that_is_missing_keeps_the_app_from_starting() -> None:
    with pytest.raises(CopyFault, match=r"act\.leave: missing"):
        load(re.sub(r"\[act\.leave\]\nbutton = .*\nsubmit = .*\n", "", TEXT))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Not before {when}.", "Not before {whenever}.", "nobody fills in whenever"),
        ("{title} · open for {age}", "{title}", "screen.open_named"),
        ('close = "Close"', 'close = "Close this window, please, thank you"', "screen.close"),
        ('button = "Leave"', f'button = "{"L" * 76}"', "longer than 75"),
        ('submit = "Leave"', f'submit = "{"L" * 25}"', "longer than 24"),
        ("[kind]", "[kinds]", "kind"),
        ('\nleft = "', '\ngone = "x"\nleft = "', "gone"),
        ("[news.ended]", "[news.card]\ntext = 'x'\n[news.ended]", "card: is drawn otherwise"),
        ("[said]", "[said", "copy.toml"),
        ('usage = "', 'usage = ""\nunused = "', "unused"),
        ('dropped = "taken off the list"', 'dropped = " "', "empty"),
    ],
)
def test_what_is_wrong_with_the_copy_is_named(old: str, new: str, said: str) -> None:
    assert old in TEXT
    with pytest.raises(CopyFault, match=re.escape(said)):
        load(TEXT.replace(old, new, 1))


def test_every_member_of_the_vocabulary_has_its_words() -> None:
    assert set(COPY.act) == set(Act)
    assert set(COPY.said) == set(Said)
    assert set(COPY.reason) == set(Reason)
    assert set(COPY.state) == set(State)
    assert set(COPY.outcome) == set(Outcome)
    assert set(COPY.news) == set(NewsKind) - {NewsKind.card, NewsKind.home}


def people_read() -> list[str]:
    return [line for line in TEXT.splitlines() if line and not line.startswith(("#", "["))]


@pytest.mark.parametrize("word", NEVER)
def test_words_that_are_never_said_to_people(word: str) -> None:
    said = [line.partition("=")[2] or line for line in people_read()]

    assert [line for line in said if re.search(rf"\b{re.escape(word)}\b", line, re.IGNORECASE)] == []


def test_nothing_is_shouted() -> None:
    assert [line for line in people_read() if "!" in line] == []


def test_every_line_of_the_screen_is_read_somewhere() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in Path(copy_module.__file__).parent.rglob("*.py"))

    assert [name for name in type(COPY.screen).model_fields if not re.search(rf"screen\.{name}\b", code)] == []


def test_what_is_filled_in_is_no_template_itself() -> None:
    assert fill("{who} asks", who="{when} {0}") == "{when} {0} asks"


def test_a_refusal_without_its_detail_still_says_something() -> None:
    assert sentence(Reason.too_many, {}) == COPY.reason[Reason.too_many].replace("{most}", "…")

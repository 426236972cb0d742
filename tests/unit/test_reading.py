"""Every text that people see: no word that must never stand there, and plain enough for somebody who had a bad day."""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import textstat
import yaml

ROOT = Path(__file__).parents[2]
PRACTICE = ROOT / "service" / "practice"
FILES = [*sorted(PRACTICE.glob("*.toml")), ROOT / "slack_app" / "copy.toml"]
KEYS = frozenset({"id", "step", "kind", "first", "options", "offered_at", "minutes"})
"""Entries that name something for the code; a table of that name holds texts all the same."""
GRADE, CARD = 8.0, 120
"""The highest school grade, and the most words of a card."""
ENOUGH = 12
"""Words from which on a text has a reading level at all: below it one long name decides."""

NEVER = (
    # how the field talks among itself
    "rupture", "repair attempt", "attun(e|ed|ement)", "validat(e|es|ed|ing|ion)", "trigger(s|ed|ing)?",
    "process(es|ed|ing)", "(to|we|you) process", "case", "journey", "closure", "complainant",
    # what would put somebody into a drawer
    "perpetrator", "victims?", "abusers?", "abusive", "toxic", "both sides", "misunderstandings?",
    # what nobody can promise, or ask for
    "safe space", "confidential(ly)?", "anonymous(ly)?", "guarantee[sd]?", "we will protect you", "resolved",
    "forg(ive|ives|iven|iveness|ave)",
    # what would count or praise
    "streaks?", "percent", "well done", "congratulations",
    # what would promise a world without breaks, or make something good of a hurt
    "stronger than ever", "stronger at the broken", "what doesn['’]t kill", "conflict-free", "zero conflicts",
    "no conflicts",
)  # fmt: skip


def strings(value: Any, place: str) -> Iterator[tuple[str, str]]:
    """Every text in a data file, with where it stands."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from strings(each, f"{place}[{number}]")
    elif isinstance(value, dict):
        for name, each in value.items():
            if name not in KEYS or isinstance(each, dict):
                yield from strings(each, f"{place}/{name}")


def everything() -> Iterator[tuple[str, str]]:
    for path in FILES:
        yield from strings(tomllib.loads(path.read_text(encoding="utf-8")), path.name)
    for line in (PRACTICE / "prompts.jsonl").read_text(encoding="utf-8").splitlines():
        prompt = json.loads(line)
        yield from strings(prompt, f"prompts.jsonl/{prompt['id']}")
    manifest = yaml.safe_load((ROOT / "deploy" / "slack_manifest.yaml").read_text(encoding="utf-8"))
    yield from strings(manifest["display_information"], "manifest")
    yield from strings(manifest["features"], "manifest")


TEXTS = dict(everything())


def spoken(text: str) -> str:
    """As it is read: names where they are filled in, no marks, and each choice a sentence."""
    plain = re.sub(r"\{[^}]*\}", "Mia", text).replace(" · ", ". ").replace("…", ".")
    return re.sub(r"\s+", " ", re.sub(r"[*`“”()]", "", plain)).strip()


def words(text: str) -> int:
    return len(re.findall(r"[\w'’-]+", spoken(text)))


def grade(text: str) -> float:
    """The school grade (Flesch-Kincaid) that a text asks for."""
    return float(textstat.flesch_kincaid_grade(spoken(text)))


def found(text: str) -> list[str]:
    return [word for word in NEVER if re.search(rf"\b({word})\b", text, re.IGNORECASE)]


def test_no_text_has_a_word_that_must_never_stand_there() -> None:
    assert {place: found(text) for place, text in TEXTS.items() if found(text)} == {}
    assert len(TEXTS) > 1000


def test_every_text_can_be_read_after_eight_years_of_school() -> None:
    hard = {
        place: (grade(text), text) for place, text in TEXTS.items() if words(text) >= ENOUGH and grade(text) > GRADE
    }
    assert hard == {}


def cards() -> dict[str, str]:
    """What is read in one go: a card of another route, the notes of a screen."""
    routes = tomllib.loads((PRACTICE / "routes.toml").read_text(encoding="utf-8"))
    notes = tomllib.loads((PRACTICE / "forms.toml").read_text(encoding="utf-8"))["notes"]
    gone = routes.pop("gone")
    found = {}
    for name, card in routes.items():
        for state, yours in (("", card.get("yours", "")), (", and out of it", gone)):
            found[name + state] = " ".join(yours if line == "{yours}" else line for line in card["lines"])
    return found | {name: " ".join(lines) for name, lines in notes.items()}


@pytest.mark.parametrize("name", cards())
def test_a_card_is_short_and_plain_as_a_whole(name: str) -> None:
    text = cards()[name]
    assert words(text) <= CARD
    assert grade(text) <= GRADE


def test_the_scale_tells_a_plain_sentence_from_a_heavy_one() -> None:
    heavy = "The organisation's facilitation of reconciliatory communication necessitates considerable preparation."
    assert grade("You can say yes, later, another way, or no. No reason needed.") < 5 < GRADE < grade(heavy)


@pytest.mark.parametrize(
    "text",
    [
        *("Nothing here is Confidential.", "to forgive", "it was toxic", "process it? We process"),
        *("You come back stronger than ever.", "Stronger at the broken places", "What doesn’t kill you"),
        *("a conflict-free team", "Zero conflicts", "no conflicts this year"),
    ],
)
def test_the_list_finds_what_it_is_for(text: str) -> None:
    assert found(text)


def test_the_list_leaves_other_words_alone() -> None:
    assert found("In rare cases the process is slow, and nobody has to resolve it.") == []

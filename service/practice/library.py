"""The practice: prompts, offers, reasons, examples and more, read once from the data files beside this module.

The files are the content; this module only reads them, refuses what Slack would refuse, and hands them out. Nothing
here knows a person or a time. A wrong file stops the start with `PracticeError`, which says what is wrong with which
entry.
"""

import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from service.practice.choices import read_helper

# Goes up when wording changes its meaning; `fingerprint()` changes with every letter.
VERSION = 1

FILES = (
    "examples.toml", "forms.toml", "group.toml", "messages.toml", "offers.toml", "prompts.jsonl", "routes.toml",
    "why.toml",
)  # fmt: skip
KINDS = ("conflict", "incident")
SHARED = "both"
GROUP = 3
"""From so many people on the form for a group is shown."""
MOST_CHARACTERS: Mapping[str, int] = {"title": 24, "label": 150, "starter": 150, "placeholder": 150, "helper": 150}
FROM_ABOVE: Mapping[str, str] = {"ack.c.part": "ack.m.part", "ack.i.part": "ack.m.part"}
"""How a question reads for the one with more say: the prompt that has its words."""
_PROMPT_FIELDS = frozenset({"id", "step", "kind", *MOST_CHARACTERS})


class PracticeError(ValueError):
    """A data file that cannot be used, or a question for an entry that does not exist. The text says which."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """One question. `kind` is `conflict`, `incident` or `both`; a starter is prefilled, a placeholder only shown.

    `choices` is empty where people answer in their own words; `note` is the helper without its choices.
    """

    id: str
    step: str
    kind: str
    title: str
    label: str
    starter: str
    placeholder: str
    helper: str
    choices: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Why:
    """Under each step: how people see it named, why it is there, and how sure we are."""

    shown: str
    why: str
    sure: str


@dataclass(frozen=True, slots=True)
class Offers:
    """Type -> wording, and answer -> wording."""

    wording: Mapping[str, str]
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LiveTalk:
    """The card for two people who talk instead: its length in minutes, the steps that offer it, what it says."""

    minutes: int
    offered_at: tuple[str, ...]
    steps: tuple[str, ...]
    notes: tuple[str, ...]


@cache
def prompts() -> Mapping[str, Prompt]:
    """Every prompt by id, in the order people meet them."""
    return read_prompts(_text("prompts.jsonl"))


def prompt(prompt_id: str, people: int = 2, *, above: bool = False) -> Prompt:
    """One question as so many people read it who take part, or (`above`) as the one with more say does.

    Refuses an unknown prompt.
    """
    found = prompts().get(FROM_ABOVE.get(prompt_id, prompt_id) if above else prompt_id)
    if found is None:
        raise PracticeError(f"no prompt {prompt_id!r}")
    forms = _group_forms().get(prompt_id, {}) if people >= GROUP else {}
    return replace(found, id=prompt_id, **forms, note=forms.get("helper", found.note))


def is_empty(prompt_id: str, text: str) -> bool:
    """Whether `text` says nothing: blank, or the prompt's starter, in any of its forms. Refuses an unknown prompt."""
    ways = (prompt(prompt_id), prompt(prompt_id, GROUP), prompt(prompt_id, above=True))
    return _bare(text) in ("", *(_bare(way.starter) for way in ways))


@cache
def closing_lines() -> tuple[str, ...]:
    """What may be said to somebody at the end."""
    return tuple(tomllib.loads(_text("messages.toml"))["closing"]["lines"])


@cache
def before_seal() -> str:
    """What an author may ask themselves of their part before they seal it."""
    return str(tomllib.loads(_text("messages.toml"))["before_seal"]["text"])


@cache
def examples() -> Mapping[str, Mapping[str, list[str]]]:
    """Step -> kind -> a worked example, line by line."""
    return MappingProxyType(tomllib.loads(_text("examples.toml")))


@cache
def live_talk() -> LiveTalk:
    """The live-talk card."""
    card = tomllib.loads(_text("messages.toml"))["live_talk"]
    return LiveTalk(card["minutes"], tuple(card["offered_at"]), tuple(card["steps"]), tuple(card["notes"]))


def why(step: str) -> Why:
    """Why a step is there, by its code (`place`, `ready`, `acknowledge`, ...). Refuses an unknown one."""
    found = _whys().get(step)
    if found is None:
        raise PracticeError(f"no reason for step {step!r}")
    return found


def why_steps() -> tuple[str, ...]:
    """The codes of the steps that `why` knows, in order."""
    return tuple(_whys())


@cache
def offers() -> Offers:
    """What an offer may say and how it may be answered."""
    told = tomllib.loads(_text("offers.toml"))
    return Offers(MappingProxyType(told["wording"]), MappingProxyType(told["answers"]))


@cache
def fingerprint() -> str:
    """SHA-256 over all data files, as hex: kept with each answer, so that one can tell what its author was asked."""
    digest = hashlib.sha256()
    for name in FILES:
        content = resources.files(__package__).joinpath(name).read_bytes()
        # The length keeps a line that moves from one file's end to the next one's beginning from going unseen.
        digest.update(f"{name} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def texts() -> Iterable[tuple[str, str]]:
    """(where, text) for every text a person may be shown."""
    for one in prompts().values():
        yield from ((f"{one.id}.{field}", str(getattr(one, field))) for field in MOST_CHARACTERS)
    for prompt_id, forms in _group_forms().items():
        yield from ((f"{prompt_id}.{field} of a group", text) for field, text in forms.items())
    yield from (("closing", text) for text in closing_lines())
    yield ("before_seal", before_seal())
    yield from ((f"example.{step}", text) for step, kinds in examples().items() for k in kinds.values() for text in k)
    yield from ((f"offer.{name}", text) for name, text in offers().wording.items())
    yield from ((f"answer.{name}", text) for name, text in offers().answers.items())
    for step, entry in _whys().items():
        yield from ((f"why.{step}", text) for text in (entry.shown, entry.why, entry.sure))
    yield from (("live_talk", text) for text in (*live_talk().steps, *live_talk().notes))


def read_prompts(text: str) -> Mapping[str, Prompt]:
    """Prompts from JSON Lines, by id. Refuses duplicates, missing or unknown fields, and texts over Slack's limits."""
    read: dict[str, Prompt] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            made = _prompt(f"prompts.jsonl line {number}", line)
            if made.id in read:
                raise PracticeError(f"prompts.jsonl line {number}: {made.id} is there twice")
            read[made.id] = made
    return MappingProxyType(read)


def read_group_forms(text: str, known: Mapping[str, Prompt]) -> Mapping[str, dict[str, Any]]:
    """What differs for a group, by prompt, from TOML. Refuses an unknown prompt or field, choices and long texts."""
    try:
        found: dict[str, dict[str, Any]] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise PracticeError(f"group.toml: {problem}") from problem
    for name, forms in found.items():
        may_differ = MOST_CHARACTERS.keys() - ({"helper"} if name in known and known[name].choices else set())
        if name not in known or not forms.keys() <= may_differ:
            raise PracticeError(f"group.toml: {name} is no prompt, or not all of {sorted(forms)} can differ")
        _refuse_long(f"group.toml: {name}", forms, {field: MOST_CHARACTERS[field] for field in forms})
    return MappingProxyType(found)


def read_whys(text: str) -> Mapping[str, Why]:
    """Reasons by step code, from TOML. Refuses duplicates and a line over 150 characters."""
    try:
        found = {step: Why(**told) for step, told in tomllib.loads(text).items()}
    except (tomllib.TOMLDecodeError, TypeError) as problem:
        raise PracticeError(f"why.toml: {problem}") from problem
    for step, entry in found.items():
        _refuse_long(f"why.toml {step}", {"why": entry.why, "sure": entry.sure}, {"why": 150, "sure": 150})
    return MappingProxyType(found)


@cache
def _group_forms() -> Mapping[str, dict[str, Any]]:
    return read_group_forms(_text("group.toml"), prompts())


@cache
def _whys() -> Mapping[str, Why]:
    return read_whys(_text("why.toml"))


def _text(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def _prompt(where: str, line: str) -> Prompt:
    try:
        told = json.loads(line)
    except json.JSONDecodeError as problem:
        raise PracticeError(f"{where}: {problem}") from problem
    if (
        not isinstance(told, dict)
        or told.keys() != _PROMPT_FIELDS
        or not all(isinstance(t, str) for t in told.values())
    ):
        raise PracticeError(f"{where}: a prompt has exactly the fields {sorted(_PROMPT_FIELDS)}, each a text")
    if told["kind"] not in (*KINDS, SHARED):
        raise PracticeError(f"{where}: unknown kind {told['kind']!r}")
    _refuse_long(f"{where}: {told['id']}", told, MOST_CHARACTERS)
    helper = read_helper(told["helper"])
    return Prompt(**told, choices=helper.choices, note=helper.note)


def _refuse_long(where: str, texts: Mapping[str, str], most: Mapping[str, int]) -> None:
    for field, limit in most.items():
        if len(texts[field]) > limit:
            raise PracticeError(f"{where}: {field} has {len(texts[field])} characters, at most {limit} fit")


def _bare(text: str) -> str:
    """The words alone: blanks run together, a trailing ellipsis (also as three dots) gone."""
    return " ".join(text.split()).rstrip("….").rstrip()

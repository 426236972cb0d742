"""Every word on a Slack screen. `COPY` is read from copy.toml at import; a fault in it keeps the app from starting."""

import tomllib
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from string import Formatter
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from schemas.vocabulary import Act, ContactKind, Kind, NewsKind, Outcome, Reason, Said, State, Way
from slack_app.screen_copy import SCREEN_FIELDS, ScreenCopy

BUTTON, TITLE = 75, 24
DRAWN_OTHERWISE = frozenset({NewsKind.card, NewsKind.home})
"""News that has its own drawing instead of a sentence."""
NEWS_FIELDS = frozenset({"who", "when", "step", "outcome", "both"})
TITLES = (
    "close", "done", "not_done", "one_moment", "why", "sure", "example", "who_sees", "review", "words", "mine",
    "next_page", "contacts_title", "facilitators_title", "save", "add_contact", "change_contact", "remove_contact",
)  # fmt: skip
"""Lines of the screen that stand in a modal's title or its buttons."""
REASON_FIELDS: dict[Reason, frozenset[str]] = {
    Reason.is_bot: frozenset({"name"}),
    Reason.is_deactivated: frozenset({"name"}),
    Reason.is_guest: frozenset({"name"}),
    Reason.is_stranger: frozenset({"name"}),
    Reason.too_early: frozenset({"when"}),
    Reason.contacts_missing: frozenset({"missing"}),
    Reason.power_in_group: frozenset({"contacts"}),
    Reason.about_rating: frozenset({"contacts"}),
    Reason.too_many: frozenset({"most"}),
    Reason.too_long: frozenset({"most", "length"}),
    Reason.date_bounds: frozenset({"first", "last"}),
}


class CopyFault(Exception):
    """copy.toml cannot be used; the message lists every fault, one a line."""


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ActCopy(_Table):
    button: str
    submit: str
    extra: str | None = None
    """The button's label where nothing waits, and it is there for whoever wants it."""
    todo: str | None = None


class NewsCopy(_Table):
    text: str
    incident: str | None = None
    arrangement: str | None = None
    from_above: str | None = None
    unequal: str | None = None


class OutcomeCopy(_Table):
    label: str
    sentence: str


class Copy(_Table):
    """copy.toml as it stands."""

    act: dict[Act, ActCopy]
    news: dict[NewsKind, NewsCopy]
    said: dict[Said, str]
    reason: dict[Reason, str]
    state: dict[State, str]
    outcome: dict[Outcome, OutcomeCopy]
    contact: dict[ContactKind, str]
    kind: dict[Kind, str]
    way: dict[Way, str]
    standing: dict[str, str]
    screen: ScreenCopy


class _Fields(dict[str, str]):
    """A refusal must never fail for want of a detail, so a field nobody filled in shows as three dots."""

    def __missing__(self, key: str) -> str:
        return "…"


def fill(text: str, **fields: object) -> str:
    """`text` with its {fields} filled in. What is filled in is never read as a template itself."""
    return text.format_map(_Fields({name: str(value) for name, value in fields.items()}))


def sentence(reason: Reason, params: Mapping[str, str]) -> str:
    """Why something was refused, for the person who tried."""
    return fill(COPY.reason[reason], **params)


def load(text: str) -> Copy:
    """The copy in `text` (TOML), or `CopyFault` with everything that is wrong with it."""
    try:
        copy = Copy.model_validate(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, ValidationError) as wrong:
        raise CopyFault(f"copy.toml: {wrong}") from wrong
    faults = [*_missing(copy), *_strange_fields(copy), *_too_long(copy)]
    if faults:
        raise CopyFault("copy.toml:\n" + "\n".join(faults))
    return copy


def _missing(copy: Copy) -> Iterator[str]:
    wanted: list[tuple[str, type[StrEnum], Mapping[Any, object], frozenset[NewsKind]]] = [
        ("act", Act, copy.act, frozenset()),
        ("news", NewsKind, copy.news, DRAWN_OTHERWISE),
        ("said", Said, copy.said, frozenset()),
        ("reason", Reason, copy.reason, frozenset()),
        ("state", State, copy.state, frozenset()),
        ("outcome", Outcome, copy.outcome, frozenset()),
        ("contact", ContactKind, copy.contact, frozenset()),
        ("kind", Kind, copy.kind, frozenset()),
        ("way", Way, copy.way, frozenset()),
    ]
    for name, members, table, without in wanted:
        for member in members:
            if (member in table) == (member in without):
                yield f"{name}.{member}: {'is drawn otherwise' if member in table else 'missing'}"


def _strange_fields(copy: Copy) -> Iterator[str]:
    for place, text, allowed in _texts(copy):
        strange = _asked(text) - allowed
        if strange or not text.strip():
            yield f"{place}: {'nobody fills in ' + ', '.join(sorted(strange)) if strange else 'empty'}"
    for name, fields in SCREEN_FIELDS.items():
        if _asked(getattr(copy.screen, name)) != fields:
            yield f"screen.{name}: wants exactly {', '.join(sorted(fields))}"


def _texts(copy: Copy) -> Iterator[tuple[str, str, frozenset[str]]]:
    none: frozenset[str] = frozenset()
    for act, words in copy.act.items():
        yield f"act.{act}.button", words.button, none
        yield f"act.{act}.submit", words.submit, none
        yield f"act.{act}.extra", words.extra or words.button, none
        yield f"act.{act}.todo", words.todo or words.button, frozenset({"about"})
    for news, told in copy.news.items():
        yield f"news.{news}", told.text, NEWS_FIELDS
        yield f"news.{news}.arrangement", told.arrangement or told.text, NEWS_FIELDS
        yield f"news.{news}.from_above", told.from_above or told.text, NEWS_FIELDS
        yield f"news.{news}.incident", told.incident or told.text, NEWS_FIELDS | {"title"}
    for said, text in copy.said.items():
        yield f"said.{said}", text, frozenset({"both", "when"})
    for reason, text in copy.reason.items():
        yield f"reason.{reason}", text, REASON_FIELDS.get(reason, none)
    for outcome, end in copy.outcome.items():
        yield f"outcome.{outcome}.label", end.label, none
        yield f"outcome.{outcome}.sentence", end.sentence, frozenset({"both"})
    for table in (copy.state, copy.contact, copy.kind, copy.way, copy.standing):
        for name, text in table.items():
            yield str(name), text, none
    for name, value in copy.screen:
        for text in [value] if isinstance(value, str) else value:
            yield f"screen.{name}", text, SCREEN_FIELDS.get(name, none)


def _too_long(copy: Copy) -> Iterator[str]:
    for act, words in copy.act.items():
        for text, most in ((words.button, BUTTON), (words.extra or "", BUTTON), (words.submit, TITLE)):
            if len(text) > most:
                yield f"act.{act}: “{text}” is longer than {most}"
    for name in TITLES:
        if len(getattr(copy.screen, name)) > TITLE:
            yield f"screen.{name}: longer than {TITLE}"


def _asked(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


COPY = load(Path(__file__).with_name("copy.toml").read_text(encoding="utf-8"))

"""Small checks that the tables in `limits` are made of: a value in, the problems Slack would name out."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Problem:
    """One thing Slack refuses, and where. `page` is the docs.slack.dev path that says so."""

    pointer: str
    message: str
    page: str = ""

    def __str__(self) -> str:
        return f"[ERROR] {self.message} [json-pointer:{self.pointer}]"


Check = Callable[[Any, str], Iterator[Problem]]


@dataclass(frozen=True)
class Field:
    """One field of a block or element: how it is checked, and whether it must be there."""

    check: Check
    required: bool = False

    def needed(self) -> "Field":
        """The same field, required."""
        return Field(self.check, True)


def _wrong(pointer: str, wanted: str) -> Problem:
    return Problem(pointer, f"must provide {wanted}")


def _length(value: str, pointer: str, most: int, least: int = 1) -> Iterator[Problem]:
    if len(value) < least:
        yield Problem(pointer, f"must be more than {least - 1} characters")
    if len(value) > most:
        yield Problem(pointer, f"must be less than {most + 1} characters")


def string(most: int, least: int = 1, pattern: str = "", wanted: str = "a valid value") -> Field:
    """A string of `least` to `most` characters, if given matching `pattern`."""

    def check(value: Any, pointer: str) -> Iterator[Problem]:
        if not isinstance(value, str):
            yield _wrong(pointer, "a string")
            return
        yield from _length(value, pointer, most, least)
        if pattern and not re.fullmatch(pattern, value):
            yield _wrong(pointer, wanted)

    return Field(check)


def boolean() -> Field:
    """True or false, as JSON."""

    def check(value: Any, pointer: str) -> Iterator[Problem]:
        if not isinstance(value, bool):
            yield _wrong(pointer, "a boolean")

    return Field(check)


def number(least: int, most: int) -> Field:
    """A whole number between two limits, both included."""

    def check(value: Any, pointer: str) -> Iterator[Problem]:
        if isinstance(value, bool) or not isinstance(value, int):
            yield _wrong(pointer, "an integer")
        elif not least <= value <= most:
            yield Problem(pointer, f"must be between {least} and {most}")

    return Field(check)


def choice(*allowed: str) -> Field:
    """One of a few words."""

    def check(value: Any, pointer: str) -> Iterator[Problem]:
        if value not in allowed:
            yield Problem(pointer, f"failed to match all allowed values: {', '.join(allowed)}")

    return Field(check)


def anything() -> Field:
    """Whatever is there; its shape is not looked at."""
    return Field(lambda value, pointer: iter(()))


def text(most: int, *, plain: bool = True) -> Field:
    """A text object: plain_text only, or (plain=False) mrkdwn as well. /composition-objects/text-object"""
    kinds = ("plain_text",) if plain else ("plain_text", "mrkdwn")

    def check(value: Any, pointer: str) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield _wrong(pointer, "an object")
            return
        if value.get("type") not in kinds:
            yield Problem(f"{pointer}/type", f"must be {' or '.join(kinds)}")
            return
        extra = "emoji" if value["type"] == "plain_text" else "verbatim"
        yield from shape(value, pointer, {"type": anything(), "text": string(most).needed(), extra: boolean()})

    return Field(check)


def array(item: Field, most: int, least: int = 1) -> Field:
    """A list of `least` to `most` items, each checked."""

    def check(value: Any, pointer: str) -> Iterator[Problem]:
        if not isinstance(value, list):
            yield _wrong(pointer, "an array")
            return
        if len(value) > most:
            yield Problem(pointer, f"no more than {most} items allowed")
        if len(value) < least:
            yield Problem(pointer, f"no less than {least} items allowed")
        for place, each in enumerate(value):
            yield from item.check(each, f"{pointer}/{place}")

    return Field(check)


def fields(table: dict[str, Field]) -> Field:
    """An object with exactly these fields."""
    return Field(lambda value, pointer: shape(value, pointer, table))


def shape(value: Any, pointer: str, table: dict[str, Field]) -> Iterator[Problem]:
    """Check an object against its table of fields: missing, unknown, then each."""
    if not isinstance(value, dict):
        yield _wrong(pointer, "an object")
        return
    for name in missing(value, table):
        yield Problem(pointer, f"missing required field: {name}")
    for name, inner in value.items():
        if name not in table:
            yield Problem(pointer, f"invalid additional property: {name}")
        elif inner is not None:
            yield from table[name].check(inner, f"{pointer}/{name}")


def missing(value: Json, table: dict[str, Field]) -> Iterable[str]:
    """Names of required fields that are absent."""
    return [name for name, field in table.items() if field.required and value.get(name) is None]

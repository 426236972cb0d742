"""Slack's message text: what is escaped, what is a mention or a link, and how it reads.

docs: /messaging/formatting-message-text
"""

import re
from collections.abc import Callable
from typing import Any

from .checks import Json

_ENTITY = re.compile(r"&(?!(?:amp|lt|gt);)")
_CONTROL = re.compile(r"<((?:[@#!]|https?://|mailto:|tel:)[^<>]*)>")
_SPLIT = re.compile(r"(<(?:[@#!]|https?://|mailto:|tel:)[^<>]*>)")


def escaped(text: str) -> str:
    """Text as Slack stores it: & < > escaped unless already an entity, a mention or a link."""
    parts = _SPLIT.split(_ENTITY.sub("&amp;", text))
    return "".join(part if _CONTROL.fullmatch(part) else _bare(part) for part in parts)


def _bare(part: str) -> str:
    return part.replace("<", "&lt;").replace(">", "&gt;")


def unescaped(text: str) -> str:
    """The three entities as the characters they stand for."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def read_aloud(text: str, name_of: Callable[[str], str]) -> str:
    """mrkdwn as a person reads it: mentions as names, links as their words; stars and underscores stay."""
    return unescaped(_CONTROL.sub(lambda found: mention(found.group(1), name_of), text))


def mention(inner: str, name_of: Callable[[str], str]) -> str:
    """What stands between < and >, as words. `name_of` turns an id of a person or channel into a name."""
    target, _, label = inner.partition("|")
    if target.startswith("@"):
        return "@" + (name_of(target[1:]) or label or target[1:])
    if target.startswith("#"):
        return "#" + (name_of(target[1:]) or label or target[1:])
    if target.startswith("!date^"):
        return label
    if target.startswith("!"):
        return label or "@" + target[1:].partition("^")[0]
    return label or target


def with_defaults(value: Any) -> Any:
    """A block as Slack gives it back: plain_text with `emoji`, mrkdwn with `verbatim` and escaped."""
    if isinstance(value, list):
        return [with_defaults(each) for each in value]
    if not isinstance(value, dict):
        return value
    kept: Json = {name: with_defaults(each) for name, each in value.items() if each is not None}
    if kept.get("type") == "plain_text" and isinstance(kept.get("text"), str):
        return {"emoji": True, **kept}
    if kept.get("type") == "mrkdwn" and isinstance(kept.get("text"), str):
        return {"verbatim": False, **kept, "text": escaped(kept["text"])}
    return kept

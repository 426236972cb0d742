"""Slack's limits, written down a second time and apart from the stand-in's: a mistake would have to be made twice."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]
SURFACES = {"message": 50, "modal": 100, "home": 100}
BUTTON_TEXT, BUTTON_VALUE, ID, LABEL, METADATA = 75, 2000, 255, 2000, 3000
OPTIONS = {"radio_buttons": 10, "checkboxes": 10, "static_select": 100, "multi_static_select": 100}
BLOCKS = {"section", "header", "context", "divider", "actions", "input"}
INPUTS = {
    "plain_text_input", "radio_buttons", "checkboxes", "static_select", "multi_static_select", "users_select",
    "multi_users_select", "conversations_select", "datepicker",
}  # fmt: skip


def view_faults(view: Json) -> list[str]:
    """Everything that Slack would refuse in a modal or App Home."""
    return [*_of_the_view(view), *block_faults(view["blocks"], view["type"])]


def block_faults(blocks: list[Json], surface: str) -> list[str]:
    """Everything that Slack would refuse in a list of blocks."""
    found = [] if 1 <= len(blocks) <= SURFACES[surface] else [f"{len(blocks)} blocks on {surface}"]
    found += _repeated("block_id", [block["block_id"] for block in blocks if "block_id" in block])
    for place, block in enumerate(blocks):
        found += [f"block {place} ({block.get('type')}): {fault}" for fault in _of_a_block(block, surface)]
    return found


def message_faults(text: str, blocks: list[Json]) -> list[str]:
    """The same for a message and its notification text."""
    return [*([] if 0 < len(text) <= 4000 else ["text"]), *block_faults(blocks, "message")]


def texts(value: Any) -> Iterator[tuple[str, str]]:
    """Every text object in a drawing: its type and its text."""
    if isinstance(value, list):
        for each in value:
            yield from texts(each)
    elif isinstance(value, dict):
        if value.get("type") in ("plain_text", "mrkdwn"):
            yield value["type"], value["text"]
        for each in value.values():
            yield from texts(each)


def elements(blocks: list[Json]) -> Iterator[Json]:
    """Every interactive element."""
    for block in blocks:
        yield from block.get("elements", []) if block["type"] == "actions" else []
        yield from (block[key] for key in ("accessory", "element") if key in block)


def _of_the_view(view: Json) -> Iterator[str]:
    if len(json.dumps(view)) > 250_000:
        yield f"{len(json.dumps(view))} bytes"
    if len(view.get("private_metadata", "")) > METADATA or len(view.get("callback_id", "")) > ID:
        yield "metadata or callback id"
    for name in ("title", "submit", "close"):
        if name in view and (view[name]["type"] != "plain_text" or not 0 < len(view[name]["text"]) <= 24):
            yield f"{name}: {view[name]['text']!r}"
    if view["type"] == "modal" and "title" not in view:
        yield "no title"
    if any(block["type"] == "input" for block in view["blocks"]) and "submit" not in view:
        yield "inputs without submit"


def _of_a_block(block: Json, surface: str) -> Iterator[str]:
    if block["type"] not in BLOCKS or (block["type"] == "input" and surface == "message"):
        yield "unknown here"
    if len(block.get("block_id", "")) > ID:
        yield "block_id"
    if block["type"] == "section":
        yield from _text(block["text"], 3000)
    if block["type"] == "header":
        yield from _text(block["text"], 150, plain=True)
    if block["type"] == "context":
        yield from _many(block["elements"], 10)
        for each in block["elements"]:
            yield from _text(each, 3000)
    if block["type"] == "actions":
        yield from _many(block["elements"], 25)
        yield from _repeated("action_id", [each["action_id"] for each in block["elements"]])
    if block["type"] == "input":
        yield from _input(block)
    for each in elements([block]):
        yield from _element(each)


def _input(block: Json) -> Iterator[str]:
    yield from _text(block["label"], LABEL, plain=True)
    if "hint" in block:
        yield from _text(block["hint"], LABEL, plain=True)
    if block["element"]["type"] not in INPUTS:
        yield f"{block['element']['type']} in an input"


def _element(element: Json) -> Iterator[str]:
    if not 0 < len(element["action_id"]) <= ID:
        yield "action_id"
    if element["type"] == "button":
        yield from _text(element["text"], BUTTON_TEXT, plain=True)
        if len(element["value"]) > BUTTON_VALUE:
            yield "button value"
    if "placeholder" in element:
        yield from _text(element["placeholder"], 150, plain=True)
        if element["type"] in ("radio_buttons", "checkboxes"):
            yield "a placeholder there"
    if element["type"] == "plain_text_input":
        yield from _typed(element)
    if "options" in element:
        yield from _options(element)


def _typed(element: Json) -> Iterator[str]:
    most = element.get("max_length", 3000)
    if not 1 <= most <= 3000 or len(element.get("initial_value", "")) > most:
        yield "text limits"


def _options(element: Json) -> Iterator[str]:
    yield from _many(element["options"], OPTIONS[element["type"]])
    yield from _repeated("option", [each["value"] for each in element["options"]])
    chosen = [
        *element.get("initial_options", []),
        *([element["initial_option"]] if "initial_option" in element else []),
    ]
    if any(each not in element["options"] for each in chosen) or element.get("initial_options") == []:
        yield "initial option"
    for each in element["options"]:
        yield from _text(each["text"], 75, plain=True)
        if len(each["value"]) > 75 or len(each.get("description", {}).get("text", "")) > 75:
            yield "option value or description"


def _text(text: Json, most: int, plain: bool = False) -> Iterator[str]:
    if not 0 < len(text["text"]) <= most:
        yield f"text of {len(text['text'])}: {text['text'][:40]!r}"
    if plain and text["type"] != "plain_text":
        yield "must be plain_text"
    if text["type"] == "mrkdwn" and not text.get("verbatim"):
        yield "Slack would look for names in it"


def _many(items: list[Any], most: int) -> list[str]:
    return [] if 1 <= len(items) <= most else [f"{len(items)} of at most {most}"]


def _repeated(what: str, names: list[str]) -> list[str]:
    return [f"{what} {name} twice" for name, times in Counter(names).items() if times > 1]

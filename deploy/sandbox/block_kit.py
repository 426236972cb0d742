"""Block Kit as Slack checks it: a view or a list of blocks in, the problems Slack would name out."""

import json
from collections.abc import Iterator
from typing import Any

from .checks import Json, Problem, shape
from .limits import (
    BLOCKS,
    BLOCKS_MOST,
    BLOCKS_PAGE,
    CONTEXT_TEXT,
    ELEMENTS,
    MARKDOWN_TOGETHER,
    TABLE_TOGETHER,
    VIEW_BYTES,
    VIEW_PAGE,
    VIEWS,
    Kind,
)


def view_problems(view: Any, surface: str) -> list[Problem]:
    """Everything wrong with a view for `modal` or `home`. docs: /surfaces/modals#view-object-fields"""
    if not isinstance(view, dict):
        return [Problem("/view", "must provide an object", VIEW_PAGE)]
    if view.get("type") != surface:
        return [Problem("/view/type", f"must be {surface}", VIEW_PAGE)]
    found = [_on(VIEW_PAGE, each) for each in shape(view, "/view", VIEWS[surface])]
    if len(json.dumps(view).encode()) > VIEW_BYTES:
        found.append(Problem("/view", "view_too_large", "/reference/methods/views.open"))
    found += block_problems(view.get("blocks"), surface, "/view/blocks")
    return found + list(_submit_problems(view))


def block_problems(blocks: Any, surface: str, pointer: str = "/blocks") -> list[Problem]:
    """Everything wrong with a list of blocks on `message`, `modal` or `home`. docs: /reference/block-kit/blocks"""
    if not isinstance(blocks, list):
        return [Problem(pointer, "must provide an array", BLOCKS_PAGE)]
    found = list(_count_problems(blocks, surface, pointer))
    for place, block in enumerate(blocks):
        found += _block(block, surface, f"{pointer}/{place}")
    sound = [block for block in blocks if isinstance(block, dict)]
    found += _twice([block.get("block_id") for block in sound], pointer, "block_id", BLOCKS_PAGE)
    return found + list(_together(sound, pointer)) + list(_focus_problems(sound, pointer))


def elements_of(block: Json) -> list[Json]:
    """The interactive elements of a block, in their order (none for text)."""
    held = block.get("elements", []) if block.get("type") == "actions" else []
    single = [block.get("element" if block.get("type") == "input" else "accessory")]
    return [each for each in [*held, *single] if isinstance(each, dict)]


def _on(page: str, problem: Problem) -> Problem:
    return Problem(problem.pointer, problem.message, page)


def _count_problems(blocks: list[Any], surface: str, pointer: str) -> Iterator[Problem]:
    if len(blocks) > BLOCKS_MOST[surface]:
        yield Problem(pointer, f"no more than {BLOCKS_MOST[surface]} items allowed", BLOCKS_PAGE)
    if not blocks and surface != "message":
        yield Problem(pointer, "no less than 1 items allowed", BLOCKS_PAGE)


def _submit_problems(view: Json) -> Iterator[Problem]:
    blocks = view.get("blocks") if isinstance(view.get("blocks"), list) else []
    has_input = any(isinstance(each, dict) and each.get("type") == "input" for each in blocks or [])
    if view["type"] == "modal" and has_input and not view.get("submit"):
        yield Problem("/view", "submit is required when an input block is present", "/surfaces/modals#gathering_input")


def _block(block: Any, surface: str, pointer: str) -> list[Problem]:
    name = block.get("type") if isinstance(block, dict) else None
    kind = BLOCKS.get(name) if isinstance(name, str) else None
    if kind is None or surface not in kind.surfaces:
        return [Problem(f"{pointer}/type", f"unsupported type: {name}", kind.page if kind else BLOCKS_PAGE)]
    found = [_on(kind.page, each) for each in shape(block, pointer, kind.table)]
    return found + [_on(each.page or kind.page, each) for each in _inside(block, surface, pointer)]


def _inside(block: Json, surface: str, pointer: str) -> Iterator[Problem]:
    """The rules that a table of fields cannot say, per type of block."""
    match block["type"]:
        case "section":
            if not block.get("text") and not block.get("fields"):
                yield Problem(pointer, "must provide text or fields")
            if block.get("accessory") is not None:
                yield from _element(block["accessory"], "section", surface, f"{pointer}/accessory")
        case "input":
            if block.get("element") is not None:
                yield from _element(block["element"], "input", surface, f"{pointer}/element")
        case "actions" | "context" if isinstance(block.get("elements"), list):
            yield from _row(block, surface, f"{pointer}/elements")
        case "image":
            yield from _pictured(block, pointer)


def _row(block: Json, surface: str, pointer: str) -> Iterator[Problem]:
    for place, element in enumerate(block["elements"]):
        yield from _element(element, block["type"], surface, f"{pointer}/{place}")
    ids = [each.get("action_id") for each in block["elements"] if isinstance(each, dict)]
    yield from _twice(ids, pointer, "action_id", "/reference/block-kit/block-elements")


def _element(element: Any, home: str, surface: str, pointer: str) -> Iterator[Problem]:
    name = element.get("type") if isinstance(element, dict) else None
    if home == "context" and name in ("plain_text", "mrkdwn"):
        yield from CONTEXT_TEXT.check(element, pointer)
        return
    kind = ELEMENTS.get(name) if isinstance(name, str) else None
    if kind is None or home not in kind.homes or surface not in kind.surfaces:
        page = kind.page if kind else "/reference/block-kit/block-elements"
        yield Problem(f"{pointer}/type", f"unsupported type: {name}", page)
        return
    for each in [*shape(element, pointer, kind.table), *_sense(element, pointer)]:
        yield _on(kind.page, each)


def _sense(element: Json, pointer: str) -> Iterator[Problem]:
    """Fields that must agree with each other."""
    lists = (element.get("options") is None, element.get("option_groups") is None)
    if element["type"] in ("static_select", "multi_static_select") and lists[0] == lists[1]:
        yield Problem(pointer, "must provide either options or option_groups")
    if element["type"] == "image":
        yield from _pictured(element, pointer)
    if element.get("filter") == {}:
        yield Problem(f"{pointer}/filter", "must provide at least one field")
    least, most = element.get("min_length"), element.get("max_length")
    if isinstance(least, int) and isinstance(most, int) and least > most:
        yield Problem(f"{pointer}/min_length", "must be no more than max_length")
    yield from _initial_length(element, pointer)
    yield from _initial_problems(element, pointer)
    yield from _twice([each.get("value") for each in options_of(element)], pointer, "option value", "")


def _initial_length(element: Json, pointer: str) -> Iterator[Problem]:
    value, most = element.get("initial_value"), element.get("max_length")
    if isinstance(value, str) and isinstance(most, int) and len(value) > most:
        yield Problem(f"{pointer}/initial_value", f"must be less than {most + 1} characters")


def options_of(element: Json) -> list[Json]:
    """All options an element offers, those in groups included."""
    groups = element.get("option_groups") or []
    found = [*(element.get("options") or [])]
    for group in groups:
        found += group.get("options") or [] if isinstance(group, dict) else []
    return [each for each in found if isinstance(each, dict)]


def _initial_problems(element: Json, pointer: str) -> Iterator[Problem]:
    known = [_bare(each) for each in options_of(element)]
    chosen = element.get("initial_options") or []
    if element.get("initial_option") is not None:
        chosen = [element["initial_option"]]
    field = "initial_option" if "initial_option" in element else "initial_options"
    for each in chosen if isinstance(chosen, list) else []:
        if _bare(each) not in known:
            yield Problem(f"{pointer}/{field}", "must exactly match one of the provided options")
    most = element.get("max_selected_items")
    if isinstance(most, int) and isinstance(chosen, list) and len(chosen) > most:
        yield Problem(f"{pointer}/initial_options", f"no more than {most} items allowed")


def _bare(option: Any) -> Any:
    """An option without what Slack adds by itself (emoji, verbatim)."""
    if not isinstance(option, dict):
        return option
    text, description = option.get("text"), option.get("description")
    words = tuple(text.get(name) for name in ("type", "text")) if isinstance(text, dict) else text
    return words, option.get("value"), description.get("text") if isinstance(description, dict) else description


def _pictured(block: Json, pointer: str) -> Iterator[Problem]:
    if (block.get("image_url") is None) == (block.get("slack_file") is None):
        yield Problem(pointer, "must provide either image_url or slack_file")


def _twice(ids: list[Any], pointer: str, what: str, page: str) -> list[Problem]:
    given = [each for each in ids if each is not None]
    again = {each for each in given if given.count(each) > 1}
    return [Problem(pointer, f"{what} {each!r} already exists", page) for each in sorted(again, key=str)]


def _together(blocks: list[Json], pointer: str) -> Iterator[Problem]:
    """Limits that count over the whole message."""
    marked = sum(len(str(block.get("text", ""))) for block in blocks if block.get("type") == "markdown")
    if marked > MARKDOWN_TOGETHER:
        yield Problem(pointer, "msg_blocks_too_long", BLOCKS["markdown"].page)
    tables = [block for block in blocks if block.get("type") == "table"]
    if len(tables) > 1:
        yield Problem(pointer, "only one table is allowed", BLOCKS["table"].page)
    if sum(len(json.dumps(block.get("rows", []))) for block in tables) > 3 * TABLE_TOGETHER:
        yield Problem(pointer, "table is too long", BLOCKS["table"].page)


def _focus_problems(blocks: list[Json], pointer: str) -> Iterator[Problem]:
    focused = [each for block in blocks for each in elements_of(block) if each.get("focus_on_load") is True]
    if len(focused) > 1:
        yield Problem(pointer, "only one element may have focus_on_load", "/reference/block-kit/block-elements")


def element_kind(element: Json) -> Kind | None:
    """The table row of an element, if there is one."""
    return ELEMENTS.get(str(element.get("type")))

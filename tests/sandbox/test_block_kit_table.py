"""The tables of limits field by field: required ones cannot be left out, counted ones end where Slack's pages say."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from deploy.sandbox.block_kit import block_problems, view_problems

from .fake_app import actions, button, modal, option, plain, section, typed
from .test_block_kit import confirm, field, image, mrkdwn, options, select, text_input

Json = dict[str, Any]
Made = Callable[[int], Json]

GROUP = {"label": plain("Group"), "options": [option("a")]}
NUMBER = {"type": "number_input", "action_id": "a", "is_decimal_allowed": False}
TABLE = {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}
RICH = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]}

# surface, a sound block, the ways to its required fields
REQUIRED: list[tuple[str, Json, list[str]]] = [
    ("message", {"type": "header", "text": plain("x")}, ["text", "text.text"]),
    (
        "message",
        {"type": "context", "elements": [image()]},
        ["elements", "elements.0.alt_text", "elements.0.image_url"],
    ),
    ("message", actions(button("x", "a")), ["elements", "elements.0.text"]),
    (
        "message",
        actions(button("x", "a", confirm=confirm())),
        [f"elements.0.confirm.{name}" for name in ("title", "text", "confirm", "deny")],
    ),
    ("message", actions(select("overflow", options=options(1))), ["elements.0.options"]),
    ("message", image(), ["alt_text", "image_url"]),
    ("message", {"type": "markdown", "text": "x"}, ["text"]),
    ("message", TABLE, ["rows"]),
    ("message", RICH, ["elements"]),
    ("modal", {"type": "alert", "text": plain("x")}, ["text"]),
    ("modal", text_input(), ["label", "element"]),
    (
        "modal",
        field(select(options=options(1))),
        ["element.options", "element.options.0.text", "element.options.0.value"],
    ),
    (
        "modal",
        field(select(option_groups=[GROUP])),
        ["element.option_groups.0.label", "element.option_groups.0.options"],
    ),
    ("modal", field(select("radio_buttons", options=options(1))), ["element.options"]),
    ("modal", field(select("checkboxes", options=options(1))), ["element.options"]),
    ("modal", field(NUMBER), ["element.is_decimal_allowed"]),
]
CASES = [(surface, block, way) for surface, block, ways in REQUIRED for way in ways]


def without(block: Json, way: str) -> Json:
    """The block with one field taken out."""
    copy: Any = deepcopy(block)
    *steps, last = way.split(".")
    place = copy
    for step in steps:
        place = place[int(step)] if step.isdigit() else place[step]
    del place[last]
    return dict(copy)


@pytest.mark.parametrize(("surface", "block", "way"), CASES, ids=[f"{row[1]['type']}-{row[2]}" for row in CASES])
def test_a_required_field_cannot_be_left_out(surface: str, block: Json, way: str) -> None:
    assert block_problems([deepcopy(block)], surface) == []
    assert block_problems([without(block, way)], surface)


def many(kind: str, name: str, item: str) -> Made:
    return lambda count: field(select(kind, **{name: [item] * count}))


# surface, the last number allowed, what is counted
COUNTED: list[tuple[str, int, Made]] = [
    ("message", 3000, lambda n: {"type": "context", "elements": [mrkdwn("x" * n)]}),
    ("message", 2000, lambda n: {"type": "section", "fields": [mrkdwn("x" * n)]}),
    ("message", 75, lambda n: actions(button("x", "a", accessibility_label="x" * n))),
    ("message", 3000, lambda n: actions(button("x", "a", url="https://x.example/" + "x" * (n - 18)))),
    ("message", 255, lambda n: actions(button("x", "a" * n))),
    ("message", 2000, lambda n: {"type": "context", "elements": [image(alt=n)]}),
    ("message", 2000, lambda n: {**image(), "title": plain("x" * n)}),
    ("message", 12_000, lambda n: {"type": "markdown", "text": "x" * n}),
    ("message", 20, lambda n: {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * n]}),
    ("message", 100, lambda n: {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]] * n}),
    ("message", 30, lambda n: actions(button("x", "a", confirm={**confirm(), "deny": plain("x" * n)}))),
    ("modal", 3000, lambda n: {"type": "alert", "text": mrkdwn("x" * n)}),
    ("modal", 2000, lambda n: {**text_input(), "label": plain("x" * n)}),
    ("modal", 2000, lambda n: {**text_input(), "hint": plain("x" * n)}),
    ("modal", 3000, lambda n: text_input(initial_value="x" * n)),
    ("modal", 3000, lambda n: text_input(min_length=n)),
    ("modal", 75, lambda n: field(select(option_groups=[{**GROUP, "label": plain("x" * n)}]))),
    ("modal", 100, lambda n: field(select(option_groups=[{**GROUP, "options": options(n)}]))),
    ("modal", 100, lambda n: field(select(option_groups=[{**GROUP, "options": [option(f"o{i}")]} for i in range(n)]))),
    ("modal", 1000, many("multi_users_select", "initial_users", "U0MIA000001")),
    ("modal", 1000, many("multi_conversations_select", "initial_conversations", "C0GENERAL01")),
    ("modal", 1000, many("multi_channels_select", "initial_channels", "C0GENERAL01")),
]


@pytest.mark.parametrize(("surface", "last", "made"), COUNTED, ids=[f"{row[0]}-{row[1]}" for row in COUNTED])
def test_a_count_ends_where_the_page_says(surface: str, last: int, made: Made) -> None:
    assert block_problems([made(last)], surface) == []
    assert block_problems([made(last + 1)], surface)


# element, field, what is allowed, what is not
FORMATS: list[tuple[str, str, list[Any], list[Any]]] = [
    (
        "datepicker",
        "initial_date",
        ["2026-01-01", "2026-10-30", "2026-12-31", "2026-09-29"],
        ["2026-13-01", "2026-1-1"],
    ),
    (
        "datepicker",
        "initial_date",
        ["2026-02-10"],
        ["2026-00-10", "2026-01-00", "2026-01-32", "2026-01-40", 20_260_101],
    ),
    ("timepicker", "initial_time", ["00:00", "19:59", "23:30"], ["24:00", "12:60", "9:00", "12:00:00"]),
    ("users_select", "initial_user", ["U0MIA000001", "W0MIA000001"], ["C0GENERAL01", "u0mia", "U0"]),
    ("conversations_select", "initial_conversation", ["C0GENERAL01", "D0X1", "G0X1"], ["U0MIA000001", "general"]),
    (
        "datetimepicker",
        "initial_date_time",
        [1_000_000_000, 9_999_999_999],
        [999_999_999, 10_000_000_000, "1794560400"],
    ),
    ("multi_users_select", "max_selected_items", [1], [0, True]),
    ("plain_text_input", "min_length", [0], [-1]),
    ("plain_text_input", "initial_value", [""], [7]),
]


@pytest.mark.parametrize(("kind", "name", "allowed", "refused"), FORMATS, ids=[f"{row[0]}-{row[1]}" for row in FORMATS])
def test_a_value_has_the_form_the_page_says(kind: str, name: str, allowed: list[Any], refused: list[Any]) -> None:
    for value in allowed:
        assert block_problems([field({"type": kind, "action_id": "a", name: value})], "modal") == [], value
    for value in refused:
        assert block_problems([field({"type": kind, "action_id": "a", name: value})], "modal"), value


@pytest.mark.parametrize("name", ["private_metadata", "callback_id", "external_id"])
def test_the_texts_of_a_view_may_be_empty(name: str) -> None:
    assert view_problems(modal(section("x"), **{name: ""}), "modal") == []


@pytest.mark.parametrize("name", ["type", "title", "blocks"])
def test_a_view_needs_its_parts(name: str) -> None:
    view = modal(typed("a", "A"))
    assert view_problems(view, "modal") == []
    assert view_problems({key: value for key, value in view.items() if key != name}, "modal")

"""Block Kit's limits: for every rule something just allowed and something just refused, in the same row."""

from copy import deepcopy
from typing import Any

import pytest

from deploy.sandbox.block_kit import block_problems, view_problems

from .fake_app import actions, button, modal, option, plain, section, typed

Json = dict[str, Any]


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def select(kind: str = "static_select", **more: Any) -> Json:
    return {"type": kind, "action_id": "pick", **more}


def options(count: int) -> list[Json]:
    return [option(f"o{number}") for number in range(count)]


def field(element: Json, **more: Any) -> Json:
    return {"type": "input", "label": plain("Label"), "element": element, **more}


def confirm(title: int = 1, text: int = 1, button_text: int = 1) -> Json:
    words = {"title": plain("x" * title), "text": plain("x" * text)}
    return words | {"confirm": plain("x" * button_text), "deny": plain("n")}


def text_input(**more: Any) -> Json:
    return field({"type": "plain_text_input", "action_id": "value", **more})


def with_option(text: int = 1, value: int = 1, description: int = 1) -> Json:
    made = {"text": plain("x" * text), "value": "v" * value, "description": plain("d" * description)}
    return field(select(options=[made]))


def radio(count: int) -> Json:
    return field(select("radio_buttons", options=options(count)))


def image(alt: int = 1, url: str = "https://x.example/a.png") -> Json:
    return {"type": "image", "image_url": url, "alt_text": "a" * alt}


# name, surface, allowed blocks, refused blocks, a word of the message
ROWS: list[tuple[str, str, list[Json], list[Json], str]] = [
    ("50 blocks in a message", "message", [section("x")] * 50, [section("x")] * 51, "no more than 50"),
    ("100 blocks at Home", "home", [section("x")] * 100, [section("x")] * 101, "no more than 100"),
    ("a modal needs a block", "modal", [section("x")], [], "no less than 1"),
    ("section text 3000", "message", [section("x" * 3000)], [section("x" * 3001)], "less than 3001"),
    ("section text not empty", "message", [section("x")], [section("")], "more than 0"),
    (
        "section needs text or fields",
        "message",
        [{"type": "section", "fields": [plain("x")]}],
        [{"type": "section"}],
        "text or fields",
    ),
    (
        "10 fields of 2000",
        "message",
        [{"type": "section", "fields": [plain("x" * 2000)] * 10}],
        [{"type": "section", "fields": [plain("x")] * 11}],
        "no more than 10",
    ),
    (
        "header 150, plain",
        "home",
        [{"type": "header", "text": plain("x" * 150)}],
        [{"type": "header", "text": mrkdwn("x")}],
        "must be plain_text",
    ),
    (
        "header 150",
        "home",
        [{"type": "header", "text": plain("x" * 150)}],
        [{"type": "header", "text": plain("x" * 151)}],
        "less than 151",
    ),
    (
        "context 10",
        "message",
        [{"type": "context", "elements": [mrkdwn("x")] * 10}],
        [{"type": "context", "elements": [mrkdwn("x")] * 11}],
        "no more than 10",
    ),
    (
        "no button in context",
        "message",
        [{"type": "context", "elements": [image()]}],
        [{"type": "context", "elements": [button("x", "x")]}],
        "unsupported type: button",
    ),
    (
        "actions 25",
        "message",
        [actions(*[button("x", f"a{n}") for n in range(25)])],
        [actions(*[button("x", f"a{n}") for n in range(26)])],
        "no more than 25",
    ),
    (
        "action_id once in a block",
        "message",
        [actions(button("x", "a")), actions(button("x", "a"))],
        [actions(button("x", "a"), button("y", "a"))],
        "action_id 'a' already exists",
    ),
    (
        "block_id once in a view",
        "modal",
        [section("x", block_id="a"), section("x", block_id="b")],
        [section("x", block_id="a"), section("x", block_id="a")],
        "block_id 'a' already exists",
    ),
    (
        "block_id 255",
        "message",
        [section("x", block_id="a" * 255)],
        [section("x", block_id="a" * 256)],
        "less than 256",
    ),
    (
        "button text 75",
        "message",
        [actions(button("x" * 75, "a"))],
        [actions(button("x" * 76, "a"))],
        "less than 76",
    ),
    (
        "button value 2000",
        "message",
        [actions(button("x", "a", value="v" * 2000))],
        [actions(button("x", "a", value="v" * 2001))],
        "less than 2001",
    ),
    (
        "button style",
        "message",
        [actions(button("x", "a", style="danger"))],
        [actions(button("x", "a", style="red"))],
        "allowed values",
    ),
    (
        "button url",
        "message",
        [actions(button("x", "a", url="https://x.example"))],
        [actions(button("x", "a", url="x.example"))],
        "valid url",
    ),
    (
        "no text input in a section",
        "modal",
        [section("x", accessory=select("users_select"))],
        [section("x", accessory={"type": "plain_text_input", "action_id": "a"})],
        "unsupported type: plain_text_input",
    ),
    (
        "no button in an input",
        "modal",
        [text_input()],
        [field(button("x", "a"))],
        "unsupported type: button",
    ),
    (
        "label 2000, plain",
        "modal",
        [text_input()],
        [{**text_input(), "label": mrkdwn("x")}],
        "must be plain_text",
    ),
    ("input needs an element", "modal", [text_input()], [{"type": "input", "label": plain("x")}], "element"),
    (
        "max_length 3000",
        "modal",
        [text_input(max_length=3000)],
        [text_input(max_length=3001)],
        "between 1 and 3000",
    ),
    (
        "min not above max",
        "modal",
        [text_input(min_length=5, max_length=5)],
        [text_input(min_length=6, max_length=5)],
        "no more than max_length",
    ),
    (
        "initial value fits",
        "modal",
        [text_input(initial_value="xx", max_length=2)],
        [text_input(initial_value="xxx", max_length=2)],
        "less than 3",
    ),
    (
        "placeholder 150",
        "modal",
        [text_input(placeholder=plain("x" * 150))],
        [text_input(placeholder=plain("x" * 151))],
        "less than 151",
    ),
    ("option text 75", "modal", [with_option(text=75)], [with_option(text=76)], "less than 76"),
    ("option value 150", "modal", [with_option(value=150)], [with_option(value=151)], "less than 151"),
    ("option description 75", "modal", [with_option(description=75)], [with_option(description=76)], "less than 76"),
    (
        "select options plain, radio mrkdwn too",
        "modal",
        [field(select("radio_buttons", options=[{"text": mrkdwn("x"), "value": "x"}]))],
        [field(select(options=[{"text": mrkdwn("x"), "value": "x"}]))],
        "must be plain_text",
    ),
    (
        "select 100",
        "modal",
        [field(select(options=options(100)))],
        [field(select(options=options(101)))],
        "no more than 100",
    ),
    ("select needs options", "modal", [field(select(options=options(1)))], [field(select())], "either options"),
    ("radio 10", "modal", [radio(10)], [radio(11)], "no more than 10"),
    (
        "checkboxes 10",
        "modal",
        [field(select("checkboxes", options=options(10)))],
        [field(select("checkboxes", options=options(11)))],
        "no more than 10",
    ),
    (
        "overflow 5",
        "message",
        [actions(select("overflow", options=options(5)))],
        [actions(select("overflow", options=options(6)))],
        "no more than 5",
    ),
    (
        "initial option is one of the options",
        "modal",
        [field(select(options=options(2), initial_option=option("o1")))],
        [field(select(options=options(2), initial_option=option("o2")))],
        "exactly match",
    ),
    (
        "initial options likewise",
        "modal",
        [field(select("checkboxes", options=options(2), initial_options=[option("o0")]))],
        [field(select("checkboxes", options=options(2), initial_options=[option("o9")]))],
        "exactly match",
    ),
    (
        "date format",
        "modal",
        [field(select("datepicker", initial_date="2026-12-01"))],
        [field(select("datepicker", initial_date="1.12.2026"))],
        "YYYY-MM-DD",
    ),
    (
        "time format",
        "modal",
        [field(select("timepicker", initial_time="09:30"))],
        [field(select("timepicker", initial_time="9:30"))],
        "HH:mm",
    ),
    (
        "user ids",
        "modal",
        [field(select("multi_users_select", initial_users=["U0MIA000001"]))],
        [field(select("multi_users_select", initial_users=["mia"]))],
        "valid user id",
    ),
    (
        "filter words",
        "modal",
        [field(select("conversations_select", filter={"include": ["public", "im"]}))],
        [field(select("conversations_select", filter={"include": ["all"]}))],
        "allowed values",
    ),
    (
        "filter not empty",
        "modal",
        [field(select("conversations_select", filter={"exclude_bot_users": True}))],
        [field(select("conversations_select", filter={}))],
        "at least one",
    ),
    (
        "confirm title 100",
        "message",
        [actions(button("x", "a", confirm=confirm(title=100)))],
        [actions(button("x", "a", confirm=confirm(title=101)))],
        "less than 101",
    ),
    (
        "confirm text 300",
        "message",
        [actions(button("x", "a", confirm=confirm(text=300)))],
        [actions(button("x", "a", confirm=confirm(text=301)))],
        "less than 301",
    ),
    (
        "confirm buttons 30",
        "message",
        [actions(button("x", "a", confirm=confirm(button_text=30)))],
        [actions(button("x", "a", confirm=confirm(button_text=31)))],
        "less than 31",
    ),
    ("alert only in modals", "modal", [{"type": "alert", "text": mrkdwn("x")}], [{"type": "alert"}], "missing"),
    (
        "markdown only in messages",
        "message",
        [{"type": "markdown", "text": "x" * 12_000}],
        [{"type": "markdown", "text": "x" * 6_001}] * 2,
        "too_long",
    ),
    ("image alt 2000", "home", [image(alt=2000)], [image(alt=2001)], "less than 2001"),
    ("email only in modals", "modal", [field(select("email_text_input"))], [field(select("emails"))], "unsupported"),
    ("no unknown fields", "message", [section("x", expand=True)], [section("x", colour="red")], "additional property"),
    ("unknown block", "message", [{"type": "divider"}], [{"type": "line"}], "unsupported type: line"),
    (
        "focus once",
        "modal",
        [text_input(focus_on_load=True), text_input()],
        [text_input(focus_on_load=True), text_input(focus_on_load=True)],
        "focus_on_load",
    ),
    (
        "one table a message",
        "message",
        [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}],
        [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}] * 2,
        "one table",
    ),
]


@pytest.mark.parametrize(("name", "surface", "allowed", "refused", "said"), ROWS, ids=[row[0] for row in ROWS])
def test_a_block_just_inside_the_limit_passes_and_just_outside_does_not(
    name: str, surface: str, allowed: list[Json], refused: list[Json], said: str
) -> None:
    assert block_problems(deepcopy(allowed), surface) == []
    problems = block_problems(deepcopy(refused), surface)
    assert any(said in each.message for each in problems), [str(each) for each in problems]
    assert all(each.page.startswith("/") for each in problems), "every rule names its page"


def longer(**changes: Any) -> Json:
    return modal(typed("a", "A")) | changes


VIEW_ROWS: list[tuple[str, Json, Json, str]] = [
    ("title 24", longer(title=plain("x" * 24)), longer(title=plain("x" * 25)), "less than 25"),
    ("title plain", longer(), longer(title=mrkdwn("x")), "must be plain_text"),
    ("title needed", longer(), longer(title=None), "missing required field: title"),
    ("submit 24", longer(submit=plain("x" * 24)), longer(submit=plain("x" * 25)), "less than 25"),
    ("submit with inputs", modal(section("x"), submit=None), modal(typed("a", "A"), submit=None), "submit is required"),
    ("close 24", longer(close=plain("x" * 24)), longer(close=plain("x" * 25)), "less than 25"),
    ("private_metadata", longer(private_metadata="x" * 3000), longer(private_metadata="x" * 3001), "less than 3001"),
    ("callback_id 255", longer(callback_id="x" * 255), longer(callback_id="x" * 256), "less than 256"),
    ("external_id 255", longer(external_id="x" * 255), longer(external_id="x" * 256), "less than 256"),
    ("no unknown field", longer(notify_on_close=True), longer(notify=True), "additional property"),
    ("type", longer(), longer(type="home"), "must be modal"),
]


@pytest.mark.parametrize(("name", "allowed", "refused", "said"), VIEW_ROWS, ids=[row[0] for row in VIEW_ROWS])
def test_a_view_just_inside_the_limit_passes_and_just_outside_does_not(
    name: str, allowed: Json, refused: Json, said: str
) -> None:
    assert view_problems(allowed, "modal") == []
    problems = view_problems(refused, "modal")
    assert any(said in each.message for each in problems), [str(each) for each in problems]


def test_a_view_may_not_be_larger_than_250_kb() -> None:
    blocks = [section("x" * 3000) for _ in range(100)]
    assert view_problems(modal(*blocks[:80]), "modal") == []
    assert "view_too_large" in [each.message for each in view_problems(modal(*blocks), "modal")]


def test_blocks_stand_only_on_their_surfaces() -> None:
    alert, markdown = {"type": "alert", "text": plain("x")}, {"type": "markdown", "text": "x"}
    assert block_problems([alert], "modal") == [] and block_problems([alert], "message")
    assert block_problems([markdown], "message") == [] and block_problems([markdown], "home")
    email = field(select("email_text_input"))
    assert block_problems([email], "modal") == [] and block_problems([email], "message")

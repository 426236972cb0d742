"""What Slack's own client does with a form: initial values, what somebody enters, what it refuses to send."""

import re
from typing import Any

from .block_kit import elements_of, options_of
from .checks import Json
from .limits import ELEMENTS
from .workspace import Channel, Workspace

Values = dict[str, dict[str, Json]]

REQUIRED = "Please complete this required field."
MANY = ("selected_options", "selected_users", "selected_conversations", "selected_channels")


class NotPossible(Exception):
    """The client would not let somebody do this (no such option, no such field)."""


def stateful(blocks: list[Json]) -> list[tuple[Json, Json]]:
    """Every (block, element) that holds a value, in their order."""
    pairs = [(block, element) for block in blocks for element in elements_of(block)]
    return [(block, element) for block, element in pairs if ELEMENTS[element["type"]].state]


def first_values(blocks: list[Json], before: Values | None = None) -> Values:
    """The values a client shows at first; where block_id, action_id and type are as `before`, what stood there stays.

    docs: /surfaces/modals#updating_views (same ids keep what was entered; a new initial value needs a new id)
    """
    values: Values = {}
    for block, element in stateful(blocks):
        kept = (before or {}).get(block["block_id"], {}).get(element["action_id"])
        if kept is None or kept["type"] != element["type"]:
            kept = initial(element)
        values.setdefault(block["block_id"], {})[element["action_id"]] = kept
    return values


def initial(element: Json) -> Json:
    """An untouched element's value, in the shape of `view.state.values`."""
    key = ELEMENTS[element["type"]].state
    start = element.get(f"initial_{key.removeprefix('selected_')}")
    if key in MANY:
        start = start or []
    return {"type": element["type"], key: start or None if key not in MANY else start}


def entered(element: Json, raw: Any, workspace: Workspace) -> Json:
    """What somebody puts into an element, as its state. `raw`: text, option value, id or key, or a list of these."""
    key = ELEMENTS[element["type"]].state
    if key in MANY:
        items = [raw] if isinstance(raw, str) else list(raw or [])
        chosen: Any = [_one(element, each, workspace) for each in items if each != ""]
    else:
        chosen = None if raw in (None, "") else _one(element, raw, workspace)
    return {"type": element["type"], key: chosen}


def _one(element: Json, raw: Any, workspace: Workspace) -> Any:
    kind = element["type"]
    if "option" in ELEMENTS[kind].state:
        return _option(element, str(raw))
    if "users_select" in kind:
        return workspace.person(str(raw)).id
    if "conversations_select" in kind or "channels_select" in kind:
        return workspace.channel(str(raw)).id
    if kind == "datetimepicker":
        return int(raw)
    return str(raw)


def _option(element: Json, wanted: str) -> Json:
    for option in options_of(element):
        if wanted in (option["value"], option["text"]["text"]):
            return option
    raise NotPossible(f"{element.get('action_id')} offers no {wanted!r}")


def refused(blocks: list[Json], values: Values) -> dict[str, str]:
    """What the client complains about before it sends a submission: block_id -> sentence."""
    found: dict[str, str] = {}
    for block, element in stateful(blocks):
        state = values[block["block_id"]][element["action_id"]]
        said = _complaint(block, element, state[ELEMENTS[element["type"]].state])
        if said:
            found[block["block_id"]] = said
    return found


def _complaint(block: Json, element: Json, value: Any) -> str:
    if value in (None, "", []):
        return REQUIRED if block["type"] == "input" and not block.get("optional") else ""
    if isinstance(value, list):
        most = element.get("max_selected_items")
        return f"Please select no more than {most}." if most and len(value) > most else ""
    if isinstance(value, str):
        return _text_complaint(element, value)
    return ""


def _text_complaint(element: Json, value: str) -> str:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if element["type"] == "plain_text_input" and not least <= len(value) <= most:
        return f"Please enter {least} to {most} characters."
    if element["type"] == "number_input":
        return _number_complaint(element, value)
    if element["type"] == "email_text_input" and not re.fullmatch(r"[^@\s]+@[^@\s]+", value):
        return "Please enter a valid email address."
    if element["type"] == "url_text_input" and not re.match(r"https?://", value):
        return "Please enter a valid URL."
    return ""


def _number_complaint(element: Json, value: str) -> str:
    pattern = r"-?\d+(\.\d+)?" if element.get("is_decimal_allowed") else r"-?\d+"
    if not re.fullmatch(pattern, value):
        return "Please enter a valid number."
    if "min_value" in element and float(value) < float(element["min_value"]):
        return f"Please enter a number of at least {element['min_value']}."
    if "max_value" in element and float(value) > float(element["max_value"]):
        return f"Please enter a number of at most {element['max_value']}."
    return ""


def offered(element: Json, channels: list[Channel]) -> list[Channel]:
    """The conversations a picker shows. docs: /reference/block-kit/composition-objects/conversation-filter-object"""
    if "channels_select" in element["type"]:
        return [one for one in channels if one.kind == "public"]
    wanted = (element.get("filter") or {}).get("include")
    if (element.get("filter") or {}).get("exclude_bot_users"):
        channels = [one for one in channels if one.kind != "im"]
    return [one for one in channels if not wanted or one.kind in wanted]


def settle_defaults(blocks: list[Json], values: Values, current: Channel | None, seen: list[Channel]) -> None:
    """Fill pickers that default to the conversation their reader was looking at."""
    for block, element in stateful(blocks):
        state = values[block["block_id"]][element["action_id"]]
        wanted = element.get("default_to_current_conversation") and not element.get("initial_conversation")
        if wanted and current is not None and current in offered(element, seen):
            many = element["type"].startswith("multi_")
            state[ELEMENTS[element["type"]].state] = [current.id] if many else current.id

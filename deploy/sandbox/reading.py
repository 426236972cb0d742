"""Messages, modals and Home as a person reads them: texts, buttons, fields. Used by the driver."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .block_kit import elements_of, options_of
from .checks import Json
from .formatting import read_aloud
from .limits import ELEMENTS

PRESSABLE = ("button", "overflow")


class Names:
    """Ids of people and channels with their names."""

    def __init__(self, known: dict[str, str]) -> None:
        self.known = known

    def read(self, text: str) -> str:
        """mrkdwn with mentions as names and entities as characters."""
        return read_aloud(text, lambda key: self.known.get(key, ""))


@dataclass(frozen=True)
class Button:
    """Something to press (or a picker that acts at once)."""

    label: str
    block_id: str
    action_id: str
    value: str | None
    type: str = "button"
    style: str | None = None
    url: str | None = None
    chosen: Any = None

    def choice(self, value: Any) -> Json:
        """What is chosen by pressing it: for an overflow entry the entry itself."""
        return {"value": self.chosen} if self.chosen is not None and value is None else {}


@dataclass(frozen=True)
class Field:
    """One field of a modal."""

    label: str
    type: str
    block_id: str
    action_id: str
    options: list[str] = field(default_factory=list)
    option_labels: list[str] = field(default_factory=list)
    initial: Any = None
    value: Any = None
    optional: bool = True
    hint: str = ""
    max_length: int | None = None


class Surface:
    """Anything with blocks."""

    def __init__(self, row: Json, names: Names) -> None:
        self._names = names
        self.refresh(row)

    @property
    def names(self) -> Names:
        """The names that mentions are read with."""
        return self._names

    def refresh(self, row: Json) -> None:
        """Show other content."""
        self.row = row
        self.blocks: list[Json] = row.get("blocks") or []

    @property
    def texts(self) -> list[str]:
        """Every visible text in its order, as a person reads it."""
        return [text for block in self.blocks for text in self._texts(block) if text]

    @property
    def all_text(self) -> str:
        """All visible texts, one a line."""
        return "\n".join(self.texts)

    def _texts(self, value: Any) -> Iterator[str]:
        if isinstance(value, list):
            for each in value:
                yield from self._texts(each)
        elif isinstance(value, dict):
            yield from self._text_of(value)

    def _text_of(self, value: Json) -> Iterator[str]:
        kind, text = value.get("type"), value.get("text")
        if isinstance(text, str) and kind in ("mrkdwn", "plain_text", "markdown", "text", "raw_text"):
            yield self._names.read(text) if kind == "mrkdwn" else text
            return
        if isinstance(value.get("alt_text"), str):
            yield value["alt_text"]
        if kind in ("plain_text_input", "number_input", "email_text_input", "url_text_input"):
            yield value.get("initial_value") or ""
        for name, each in value.items():
            if isinstance(each, dict | list) and name not in ("confirm", "initial_option", "initial_options"):
                yield from self._texts(each)

    @property
    def buttons(self) -> list[Button]:
        """Buttons and menu entries in their order; pickers that act at once come last."""
        return [*self._pressable(), *self._pickers()]

    def _pressable(self) -> Iterator[Button]:
        for block in self.blocks:
            for element in elements_of(block):
                if element["type"] == "button":
                    yield _button(block, element)
                if element["type"] == "overflow":
                    for option in options_of(element):
                        yield _entry(block, element, option)

    def _pickers(self) -> Iterator[Button]:
        for block in self.blocks:
            for element in elements_of(block):
                acts = block["type"] != "input" or block.get("dispatch_action")
                if ELEMENTS[element["type"]].state and acts:
                    label = _label(block, element, self._names)
                    yield Button(label, block["block_id"], element["action_id"], None, element["type"])

    def button(self, name: str, nth: int = 0) -> Button:
        """By label, action_id or value; LookupError names what there is."""
        found = [one for one in self.buttons if name in (one.label, one.action_id, one.value)]
        if nth >= len(found):
            there = ", ".join(f"{one.label!r} ({one.action_id})" for one in self.buttons)
            raise LookupError(f"no button {name!r} (number {nth}); there are: {there or 'none'}")
        return found[nth]


class Message(Surface):
    """A message. `text` as stored, `ephemeral` if only its reader sees it."""

    def refresh(self, row: Json) -> None:
        super().refresh(row)
        self.ts: str = row["ts"]
        self.channel: str = row["channel"]
        self.user: str = row["user"]
        self.text: str = row.get("text", "")
        self.thread_ts: str | None = row.get("thread_ts")
        self.metadata: Json | None = row.get("metadata")
        self.ephemeral: bool = bool(row.get("ephemeral"))
        self.by_app = "app_id" in row

    @property
    def texts(self) -> list[str]:
        """Texts of the blocks; without blocks the message's text."""
        return super().texts or [self._names.read(self.text)]

    @property
    def notification(self) -> str:
        """What the phone shows: the top-level text."""
        return self._names.read(self.text)


class Modal(Surface):
    """A modal: `title`, `fields` (block_id -> Field), `errors` (block_id -> sentence)."""

    def refresh(self, row: Json) -> None:
        super().refresh(row)
        self.id: str = row["id"]
        self.callback_id: str = row["callback_id"]
        self.private_metadata: str = row["private_metadata"]
        self.title: str = row["title"]["text"]
        self.submit_label: str | None = row["submit"]["text"] if row["submit"] else None
        self.errors: dict[str, str] = row.get("errors") or {}

    @property
    def texts(self) -> list[str]:
        """The title, every text of the blocks, what stands beside fields, the two buttons."""
        ends = [self.row[name]["text"] for name in ("close", "submit") if self.row[name]]
        return [self.title, *super().texts, *self.errors.values(), *ends]

    @property
    def fields(self) -> dict[str, Field]:
        """Every field that holds a value, by block_id (by block_id/action_id where a block has several)."""
        found: dict[str, Field] = {}
        for block in self.blocks:
            holding = [each for each in elements_of(block) if ELEMENTS[each["type"]].state]
            for element in holding:
                name = block["block_id"] if len(holding) == 1 else f"{block['block_id']}/{element['action_id']}"
                found[name] = self._field(block, element)
        return found

    def _field(self, block: Json, element: Json) -> Field:
        key, offered = ELEMENTS[element["type"]].state, options_of(element)
        state = self.row["state"]["values"][block["block_id"]][element["action_id"]]
        return Field(
            label=_label(block, element, self._names),
            type=element["type"],
            block_id=block["block_id"],
            action_id=element["action_id"],
            options=[each["value"] for each in offered],
            option_labels=[each["text"]["text"] for each in offered],
            initial=element.get(f"initial_{key.removeprefix('selected_')}"),
            value=_plain(state[key]),
            optional=block["type"] != "input" or bool(block.get("optional")),
            hint=(block.get("hint") or {}).get("text", ""),
            max_length=element.get("max_length"),
        )

    def place(self, name: str) -> tuple[str, str]:
        """block_id and action_id of a field by block_id, label, action_id or block_id/action_id."""
        for key, one in self.fields.items():
            if name in (key, one.label, one.action_id, f"{one.block_id}/{one.action_id}"):
                return one.block_id, one.action_id
        there = ", ".join(f"{key} ({one.label!r})" for key, one in self.fields.items())
        raise LookupError(f"no field {name!r}; there are: {there or 'none'}")


def _button(block: Json, element: Json) -> Button:
    return Button(
        element["text"]["text"],
        block["block_id"],
        element["action_id"],
        element.get("value"),
        style=element.get("style"),
        url=element.get("url"),
    )


def _entry(block: Json, element: Json, option: Json) -> Button:
    label, value = option["text"]["text"], option["value"]
    return Button(label, block["block_id"], element["action_id"], value, "overflow", chosen=value)


def _label(block: Json, element: Json, names: Names) -> str:
    text = block.get("label") or block.get("text") or element.get("placeholder") or {}
    return names.read(text.get("text", ""))


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value["value"] if isinstance(value, dict) else value

"""The transcript of a play: what each person sees, presses and writes, as lines that can be read aloud."""

import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter

from deploy.sandbox.reading import Field, Message, Modal, Names, Surface

WIDTH = 96
ANSWER = "› "
SPOKEN = ("section", "header", "context", "rich_text")
REPEATED = 4
"""So many sentences of earlier screens are worth a remark."""
EVERYWHERE = frozenset({"See where it stands", "Why this step?", "Who can see what", "Leave", "Pause"})
"""Buttons that most messages have."""
_lines: ContextVar[list[str] | None] = ContextVar("lines", default=None)


class Paper:
    """Where lines go: to the terminal, or nowhere. What is told at the same time comes out one after the other."""

    def __init__(self, silent: bool = False) -> None:
        self.silent = silent
        self._told: set[str] = set()
        self._last = ""

    def say(self, text: str = "", indent: int = 0, first: str = "") -> None:
        """One paragraph, wrapped; `first` stands in front of its first line."""
        lead = " " * indent
        lines = textwrap.wrap(text, WIDTH, initial_indent=lead + first, subsequent_indent=lead + " " * len(first)) or [
            ""
        ]
        kept = _lines.get()
        if kept is not None:
            kept += lines
        elif not self.silent:
            print("\n".join(lines), flush=True)

    @contextmanager
    def kept(self) -> Iterator[list[str]]:
        """Lines said here are kept, to be printed by whoever asked for them."""
        lines: list[str] = []
        before = _lines.set(lines)
        try:
            yield lines
        finally:
            _lines.reset(before)

    def put(self, lines: list[str]) -> None:
        """Prints lines that were kept."""
        kept = _lines.get()
        if kept is not None:
            kept += lines
        elif lines and not self.silent:
            print("\n".join(lines), flush=True)

    def title(self, text: str) -> None:
        self.say()
        self.say("═" * len(text))
        self.say(text)
        self.say("═" * len(text))

    def time(self, now: datetime) -> None:
        """A line for every time the clock is moved."""
        self._last = ""
        said = f"{now:%A %-d %B, %H:%M}"
        self.say()
        self.say(f"── {said} {'─' * (WIDTH - len(said) - 4)}")

    def message(self, reader: str, message: Message) -> None:
        """A message that somebody gets; of one that another person was just told, only that it came."""
        texts = sentences(message)
        row = "  ".join(f"[{button.label}]" for button in message.buttons)
        same = "\n".join([*texts, row])
        self.say()
        if same == self._last:
            self.say(f"{reader} gets the same message.")
            return
        self._last = same
        self.say(f"{reader} gets a message from Mend:")
        self.posted(message)

    def posted(self, message: Message) -> None:
        """A message as it stands, with its buttons in a row; what stands on all of them is told once."""
        small = sentences(message, ("context",))
        for text in sentences(message):
            if not (text in small and text in self._told):
                self.say(text, 4)
        labels = [button.label for button in message.buttons]
        new = [label for label in labels if label not in EVERYWHERE or label not in self._told]
        row = "  ".join(f"[{label}]" for label in dict.fromkeys(new))
        if labels:
            self.say(f"{row}  …" if len(new) < len(labels) else row, 4)
        self._told.update(small, labels)

    def screen(self, modal: Modal) -> None:
        """What stands on a screen above its questions. What was told before is not told again."""
        asks = modal.submit_label is not None
        if asks:
            self.say(f"— {modal.title} —", 4)
        for told, run in groupby(self._marked(sentences(modal)), key=itemgetter(1)):
            lines = [line for line, _ in run]
            if asks and told:
                lines = ["(and once more what was opened before)"] if len(lines) >= REPEATED else []
            for line in lines:
                self.say(line, 4)
        if asks:
            self._told.update(sentences(modal))

    def _marked(self, texts: list[str]) -> list[tuple[str, bool]]:
        """Each text with whether it was told before; a heading counts as told when what stands under it was."""
        marked: list[tuple[str, bool]] = []
        told = False
        for text in reversed(texts):
            told = told if " · " in text or text.endswith("?") else text in self._told
            marked.append((text, told))
        return marked[::-1]

    def answer(self, field: Field, told: str) -> None:
        """A question with what somebody answered."""
        self.say(field.label, 4)
        self.say(told, 6, ANSWER)


def sentences(surface: Surface, kinds: tuple[str, ...] = SPOKEN) -> list[str]:
    """The texts of a message or screen without its buttons and questions, one paragraph each."""
    found: list[str] = []
    for block in surface.blocks:
        if block["type"] in kinds:
            alone = Surface({"blocks": [{**block, "accessory": {}}]}, names_of(surface))
            found += [line.replace("*", "") for text in alone.texts for line in text.splitlines()]
    return [text for text in found if text.strip()]


def names_of(surface: Surface) -> Names:
    return surface._names  # noqa: SLF001  a surface keeps the names that it reads mentions with


def spoken_date(text: str) -> str:
    """An ISO date as people say it."""
    return f"{date.fromisoformat(text):%A %-d %B}"

"""What people answer in a play, by the words they read: the beginning of a question, and of a choice."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from deploy.play_paper import spoken_date
from deploy.sandbox.reading import Field, Modal

Answers = dict[str, Any]
"""The beginning of a question -> what is answered: a text, the beginning of a choice, a date, or keys of people."""
Pages = tuple[Answers, ...]
"""Of a form of several pages."""

CLEAR: Pages = (
    {
        "Is any of this part of it?": ["None of these"],
        "Could somebody get hurt": "No",
        "Is there a complaint": "No",
    },
    {
        "Does one of you decide": "No",
        "Is any of this so for you?": ["None of these"],
        "Is it about a performance rating": "No",
    },
)
"""Nothing speaks against it: both pages of the private questions."""
TALK: Answers = {"How would you like to go about it?": "Talk it through here"}


class Missing(AssertionError):
    """Somebody does not see what they should see."""


@dataclass(frozen=True)
class Answered:
    """The field a question means, what Slack is given for the answer, and how it is told."""

    field: Field
    value: Any
    shown: str


def answered(screen: Modal, question: str, value: Any, name_of: Callable[[str], str]) -> Answered:
    """One answer on this screen. `name_of` turns the key of a person into a name."""
    field = asked(screen, question)
    if isinstance(value, date):
        return Answered(field, value.isoformat(), spoken_date(value.isoformat()))
    if field.options:
        return chosen(field, [value] if isinstance(value, str) else value)
    if field.type.endswith("users_select"):
        keys = [value] if isinstance(value, str) else list(value)
        names = ", ".join(name_of(key) for key in keys)
        return Answered(field, keys if field.type.startswith("multi") else keys[0], names)
    return Answered(field, value, f"#{value}" if "conversations" in field.type else str(value))


def asked(screen: Modal, question: str) -> Field:
    """The one field whose label begins so."""
    found = [field for field in screen.fields.values() if field.label.startswith(question)]
    if len(found) != 1:
        labels = ", ".join(f"“{field.label}”" for field in screen.fields.values())
        raise Missing(f"Nobody is asked “{question}” here, but: {labels or 'nothing'}")
    return found[0]


def chosen(field: Field, wanted: Sequence[str]) -> Answered:
    """Choices by the beginning of their labels."""
    pairs = list(zip(field.options, field.option_labels, strict=True))
    first = [next((pair for pair in pairs if pair[1].startswith(text)), None) for text in wanted]
    found = [pair for pair in first if pair]
    if len(found) != len(wanted):
        raise Missing(f"“{field.label}” does not offer {', '.join(wanted)} but: {', '.join(field.option_labels)}")
    values = [value for value, _ in found]
    several = field.type in ("checkboxes", "multi_static_select")
    return Answered(field, values if several else values[0], "; ".join(label for _, label in found))

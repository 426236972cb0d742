"""Which answers a choice question offers, read out of its helper text.

A helper with " · " in it holds the choices, sometimes with a sentence before or after them:
"Private. No · Yes, show me who I can talk to · Rather not say", "Yes · Not today. 'Not today' just moves the date."
"""

import re
from typing import NamedTuple

SEPARATOR = " · "
_FULL_STOP = re.compile(r"(?<=[.!?]) ")
_NUMBER = re.compile(r"\d+")


class Helper(NamedTuple):
    """`choices` in the order shown (none for a question in one's own words), and the `note` that stands beside."""

    choices: tuple[str, ...]
    note: str


def read_helper(helper: str) -> Helper:
    """Splits a helper into choices and note. A scale that names only its two ends is filled in between."""
    if SEPARATOR not in helper:
        return Helper((), helper)
    first, *middle, last = helper.split(SEPARATOR)
    before, first = _split_at(first, last_sentence=True)
    last, after = _split_at(last, last_sentence=False)
    return Helper(_filled((first, *middle, last.rstrip("."))), " ".join(filter(None, (before, after))))


def _split_at(text: str, *, last_sentence: bool) -> tuple[str, str]:
    """(before, last sentence) or (first sentence, after); the other half is empty when there is one sentence."""
    sentences = _FULL_STOP.split(text)
    if last_sentence:
        return " ".join(sentences[:-1]), sentences[-1]
    return sentences[0], " ".join(sentences[1:])


def _filled(choices: tuple[str, ...]) -> tuple[str, ...]:
    if len(choices) != 2:
        return choices
    ends = [_NUMBER.search(choice) for choice in choices]
    if ends[0] is None or ends[1] is None:
        return choices
    between = range(int(ends[0].group()) + 1, int(ends[1].group()))
    return (choices[0], *map(str, between), choices[1])

"""Where a sentence that a note is about would fit better."""

import zlib
from dataclasses import dataclass

from schemas.vocabulary import Step
from service.acts import keeping
from service.acts.doing import Doing
from service.domain import coach
from service.domain.review import Status
from service.store import words


@dataclass(frozen=True)
class Place:
    """Where a sentence belongs: the step, the question there, and under what its draft is kept."""

    step: Step
    prompt: dict[str, str]
    about: str = ""


HOW_IT_WAS = Place(Step.express, {"conflict": "exp.c.context", "incident": "exp.c.context"})
WHAT_I_SAW = Place(Step.express, {"conflict": "exp.c.saw", "incident": "exp.i.seat"})
WHAT_CHANGES = Place(Step.renegotiate, {"conflict": "ren.c.ask", "incident": "ren.i.talk"}, words.NEXT)
BELONGS: dict[tuple[str, str], Place] = {
    ("acknowledgment", "intent_defence"): HOW_IT_WAS,
    ("acknowledgment", "but_erasure"): HOW_IT_WAS,
    ("acknowledgment", "minimising"): HOW_IT_WAS,
    ("acknowledgment", "you_blame"): WHAT_I_SAW,
    ("acknowledgment", "mind_reading_label"): WHAT_I_SAW,
    ("acknowledgment", "hindsight"): WHAT_I_SAW,
    ("acknowledgment", "absolutes"): WHAT_I_SAW,
    ("acknowledgment", "precondition"): WHAT_CHANGES,
    ("expression", "precondition"): WHAT_CHANGES,
    ("expression", "hindsight"): WHAT_CHANGES,
}
"""Step and category -> where such a sentence has its place."""


def place_for(do: Doing, step: str, label: str) -> Place | None:
    """Where it fits better; None where there is no such place, or what stands there is sealed already."""
    place = BELONGS.get((step, label))
    if place is None or (do.act in keeping.STEP_OF_ACT and keeping.STEP_OF_ACT[do.act] is place.step):
        return None
    there = words.find(do.held, do.person, place.step, place.about)
    return place if there is None or there.status == Status.draft.value else None


def take_out(do: Doing, step: str, text: str, marks: set[str]) -> str:
    """The text without the sentences that these marks are of; each stands in the draft of its place instead."""
    findings = coach.judge(text, step, do.kind.value).findings
    left, before, taken = text, len(text), list[tuple[Place, str]]()
    for start, end in reversed(coach.sentence_spans(text)):
        about = [each.label for each in findings if start <= each.start < end]
        chosen = (label for label in about if checksum(label + text[start:end]) in marks)
        place = next(filter(None, (place_for(do, step, label) for label in chosen)), None)
        if place and end <= before:
            taken.append((place, text[start:end]))
            left, before = left[:start].rstrip() + " " + left[end:].lstrip(), start
    for place, sentence in reversed(taken):
        add_to_draft(do, place, sentence)
    return left.strip() if taken else text


def mark(text: str, note: coach.Note) -> str:
    """What identifies a note: its category and its whole sentence, as a checksum."""
    start, end = next(span for span in coach.sentence_spans(text) if span[0] <= note.start < span[1])
    return checksum(note.label + text[start:end])


def checksum(text: str) -> str:
    return f"{zlib.crc32(text.encode(errors='surrogatepass')):x}"


def add_to_draft(do: Doing, place: Place, sentence: str) -> None:
    """Below what stands there already."""
    name = place.prompt[do.kind.value]
    body = words.own(do.held, do.person, place.step, place.about)
    body[name] = f"{body[name]}\n{sentence}" if body.get(name) else sentence
    words.write(do.held, do.person, place.step, body, do.now, Status.draft, place.about)

"""`mend coach`: judges drafts line by line, and measures the coach on labelled sentences.

`answer` reads JSON lines and writes one line for each, in order. A line that cannot be read is told on standard error
with its number; in its place stands an answer without notes and with "error", so that the others go on and stay in
step. Blank lines are passed over. Letters beyond ASCII are written as JSON escapes, since any text may come.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from deploy.coach_sentences import ENGLISHES, Line, WrongLine, read_line
from service.domain.coach import EXITS, LABELS, Verdict, judge
from service.practice import coaching

ENGLISH_ONLY = "The coach reads English only: it has not looked at this text."


def answer(lines: Iterable[str], complain: Callable[[str], None]) -> Iterator[str]:
    """One JSON line for each line that is not blank; `complain` gets a sentence for each that cannot be read."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            draft = read_line(line, labelled=False)
        except WrongLine as problem:
            complain(f"line {number}: {problem}")
            yield json.dumps({"labels": [], "notes": [], "error": f"line {number}: {problem}"})
            continue
        yield json.dumps(told(judge(draft.text, draft.step, draft.kind)))


def told(verdict: Verdict) -> dict[str, object]:
    """A verdict as it is printed; `english` is only there when the coach had nothing to judge."""
    notes = [
        {"label": note.label, "quote": note.quote, "start": note.start, "end": note.end, "rule": note.rule,
         "why": coaching.words_for(note.label).why, "try": coaching.words_for(note.label).pattern}
        for note in verdict.notes
    ]  # fmt: skip
    found: dict[str, object] = {"labels": list(verdict.labels), "notes": notes}
    return found if verdict.english else found | {"english": False, "told": ENGLISH_ONLY}


@dataclass(frozen=True, slots=True)
class Count:
    """How often a category was there and found (hit), there and not found (missed), found and not there (false)."""

    hit: int
    missed: int
    false: int

    @property
    def precision(self) -> float:
        return self.hit / (self.hit + self.false) if self.hit + self.false else 1.0

    @property
    def recall(self) -> float:
        return self.hit / (self.hit + self.missed) if self.hit + self.missed else 1.0


@dataclass(frozen=True, slots=True)
class Figures:
    """What a report says. The shares are of clean sentences: with any note, with an exit signal."""

    of_label: dict[str, Count]
    exits: Count
    """An exit signal of any sort, whichever it was called."""
    clean: int
    noted: float
    routed: float


def measure(lines: Sequence[Line]) -> Figures:
    """The figures over labelled sentences."""
    found = [frozenset(judge(line.text, line.step, line.kind).labels) for line in lines]
    pairs = [(line.labels, labels) for line, labels in zip(lines, found, strict=True)]
    clean = [labels for truth, labels in pairs if not truth]
    return Figures(
        of_label={label: _count([(label in truth, label in labels) for truth, labels in pairs]) for label in LABELS},
        exits=_count([(not truth.isdisjoint(EXITS), not labels.isdisjoint(EXITS)) for truth, labels in pairs]),
        clean=len(clean),
        noted=sum(bool(labels) for labels in clean) / max(1, len(clean)),
        routed=sum(not labels.isdisjoint(EXITS) for labels in clean) / max(1, len(clean)),
    )


def _count(pairs: Sequence[tuple[bool, bool]]) -> Count:
    return Count(
        hit=sum(there and found for there, found in pairs),
        missed=sum(there and not found for there, found in pairs),
        false=sum(found and not there for there, found in pairs),
    )


def report(lines: Sequence[Line]) -> Iterator[str]:
    """The figures as lines of text: all, then each kind of English."""
    yield from _table(f"All {len(lines)} sentences", measure(lines))
    for english in (*ENGLISHES, *sorted({line.english for line in lines} - set(ENGLISHES))):
        of_kind = [line for line in lines if line.english == english]
        if of_kind:
            yield ""
            yield from _table(f"English {english or 'not named'}: {len(of_kind)} sentences", measure(of_kind))


def _table(title: str, figures: Figures) -> Iterator[str]:
    yield title
    yield f"  {'category':22} {'flagged':>7} {'precision':>9} {'recall':>6}"
    for label, count in [*figures.of_label.items(), ("any exit signal", figures.exits)]:
        if count.hit + count.missed + count.false:
            there = count.hit + count.missed
            yield f"  {label:22} {there:7d} {count.precision:9.2f} {count.recall:6.2f}"
    yield f"  of {figures.clean} clean sentences: {figures.noted:.1%} with any note, {figures.routed:.1%} routed"


def read_all(text: str, complain: Callable[[str], None]) -> list[Line]:
    """The lines of a labelled file; `complain` gets a sentence for each that cannot be used."""
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                found.append(read_line(line))
            except WrongLine as problem:
                complain(f"line {number}: {problem}")
    return found

"""What the coach can say: its categories, how severe they are, and the plain values that it answers with."""

from dataclasses import dataclass

LANGUAGE = (
    *("minimising", "intent_defence", "you_blame", "mind_reading_label", "non_apology", "but_erasure"),
    *("precondition", "competition", "hindsight", "absolutes", "contempt", "threat"),
)
EXITS = ("exit_harassment", "exit_discrimination", "exit_violence", "exit_self_harm", "exit_illegal")
LABELS = LANGUAGE + EXITS
ANY_EXIT = "exit"
"""Not a category: what all exit signals have in common, learned beside them and asked first."""
ANY_NOTE = "note"
"""Not a category either: what everything has in common that is not clean."""

SEVERITY = {
    "exit_self_harm": 0, "exit_violence": 0, "exit_harassment": 0, "exit_discrimination": 0, "exit_illegal": 0,
    "threat": 1,
    "contempt": 2,
    "you_blame": 3, "mind_reading_label": 3,
    "non_apology": 4, "but_erasure": 4, "precondition": 4,
    "minimising": 5, "intent_defence": 5, "competition": 5,
    "hindsight": 6,
    "absolutes": 7,
}  # fmt: skip
"""The lower, the sooner it is said. Categories with the same number are equally severe."""

MOST_NOTES = 2
STEPS = ("acknowledgment", "expression", "renegotiation")
KINDS = ("conflict", "incident")


@dataclass(frozen=True, slots=True)
class Finding:
    """A category found in a draft: the words that raised it (their place in the text) and the rule, or the wording."""

    label: str
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Note:
    """What its author is told. `quote` is `text[start:end]`, whole words, each run of blanks as one, with "…" where
    it was shortened. An exit signal beside a first one gives way to what else there is to say."""

    label: str
    quote: str
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """All that the coach has to say of one draft. Where `english` is false it has not judged at all.

    `hold`: it cannot be released as written. `route`: the exit signal that stops it, if there is one.
    """

    labels: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    notes: tuple[Note, ...] = ()
    hold: bool = False
    route: str | None = None
    english: bool = True

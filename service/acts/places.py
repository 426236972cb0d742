"""Where a sentence that a note is about would fit better."""

from dataclasses import dataclass

from schemas.vocabulary import Step
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

"""Under which heading, and as which try, an act's words are kept."""

from schemas.vocabulary import Act, Step
from service.acts.doing import Doing
from service.domain.review import Status

STEP_OF_ACT = {
    Act.acknowledge: Step.acknowledge,
    Act.acknowledge_none: Step.acknowledge,
    Act.send_short: Step.acknowledge,
    Act.send_note: Step.note,
    Act.write_private: Step.private,
    Act.express: Step.express,
    Act.acknowledge_again: Step.ack_again,
    Act.reflect: Step.reflect,
    Act.renegotiate: Step.renegotiate,
    Act.facts: Step.facts,
    Act.care: Step.care,
    Act.ready: Step.ready,
    Act.want: Step.pattern,
}
"""Under which heading an act keeps its words."""
TOGETHER = {Step.acknowledge: Step.acknowledge, Step.express: Step.express, Step.ack_again: Step.acknowledge}
"""What is opened to all at one moment, and whose writers are waited for."""


def writes_alone(do: Doing, act: Act) -> bool:
    """Whether no words of anybody else are waited for: where one has a say over the other, most steps are one's."""
    step = TOGETHER.get(STEP_OF_ACT.get(act, Step.draft))
    return step is not None and do.review.higher_id is not None and len(do.review.writers(step)) == 1


def next_turn(do: Doing) -> int:
    """Released facts never change: what comes after them is a new note."""
    released = [w for w in do.review.words if (w.author_id, w.step) == (do.person, Step.facts)]
    return 1 + sum(w.status is Status.released for w in released)


def turn_of(do: Doing) -> int:
    """Which try at a reflection is being written: the second one after the first was sent."""
    written = do.review.written(do.person, Step.reflect, do.about) if do.act is Act.reflect else None
    if written is None:
        return 1
    return written.turn + 1 if written.status is Status.released else written.turn

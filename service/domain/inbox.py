"""What waits for somebody in a review, and what else they may do there: both read off the table of `permits`."""

from datetime import datetime

from schemas.vocabulary import Act
from service.domain import permits
from service.domain.review import Review
from service.domain.waiting import never


def todos(review: Review, person: str, now: datetime) -> list[tuple[Act, str]]:
    """What waits for this person, in the order of the table; each with what it concerns."""
    found = []
    for act, rule in permits.RULES.items():
        if rule.todo is never or review.state not in rule.states or permits.is_over(review, person, act, now):
            continue
        found += [
            (act, about) for about in rule.todo(review, person, now) if not permits.why_not(review, person, act, about)
        ]
    return found


EXTRAS = (
    Act.want, Act.send_note, Act.another_way, Act.join_in, Act.without_facilitator, Act.grant, Act.show_outcome,
    Act.timeline, Act.renegotiate, Act.acknowledge_none, Act.facts, Act.send_alone, Act.bring_in, Act.take_back,
    Act.recommit, Act.recommit_system, Act.learning, Act.learning_agree, Act.wait, Act.later, Act.decline, Act.describe,
    Act.choose_way, Act.write_private, Act.rest, Act.discard, Act.resume, Act.adjust, Act.soak, Act.offer, Act.slow,
    Act.pause, Act.unroute, Act.step_down, Act.stop, Act.leave, Act.screen, Act.reopen,
)  # fmt: skip
"""What a person may do besides what waits for them, in the order of the buttons."""


def extras(review: Review, person: str, now: datetime) -> list[Act]:
    """Which of `EXTRAS` this person may do now and does not find among their to-dos."""
    waiting = {act for act, _about in todos(review, person, now)}
    here = [act for act in EXTRAS if act not in waiting and not permits.why_not(review, person, act, "")]
    return [
        act
        for act in here
        if not permits.is_over(review, person, act, now) and not permits.is_early(review, person, act, now)
    ]

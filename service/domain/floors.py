"""From when an act counts: each floor is a function of the review and the person. A draft may be kept before it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from schemas.vocabulary import Outcome, State, Step
from service.domain import calendar
from service.domain.review import Mark, Review

BREATH = timedelta(minutes=20)
"""The hard floor before anything is sent, and before a pause may end."""
REST = timedelta(days=30)
READING_TIME = timedelta(minutes=30)
"""Between reading and saying back what one heard: it keeps a reply from passing for a reflection."""

Floor = Callable[[Review, str], datetime | None]
"""review, person -> the earliest instant at which the act counts."""


def rested(review: Review, person: str) -> datetime | None:
    """After an ending without an exchange nobody is asked again for 30 days. To whoever has a say a good result looks
    the same until the other one shows it, and so it rests for them as well: the date must not tell which it was."""
    hidden = person == review.higher_id and not review.outcome_shown
    return review.closed_at + REST if review.closed_at and looks_ended(review.outcome, hidden=hidden) else None


def looks_ended(outcome: Outcome | None, *, hidden: bool) -> bool:
    """Whether it ended without an exchange, as far as somebody can tell from whom the result is `hidden`."""
    return outcome is Outcome.ended or (hidden and outcome is Outcome.repaired)


def of_the_state(review: Review, person: str) -> datetime | None:
    return review.floor_at


def breath(review: Review, person: str) -> datetime | None:
    """Before something is sent for the first time; what comes after an ending has had its time."""
    return review.floor_at if review.state is State.ready else None


def settled_by(review: Review, person: str) -> datetime | None:
    party = review.party(person)
    return calendar.cooling_until(review.entered_at, review.size, party.zone) if party else None


def after_reading(review: Review, person: str) -> datetime | None:
    mark = review.marked(person, Mark.read, Step.express)
    return mark.at + READING_TIME if mark else None

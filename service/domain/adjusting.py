"""Which dates people may move, and how far: one row a date. Nobody may bring a date nearer for somebody else.

A date of a step is moved up by whoever the row names; the soak after an incident only by all of them together.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from schemas.vocabulary import Reason, State
from service.domain import calendar
from service.domain.review import Mark, Review
from service.domain.who import Check, opener, taking_part


@dataclass(frozen=True)
class Adjustable:
    """One row: the answer date or ceiling of a state, who may move it, and to how many working days at most."""

    state: State
    who: Check
    most: int


ADJUSTABLE = (
    Adjustable(State.invited, opener, 10),
    Adjustable(State.acknowledge, taking_part, 10),
    Adjustable(State.express, taking_part, 10),
    Adjustable(State.reflect, taking_part, 10),
    Adjustable(State.ack_again, taking_part, 10),
    Adjustable(State.renegotiate, taking_part, 10),
    Adjustable(State.recommit, taking_part, 10),
)
MOST_SOAK = 10
"""Working days between hearing and changing after an incident, when all choose it."""
A_DAY = timedelta(days=1)


def row_of(state: State) -> Adjustable | None:
    return next((row for row in ADJUSTABLE if row.state is state), None)


def last_date(review: Review, most: int) -> datetime:
    """So many working days after this state began, by the latest clock of those concerned."""
    return max(calendar.add_working_days(review.entered_at, most, p.zone) for p in review.parties)


def adjustable(review: Review, person: str, about: str) -> Reason | None:
    """Whether this state's date is this person's to move, and can still move."""
    row, stands = row_of(review.state), review.ceiling_at
    if row is None or stands is None or review.release_at or stands + A_DAY > last_date(review, row.most):
        return Reason.not_now
    return Reason.not_yours if row.who(review, person, about) else None


def soaking(review: Review, person: str, about: str) -> Reason | None:
    return None if review.floor_at else Reason.not_now


def end_of_soak(review: Review, person: str) -> datetime | None:
    return review.floor_at


def soak_to_answer(review: Review, person: str, now: datetime) -> Iterable[str]:
    """Somebody else has chosen a date that this person has not."""
    mine = review.marked(person, Mark.soak)
    proposed = {m.value for m in review.marks if m.mark is Mark.soak and m.person_id != person}
    return ("",) if proposed - {mine.value if mine else ""} else ()


def agreed_soak(review: Review) -> str | None:
    """The date that everybody has chosen, if it is one."""
    chosen = {m.value if (m := review.marked(p.person_id, Mark.soak)) else "" for p in review.circle}
    return chosen.pop() or None if len(chosen) == 1 else None

"""Somebody who is away: something has waited for them for ten working days, and they did nothing in this review.

Then it is paused until they are back, or for as long again. Nobody hears for whom.
"""

from datetime import datetime, timedelta

from schemas.vocabulary import State
from service.domain import calendar, inbox
from service.domain.review import Party, Review

AWAY = 10
WAITS = 10
A_DAY = timedelta(days=1)
"""Working days of their own without a sign, and working days that the pause lasts."""
STATES = frozenset({
    State.cooling, State.first, State.acknowledge, State.released, State.express, State.reflect, State.ack_again,
    State.renegotiate, State.recommit,
})  # fmt: skip
"""Where the others would wait for them. What ends on its date does so whether somebody is away or not, and a
check-in closes by itself."""


def day_of(moment: datetime) -> datetime:
    """As much of a moment as is kept: its day."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def away_at(review: Review, party: Party) -> datetime:
    """When this person has been away for ten of their working days, if they do nothing until then."""
    since = max(d for d in (review.entered_at, review.floor_at, party.seen_at) if d)
    found = calendar.add_working_days(since, AWAY, party.zone)
    # A step is first asked what to do when its days are over, and that question gets a day.
    later = found + A_DAY if review.asked else review.ceiling_at + A_DAY if review.ceiling_at else found
    return max(found, later)


def awaited(review: Review, now: datetime) -> list[Party]:
    """For whom something waits, in a state in which the others wait with it."""
    if review.state not in STATES:
        return []
    return [p for p in review.active if inbox.todos(review, p.person_id, now)]


def begins_at(review: Review, now: datetime) -> datetime | None:
    """When the first of them would be away; None where nobody is waited for."""
    return min((away_at(review, p) for p in awaited(review, now)), default=None)


def who_is_away(review: Review, now: datetime) -> list[str]:
    return [p.person_id for p in awaited(review, now) if away_at(review, p) <= now]

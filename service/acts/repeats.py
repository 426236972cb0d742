"""Whether something keeps happening between the same people, or has worn them; and how often they came back from it.

Counted within one pair (or team interface) for itself: no manager, no list and nobody else ever reads a count.
"""

from datetime import datetime, timedelta

from sqlmodel import Session

from schemas.vocabulary import Consent, Kind, Outcome, State
from service.domain.floors import REST, looks_ended
from service.domain.lifecycle import ALONE
from service.domain.review import PAIR
from service.store import history, reviews
from service.store.reviews import Held
from service.store.tables import PartyRow, ReviewRow

WINDOW = timedelta(days=180)
OFTEN = 2
"""As many before it make this the third."""
WORN = ("4", "5")
A_YEAR = timedelta(days=365)
CAME_BACK = (Outcome.repaired.value, Outcome.partly_repaired.value)


def keeps_happening(held: Held, now: datetime, to: str | None = None) -> bool:
    """The third of the same people (or, after incidents, of the same teams) in 180 days; or a recommitment of theirs
    was broken twice; or one of them said how tiring it has become.

    `to`: as this person knows it. What the other one said of that in private changes nothing on their screens.
    """
    before = history.history(held, now - WINDOW)
    return len(before) >= OFTEN or history.was_worn(held.session, [*before, held.row], WORN, to)


def open_or_resting(session: Session, opener: str, everybody: set[str], now: datetime, rest: timedelta = REST) -> bool:
    """Whether one is open between exactly these people, or one of this opener ended without an exchange lately.

    What nobody was asked for, or somebody else's note, is not in the way: its receiver may never have got it. Nor is
    anything of somebody else that this person has not heard of.
    """
    for row in reviews.with_exactly(session, everybody, Kind.conflict):
        mine = row.opener_id == opener
        is_open = (
            row.closed_at is None
            and State(row.state) not in ALONE
            and (mine or has_heard(session, row, opener, now, between_two=len(everybody) == PAIR))
        )
        hidden = row.higher_id == opener and not row.outcome_shown
        ended = row.outcome is not None and looks_ended(Outcome(row.outcome), hidden=hidden)
        resting = ended and mine and row.closed_at and now < row.closed_at + rest
        if is_open or resting:
            return True
    return False


def has_heard(session: Session, row: ReviewRow, person: str, now: datetime, *, between_two: bool) -> bool:
    """Whether this person knows of somebody else's review, and that it is between exactly these people."""
    party = session.get(PartyRow, (row.id, person))
    if party is None or row.state == State.noted.value or not party.asked_at or party.asked_at > now:
        return False
    led_away = party.no_exchange and party.consent in (Consent.asked.value, Consent.later.value)
    return not led_away and (between_two or row.started_at is not None)


ENDINGS = 2


def reached_out_twice(held: Held, reader: str, now: datetime) -> bool:
    """On a review that ended without an exchange, for its opener alone: it is the second one with this person that
    ended so, in 180 days.

    Every such ending counts alike, whoever did not answer, said no, left, or was led elsewhere. To whoever has a say
    over the other some endings look like a good result, so of these only one counts that never began.
    """
    row = held.row
    if row.outcome != Outcome.ended.value or row.opener_id != reader or len(held.parties) != PAIR:
        return False
    between = reviews.with_exactly(held.session, {p.person_id for p in held.parties}, Kind(row.kind))
    ended = [
        r
        for r in between
        if r.opener_id == reader and r.outcome == Outcome.ended.value and not left(held.session, r.id, reader)
    ]
    known = [r for r in ended if r.higher_id != reader or not r.started_at]
    dates = [date for r in known for date in (r.closed_at, r.ended_before_at) if date and date > now - WINDOW]
    return row in known and len(dates) >= ENDINGS


def left(session: Session, review_id: str, reader: str) -> bool:
    """Whether it was the opener themselves who went."""
    mine = session.get(PartyRow, (review_id, reader))
    return mine is not None and mine.consent == Consent.left.value


def came_back(held: Held, reader: str, now: datetime) -> tuple[int, int] | None:
    """From how many of their reviews of the last year these two came back, and of how many: on a closed review, for
    the two alone, from the second on. None where there is nothing to say, where it has worn its reader, and where one
    has a say over the other (who must not learn the whole result from a count)."""
    row, inside = held.row, (Consent.opener.value, Consent.accepted.value)
    both = len(held.parties) == PAIR and all(p.consent in inside for p in held.parties)
    if row.kind != Kind.conflict.value or row.state != State.closed.value or not both or not row.started_at:
        return None
    closed = [r for r in [*history.history(held, now - A_YEAR), row] if r.closed_at]
    if len(closed) < PAIR or any(r.repeats or r.higher_id for r in closed) or history.said_worn(held, reader, WORN):
        return None
    return sum(r.outcome in CAME_BACK for r in closed), len(closed)

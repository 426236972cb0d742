"""What happens when a date comes: the engine calls `wake` for every review that is due. It asks, and never decides
for anybody: no date leads to 'repaired', publishes a word or closes what can go on."""

from datetime import datetime

from sqlmodel import Session

from schemas.vocabulary import Act, NewsKind, State
from service.acts import ending, facilitating, leaving, moving, parting, patterns, power, ways
from service.acts.doing import Doing
from service.domain import absence, guards
from service.domain.lifecycle import ALONE, CEILINGS
from service.store import audit, clock, once, retention, reviews, words
from service.store.outbox import Outbox

NOBODY = ""
"""The engine acts for nobody."""


def wake(session: Session, outbox: Outbox, review_id: str) -> None:
    """Does what is due for this review by the product's clock; nothing if it is not due (any more)."""
    held = reviews.hold(session, review_id)
    now = clock.now(session)
    if held is None or held.row.due_at is None or held.row.due_at > now:
        return
    do = Doing(held, outbox, NOBODY, Act.wait, now)
    state = State(held.row.state)
    audit.note(session, now, NOBODY, "due", review_id, state)
    if state in ALONE:
        reviews.delete(session, review_id)
        return
    facilitating.notice_loss(do)
    power.notice_line(do)
    what_is_due(do, state, now)
    if held.row.state != State.closed.value:
        moving.settle(do)
    else:
        moving.keep_dates(do)


def what_is_due(do: Doing, state: State, now: datetime) -> None:
    row = do.held.row
    if row.ending_at and row.ending_at <= now:
        parting.part(do)
    elif state is State.paused and row.paused_until and row.paused_until <= now:
        leaving.go_on(do)
    elif away := absence.who_is_away(do.review, now):
        leaving.pause_for_absence(do, away)
    elif row.ceiling_at and row.ceiling_at <= now:
        at_ceiling(do, state)


ENDS_AT_CEILING = (State.circle, State.choosing, State.facilitation, State.pattern)
"""What one or more people have not agreed to by its date ends; nobody hears who."""


def at_ceiling(do: Doing, state: State) -> None:
    """The days for this step are over: an answer date ends or narrows it, any other step asks what to do."""
    row = do.held.row
    if state in (State.invited, State.short):
        parting.part(do)
    elif state is State.noted:
        ways.note_is_over(do)
    elif state is State.pattern and not row.asked:
        patterns.show_what_else(do)
    elif state is State.facilitation and guards.goes_back(do.review):
        facilitating.go_back(do)
    elif state in ENDS_AT_CEILING:
        ending.end(do)
    elif state in CEILINGS and state is not State.pulse and row.release_at is None:
        for party in do.review.active:
            do.tell(NewsKind.ceiling, party.person_id, once=str(row.version))
        row.asked = True
        row.ceiling_at = moving.ceiling(do, state, do.now)


def tidy(session: Session) -> int:
    """Deletes what has had its time: words and choices after an ending, old keys. Answers how many words went."""
    now = clock.now(session)
    once.forget_old(session, clock.real_now())
    retention.forget(session, now - words.RELEASED_KEPT)
    return words.delete_expired(session, now)

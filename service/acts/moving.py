"""How a review moves: asks `domain.lifecycle` which row holds, and writes what follows from it."""

from datetime import date, datetime, time, timedelta

from schemas.vocabulary import Consent, Size, State, Step, Way
from service.acts import ending, pairing, telling
from service.acts.doing import Doing
from service.domain import absence, calendar, guards, lifecycle
from service.domain.lifecycle import ALONE, CEILINGS, LED, OPEN, Move
from service.domain.review import Mark, Review
from service.store import reviews, words
from service.store.tables import CheckInRow

FIRST_CHECK, SECOND_CHECK, THIRD_CHECK = timedelta(days=7), timedelta(days=30), timedelta(days=90)
CHECK_OPEN = 3
"""Working days a check-in stays open; then it counts as no answer."""
PULSE_AFTER, LATE_PULSE = timedelta(days=30), timedelta(days=90)
"""The later one where it is large, or has worn people out."""
SOAK = 2
"""Working days between hearing and changing, after an incident."""
ASKING = (State.invited, State.short, State.noted)
BEGINNINGS = (State.cooling, State.express, State.recommit)
"""Where it goes on when everybody is in; the last two after one small thing was taken up."""
SOON, LATEST_FIRST = timedelta(days=3), timedelta(days=14)


def settle(do: Doing) -> None:
    """Moves the review as far as its guards let it, and keeps the dates that follow. Call it after every change."""
    while move := step_forward(do):
        enter(do, move.to or State(do.held.row.resume or State.cooling))
    keep_dates(do)


def step_forward(do: Doing) -> Move | None:
    """The move that can be made now. One that opens words waits for its moment, which is fixed here."""
    row = do.held.row
    move = lifecycle.next_move(do.review, do.now)
    if move is None:
        if row.release_at and row.release_at <= do.now:
            row.release_at = None  # somebody took theirs back; before this date nobody could tell
        return None
    if move.opens is None:
        return move
    if row.release_at is None:
        row.release_at = calendar.release_at(do.now, [p.zone for p in do.review.circle]).at
    if row.release_at > do.now:
        return None
    words.release(do.held, move.opens, do.now)
    words.release(do.held, Step.facts, do.now)
    return move


def enter(do: Doing, state: State) -> None:
    """The review comes to a state: its dates, what it brings, and who hears of it."""
    row = do.held.row
    came_from = State(row.state)
    row.state, row.entered_at, row.release_at = state.value, do.now, None
    row.pauses = 0
    row.version += 1
    row.asked = False
    row.resume = where_it_goes_on(do, came_from, state)
    row.floor_at = floor(do, state)
    row.ceiling_at = ceiling(do, state, row.floor_at or do.now)
    if row.way != Way.mediated.value:
        do.held.unmark(Mark.bring_in)  # what somebody chose at one step counts at no other
    pairing.let_go(do, state)
    if state in (*BEGINNINGS, State.first) and row.started_at is None:
        row.started_at = do.now
    if came_from in ASKING and state in OPEN:
        telling.after_checks(do)
    if state is State.checking:
        plan_checks(do)
    if state is State.closed:
        ending.close(do)
    do.redraw()
    telling.tell_of(do, state)


def where_it_goes_on(do: Doing, came_from: State, state: State) -> str | None:
    """Where a smaller circle, or the search for a facilitator, had stopped it."""
    if state is State.circle or (state is State.facilitation and came_from not in LED):
        return do.held.row.resume
    if state is not State.facilitation:
        return None
    chosen = came_from is State.choosing and guards.lower_wants_help(do.review, do.now)
    return (State.express if chosen else came_from).value


def floor(do: Doing, state: State) -> datetime | None:
    """The earliest that this state's act counts for everybody: the soak after an incident, the month before a pulse."""
    if state is State.pulse and do.held.row.way in (Way.fast.value, Way.note.value):
        return None
    if state is State.pulse:
        begun = min((r.accepted_at for r in do.held.recommitments if r.accepted_at), default=do.now)
        return max(do.now, begun + (LATE_PULSE if is_long(do) else PULSE_AFTER))
    if state is State.cooling:
        return min(calendar.cooling_until(do.now, do.held.row.size, p.zone) for p in do.review.circle)
    if state is State.renegotiate and do.kind == "incident":
        return latest(do, do.now, SOAK)
    return None


def is_long(do: Doing) -> bool:
    """Large, or worn: looked at once more after 90 days."""
    return do.held.row.size == Size.large.value or do.held.row.repeats


def ceiling(do: Doing, state: State, start: datetime) -> datetime | None:
    """Doubled at a slow pace, also when it asks again; answer dates, which the invitation names, are not."""
    days = CEILINGS.get(state)
    if days is None:
        return None
    slow = any(p.slow for p in do.held.parties) and state not in (State.invited, State.short)
    return latest(do, start, 2 * days if slow else days)


def latest(do: Doing, start: datetime, days: int) -> datetime:
    """Working days of everybody concerned: the latest of their dates, at an hour at which it can be told."""
    zones = {do.held.zone(p.person_id) for p in do.held.parties if p.consent != Consent.gone.value}
    return max(calendar.next_send(calendar.add_working_days(start, days, zone), zone) for zone in zones)


def plan_checks(do: Doing) -> None:
    """Check-ins for everything on the list, at 10:00 of its owner: after 7 days (or on the date chosen, if that is 3
    to 14 days away), after 30, and where it is large or worn after 90."""
    do.held.session.flush()  # a check-in stands behind its recommitment, which may be new
    for recommitment in do.held.recommitments:
        has = any(c.recommitment_id == recommitment.id for c in do.held.checks)
        if recommitment.status != "accepted" or has:
            continue
        zone = do.held.zone(recommitment.owner_id)
        chosen = morning_of(recommitment.due_on, zone)
        first = chosen if SOON <= chosen - do.now <= LATEST_FIRST else do.now + FIRST_CHECK
        wishes = [first, do.now + SECOND_CHECK, *([do.now + THIRD_CHECK] if is_long(do) else [])]
        for wished in wishes:
            opens = calendar.next_send(wished, zone)
            row = CheckInRow(id=reviews.new_id(), recommitment_id=recommitment.id, opens_at=opens,
                             closes_at=latest(do, opens, CHECK_OPEN))  # fmt: skip
            do.held.session.add(row)
            do.held.checks.append(row)


def morning_of(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(10), calendar.zone_named(zone))


def keep_dates(do: Doing) -> None:
    """The date everybody sees, and the date the engine looks again; a change of the first redraws the card."""
    row, review = do.held.row, do.review
    shown = lifecycle.next_date(review, do.now)
    if shown != row.next_date:
        row.next_date = shown
        do.redraw()
    row.due_at = due(review, do.now)
    if away_from := absence.begins_at(review, do.now):
        row.due_at = min(row.due_at or away_from, away_from)
    draw_again(do)
    do.hand_over()


def due(review: Review, now: datetime) -> datetime | None:
    if review.state in ALONE:
        return max(d for d in (review.opened_at, review.floor_at) if d) + ending.DRAFT_KEPT
    return lifecycle.due_at(review, now)


def draw_again(do: Doing) -> None:
    """The acting person's App Home; after a change also the card, and the Home of whoever takes part or is asked."""
    row, changed = do.held.row, do.held.changed
    do.held.changed = False
    private = State(row.state) in ALONE
    concerned = [p.person_id for p in do.held.parties if p.person_id == row.opener_id or not private] if changed else []
    helper = row.facilitator_id if changed and row.facilitator_id else ""
    homes = {*concerned, do.person, helper, *do.homes} - {""}
    cards = [row.id] if changed and row.started_at else []
    do.told += do.outbox.drawings(do.held.session, do.now, cards, homes)

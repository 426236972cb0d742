"""The whole life of a review: one table on one screen.

Rule 1: every change of state stands in `MOVES`, `ANY_TIME` or `BY_DATE`; nothing else says where a review goes next.
Rule 2: a date alone narrows, ends or asks (`BY_DATE`), and closes a pulse; it never leads to "repaired".

A move happens when its act was done (`act`) or, after any change, when its guard holds (`guard`). With `opens`, the
sealed words of that step are opened to all at one moment, in shared working hours, and the move waits for it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from schemas.vocabulary import Act, State, Step
from service.domain.guards import (
    a_facilitator_is_wanted,
    all_added_or_skipped,
    all_go_on_anyway,
    all_go_on_without,
    all_have_read,
    all_is_checked,
    all_said_how_it_is,
    all_sealed_how_it_was,
    all_sealed_their_part,
    all_still_want_to,
    all_still_want_to_with_help,
    all_were_heard,
    all_would_change_the_set_up,
    arrangers_are_ready,
    asked_for_more,
    changes_are_settled,
    everybody_is_in,
    facilitator_is_agreed,
    facilitator_is_missing,
    fast_list_is_done,
    higher_sealed_their_part,
    is_over,
    it_is_a_pattern,
    list_is_complete,
    lower_goes_on,
    lower_has_not_decided,
    lower_wants_help,
    none_is_needed,
    note_is_joined,
    one_has_a_say,
    peers_are_ready,
    smaller_circle_is_confirmed,
    smaller_circle_needs_help,
    taken_short,
    taken_up_under_a_say,
    unequal_are_ready,
)
from service.domain.review import Mark, Review

Guard = Callable[[Review, datetime], bool]


@dataclass(frozen=True)
class Move:
    """One row: from where, why, to where."""

    state: State
    to: State | None
    """None: back to where a pause, a question or the search for a facilitator had stopped it."""
    guard: Guard | None = None
    act: Act | None = None
    opens: Step | None = None
    gate: bool = False
    """With a facilitator it waits for them."""


MOVES = (
    Move(State.draft, State.ready, act=Act.describe),
    Move(State.draft, State.private, act=Act.write_private),
    Move(State.draft, State.private, act=Act.rest),
    Move(State.ready, State.private, act=Act.write_private),
    Move(State.ready, State.private, act=Act.rest),
    Move(State.private, State.draft, act=Act.choose_way),
    Move(State.ready, State.invited, act=Act.invite),
    Move(State.ready, State.short, act=Act.send_short),
    Move(State.ready, State.noted, act=Act.send_note),
    Move(State.invited, State.pattern, it_is_a_pattern),
    Move(State.invited, State.facilitation, a_facilitator_is_wanted),
    Move(State.invited, State.cooling, everybody_is_in),
    Move(State.short, State.first, taken_up_under_a_say),
    Move(State.short, State.express, asked_for_more),
    Move(State.short, State.recommit, taken_short),
    Move(State.noted, State.pattern, it_is_a_pattern),
    Move(State.noted, State.facilitation, a_facilitator_is_wanted),
    Move(State.noted, State.cooling, note_is_joined),
    Move(State.circle, State.facilitation, smaller_circle_needs_help),
    Move(State.circle, None, smaller_circle_is_confirmed),
    Move(State.pattern, State.renegotiate, all_would_change_the_set_up),
    Move(State.pattern, State.facilitation, all_still_want_to_with_help),
    Move(State.pattern, State.cooling, all_still_want_to),
    Move(State.facilitation, None, facilitator_is_agreed),
    Move(State.facilitation, None, all_go_on_without),
    Move(State.cooling, State.renegotiate, arrangers_are_ready, gate=True),
    Move(State.cooling, State.acknowledge, peers_are_ready, gate=True),
    Move(State.cooling, State.first, unequal_are_ready, gate=True),
    Move(State.first, State.choosing, higher_sealed_their_part, opens=Step.acknowledge, gate=True),
    Move(State.choosing, State.express, lower_goes_on),
    Move(State.choosing, State.facilitation, lower_wants_help),
    Move(State.acknowledge, State.first, one_has_a_say),
    Move(State.acknowledge, State.released, all_sealed_their_part, opens=Step.acknowledge, gate=True),
    Move(State.acknowledge, State.noted, act=Act.send_alone),
    Move(State.released, State.choosing, lower_has_not_decided),
    Move(State.released, State.express, all_have_read, gate=True),
    Move(State.express, State.choosing, lower_has_not_decided),
    Move(State.express, State.reflect, all_sealed_how_it_was, opens=Step.express, gate=True),
    Move(State.reflect, State.ack_again, all_were_heard, gate=True),
    Move(State.reflect, State.renegotiate, all_go_on_anyway, gate=True),
    Move(State.ack_again, State.renegotiate, all_added_or_skipped, opens=Step.ack_again, gate=True),
    Move(State.renegotiate, State.recommit, changes_are_settled, gate=True),
    Move(State.recommit, State.pulse, fast_list_is_done),
    Move(State.recommit, State.pulse, none_is_needed),
    Move(State.recommit, State.checking, list_is_complete),
    Move(State.checking, State.pulse, all_is_checked),
    Move(State.pulse, State.closed, all_said_how_it_is),
    Move(State.closed, State.invited, act=Act.reopen),
    Move(State.closed, State.noted, act=Act.send_note),
)

WORKING = (
    State.pattern, State.facilitation, State.cooling, State.first, State.choosing, State.acknowledge, State.released,
    State.express, State.reflect, State.ack_again, State.renegotiate, State.recommit, State.checking,
)  # fmt: skip
"""Where a review can be paused."""
ALONE = (State.draft, State.ready, State.private)
"""Nobody but its opener knows of it."""
LED = (
    State.cooling, State.first, State.choosing, State.acknowledge, State.released, State.express, State.reflect,
    State.ack_again, State.renegotiate,
)  # fmt: skip
"""Where a facilitator leads, if there is to be one. Later it is between the people themselves."""
BRINGS_IN = tuple(state for state in LED if state not in (State.first, State.choosing))
"""Where all together may ask for a facilitator midway. With a say over the other, that one may who decides."""
SEARCHES = tuple(Move(state, State.facilitation, facilitator_is_missing) for state in LED)
"""Before any other move of these states: without the facilitator they asked for, nothing goes on."""
OPEN = frozenset((*WORKING, State.pulse))
"""After acceptance and before the end: offers and leaving are always there."""
ANY_TIME = {
    Act.pause: WORKING,
    Act.leave: (State.invited, State.short, State.noted, State.circle, *WORKING, State.pulse, State.paused),
}
"""Moves from many states: to paused and back, and out. A way out needs no reason and is told at the next date."""

BY_DATE: tuple[tuple[State, State | None, str], ...] = (
    (State.invited, State.circle, "at the answer date, two or more are in"),
    (State.invited, State.closed, "at the answer date, nobody else is in"),
    (State.short, State.closed, "at the answer date, unless it was taken up"),
    (State.noted, State.pulse, "after 90 days, if its author recommitted to something"),
    (State.noted, State.closed, "after 90 days, else"),
    (State.circle, State.closed, "at its ceiling, unless all have confirmed"),
    (State.choosing, State.closed, "at its ceiling, unless the one with less say goes on"),
    (
        State.facilitation,
        State.closed,
        "at its ceiling, unless a facilitator is agreed on (looked for midway, it goes back)",
    ),
    (State.pattern, State.closed, "at its ceiling, unless all still want to, or change the set-up"),
    (State.private, None, "deleted by its author, or after 30 days"),
    (State.draft, None, "discarded, or after 30 days"),
    (State.ready, None, "discarded, or after 30 days"),
)
"""What a date or a deletion decides, and no guard. None: the draft is gone. Done by `acts/parting`, `acts/waking`."""

STEP_OF = {
    State.first: 1, State.choosing: 1, State.acknowledge: 1, State.released: 1,
    State.express: 2, State.reflect: 3, State.ack_again: 3, State.renegotiate: 4, State.recommit: 5,
    State.checking: 6, State.pulse: 7,
}  # fmt: skip
"""Which of the seven steps people see."""

CEILINGS = {
    State.invited: 3, State.short: 3, State.circle: 3, State.pattern: 5, State.facilitation: 5, State.cooling: 5,
    State.first: 3, State.choosing: 5, State.acknowledge: 3, State.released: 2, State.express: 3,
    State.reflect: 2, State.ack_again: 3, State.renegotiate: 5, State.recommit: 3, State.pulse: 5,
}  # fmt: skip
"""Working days until the review asks what to do. It never goes on by itself then."""


def step_of(review: Review) -> int | None:
    """1 to 7, also while paused; None before the first and after the last."""
    state = review.resume if review.state in (State.paused, State.circle) and review.resume else review.state
    return STEP_OF.get(state)


def next_move(review: Review, now: datetime) -> Move | None:
    """The first move of this state whose guard holds; whether its words may be opened yet is `release_at`'s matter."""
    if review.stopped:
        return None
    rows = (row for row in (*SEARCHES, *MOVES) if row.state is review.state and row.guard)
    return next((row for row in rows if row.guard and row.guard(review, now) and is_let_on(review, row)), None)


def gate_waits(review: Review) -> bool:
    """This state has a gate for a facilitator, who has not let it go on yet."""
    gated = any(row.gate and row.state is review.state for row in MOVES)
    return gated and review.marked(review.facilitator_id or "", Mark.gate, review.state) is None


def is_let_on(review: Review, row: Move) -> bool:
    """With a facilitator a gated move waits for them; nobody else can open it."""
    if not row.gate or not review.facilitator_serves:
        return True
    return review.marked(review.facilitator_id or "", Mark.gate, review.state) is not None


def next_date(review: Review, now: datetime) -> datetime | None:
    """The date that every party sees on the card: when something happens or is asked next. None when closed."""
    if review.state is State.paused:
        return review.paused_until
    if review.state is State.checking:
        return next_check(review, now)
    if review.release_at:
        return review.release_at
    floor = review.floor_at
    return floor if floor and floor > now else review.ceiling_at


def next_check(review: Review, now: datetime) -> datetime | None:
    """When the next check-in opens, or the earliest open one closes."""
    checks = [(r.beneficiary_id, c) for r in review.recommitments if r.listed for c in r.checks]
    pending = [c for beneficiary, c in checks if not is_over(beneficiary, c, now)]
    return min((c.opens_at if c.opens_at > now else c.closes_at for c in pending), default=None)


def due_at(review: Review, now: datetime) -> datetime | None:
    """When the engine has to look at this review again; None when it never has to."""
    dates = [d for d in (next_date(review, now), review.ending_at) if d]
    return min(dates, default=None)

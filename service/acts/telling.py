"""Who hears what when a review comes to a state: one row a state. Reminders are planned here, and looked at again
when they are due: what is no longer open is never sent."""

from collections.abc import Callable
from datetime import datetime, timedelta

from schemas.vocabulary import Act, NewsKind, State
from service.acts import choosable, news
from service.acts.doing import Doing
from service.domain import calendar, inbox, lifecycle
from service.domain.floors import settled_by
from service.domain.review import Party

REMIND_AFTER = 2
"""Working days after a step opened; once a step and person."""
TWO_WEEKS = timedelta(days=14)
OVERALL = 15
"""Working days from acceptance until it is asked, once, what to do with all that is still open."""

Telling = Callable[[Doing, Party], None]


def prompt(act: Act, kind: NewsKind = NewsKind.step) -> Telling:
    """The step's own message, not before its floor, and one reminder."""

    def tell(do: Doing, party: Party) -> None:
        at = told_of_opening(do, party) if kind is NewsKind.opened else do.held.row.floor_at or do.now
        key = f"{do.held.row.version}"
        do.tell(kind, party.person_id, at, once=key, act=act, gently=kind is NewsKind.opened)
        remind(do, party, act, at)

    return tell


def told_of_opening(do: Doing, party: Party) -> datetime:
    """Words open for all at one instant; where no hours are shared, each hears of it in their own morning."""
    return calendar.release_at(do.now, [p.zone for p in do.review.circle]).told.get(party.zone, do.now)


def remind(do: Doing, party: Party, act: Act, opened: datetime) -> None:
    """One reminder a step and person; one that was planned before a pause is moved, not doubled. None where the step
    asks what to do by then: that is one message enough."""
    if lifecycle.CEILINGS.get(State(do.held.row.state), REMIND_AFTER + 1) <= REMIND_AFTER:
        return
    later = calendar.add_working_days(max(opened, do.now), REMIND_AFTER, party.zone)
    do.tell(NewsKind.reminder, party.person_id, later, once=do.held.row.state, act=act, move=True)


def settling(do: Doing, party: Party) -> None:
    """Everybody is in: who was closest hears at once, everybody when they may be settled."""
    if party.closest:
        do.tell(NewsKind.care, party.person_id, once="care", act=Act.care)
    at = settled_by(do.review, party.person_id) or do.now
    do.tell(NewsKind.cooling, party.person_id, at, once=f"{do.held.row.version}", act=Act.ready)
    remind(do, party, Act.ready, at)
    do.tell(NewsKind.age14, party.person_id, do.now + TWO_WEEKS, once="age14")
    overall = calendar.add_working_days(do.now, OVERALL, party.zone)
    do.tell(NewsKind.ceiling, party.person_id, overall, once="overall", about=news.OVERALL)


AFTER_CHECKS = (7, 30, 90)
"""Days after everybody was in (or after the say was known, if that was later) at which the one with less say is
asked, alone, whether anything was made harder."""


def after_checks(do: Doing) -> None:
    """Private questions to the one with less say; they come whatever becomes of the review."""
    lower = do.review.lower_id
    for days in AFTER_CHECKS if lower else ():
        do.tell(NewsKind.after_check, lower or "", do.now + timedelta(days=days), once=str(days), act=Act.after_check,
                about=str(days))  # fmt: skip


def finding_a_facilitator(do: Doing, party: Party) -> None:
    """Only whoever chooses is asked first. Where nobody is free, each is shown how it can go on without."""
    chooser = do.review.lower_id or do.held.row.opener_id
    if not choosable.facilitators(do):
        prompt(Act.without_facilitator, NewsKind.facilitator)(do, party)
    elif party.person_id == chooser:
        prompt(Act.propose_facilitator, NewsKind.facilitator)(do, party)


def deciding(do: Doing, party: Party) -> None:
    """The one with less say hears that there is something to read; the other one hears nothing new."""
    if party.person_id == do.review.lower_id:
        do.tell(NewsKind.choosing, party.person_id, once=f"{do.held.row.version}", act=Act.decide, gently=True)


def check_ins(do: Doing, party: Party) -> None:
    """One message for all check-ins that open together, to whoever owns one and whom it is for."""
    mine = [r for r in do.review.recommitments if party.person_id in (r.owner_id, r.beneficiary_id) and r.listed]
    for opens_at in sorted({check.opens_at for r in mine for check in r.checks}):
        do.tell(NewsKind.check_in, party.person_id, opens_at, once=f"checks {opens_at}", act=Act.check_in)


def tell_of_going_on(do: Doing, party: Party) -> None:
    """After a pause: one message, with the button of what waits for this person."""
    check_ins(do, party)
    waiting = inbox.todos(do.review, party.person_id, do.now)
    act = waiting[0][0] if waiting else None
    do.tell(NewsKind.resumed, party.person_id, once=str(do.held.row.version), act=act)
    if act and act is not Act.check_in:
        remind(do, party, act, do.now)


def how_it_ended(do: Doing, party: Party) -> None:
    do.tell(NewsKind.closed, party.person_id, once=f"{do.held.row.version}")


ON_ENTERING: dict[State, Telling] = {
    State.circle: prompt(Act.go_on_smaller, NewsKind.smaller_circle),
    State.pattern: prompt(Act.want, NewsKind.want),
    State.facilitation: finding_a_facilitator,
    State.cooling: settling,
    State.first: prompt(Act.acknowledge),
    State.choosing: deciding,
    State.acknowledge: prompt(Act.acknowledge),
    State.released: prompt(Act.read, NewsKind.opened),
    State.express: prompt(Act.express),
    State.reflect: prompt(Act.read, NewsKind.opened),
    State.ack_again: prompt(Act.acknowledge_again),
    State.renegotiate: prompt(Act.renegotiate),
    State.recommit: prompt(Act.recommit),
    State.checking: check_ins,
    State.pulse: prompt(Act.pulse, NewsKind.pulse),
    State.closed: how_it_ended,
}


def tell_of(do: Doing, state: State) -> None:
    """Tells everybody who takes part that the review has come to this state."""
    telling = ON_ENTERING.get(state)
    if telling:
        for party in do.review.active:
            telling(do, party)
    row = do.held.row
    if row.facilitator_serves and row.facilitator_id and lifecycle.gate_waits(do.review):
        do.tell(NewsKind.gate, row.facilitator_id, once=f"{row.version}", act=Act.gate)

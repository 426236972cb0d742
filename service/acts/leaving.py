"""Ways to slow down, to stop, and to take it up again. None of them asks for a reason."""

from datetime import UTC, datetime, time, timedelta

from schemas.vocabulary import Consent, NewsKind, Outcome, Reason, Said, State, Step, Way
from service.acts import beside, drafting, moving, repeats, telling
from service.acts.doing import Answer, Doing
from service.acts.showing import heard_by
from service.domain import absence, calendar
from service.domain.floors import BREATH
from service.domain.lifecycle import CEILINGS
from service.domain.refused import Refused
from service.domain.review import TWICE, Mark, Status
from service.store import words

MORE_TIME = 3
"""Working days that 'wait' adds."""


def wait(do: Doing) -> Answer:
    """More time. Only a ceiling in sight can be moved, and only three working days from now."""
    row = do.held.row
    row.ceiling_at = max(row.ceiling_at or do.now, moving.latest(do, do.now, MORE_TIME))
    return Answer(Said.waiting, {"when": do.local(row.ceiling_at)})


def pause(do: Doing) -> Answer:
    """Puts the review down until the morning of a date. Everybody sees the date; nobody is named."""
    until = datetime.combine(do.day("until"), time(9), calendar.zone_named(do.zone)).astimezone(UTC)
    put_down(do, max(until, do.now + BREATH), [do.person])
    return Answer(Said.paused, {"when": do.local(do.held.row.paused_until or until)})


def put_down(do: Doing, until: datetime, by: list[str]) -> None:
    """Paused for everybody; `by` may end it early. The others see a date, and not by whom or why."""
    row = do.held.row
    if row.state != State.facilitation.value or row.resume is None:
        row.resume = row.state  # a search comes back by itself, with the place from which it began
    row.state = State.paused.value
    row.paused_until, row.paused_by = until, ",".join(by)
    row.paused_at = do.now
    row.pauses += 1
    row.version += 1
    do.redraw()
    for party in do.review.active:
        if party.person_id != do.person:
            do.tell(NewsKind.paused, party.person_id, once=str(row.version))


def pause_for_absence(do: Doing, away: list[str]) -> None:
    """Somebody has been away: it waits for them. To the others it is a pause like every other one."""
    put_down(do, moving.latest(do, do.now, absence.WAITS), away)


def resume(do: Doing) -> Answer:
    go_on(do)
    return Answer(Said.resumed)


def go_on(do: Doing) -> None:
    """The review goes on where it stood, and gets the time of the pause back: floors, ceilings and check-ins.

    A date that would come to a weekend or a night comes to the next working morning.
    """
    row = do.held.row
    away = do.now - (row.paused_at or do.now)
    row.state, row.resume = row.resume or State.cooling.value, None
    row.paused_until = row.paused_at = row.paused_by = None
    row.version += 1
    row.entered_at += away
    row.floor_at = later_by(row.floor_at, away)
    row.ceiling_at = moving.latest(do, row.ceiling_at + away, 0) if row.ceiling_at else None
    row.release_at = None  # found anew: in everybody's hours after the pause
    for kept in do.held.parties:
        kept.seen_at = absence.day_of(do.now)
    for check in do.held.checks:
        if check.closes_at > do.now - away:
            check.opens_at = moving.latest(do, check.opens_at + away, 0)
            check.closes_at = moving.latest(do, check.closes_at + away, 0)
    do.redraw()
    for party in do.review.active:
        telling.tell_of_going_on(do, party)
        if row.pauses % TWICE == 0:
            do.tell(NewsKind.paused_twice, party.person_id, once=f"{row.version}")


def later_by(moment: datetime | None, time: timedelta) -> datetime | None:
    return moment + time if moment else None


def leave(do: Doing) -> Answer:
    """Out at once for whoever leaves; the others hear it on the date their card shows, in one neutral way."""
    row, party = do.held.row, do.held.party(do.person)
    party.consent, party.declined_at = Consent.left.value, do.now
    words.unseal(do.held, do.person)
    do.held.unmark(Mark.grant, do.person)
    row.ending_at = told_at(do)
    return Answer(Said.left, {"when": do.local(row.ending_at)})


def told_at(do: Doing) -> datetime:
    """When the others hear of an ending: on the date that everybody's card shows, or after a month."""
    row = do.held.row
    date = heard_by(row.next_date, do.now)
    return min(row.ending_at or date, date)


def come_back(do: Doing) -> None:
    """A false alarm, before anybody was told: they are in it as before, with what they had sealed as their draft."""
    row, party = do.held.row, do.held.party(do.person)
    if row.state == State.noted.value and do.person != row.opener_id:
        party.consent, party.declined_at = Consent.asked.value, None  # the other one has sent their part alone since
        return
    if row.state == State.closed.value or row.ending_at is None:
        raise Refused(Reason.too_late)
    party.consent = (Consent.opener if do.person == row.opener_id else Consent.accepted).value
    party.declined_at = None
    out = any(p.consent in (Consent.left, Consent.declined) for p in do.review.parties)
    if row.state == State.noted.value or not (row.stopped or out):
        row.ending_at = None  # a note runs its days, whatever the other one did


def slow(do: Doing) -> Answer:
    """A slow pace doubles the ceilings from here on, for everybody; floors stay."""
    row = do.held.row
    row_was_slow = any(p.slow for p in do.held.parties)
    do.held.party(do.person).slow = True
    days = CEILINGS.get(State(row.state))
    if days and not row_was_slow and row.ceiling_at:
        row.ceiling_at = moving.latest(do, row.ceiling_at, days)
    return Answer(Said.slowed)


def reopen(do: Doing) -> Answer:
    """Everybody is asked again. After an ending without an exchange there are 30 days of rest before it."""
    drafting.refuse_anew(do)
    if do.held.row.way == Way.note.value or do.review.marks_of(Mark.bring_in):
        do.held.row.way = Way.direct.value  # a review of both; and whoever was brought in midway is not asked for again
    begin_anew(do)
    do.held.row.repeats = repeats.keeps_happening(do.held, do.now)
    drafting.send_invitations(do)
    return Answer(Said.reopened, {"when": do.local(do.held.row.ceiling_at or do.now)})


def begin_anew(do: Doing) -> None:
    """Another round, opened by this person: nothing of the last one but its title goes on into it."""
    row = do.held.row
    title = beside.title_anew(do)
    again = row.outcome == Outcome.ended.value and row.opener_id == do.person
    row.ended_before_at = row.closed_at if again else None
    row.cycle, row.opener_id = row.cycle + 1, do.person
    row.outcome = row.closed_at = row.started_at = row.ending_at = row.learning_posted_at = None
    row.facilitator_id, row.facilitator_serves, row.outcome_shown, row.stopped = None, False, False, False
    for party in do.held.parties:
        mine = party.person_id == do.person
        party.consent = Consent.opener.value if mine else Consent.asked.value
        party.closest = party.manager_may_see = party.careful = party.slow = party.needs_facilitator = False
        party.declined_at = None
    do.held.marks, do.held.words, do.held.recommitments = [], [], []
    do.held.checks, do.held.offers = [], []
    words.write(do.held, do.person, Step.neutral_title, {"title": title}, do.now, Status.draft)

"""From the invitation to being settled: yes, later, no; the smaller circle; care; ready."""

from datetime import datetime, time, timedelta

from schemas.vocabulary import Act, Consent, Kind, NewsKind, Reason, Said, Step, Way
from service.acts import choosable, drafting, parting, power
from service.acts.doing import Answer, Doing, is_link
from service.domain import calendar
from service.domain.guards import circle_key
from service.domain.refused import Refused, at_field
from service.domain.review import PAIR, Mark, Status
from service.store import people, words

LONGEST_LATER = timedelta(days=30)


def accept(do: Doing) -> Answer:
    """Says yes to the way its opener chose. Whoever needs somebody in between says yes to another one."""
    if do.held.party(do.person).careful and do.held.row.way == Way.direct.value:
        raise Refused(Reason.way_not_offered)
    say_yes(do)
    return Answer(Said.accepted)


def say_yes(do: Doing) -> None:
    """Takes part from now on. Refuses somebody who may not, and a say over another in a group."""
    session = do.held.session
    mine = people.person(session, do.person)
    if reason := (drafting.why_not_ask(mine) if mine else Reason.unknown_person):
        raise Refused(reason, name=do.held.name(do.person))
    refuse_without_a_facilitator(do)
    if not_in_group := refused_in_group(do):
        raise not_in_group
    party = do.held.party(do.person)
    party.consent = Consent.accepted.value
    power.say_now(do)
    party.closest, party.manager_may_see = do.ticked("closest"), do.ticked("manager")
    if do.kind is Kind.incident:
        party.side = do.label("side", 60)


def refuse_without_a_facilitator(do: Doing) -> None:
    """Whoever would stand alone against three begins only where somebody could facilitate."""
    if do.held.party(do.person).needs_facilitator and not choosable.facilitators(do):
        raise Refused(Reason.needs_facilitator)


def refused_in_group(do: Doing) -> Refused | None:
    try:
        drafting.refuse_power_in_group(do.held.session, [p.person_id for p in do.held.parties], "")
    except Refused as refused:
        return Refused(refused.reason, None, **refused.params)
    return None


def later(do: Doing) -> Answer:
    """Moves the answer date. Its opener hears the new date, not who asked for it where there are several."""
    row = do.held.row
    answer_by = row.ceiling_at.astimezone(calendar.zone_named(do.zone)).date() if row.ceiling_at else do.today
    first = min(max(answer_by, do.today) + timedelta(days=1), do.today + LONGEST_LATER)
    day = do.day("until", first=first, last=do.today + LONGEST_LATER)
    until = calendar.next_send(datetime.combine(day, time(16), calendar.zone_named(do.zone)), do.zone)
    do.held.party(do.person).consent = Consent.later.value
    row.ceiling_at = max(row.ceiling_at or until, until)
    if row.ending_at:
        row.ending_at = row.ceiling_at  # told on the answer date, wherever that moves
    do.tell(NewsKind.answer_date, row.opener_id, once=str(row.ceiling_at))
    do.tell(NewsKind.reminder, do.person, calendar.next_working_morning(until - timedelta(hours=8), do.zone),
            once=f"invited {row.cycle}", act=Act.screen, move=True)  # fmt: skip
    return Answer(Said.later, {"when": do.local(until)})


def decline(do: Doing) -> Answer:
    """Says no. It is told on the answer date like no answer, or now if this person wants that.

    'Now' counts once nobody else is still thinking: their answers must not be cut off by it.
    """
    when = do.one("when", choosable.when_to_tell(do))
    party = do.held.party(do.person)
    party.consent, party.declined_at = Consent.declined.value, do.now
    do.held.unmark(Mark.say, do.person)
    if when == "now" and not any(Consent(p.consent) in parting.UNDECIDED for p in do.held.parties):
        parting.part(do)
    return Answer(Said.declined)


def go_on_smaller(do: Doing) -> Answer:
    do.held.mark(do.person, Mark.smaller, do.now, about=circle_key(do.review))
    return Answer(Said.circle_confirmed)


def care(do: Doing) -> Answer:
    """Private answers before anything else; all empty means skipped. Nobody else ever reads them."""
    body = do.body(("care.worry", "care.fair"))
    words.write(do.held, do.person, Step.care, body, do.now, Status.draft)
    do.held.mark(do.person, Mark.care, do.now)
    return Answer(Said.care_kept)


def timeline(do: Doing) -> Answer:
    """A link to the neutral timeline: an address, not a text."""
    link = do.one("link").strip()
    if not is_link(link):
        raise at_field("link", Reason.bad_link)
    do.held.row.timeline = link
    do.redraw()
    return Answer(Said.timeline_kept)


def ready(do: Doing) -> Answer:
    """Settled enough to write, or 'not today'. The private notes are kept for their author alone."""
    notes = do.body(("ready.view", "ready.hard"))
    if notes:
        words.write(do.held, do.person, Step.ready, notes, do.now, Status.draft)
    if do.one("ready.read", ("yes", "not_today")) == "not_today":
        tomorrow = calendar.next_working_morning(do.now + timedelta(hours=12), do.zone)
        do.tell(NewsKind.cooling, do.person, tomorrow, once=f"not_today {do.today}", act=Act.ready)
        return Answer(Said.not_today)
    exchange_with(do)
    do.held.mark(do.person, Mark.ready, do.now)
    return Answer(Said.ready)


def exchange_with(do: Doing) -> None:
    """In a conflict of three or more: with whom words may be exchanged, person by person."""
    others = [p.person_id for p in do.review.others(do.person)]
    if do.kind is not Kind.conflict or len(others) < PAIR:
        return
    do.one("with")
    chosen = do.many("with")
    if not set(chosen) <= set(others):
        raise at_field("with", Reason.not_a_choice)
    for other in chosen:
        do.held.mark(do.person, Mark.pair, do.now, about=other)

"""Ways of equal standing: choosing one; the fast lane; a note; just for me; leaving it for now."""

from datetime import datetime, time, timedelta

from schemas.vocabulary import Act, Consent, NewsKind, Reason, Said, State, Step, Way
from service.acts import choosable, drafting, ending, joining, leaving, moving, power, repeats, screens, writing
from service.acts.doing import Answer, Doing
from service.domain import calendar
from service.domain.lifecycle import ALONE
from service.domain.refused import Refused, at_field
from service.domain.review import PAIR, Mark, Status
from service.store import reviews, words

NOTE_OPEN = timedelta(days=90)
"""How long a note can be read, left or joined."""
NEXT = {Way.private: Act.write_private, Way.rest: Act.rest}
"""What is asked after a way was chosen; of all others: what it is about."""


def choose_way(do: Doing) -> Answer:
    """Any of the ways offered. It can be changed until something is sent."""
    way = Way(do.one("way", tuple(choosable.ways(do))))
    row = do.held.row
    row.way = way.value
    do.held.mark(do.person, Mark.way, do.now, value=way.value)
    if row.state == State.private.value:
        moving.enter(do, State.draft)
    row.repeats = way is not Way.note and repeats.keeps_happening(do.held, do.now)
    return Answer(Said.way_chosen, next=screens.form(do, NEXT.get(way, Act.describe)))


# ---- alone ----


def write_private(do: Doing) -> Answer:
    """Just for me: kept for its author, shown to nobody, counted nowhere."""
    words.write(do.held, do.person, Step.private, writing.gathered(do), do.now, Status.draft)
    keep_alone(do, Way.private)
    do.held.row.floor_at = None
    more = do.page < len(screens.pages(do, do.act))
    return Answer(Said.private_kept, next=screens.form(do, do.act, page=do.page + 1) if more else None)


def rest(do: Doing) -> Answer:
    """Leave it for now. On the morning of the date its opener alone is asked again."""
    day = do.day("until", first=do.today + timedelta(days=1))
    at = calendar.next_send(datetime.combine(day, time(9), calendar.zone_named(do.zone)), do.zone)
    keep_alone(do, Way.rest)
    do.held.row.floor_at = at
    do.tell(NewsKind.rest_over, do.person, at, once="rest", act=Act.choose_way, move=True)
    return Answer(Said.resting, {"when": do.local(at)})


def keep_alone(do: Doing, way: Way) -> None:
    do.held.row.way = way.value
    do.held.mark(do.person, Mark.way, do.now, value=way.value)
    if do.held.row.state != State.private.value:
        moving.enter(do, State.private)
    do.held.row.opened_at = do.now  # its 30 days count from the last change


# ---- the fast lane ----


def send_short(do: Doing) -> Answer:
    """My part and an offer, sent at once; it can be answered until the answer date."""
    kept = writing.keep_or_seal(do)
    if do.status is not Status.sealed:
        return kept
    drafting.refuse_anew(do)
    drafting.send_out(do, State.short, NewsKind.short)
    words.release(do.held, Step.acknowledge, do.now)
    return Answer(Said.short_sent, {"when": do.local(do.held.row.ceiling_at or do.now)})


def answer_short(do: Doing) -> Answer:
    """Take it, hear more, ask for longer, or rather not: the last looks like no answer."""
    value = do.one("short", choosable.short_answers(do))
    party, row = do.held.party(do.person), do.held.row
    if value == "rather_not":
        party.consent, party.declined_at = Consent.declined.value, do.now
    elif value == "need_longer":
        party.consent = Consent.later.value
        row.ceiling_at = moving.latest(do, max(row.ceiling_at or do.now, do.now), 3)
        do.tell(NewsKind.answer_date, row.opener_id, once=str(row.ceiling_at))
        last_day = calendar.next_working_morning(row.ceiling_at - timedelta(hours=24), do.zone)
        once = f"invited {State.short} {row.cycle}"
        do.tell(NewsKind.reminder, do.person, last_day, once=once, act=Act.screen, move=True)
    else:
        party.consent = Consent.accepted.value
        power.say_now(do)
        if value == "more":
            do.held.mark(do.person, Mark.more, do.now)
            row.way = Way.direct.value
    return Answer(Said.short_answered)


# ---- a note ----


def send_note(do: Doing) -> Answer:
    """A note that needs no reply. It goes out once; whether it is read, nobody hears."""
    body = do.body(("one.note",))
    if do.status is not Status.sealed:
        words.write(do.held, do.person, Step.note, body, do.now, Status.draft)
        return Answer(Said.kept)
    if not body:
        raise at_field("one.note", Reason.missing)
    if note_was_sent(do):
        raise Refused(Reason.note_once)
    drafting.refuse_anew(do, rest=timedelta(0))
    if do.review.state is State.closed:
        leaving.begin_anew(do)
        do.held.row.way = Way.note.value
    words.write(do.held, do.person, Step.note, body, do.now, Status.sealed)
    drafting.send_out(do, State.noted, NewsKind.note)
    do.held.row.ceiling_at = do.now + NOTE_OPEN
    words.release(do.held, Step.note, do.now)
    return Answer(Said.note_sent)


def send_alone(do: Doing) -> Answer:
    """One's own part, without waiting for the other one's: from here on it is a note of its author.

    All that its author sees is the same whether the other one is silent, has left, or went another route: an ending
    that was still to be told is told no more. The other one's draft stays theirs, and waits in case they join.
    """
    if note_was_sent(do):
        raise Refused(Reason.note_once)
    row, mine = do.held.row, do.held.party(do.person)
    part = words.own(do.held, do.person, Step.acknowledge)
    words.set_status(do.held, do.person, Step.acknowledge, Status.draft, do.now)
    turn = 1 + (words.find(do.held, do.person, Step.note) is not None)  # beside a note that was begun and never sent
    words.write(do.held, do.person, Step.note, part, do.now, Status.released, turn=turn)
    row.way, row.opener_id, row.ending_at, row.repeats = Way.note.value, do.person, None, False
    do.held.mark(do.person, Mark.way, do.now, value=Way.note.value)
    do.held.unmark(Mark.ready)  # whoever joins settles first, and so does the author
    moving.enter(do, State.noted)
    row.ceiling_at = do.now + NOTE_OPEN
    for party in do.held.parties:
        if party is mine:
            party.consent = Consent.opener.value
        elif party.consent in (Consent.opener.value, Consent.accepted.value):
            party.consent, party.asked_at = Consent.asked.value, do.now
            do.tell(
                NewsKind.note, party.person_id, once=f"alone {row.cycle}", act=Act.screen, who=do.person, gently=True
            )
    return Answer(Said.sent_alone)


def note_was_sent(do: Doing) -> bool:
    """One note between the same two people in 180 days, also where it was in an earlier round of this review."""
    since = do.now - repeats.WINDOW
    before = reviews.with_exactly(do.held.session, {p.person_id for p in do.held.parties}, do.kind)
    sent = [r for r in before if r.way == Way.note.value and State(r.state) not in ALONE and r.id != do.held.row.id]
    earlier = words.sent_a_note(do.held, do.person, since)
    return earlier or any(r.opener_id == do.person and r.opened_at > since for r in sent)


def read_note(do: Doing) -> Answer:
    do.held.mark(do.person, Mark.read, do.now, about=Step.note)
    return Answer(Said.note_read)


def join_in(do: Doing) -> Answer:
    """Takes up a note: from here on it is a review of both. What its author does alone is no part of it."""
    row, party = do.held.row, do.held.party(do.person)
    if party.careful and not choosable.facilitators(do):
        raise Refused(Reason.way_not_offered)
    joining.say_yes(do)
    row.way = (Way.mediated if party.careful else Way.direct).value
    row.repeats = repeats.keeps_happening(do.held, do.now)
    for recommitment in do.held.recommitments:
        recommitment.status = "dropped"
    do.tell(NewsKind.joined, row.opener_id, once="joined", who=do.person)
    return Answer(Said.joined)


def note_is_over(do: Doing) -> None:
    """After 90 days: its author alone is asked how it is, where they recommitted to something; else it ends."""
    for party in do.held.parties:
        if party.person_id != do.held.row.opener_id:
            party.consent, party.declined_at = Consent.gone.value, do.now
    if any(r.listed for r in do.review.recommitments):
        moving.enter(do, State.pulse)
    else:
        ending.end(do)


# ---- another way ----


def another_way(do: Doing) -> Answer:
    """Yes, and another way: somebody in between counts for all; the arrangement alone is between two."""
    way = Way(do.one("other_way", tuple(choosable.other_ways(do))))
    joining.say_yes(do)
    if way is Way.mediated or len(do.held.parties) == PAIR:
        do.held.row.way = way.value
    return Answer(Said.accepted)

"""Answers, each made for ONE reader: nobody else builds what a person gets to see of a review."""

import hashlib
from datetime import datetime, timedelta

from sqlmodel import Session

from schemas.readings import (
    Card,
    ContactReading,
    HomeReading,
    OpenItem,
    PartyReading,
    RecommitmentReading,
    ReviewReading,
    Todo,
)  # fmt: skip
from schemas.vocabulary import Act, Consent, Kind, Outcome, Reason, State, Way
from service.acts import cards, choosable, passages, repeats
from service.acts.contacts import is_confirmed
from service.acts.doing import Looking
from service.domain import guards, inbox, lifecycle, managers
from service.domain.calendar import zone_named
from service.domain.refused import Refused
from service.domain.review import Mark, Review
from service.practice import library
from service.store import history, people, reviews, words
from service.store.outbox import Outbox
from service.store.reviews import Held
from service.store.tables import RecommitmentRow, ReviewRow

CLOSED_SHOWN = timedelta(days=90)
OUT = frozenset({Consent.declined.value, Consent.left.value, Consent.gone.value})
BEFORE_YES = frozenset({State.draft.value, State.ready.value, State.private.value, State.invited.value,
                        State.short.value, State.noted.value})  # fmt: skip
PRIVATE = frozenset({State.draft.value, State.ready.value, State.private.value})


def looking(held: Held, person: str, now: datetime, act: Act = Act.read, about: str = "") -> Looking:
    """The same view of a review that an act has, for reading only."""
    return Looking(held, Outbox(), person, act, now, about)


def may_see(held: Held, reader: str, now: datetime) -> bool:
    """Parties only, and whoever facilitates, or is asked to once all have agreed. A private draft its opener only; who
    is asked from the hour of the invitation on; and nobody who is no longer part."""
    party = next((p for p in held.parties if p.person_id == reader), None)
    if party is None and reader == held.facilitator_id:
        asked_to = held.row.facilitator_serves or guards.all_agreed(reviews.snapshot(held))
        return asked_to and held.row.state != State.closed.value
    if party is None or (held.row.state in PRIVATE and reader != held.row.opener_id):
        return False
    waits = party.consent == Consent.asked.value and party.asked_at is not None and now < party.asked_at
    kept_away = party.no_exchange and reader != held.row.opener_id
    unmet = party.consent == Consent.left.value and any(
        (m.person_id, m.mark) == (reader, Mark.unmet.value) for m in held.marks
    )
    return (party.consent not in OUT or unmet) and not waits and not kept_away


def review(held: Held, reader: str, now: datetime) -> ReviewReading:
    """One review for one of its parties. Refuses everybody else as if it did not exist."""
    if not may_see(held, reader, now):
        raise Refused(Reason.not_found)
    row, facts = held.row, reviews.snapshot(held)
    shown = row.outcome if row.higher_id != reader else outcome_for_all(row)
    inside = facts.party(reader) is not None or facts.facilitator_serves
    return ReviewReading(
        id=row.id, version=row.version, tz=held.zone(reader), kind=Kind(row.kind),
        title=words.title(held) if inside else "", state=State(row.state),
        step=lifecycle.step_of(facts),
        next_date=row.next_date if row.state not in PRIVATE else ahead(row.floor_at, now),
        paused_until=row.paused_until, outcome=Outcome(shown) if shown else None,
        plain=row.repeats, closing=closing(held, reader, now), came_back=repeats.came_back(held, reader, now),
        twice=repeats.reached_out_twice(held, reader, now),
        way=Way(row.way), say=facts.say(reader), facilitator_name=facilitator_name(held),
        opened_on=row.opened_at.astimezone(zone_named(held.zone(reader))).date(),
        opener_name=held.name(row.opener_id), parties=parties(held, reader),
        todos=todos(held, reader, now), may=may(held, facts, reader, now),
        can_read=bool(passages.everything(looking(held, reader, now))), timeline=row.timeline,
        recommitments=recommitments(held, reader, now) if inside else [],
    )  # fmt: skip


def may(held: Held, facts: Review, reader: str, now: datetime) -> list[Act]:
    """What else this reader may do. Somebody in between is offered only where one is free."""
    found = inbox.extras(facts, reader, now)
    free = Act.bring_in not in found or choosable.facilitators(looking(held, reader, now))
    return found if free else [act for act in found if act is not Act.bring_in]


def ahead(moment: datetime | None, now: datetime) -> datetime | None:
    """A date that is still to come; one that has passed is none."""
    return moment if moment and moment > now else None


def outcome_for_all(row: ReviewRow) -> str | None:
    """The result as everybody may know it: where one has a say over the other only 'closed' or 'still open', until the
    other one shows more."""
    return row.outcome if row.higher_id is None or row.outcome_shown else COARSE.get(row.outcome or "")


def closing(held: Held, reader: str, now: datetime) -> str | None:
    """A last line for one reader, always the same, as long as their answers are kept. None where nothing was exchanged,
    where one has a say over the other, and where it has come up often or has worn this reader: what somebody else
    said of that in private changes nothing here."""
    row = held.row
    exchanged = row.started_at and row.way != Way.note.value and row.outcome not in (None, Outcome.ended.value)
    if not exchanged or row.closed_at is None or row.closed_at <= now - CLOSED_SHOWN:
        return None
    if row.higher_id or row.repeats or history.said_worn(held, reader, repeats.WORN):
        return None
    lines = library.closing_lines()
    picked = hashlib.sha256(f"{row.opened_at:%Y-%m-%d} {reader}".encode()).digest()[0]
    return lines[picked % len(lines)]


COARSE = {Outcome.partly_repaired.value: Outcome.not_repaired.value, Outcome.not_repaired.value:
          Outcome.not_repaired.value, Outcome.repaired.value: Outcome.ended.value,
          Outcome.ended.value: Outcome.ended.value}  # fmt: skip
"""What whoever has a say reads of the result: closed, or still open."""


def facilitator_name(held: Held) -> str | None:
    return held.name(held.facilitator_id) if held.facilitator_id and held.row.facilitator_serves else None


def parties(held: Held, reader: str) -> list[PartyReading]:
    """Who takes part. Before everybody has said yes nobody asked hears who else was: only the opener's name."""
    row = held.row
    known = {reader, row.opener_id}
    shown = [p for p in held.parties if p.consent != Consent.gone.value]
    never = row.state == State.closed.value and row.started_at is None
    begun = row.state not in BEFORE_YES and not never
    if not begun and reader != row.opener_id:
        shown = [p for p in shown if p.person_id in known]
    return [
        # A side is said with the yes: before everybody has said yes it would tell who has.
        PartyReading(person_id=p.person_id, name=held.name(p.person_id),
                     side=p.side if begun or p.person_id in known else None)
        for p in shown
    ]  # fmt: skip


def todos(held: Held, reader: str, now: datetime) -> list[Todo]:
    facts = reviews.snapshot(held)
    found = inbox.todos(facts, reader, now)
    return [
        Todo(act=a, about=b or None, about_name=passages.about_name(looking(held, reader, now, a, b))) for a, b in found
    ]


def recommitments(held: Held, reader: str, now: datetime) -> list[RecommitmentReading]:
    """Of this review: without words, for whoever takes part."""
    alone = held.row.way == Way.note.value
    facts = reviews.snapshot(held)
    shown = (r for r in held.recommitments if r.owner_id == reader or not alone)
    listed = [r for r in shown if r.status != "dropped" and facts.shows(reader, r.owner_id, r.beneficiary_id)]
    return [one_recommitment(held, r, reader, now) for r in listed]


def one_recommitment(held: Held, row: RecommitmentRow, reader: str, now: datetime) -> RecommitmentReading:
    upcoming = [c.opens_at for c in held.checks if c.recommitment_id == row.id and c.opens_at > now]
    return RecommitmentReading(
        id=row.id, review_id=row.review_id, title=words.title(held), owner_id=row.owner_id,
        owner_name=held.name(row.owner_id), due_on=row.due_on, mine=row.owner_id == reader, state=row.status,
        beneficiary_name=held.name(row.beneficiary_id) if row.beneficiary_id else None,
        next_check=min(upcoming, default=None),
    )  # fmt: skip


# ---- App Home ----


def home(session: Session, reader: str, now: datetime) -> HomeReading:
    """The inbox of one person: what waits for them on top."""
    rows = reviews.of_person(session, reader, now - CLOSED_SHOWN)
    held = [reviews.gather(session, row) for row in rows]
    mine = [review(h, reader, now) for h in held if may_see(h, reader, now)]
    me = people.named(session, [reader])[reader]
    open_mine = [r for r in mine if r.state is not State.closed]
    return HomeReading(
        person_id=reader, name=me.name, tz=me.tz, now=now, is_admin=me.is_admin,
        missing_contacts=people.missing_contacts(session),
        contacts_due=sum(not is_confirmed(c, now) for c in people.contacts(session)) if me.is_admin else 0,
        reviews=sorted(mine, key=lambda r: (r.state is State.closed, not r.todos)),
        recommitments=[c for r in open_mine for c in r.recommitments if c.mine and c.state == "accepted"],
        coach=not people.coach_is_off(session, reader),
        manages=any(above == reader for _unit, above in people.lines(session).values()),
        open_items=open_items(session, reader, now),
    )  # fmt: skip


def contacts(session: Session, now: datetime) -> list[ContactReading]:
    return [
        ContactReading(id=c.id, kind=c.kind, name=c.name, reach=c.reach, country=c.country,
                       confirmed_on=c.confirmed_at.date(), due=not is_confirmed(c, now))
        for c in people.contacts(session)
    ]  # fmt: skip


# ---- what a manager sees ----


def open_items(session: Session, manager: str, now: datetime) -> list[OpenItem]:
    """Open, unrepaired items: the oldest first. Never words, never who did or did not do something."""
    lines = people.lines(session)
    if not any(above == manager for _unit, above in lines.values()):
        return []
    made = (
        open_item(reviews.gather(session, row), manager, lines, now) for row in reviews.of_reports(session, manager)
    )
    return [item for item in made if item]


def open_item(held: Held, manager: str, lines: managers.Lines, now: datetime) -> OpenItem | None:
    row = held.row
    ticked = frozenset(p.person_id for p in held.parties if p.manager_may_see)
    inside = frozenset(p.person_id for p in held.parties)
    power = managers.UNEQUAL if row.higher_id else "peer"
    midway = any(m.mark == Mark.bring_in.value for m in held.marks) and row.way == Way.mediated.value
    mode = Way.direct.value if midway else row.way  # a row that goes away would tell that somebody was brought in
    kind = managers.row_for(manager, managers.OpenReview(row.kind, inside, ticked, mode, power), lines)
    if kind is managers.RowKind.incident:
        return incident_item(held, lines, now)
    return nameless_item(row, now) if kind else None


def incident_item(held: Held, lines: managers.Lines, now: datetime) -> OpenItem:
    """Title, teams, age, step, next date, overdue recommitments. No person."""
    row, present = held.row, [p for p in held.parties if p.consent != Consent.gone.value]
    teams = dict.fromkeys(p.side or lines.get(p.person_id, ("", None))[0] for p in present)
    days = (now - row.opened_at).days
    return OpenItem(
        nameless=False, title=words.title(held), teams=[t for t in teams if t], age=f"{days} day{'s' * (days != 1)}",
        step=lifecycle.step_of(reviews.snapshot(held)), next_date=row.next_date, overdue=overdue(held, now),
    )  # fmt: skip


def overdue(held: Held, now: datetime) -> int:
    """Recommitments past their date that nobody has reported as kept."""
    kept = {c.recommitment_id for c in held.checks if c.owner_answer == "kept"}
    return sum(r.status == "accepted" and r.due_on < now.date() and r.id not in kept for r in held.recommitments)


def nameless_item(row: ReviewRow, now: datetime) -> OpenItem:
    """A conflict: that something is open, roughly since when, and nothing else."""
    age = managers.age_band((now - row.opened_at).days)
    return OpenItem(nameless=True, age=age, coarse=managers.coarse_state(State(row.resume or row.state)))


# ---- the card ----


def card(held: Held) -> Card:
    """For everybody who may see the place. Of an incident it names sides, of a conflict the people of its own group."""
    row, facts = held.row, reviews.snapshot(held)
    incident = row.kind == Kind.incident.value
    # A channel sees the sides that an incident concerned, and not whose place became empty, or that one did.
    sides = dict.fromkeys(p.side for p in held.parties if p.side)
    names = sides if incident else map(held.name, cards.group(held))
    narrows = incident and row.state == State.circle.value
    over = row.way == Way.note.value and row.state in (State.pulse.value, State.closed.value)
    # What its author is asked when a note has run out, and answers, is theirs alone.
    known = Outcome.ended.value if over else outcome_for_all(row)
    state = State.closed if over else State((narrows and row.resume) or row.state)
    return Card(
        review_id=row.id, version=row.version, kind=Kind(row.kind), title=words.title(held) if incident else None,
        state=state, step=None if over else lifecycle.step_of(facts), next_date=None if over else row.next_date,
        outcome=Outcome(known) if known else None, names=[n for n in names if n],
        timeline=row.timeline,
    )  # fmt: skip

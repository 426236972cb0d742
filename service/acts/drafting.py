"""From `/mend` to the invitation: everything here is the opener's own, and nobody hears of it before `invite`."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

from sqlmodel import Session

from schemas.commands import PersonFacts, Value
from schemas.vocabulary import Act, Consent, Kind, NewsKind, Reason, Said, Size, State, Step
from service.acts import choosable, contacts, moving, repeats, screens
from service.acts.doing import Answer, Doing, is_link
from service.domain import calendar, managers
from service.domain.floors import BREATH, REST
from service.domain.refused import Refused, at_field
from service.domain.review import PAIR, Status
from service.practice import forms
from service.store import people, reviews, words
from service.store.outbox import Outbox
from service.store.tables import PartyRow, PersonRow, ReviewRow

MOST_OTHERS = {Kind.conflict: 3, Kind.incident: 7}


def open_review(
    session: Session, outbox: Outbox, person: str, values: dict[str, Value], hidden: dict[str, str], now: datetime
) -> tuple[Doing, Answer]:
    """A private draft. Refuses a missing contact, and at their field: the wrong people, and power between them."""
    contacts.refuse_if_missing(session)
    asking = Doing(held_of_nobody(session, person), outbox, person, Act.open, now, values=values)
    kind = Kind(asking.one("kind", tuple(Kind)))
    size = Size(asking.one("open.c.size", tuple(Size)))
    others = checked_people(session, person, asking.many("parties"), kind)
    refuse_power_in_group(session, [person, *others], "parties")
    held = write_draft(session, person, others, kind, size, hidden.get("link", ""), now)
    do = Doing(held, outbox, person, Act.open, now)
    do.tell(NewsKind.draft_old, person, now + timedelta(days=14), once="draft_old")
    moving.keep_dates(do)
    return do, Answer(Said.draft_saved, next=screens.form(do, Act.screen))


def held_of_nobody(session: Session, person: str) -> reviews.Held:
    """Before there is a review: enough to read what was asked, in the asker's zone."""
    long_ago = datetime.min.replace(tzinfo=UTC)
    row = ReviewRow(
        id="",
        kind=Kind.conflict.value,
        size=Size.small.value,
        state=State.draft.value,
        opener_id=person,
        opened_at=long_ago,
        entered_at=long_ago,
    )
    return reviews.Held(session, row, [], [], [], [], [], [], people.named(session, [person]))


def write_draft(
    session: Session, opener: str, others: Iterable[str], kind: Kind, size: Size, link: str, now: datetime
) -> reviews.Held:
    row = ReviewRow(id=reviews.new_id(), kind=kind.value, size=size.value, state=State.draft.value, opener_id=opener,
                    opened_at=now, entered_at=now, floor_at=now + BREATH,
                    link=link if is_link(link) else None)  # fmt: skip
    everybody = [opener, *others]
    session.add(row)
    session.flush()
    for position, person in enumerate(everybody):
        consent = Consent.opener if person == opener else Consent.asked
        session.add(PartyRow(review_id=row.id, person_id=person, position=position, consent=consent.value))
    known = people.lines(session)
    row.manager_tick_offered = kind is Kind.conflict and managers.may_offer_tick(everybody, known)
    row.higher_id = managers.higher_of(everybody, known) if len(everybody) == PAIR else None
    session.flush()
    return reviews.gather(session, row)


# ---- who may be asked ----

CANNOT = (
    ("is_stranger", Reason.is_stranger),
    ("is_bot", Reason.is_bot),
    ("deactivated", Reason.is_deactivated),
    ("is_guest", Reason.is_guest),
)


def why_not_ask(person: PersonRow | PersonFacts) -> Reason | None:
    return next((reason for fact, reason in CANNOT if getattr(person, fact)), None)


def checked_people(session: Session, opener: str, named: list[str], kind: Kind) -> list[str]:
    """The others, each once, in the order given. Refuses at the field `parties`."""
    others = list(dict.fromkeys(named))
    if not others:
        raise at_field("parties", Reason.nobody_named)
    if opener in others:
        raise at_field("parties", Reason.only_yourself)
    if len(others) > MOST_OTHERS[kind]:
        raise at_field("parties", Reason.too_many, most=str(MOST_OTHERS[kind]))
    for person_id in (*others, opener):
        person = people.person(session, person_id)
        reason = why_not_ask(person) if person else Reason.unknown_person
        if reason:
            raise at_field("parties", reason, name=person.name if person else person_id)
    return others


def refuse_power_in_group(session: Session, everybody: list[str], field: str) -> None:
    """Between two the one with a say goes first; among more nobody may have one over another."""
    if len(everybody) > PAIR and managers.higher_of(everybody, people.lines(session)):
        raise at_field(field, Reason.power_in_group, contacts=contacts.as_text(session))


# ---- describe, discard, invite ----


def describe(do: Doing) -> Answer:
    """Title and private notes. Of an incident also when it was over, and where its card shall stand."""
    row = do.held.row
    pages = forms.pages_of(Act.describe, do.kind)
    notes = words.own(do.held, do.person, Step.draft) | do.body(writing_of(pages[do.page - 1]))
    signs = do.many("open.c.signs")
    if signs:
        notes["open.c.signs"] = ",".join(signs)
    if do.page == 1:
        name_it(do)
    words.write(do.held, do.person, Step.draft, notes, do.now, Status.draft)
    if do.page < len(pages):
        return Answer(Said.draft_saved, next=screens.form(do, Act.describe, page=do.page + 1))
    begins = row.state == State.draft.value
    if begins:
        moving.enter(do, State.ready)
    row.floor_at = max(row.opened_at + BREATH, incident_floor(do))
    if begins:
        do.tell(NewsKind.draft_ready, do.person, suggestion(do), once="draft_ready", act=Act.invite)
    return Answer(Said.described, {"when": do.local(row.floor_at)})


def writing_of(names: tuple[str, ...]) -> tuple[str, ...]:
    """The private notes of a page: prompts in one's own words, apart from the title."""
    return tuple(n for n in names if n.startswith("open.") and n not in ("open.c.name", "open.i.ref", "open.c.signs"))


def name_it(do: Doing) -> None:
    """The title; of an incident also its end, its place and the opener's side."""
    field = "open.c.name" if do.kind is Kind.conflict else "open.i.ref"
    title = do.text(field, forms.LINE)
    if not title:
        raise at_field(field, Reason.missing)
    if do.kind is Kind.incident:
        over_and_place(do)
    words.write(do.held, do.person, Step.neutral_title, {"title": title}, do.now, Status.draft)


def over_and_place(do: Doing) -> None:
    """When the incident was over: a date in the past or today. Refuses one that is not over yet."""
    row = do.held.row
    try:
        over = datetime.combine(datetime.fromisoformat(do.one("over_on")).date(), time(0))
    except ValueError:
        raise at_field("over_on", Reason.date_bad) from None
    zone = calendar.zone_named(do.zone)
    if over.date() > do.today:
        raise at_field("over_on", Reason.incident_not_over)
    same_time = do.now.astimezone(zone).time()
    row.incident_over_at = datetime.combine(over.date(), same_time, zone)
    row.incident_night = do.one("night", ("no", "yes")) == "yes"
    row.place = do.one("place")
    do.held.party(do.person).side = do.label("side", 60)


def incident_floor(do: Doing) -> datetime:
    row = do.held.row
    if row.incident_over_at is None:
        return do.now
    return calendar.incident_floor(row.incident_over_at, do.zone, row.incident_night)


def suggestion(do: Doing) -> datetime:
    """When the opener is reminded of the draft: after 20 minutes, the next working day, or two working days on."""
    row = do.held.row
    return max(row.floor_at or do.now, calendar.cooling_until(do.now, row.size, do.zone))


def discard(do: Doing) -> Answer:
    reviews.delete(do.held.session, do.held.row.id)
    return Answer(Said.discarded)


def invite(do: Doing) -> Answer:
    """Sends the invitation as previewed. 'Not today' only moves the date."""
    if do.one("ready.read", ("yes", "not_today")) == "not_today":
        tomorrow = calendar.next_working_morning(do.now + timedelta(hours=12), do.zone)
        do.tell(NewsKind.draft_ready, do.person, tomorrow, once=f"not_today {do.today}", act=Act.invite)
        return Answer(Said.not_today)
    if do.held.party(do.person).needs_facilitator and not choosable.facilitators(do):
        raise Refused(Reason.needs_facilitator)
    refuse_anew(do)
    me = do.held.party(do.person)
    me.closest, me.manager_may_see = do.ticked("closest"), do.ticked("manager")
    send_invitations(do)
    return Answer(Said.invited, {"when": do.local(do.held.row.ceiling_at or do.now)})


def refuse_anew(do: Doing, rest: timedelta = REST) -> None:
    """Before anybody is asked: contacts, people and lines as they are now; one open review between the same people,
    and a rest of 30 days after one that ended without an exchange. Both of these are refused with one sentence, so
    that neither tells why."""
    session, everybody = do.held.session, [p.person_id for p in do.held.parties]
    contacts.refuse_if_missing(session)
    if do.kind is Kind.conflict and repeats.open_or_resting(session, do.person, set(everybody), do.now, rest):
        raise Refused(Reason.one_open)
    if do.review.state is State.ready and do.held.row.way not in choosable.ways(do):
        raise Refused(Reason.way_not_offered)
    for person in everybody:
        row = people.person(session, person)
        if reason := (why_not_ask(row) if row else Reason.unknown_person):
            raise Refused(reason, name=do.held.name(person))
    try:
        refuse_power_in_group(session, everybody, "")
    except Refused as refused:
        raise Refused(refused.reason, None, **refused.params) from None


def send_invitations(do: Doing) -> None:
    send_out(do, State.invited, NewsKind.invitation)


def send_out(do: Doing, state: State, kind: NewsKind) -> None:
    """Each is asked in their own hours; the answer date counts from the last of these moments. Whom nothing of this
    reaches any more is not asked, and nobody can tell."""
    asked = [p for p in do.held.parties if p.consent == Consent.asked.value]
    moving.enter(do, state)
    words.write(do.held, do.person, Step.neutral_title, {"title": words.title(do.held)}, do.now, Status.released)
    at = {p.person_id: calendar.next_invitation(do.now, do.held.zone(p.person_id)) for p in asked}
    do.held.row.ceiling_at = moving.latest(do, max(at.values()), 3)
    for person, moment in at.items():
        party = do.held.party(person)
        party.asked_at = moment
        if party.no_exchange:
            continue
        key = str(do.held.row.cycle) if state is State.invited else f"{state} {do.held.row.cycle}"
        do.tell(kind, person, moment, once=key, act=Act.screen, who=do.person, gently=True)
        if state is State.noted:
            continue
        later = calendar.add_working_days(moment, 2, do.held.zone(person))
        do.tell(NewsKind.reminder, person, later, once=f"invited {key}", act=Act.screen)

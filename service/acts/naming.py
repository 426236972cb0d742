"""What a workspace names: whom to turn to, and who may facilitate. An admin's own acts; all of one, or nothing."""

from sqlmodel import Session, col, select

from schemas.commands import ConfirmContacts, NameContact, NameFacilitators
from schemas.readings import PartyReading
from schemas.vocabulary import ContactKind, Reason
from service.acts.drafting import why_not_ask
from service.domain import countries
from service.domain.refused import Refused, at_field
from service.store import audit, clock, once, people
from service.store.tables import ContactRow

LONGEST = {"name": 80, "reach": 200}


def of_admin(session: Session, person: str, act: str, key: str | None = None) -> None:
    """Refuses everybody but an admin, and a second request with one key; then the act is noted."""
    known = people.person(session, person)
    if known is None or not known.is_admin:
        raise Refused(Reason.not_admin)
    if once.was_done(session, key):
        raise Refused(Reason.already_done)
    audit.note(session, clock.now(session), person, act, "", "")


def add(session: Session, person: str, command: NameContact, key: str | None) -> None:
    """One more contact; it counts as confirmed now."""
    of_admin(session, person, "contact_added", key)
    row = checked(session, command)
    session.add(row)


def change(session: Session, person: str, contact_id: int, command: NameContact) -> None:
    """Another name, kind, reach or country; that confirms it too. Refuses to turn the last of a kind into another."""
    of_admin(session, person, "contact_changed")
    row = known_contact(session, contact_id)
    new = checked(session, command, contact_id)
    if new.kind != row.kind:
        refuse_last(session, row, "kind")
    row.kind, row.name, row.reach, row.country, row.confirmed_at = (
        new.kind, new.name, new.reach, new.country, new.confirmed_at)  # fmt: skip


def remove(session: Session, person: str, contact_id: int) -> None:
    """Refuses the last of its kind: nobody should ever read a card on which such a contact is missing."""
    of_admin(session, person, "contact_removed")
    row = known_contact(session, contact_id)
    refuse_last(session, row)
    session.delete(row)


def confirm(session: Session, person: str, command: ConfirmContacts) -> None:
    """Those looked at still hold, for another 90 days. One that is gone by now does not matter."""
    of_admin(session, person, "contacts_confirmed")
    for row in session.exec(select(ContactRow).where(col(ContactRow.id).in_(command.ids))):
        row.confirmed_at = clock.now(session)


def facilitators(session: Session, person: str) -> list[PartyReading]:
    """Whom the workspace has named, for an admin to change."""
    known = people.person(session, person)
    if known is None or not known.is_admin:
        raise Refused(Reason.not_admin)
    ids = people.facilitators(session)
    names = people.named(session, ids)
    return [PartyReading(person_id=each, name=names[each].name) for each in ids]


def name_facilitators(session: Session, person: str, command: NameFacilitators) -> None:
    """These, and nobody else. Who serves already goes on; whom nobody could ask is refused at the field."""
    of_admin(session, person, "facilitators_named")
    people.keep(session, command.people)
    for each in command.person_ids:
        row = people.person(session, each)
        if reason := (why_not_ask(row) if row else Reason.unknown_person):
            raise at_field("facilitators", reason, name=row.name if row else each)
    people.replace_facilitators(session, command.person_ids, clock.now(session))


# ---- what a contact has to be ----


def checked(session: Session, command: NameContact, contact_id: int | None = None) -> ContactRow:
    """The contact as it would be kept; refuses all fields that are wrong together."""
    told = {name: (value or "").strip() for name, value in command}
    country = told["country"].upper()
    wrong = {name: Reason.missing for name, value in told.items() if not value}
    wrong |= {name: Reason.too_long for name, most in LONGEST.items() if len(told[name]) > most}
    if told["kind"] and told["kind"] not in list(ContactKind):
        wrong["kind"] = Reason.not_a_choice
    if country and not countries.is_known(country):
        wrong["country"] = Reason.bad_country
    if wrong:
        long = max((name for name in LONGEST), key=lambda name: len(told[name]) - LONGEST[name])
        raise Refused(next(iter(wrong.values())), wrong, most=str(LONGEST[long]), length=str(len(told[long])))
    entry = told | {"country": country}
    same = [c.id for c in people.contacts(session) if c.model_dump(include=set(entry)) == entry]
    if set(same) - {contact_id}:
        raise at_field("name", Reason.contact_twice)
    return ContactRow.model_validate(entry | {"confirmed_at": clock.now(session)})


def known_contact(session: Session, contact_id: int) -> ContactRow:
    row = people.contact(session, contact_id)
    if row is None:
        raise Refused(Reason.not_found)
    return row


def refuse_last(session: Session, row: ContactRow, field: str = "") -> None:
    if sum(c.kind == row.kind for c in people.contacts(session)) > 1:
        return
    raise at_field(field, Reason.last_contact) if field else Refused(Reason.last_contact)

"""Somebody whose account is closed: they are out of everything that is open, as if they had left that day.

The others hear it as they hear of everybody who left: on the fixed date, in the one neutral sentence. Nothing of what
they had not released opens any more, and nothing is sent to them.
"""

from collections.abc import Iterable

from sqlmodel import Session

from schemas.commands import PersonFacts
from schemas.vocabulary import Act, Consent, State
from service.acts import facilitating, leaving, moving
from service.acts.doing import Doing
from service.domain.lifecycle import ALONE
from service.store import audit, clock, people, reviews, words
from service.store.outbox import Outbox


def keep_people(session: Session, outbox: Outbox, facts: Iterable[PersonFacts]) -> None:
    """Keeps what the chat system says about people, and takes those out of it who are gone from there."""
    said = list(facts)
    people.keep(session, said)
    for person in said:
        if person.deactivated:
            depart(session, outbox, person.id)


def depart(session: Session, outbox: Outbox, person: str) -> None:
    """Out of every open review. Doing it twice changes nothing: the second time they are in none."""
    for row in reviews.of_person(session, person, clock.now(session)):
        held = reviews.hold(session, row.id)
        if held is None or held.row.state == State.closed.value or State(held.row.state) in ALONE:
            continue  # a draft that nobody knows of is deleted after its 30 days
        do = Doing(held, outbox, person, Act.leave, clock.now(session))
        if leave(do):
            audit.note(session, do.now, person, "departed", row.id, held.row.state)
            moving.settle(do)


def leave(do: Doing) -> bool:
    """One person out of one review; says whether they were in it."""
    party = next((p for p in do.held.parties if p.person_id == do.person), None)
    if party is None:
        facilitating.step_down(do)
        return True
    consent = Consent(party.consent)
    if consent in (Consent.opener, Consent.accepted):
        leaving.leave(do)
    elif consent in (Consent.asked, Consent.later):
        party.consent, party.declined_at = Consent.declined.value, do.now
        words.unseal(do.held, do.person)
    return consent not in (Consent.declined, Consent.left, Consent.gone)

"""Whom a workspace has named: nobody can open a review before they are there."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlmodel import Session

from schemas.vocabulary import Reason
from service.domain import countries
from service.domain.refused import Refused
from service.store import people
from service.store.tables import ContactRow


def refuse_if_missing(session: Session) -> None:
    missing = people.missing_contacts(session)
    if missing:
        raise Refused(Reason.contacts_missing, missing=", ".join(missing))


CONFIRMED_WITHIN = timedelta(days=90)
"""For so long a confirmation counts; then an admin is asked anew, and confirmed ones stand first."""


def lines_for(session: Session, zone: str, first: Iterable[str], now: datetime) -> list[str]:
    """One line a contact for somebody in this zone, in the order of kinds asked for.

    Of one kind, those that were confirmed lately stand first, and among them their own country's before those for
    everywhere. Another country's only where there is nobody else of that kind.
    """
    here, order = countries.of_zone(zone), list(first)
    rows = people.contacts(session)
    near = {row.kind for row in rows if is_near(row, here)}
    shown = [row for row in rows if row.kind not in near or is_near(row, here)]
    shown.sort(key=lambda row: (order.index(row.kind), not is_confirmed(row, now), row.country not in here))
    return [f"{row.name}: {row.reach}" for row in shown[:MOST_SHOWN]]


MOST_SHOWN = 30
"""Each is a line of its own, and a window has room for a hundred."""


def is_near(row: ContactRow, here: frozenset[str]) -> bool:
    return row.country in here or row.country == countries.ANYWHERE


def is_confirmed(row: ContactRow, now: datetime) -> bool:
    return now - row.confirmed_at <= CONFIRMED_WITHIN


def as_text(session: Session) -> str:
    """One line a contact, for a sentence that ends with whom to turn to."""
    return "; ".join(f"{row.name} ({row.reach})" for row in people.contacts(session))

"""People, reporting lines and contacts."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from schemas.commands import PersonFacts
from schemas.vocabulary import ContactKind
from service.store import clock
from service.store.tables import CoachOffRow, ContactRow, FacilitatorRow, LineRow, PersonRow, ReviewRow

ZONES = (
    select(PersonRow.id, PersonRow.tz)
    .where(col(PersonRow.id).in_(sa.bindparam("ids", expanding=True)))
    .order_by(PersonRow.id)
    .with_for_update()
)


def keep(session: Session, facts: Iterable[PersonFacts]) -> None:
    """Keeps what the chat system says about people, in place of what it said before."""
    gone = []
    for person in facts:
        session.merge(PersonRow(**person.model_dump()))
        gone += [person.id] if person.deactivated else []
    session.flush()
    if gone:
        look_again(session, col(ReviewRow.facilitator_id).in_(gone))


NOBODY_ELSE_KNOWS = ("draft", "ready", "private")


def look_again(session: Session, *which: sa.ColumnElement[bool]) -> None:
    """The engine looks at these open reviews now: who may do what in them may have changed."""
    told = col(ReviewRow.state).not_in((*NOBODY_ELSE_KNOWS, "closed"))
    session.execute(sa.update(ReviewRow).where(told, *which).values(due_at=clock.now(session)))


def person(session: Session, person_id: str) -> PersonRow | None:
    return session.get(PersonRow, person_id)


def named(session: Session, ids: Iterable[str]) -> dict[str, PersonRow]:
    """The people with these ids; somebody unknown stands with their id for a name, and UTC."""
    wanted = set(ids)
    found = {row.id: row for row in session.exec(select(PersonRow).where(col(PersonRow.id).in_(wanted)))}
    return found | {i: unknown(i) for i in wanted - set(found)}


def hold_zones(session: Session, ids: Iterable[str]) -> dict[str, str]:
    """The time zones of these people, whose rows are locked until the transaction ends."""
    wanted = sorted(set(ids))
    found = session.execute(ZONES, {"ids": wanted}) if wanted else ()
    return dict.fromkeys(wanted, "UTC") | {row.id: row.tz for row in found}


def unknown(person_id: str) -> PersonRow:
    return PersonRow(id=person_id, name=person_id, tz="UTC")


def coach_is_off(session: Session, person_id: str) -> bool:
    return session.get(CoachOffRow, person_id) is not None


def turn_coach(session: Session, person_id: str, *, off: bool) -> None:
    """Whether this person wants no notes on their wording. Threats and exit signals are looked for all the same."""
    row = session.get(CoachOffRow, person_id)
    if off and row is None:
        session.add(CoachOffRow(person_id=person_id))
    elif not off and row is not None:
        session.delete(row)


def lines(session: Session) -> dict[str, tuple[str, str | None]]:
    """person -> (unit, manager)."""
    return {row.person_id: (row.unit, row.manager_id) for row in session.exec(select(LineRow))}


def replace_lines(session: Session, rows: Iterable[LineRow]) -> None:
    """An import replaces all reporting lines at once. Whoever has a say over somebody since then counts at once."""
    session.execute(sa.delete(LineRow))
    session.add_all(rows)
    look_again(session)


def contacts(session: Session) -> list[ContactRow]:
    return list(session.exec(select(ContactRow).order_by(col(ContactRow.id))))


def contact(session: Session, contact_id: int) -> ContactRow | None:
    return session.get(ContactRow, contact_id)


def replace_contacts(session: Session, rows: Iterable[ContactRow]) -> None:
    session.execute(sa.delete(ContactRow))
    session.add_all(rows)


def facilitators(session: Session) -> list[str]:
    """Whom the workspace has named as facilitators, in the order they were named."""
    return list(session.exec(select(FacilitatorRow.person_id).order_by(col(FacilitatorRow.named_at))))


def replace_facilitators(session: Session, person_ids: Iterable[str], at: datetime) -> None:
    session.execute(sa.delete(FacilitatorRow))
    session.add_all(FacilitatorRow(person_id=person, named_at=at) for person in dict.fromkeys(person_ids))
    look_again(session, col(ReviewRow.facilitator_id).is_not(None))


def missing_contacts(session: Session) -> list[str]:
    """Kinds of contact that the workspace still has to name, in the order of the vocabulary."""
    there = set(session.exec(select(ContactRow.kind)).all())
    return [kind.value for kind in ContactKind if kind.value not in there]


def confirmed_since(session: Session, moment: datetime) -> bool:
    """Whether every contact was confirmed after `moment`."""
    return not any(row.confirmed_at < moment for row in contacts(session))

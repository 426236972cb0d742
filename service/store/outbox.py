"""News that must reach somebody, written in the transaction of the act that caused it, and enqueued with it."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

import sqlalchemy as sa
from sqlmodel import Session, col, select

from schemas.vocabulary import NewsKind
from service.store.clock import real_now
from service.store.reviews import new_id
from service.store.sent_tables import HomeRow, NewsRow

QUEUED = "queued"
NO_MESSAGE = (NewsKind.card.value, NewsKind.home.value, NewsKind.learning.value)
"""Kinds that are no message to one person: quiet hours and the three a day are not about them."""
KEEP = sa.insert(NewsRow).inline()
AMONG: sa.BindParameter[Any] = sa.bindparam("ids", expanding=True)
PLANNED = select(NewsRow).where(col(NewsRow.id).in_(AMONG))
HOMES = select(HomeRow.person_id).where(col(HomeRow.person_id).in_(AMONG)).order_by(HomeRow.person_id)


def waiting(kind: NewsKind, whose: Any) -> Any:
    """Drawings of this kind that wait to be sent, and stay unsent until our commit."""
    return (
        select(whose)
        .where(
            NewsRow.kind == kind.value,
            whose.in_(AMONG),
            NewsRow.status == QUEUED,
            col(NewsRow.tries) == 0,  # one that is on its way may have been drawn already
        )
        .order_by(NewsRow.id)
        .with_for_update()
    )


CARDS_WAITING = waiting(NewsKind.card, col(NewsRow.review_id))
HOMES_WAITING = waiting(NewsKind.home, col(NewsRow.reader_id))
OPENED = sa.text("INSERT INTO home (person_id) VALUES (:person) ON CONFLICT DO NOTHING")


class Enqueue(Protocol):
    """Starts a workflow when, and only when, the session's transaction is committed."""

    def __call__(
        self, session: Session, workflow: str, workflow_id: str, partition: str | None, *args: str
    ) -> None: ...


@dataclass
class Told:
    """News for the outbox. `once`: not again if there is news with this id; `move`: that one gets the new date then."""

    row: NewsRow
    once: bool = False
    move: bool = False


class Outbox:
    """Where acts put news. The engine gives it its `enqueue` at the start; without one, rows wait for the sweep."""

    def __init__(self) -> None:
        self.enqueue: Enqueue | None = None

    def tell(self, session: Session, told: Collection[Told], now: datetime) -> None:
        """Keeps what is new, and enqueues at once what is due."""
        known = {row.id: row for row in kept(session, [one.row.id for one in told if one.once])}
        fresh: list[NewsRow] = []
        for one in told:
            planned = known.get(one.row.id)
            if planned is None:
                known[one.row.id] = one.row
                fresh.append(one.row)
            elif one.move and planned.status == QUEUED:
                planned.due_at, planned.version, planned.held = one.row.due_at, one.row.version, one.row.held
        self._send([row for row in fresh if row.due_at <= now], session)
        if fresh:
            session.connection().execute(KEEP, [row.model_dump() for row in fresh])

    def send(self, session: Session, rows: Iterable[NewsRow]) -> None:
        """Enqueues the next attempt at kept news."""
        rows = list(rows)
        self._send(rows, session)
        session.add_all(rows)

    def start(self, session: Session, workflow: str, workflow_id: str, *args: str) -> None:
        if self.enqueue:
            self.enqueue(session, workflow, workflow_id, None, *args)

    def drawings(self, session: Session, now: datetime, cards: Collection[str], homes: Collection[str]) -> list[Told]:
        """These reviews' cards and, of these people, the App Homes that were ever opened. One that waits is enough."""
        opened = among(session, HOMES, homes)
        old_cards, old_homes = among(session, CARDS_WAITING, cards), among(session, HOMES_WAITING, opened)
        made = [news(NewsKind.card, now, review_id=each) for each in cards if each not in old_cards]
        made += [news(NewsKind.home, now, reader_id=each) for each in opened if each not in old_homes]
        return [Told(row) for row in made]

    def _send(self, rows: Iterable[NewsRow], session: Session) -> None:
        """One workflow for all that share a partition."""
        together: dict[str, list[NewsRow]] = {}
        for row in rows:
            together.setdefault(partition(row), []).append(row)
        for shared, group in together.items():
            job = f"{group[0].id}:{group[0].attempt + 1}"
            for row in group:
                row.attempt, row.enqueued_at, row.job = row.attempt + 1, real_now(), job
            if self.enqueue:
                self.enqueue(session, "deliver", job, shared, *(row.id for row in group))


def kept(session: Session, ids: Collection[str]) -> list[NewsRow]:
    """The news with these ids, as far as there is any."""
    return list(session.scalars(PLANNED, {"ids": list(ids)})) if ids else []


def among(session: Session, query: Any, ids: Collection[str]) -> list[str]:
    """Which of these ids a query finds."""
    return list(session.connection().execute(query, {"ids": list(ids)}).scalars()) if ids else []


def partition(row: NewsRow) -> str:
    """What goes out one workflow after the other, in order: the news of one review, the App Home of one person."""
    return f"home:{row.reader_id}" if row.review_id is None else f"review:{row.review_id}"


def home_opened(session: Session, person_id: str) -> None:
    """From now on this person's App Home is drawn when something in it changes."""
    session.connection().execute(OPENED, {"person": person_id})


def news(kind: NewsKind, due_at: datetime, **facts: Any) -> NewsRow:
    """A new row. Its id is random; `id_of` makes one that cannot be told twice."""
    return NewsRow(id=new_id(), kind=kind.value, due_at=due_at, **facts)


def id_of(*parts: str) -> str:
    """The same id for the same parts: what has this id is told once, however often it is caused."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]


def due(session: Session, now: datetime, again_after: timedelta, limit: int = 500) -> list[NewsRow]:
    """Unsent news that is due by product time and was not enqueued lately by real time; the oldest first."""
    lately = real_now() - again_after
    query = (
        select(NewsRow)
        .where(NewsRow.status == QUEUED, col(NewsRow.due_at) <= now)
        .where(sa.or_(col(NewsRow.enqueued_at).is_(None), col(NewsRow.enqueued_at) < lately))
        .order_by(col(NewsRow.due_at))
        .limit(limit)
        # Whoever holds one of them is about to see to it; waiting for rows in turn with another sweep could deadlock.
        .with_for_update(skip_locked=True)
    )
    return list(session.exec(query))


def next_due(session: Session) -> datetime | None:
    return session.exec(select(sa.func.min(NewsRow.due_at)).where(NewsRow.status == QUEUED)).one()


def unsent(session: Session, now: datetime) -> int:
    query = select(sa.func.count()).select_from(NewsRow).where(NewsRow.status == QUEUED, col(NewsRow.due_at) <= now)
    return session.exec(query).one()


def sent_between(session: Session, reader_id: str, start: datetime, end: datetime) -> list[str]:
    """The kind of each message this person got in that time, and of those that are on their way."""
    sent = sa.and_(col(NewsRow.status) == "sent", col(NewsRow.sent_at) >= start, col(NewsRow.sent_at) < end)
    under_way = sa.and_(col(NewsRow.status) == QUEUED, col(NewsRow.tries) > 0)
    query = select(NewsRow.kind).where(
        NewsRow.reader_id == reader_id,
        sa.or_(sent, under_way),
        col(NewsRow.kind).not_in(NO_MESSAGE),
    )  # fmt: skip
    return list(session.exec(query))


def last_try(session: Session, row: NewsRow, since: datetime, until: datetime) -> datetime | None:
    """When a message to the same person was last tried, if that was between these two (real time): a clock that was
    set back holds nobody up for as long as it was set back by."""
    query = select(sa.func.max(NewsRow.tried_at)).where(
        NewsRow.reader_id == row.reader_id,
        NewsRow.id != row.id,
        col(NewsRow.tried_at) > since,
        col(NewsRow.tried_at) <= until,
        col(NewsRow.kind).not_in(NO_MESSAGE),
    )
    return session.scalar(query)


def held_with(session: Session, row: NewsRow, now: datetime) -> list[NewsRow]:
    """What else waited for this morning for the same person."""
    query = select(NewsRow).where(
        NewsRow.reader_id == row.reader_id,
        NewsRow.status == QUEUED,
        NewsRow.id != row.id,
        col(NewsRow.held),
        col(NewsRow.due_at) <= now,
        col(NewsRow.tries) == 0,
        col(NewsRow.kind).not_in(NO_MESSAGE),
    )
    return list(session.exec(query.order_by(col(NewsRow.due_at))))


def merged(session: Session, row: NewsRow) -> list[NewsRow]:
    """What goes out in the same message as this one, from an earlier try."""
    return list(session.exec(select(NewsRow).where(NewsRow.merged_into == row.id).order_by(col(NewsRow.due_at))))


def drop(rows: Iterable[NewsRow]) -> None:
    for row in rows:
        row.status = "dropped"

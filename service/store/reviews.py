"""One review with everything that belongs to it: held for writing, looked at for reading, and seen as plain values."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from schemas.vocabulary import Consent, Kind, Outcome, Size, State, Step, Way
from service.domain import managers
from service.domain import review as domain
from service.domain.review import Mark, Status
from service.store import people
from service.store.tables import (
    CheckInRow,
    LineRow,
    MarkRow,
    OfferRow,
    PartyRow,
    PersonRow,
    RecommitmentRow,
    ReviewRow,
    WordsRow,
)  # fmt: skip


def new_id() -> str:
    """Opaque: says nothing about people, dates or order."""
    return secrets.token_urlsafe(9)


@dataclass
class Held:
    """A review's rows of the present cycle, and the session they belong to."""

    session: Session
    row: ReviewRow
    parties: list[PartyRow]
    marks: list[MarkRow]
    words: list[WordsRow]
    recommitments: list[RecommitmentRow]
    checks: list[CheckInRow]
    offers: list[OfferRow]
    people: dict[str, PersonRow]
    changed: bool = field(default=False)
    """Something that its card shows has changed."""
    facilitator_lost: bool = False
    """Whoever facilitates may not any more: their access has ended, also where nobody has acted on it yet."""

    @property
    def facilitator_id(self) -> str | None:
        """Who facilitates, or was proposed for it, as long as they may."""
        return None if self.facilitator_lost else self.row.facilitator_id

    @property
    def count(self) -> int:
        """How many are in it, or still asked."""
        return sum(p.consent != Consent.gone.value for p in self.parties)

    def party(self, person_id: str) -> PartyRow:
        """Refuses (KeyError) somebody who is no party: the rules have checked that before."""
        return {p.person_id: p for p in self.parties}[person_id]

    def name(self, person_id: str) -> str:
        known = self.people.get(person_id)
        return known.name if known else person_id

    def zone(self, person_id: str) -> str:
        known = self.people.get(person_id)
        return known.tz if known else "UTC"

    def mark(self, person_id: str, mark: Mark, at: datetime, about: str = "", value: str = "") -> None:
        """Notes what a person did; the same mark again takes the place of the first."""
        key = (person_id, mark.value, about)
        found = next((m for m in self.marks if (m.person_id, m.mark, m.about) == key), None)
        if found:
            found.value, found.at = value, at
            return
        row = MarkRow(review_id=self.row.id, cycle=self.row.cycle, person_id=person_id, mark=mark.value,
                      about=about, value=value, at=at)  # fmt: skip
        self.session.add(row)
        self.marks.append(row)

    def unmark(self, mark: Mark, person_id: str | None = None, about: str | None = None) -> None:
        """Takes marks back: of one person or of all, about one thing or about all."""
        for row in [m for m in self.marks if m.mark == mark.value]:
            if person_id in (None, row.person_id) and about in (None, row.about):
                self.marks.remove(row)
                self.session.delete(row)


def of_cycle(table: Any, order: Any) -> Any:
    """The rows of one table that belong to one cycle of a review."""
    mine = sa.and_(table.review_id == sa.bindparam("review"), table.cycle == sa.bindparam("cycle"))
    return select(table).where(mine).order_by(order)


# Every act asks these: put together once, they cost a third.
REVIEW = select(ReviewRow).where(ReviewRow.id == sa.bindparam("review"))
LOCKED = REVIEW.with_for_update(key_share=True)  # a new row that refers to the review need not wait for the act
PARTIES = (
    select(PartyRow, PersonRow)
    .join(PersonRow, col(PersonRow.id) == col(PartyRow.person_id), isouter=True)
    .where(PartyRow.review_id == sa.bindparam("review"))
    .order_by(col(PartyRow.position))
)
MARKS, WORDS = of_cycle(MarkRow, MarkRow.at), of_cycle(WordsRow, WordsRow.written_at)
OFFERS, RECOMMITMENTS = of_cycle(OfferRow, OfferRow.sent_at), of_cycle(RecommitmentRow, RecommitmentRow.created_at)
CHECKS = (
    select(CheckInRow)
    .join(RecommitmentRow, col(RecommitmentRow.id) == col(CheckInRow.recommitment_id))
    .where(RecommitmentRow.review_id == sa.bindparam("review"), RecommitmentRow.cycle == sa.bindparam("cycle"))
    .order_by(col(CheckInRow.opens_at))
)


def hold(session: Session, review_id: str) -> Held | None:
    """The review, locked until the transaction ends (on SQLite the whole file is); None when there is none."""
    row = session.scalar(LOCKED, {"review": review_id})
    return gather(session, row) if row else None


def look(session: Session, review_id: str) -> Held | None:
    row = session.get(ReviewRow, review_id)
    return gather(session, row) if row else None


def gather(session: Session, row: ReviewRow) -> Held:
    """Everything that belongs to this review in its present cycle."""
    asked = {"review": row.id, "cycle": row.cycle}

    def of(query: Any) -> list[Any]:
        return list(session.scalars(query, asked))

    parties = [(party, person) for party, person in session.execute(PARTIES, asked)]
    known = {party.person_id: person or people.unknown(party.person_id) for party, person in parties}
    recommitments = of(RECOMMITMENTS)
    lost = row.facilitator_id is not None and not may_facilitate(session, row.facilitator_id, [p for p, _ in parties])
    return Held(
        session=session,
        row=row,
        parties=[party for party, _ in parties],
        marks=of(MARKS),
        words=of(WORDS),
        recommitments=recommitments,
        checks=of(CHECKS) if recommitments else [],
        offers=of(OFFERS),
        people=known | (people.named(session, [row.facilitator_id]) if row.facilitator_id else {}),
        facilitator_lost=lost,
    )


def may_facilitate(session: Session, person_id: str, parties: list[PartyRow]) -> bool:
    """Named by the workspace, active, no party, and in nobody's line: all of it as it is today."""
    known = people.person(session, person_id)
    if known is None or known.deactivated or person_id not in people.facilitators(session):
        return False
    return managers.is_free_for(person_id, [p.person_id for p in parties], people.lines(session))


def due(session: Session, now: datetime, limit: int = 200) -> list[str]:
    """The reviews the engine has to look at by `now`, the longest due first."""
    query = select(ReviewRow.id).where(col(ReviewRow.due_at) <= now).order_by(col(ReviewRow.due_at)).limit(limit)
    return list(session.exec(query))


def next_due(session: Session) -> datetime | None:
    return session.exec(select(sa.func.min(ReviewRow.due_at))).one()


def of_person(session: Session, person_id: str, closed_after: datetime, limit: int = 500) -> list[ReviewRow]:
    """Reviews this person has to do with: open ones, and those closed after a date; the newest first."""
    mine = select(PartyRow.review_id).where(PartyRow.person_id == person_id)
    query = (
        select(ReviewRow)
        .where(sa.or_(col(ReviewRow.id).in_(mine), col(ReviewRow.facilitator_id) == person_id))
        .where(sa.or_(col(ReviewRow.closed_at).is_(None), col(ReviewRow.closed_at) > closed_after))
        .order_by(col(ReviewRow.opened_at).desc())
        .limit(limit)
    )
    return list(session.exec(query))


def of_reports(session: Session, manager_id: str, limit: int = 500) -> list[ReviewRow]:
    """Reviews after acceptance in which somebody takes part who reports to this manager."""
    reports = select(LineRow.person_id).where(LineRow.manager_id == manager_id)
    inside = select(PartyRow.review_id).where(col(PartyRow.person_id).in_(reports))
    query = (
        select(ReviewRow)
        .where(
            col(ReviewRow.id).in_(inside), col(ReviewRow.closed_at).is_(None), col(ReviewRow.started_at).is_not(None)
        )
        .order_by(col(ReviewRow.opened_at))
        .limit(limit)
    )
    return list(session.exec(query))


def with_exactly(session: Session, person_ids: set[str], kind: Kind) -> list[ReviewRow]:
    """Reviews of a kind between exactly these people, whatever their state."""
    first = min(person_ids)
    mine = select(PartyRow.review_id).where(PartyRow.person_id == first)
    rows = session.exec(select(ReviewRow).where(col(ReviewRow.id).in_(mine), ReviewRow.kind == kind.value)).all()
    people_of = {
        row.id: set(session.exec(select(PartyRow.person_id).where(PartyRow.review_id == row.id))) for row in rows
    }
    return [row for row in rows if people_of[row.id] == person_ids]


def delete(session: Session, review_id: str) -> None:
    """A draft that was never sent, gone with everything in it."""
    session.execute(sa.delete(ReviewRow).where(col(ReviewRow.id) == review_id))


# ---- rows as plain values ----


def snapshot(held: Held) -> domain.Review:
    """What the rules look at."""
    row = held.row
    return domain.Review(
        id=row.id, kind=Kind(row.kind), size=Size(row.size), state=State(row.state), opener_id=row.opener_id,
        entered_at=row.entered_at, opened_at=row.opened_at, version=row.version,
        resume=State(row.resume) if row.resume else None,
        floor_at=row.floor_at, ceiling_at=row.ceiling_at, asked=row.asked, release_at=row.release_at,
        paused_until=row.paused_until, paused_by=row.paused_by, ending_at=row.ending_at,
        incident_over_at=row.incident_over_at, incident_night=row.incident_night,
        outcome=Outcome(row.outcome) if row.outcome else None, closed_at=row.closed_at,
        parties=tuple(party_of(held, p) for p in held.parties),
        marks=tuple(domain.Marked(m.person_id, Mark(m.mark), m.about, m.value, m.at) for m in held.marks),
        words=tuple(words_of(w) for w in held.words),
        recommitments=tuple(recommitment_of(held, r) for r in held.recommitments),
        offers=tuple(domain.Offer(o.id, o.sender_id, o.receiver_id, o.answer) for o in held.offers),
        way=Way(row.way), higher_id=row.higher_id, repeats=row.repeats, facilitator_id=held.facilitator_id,
        facilitator_serves=row.facilitator_serves and not held.facilitator_lost, pauses=row.pauses,
        outcome_shown=row.outcome_shown, stopped=row.stopped,
    )  # fmt: skip


def party_of(held: Held, row: PartyRow) -> domain.Party:
    zone = held.zone(row.person_id)
    return domain.Party(
        row.person_id, Consent(row.consent), zone, row.side, row.closest, row.manager_may_see,
        no_exchange=row.no_exchange, careful=row.careful, slow=row.slow, needs_facilitator=row.needs_facilitator,
        seen_at=row.seen_at,
    )  # fmt: skip


def words_of(row: WordsRow) -> domain.Words:
    return domain.Words(
        row.id,
        row.author_id,
        Step(row.step),
        row.about,
        row.turn,
        Status(row.status),
        frozenset(row.body),
        row.audience,
    )


def recommitment_of(held: Held, row: RecommitmentRow) -> domain.Recommitment:
    checks = tuple(
        domain.CheckIn(c.id, c.recommitment_id, c.opens_at, c.closes_at, c.owner_answer, c.beneficiary_answer)
        for c in held.checks
        if c.recommitment_id == row.id
    )
    return domain.Recommitment(row.id, row.owner_id, row.beneficiary_id, row.status, row.due_on, checks)

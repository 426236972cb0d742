"""Earlier reviews of the same people or teams, and whether they have worn them out."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from schemas.vocabulary import Kind
from service.store import reviews
from service.store.tables import CheckInRow, LineRow, PartyRow, PulseRow, RecommitmentRow, ReviewRow


def history(held: reviews.Held, since: datetime) -> list[ReviewRow]:
    """Earlier reviews of the same people, or after incidents of the same teams, that everybody had joined by then."""
    row = held.row
    everybody = {p.person_id for p in held.parties}
    kind = Kind(row.kind)
    found = {r.id: r for r in reviews.with_exactly(held.session, everybody, kind)}
    if kind is Kind.incident:
        found |= {r.id: r for r in of_teams(held.session, everybody)}
    return [r for r in found.values() if r.id != row.id and r.started_at and r.started_at >= since]


def of_teams(session: Session, person_ids: set[str]) -> list[ReviewRow]:
    """Incident reviews between exactly the teams of these people; none where fewer than two teams are known."""
    units = {line.person_id: line.unit for line in session.exec(select(LineRow))}
    wanted = {units[p] for p in person_ids if p in units}
    if len(wanted) < 2:
        return []
    query = select(ReviewRow, PartyRow.person_id).join(PartyRow, col(PartyRow.review_id) == col(ReviewRow.id))
    rows: dict[str, ReviewRow] = {}
    teams: dict[str, set[str]] = {}
    for review, person in session.exec(query.where(ReviewRow.kind == Kind.incident.value)):
        rows[review.id] = review
        teams.setdefault(review.id, set()).add(units.get(person, ""))
    return [rows[i] for i, found in teams.items() if found - {""} == wanted]


def said_worn(held: reviews.Held, person: str, worn: tuple[str, ...]) -> bool:
    """Whether this person said at the end of this round how tiring it is."""
    row = held.row
    query = select(PulseRow.answers).where(PulseRow.review_id == row.id, PulseRow.person_id == person)
    return any(answer.get("pul.wear") in worn for answer in held.session.exec(query.where(PulseRow.cycle == row.cycle)))


BROKEN_TWICE = 2


def was_worn(session: Session, rows: list[ReviewRow], worn: tuple[str, ...], by: str | None = None) -> bool:
    """Whether in one of these somebody (or only this person, `by`) said how tiring it is, or one recommitment was
    broken twice."""
    ids = [row.id for row in rows]
    answers = session.exec(select(PulseRow.answers, PulseRow.person_id).where(col(PulseRow.review_id).in_(ids)))
    if any(answer.get("pul.wear") in worn for answer, person in answers if by in (None, person)):
        return True
    broken = (
        select(CheckInRow.recommitment_id)
        .join(RecommitmentRow, col(RecommitmentRow.id) == col(CheckInRow.recommitment_id))
        .where(col(RecommitmentRow.review_id).in_(ids))
        .where(sa.or_(col(CheckInRow.owner_answer) == "not_kept", col(CheckInRow.beneficiary_answer) == "not_kept"))
    )
    counts: dict[str, int] = {}
    for recommitment in session.exec(broken):
        counts[recommitment] = counts.get(recommitment, 0) + 1
    return any(count >= BROKEN_TWICE for count in counts.values())

"""What goes when a review has been closed for long, besides its words: people's choices. State and dates stay."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from schemas.vocabulary import State
from service.store.tables import (
    CheckInRow,
    MarkRow,
    OfferRow,
    PartyRow,
    PulseRow,
    RecommitmentRow,
    ReviewRow,
)  # fmt: skip

FORGOTTEN: dict[Any, tuple[str, ...]] = {
    CheckInRow: ("owner_answer", "beneficiary_answer"),
    PartyRow: ("side",),
    ReviewRow: ("place", "link", "timeline"),
}
"""Columns that become empty; of `GONE` whole rows go."""
GONE: tuple[Any, ...] = (MarkRow, PulseRow, OfferRow)


def forget(session: Session, closed_before: datetime) -> None:
    """Leaves only state and dates of reviews that were closed before then, and are closed still."""
    old = select(ReviewRow.id).where(ReviewRow.state == State.closed.value, col(ReviewRow.closed_at) <= closed_before)
    for table in GONE:
        session.execute(sa.delete(table).where(col(table.review_id).in_(old)))
    checked = select(RecommitmentRow.id).where(col(RecommitmentRow.review_id).in_(old))
    of_old = {
        CheckInRow: col(CheckInRow.recommitment_id).in_(checked),
        PartyRow: col(PartyRow.review_id).in_(old),
        ReviewRow: col(ReviewRow.id).in_(old),
    }
    for table, columns in FORGOTTEN.items():
        said = sa.or_(*(col(getattr(table, name)).is_not(None) for name in columns))
        empty = sa.update(table).where(of_old[table], said).values(dict.fromkeys(columns))
        session.execute(empty.execution_options(synchronize_session=False))

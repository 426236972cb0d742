"""The product's clock: real time, plus what a demo has moved it ahead."""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session

from service.store.tables import ClockRow

OFFSET = sa.select(ClockRow.offset_seconds).where(ClockRow.id == 1)  # type: ignore[call-overload]


def real_now() -> datetime:
    """For leases, signatures and rate limits: never moved."""
    return datetime.now(UTC)


def now(session: Session) -> datetime:
    """Product time, aware UTC: never later than what this transaction sees."""
    real = real_now()
    return real + timedelta(seconds=session.scalar(OFFSET) or 0)


def set_now(session: Session, moment: datetime) -> None:
    """Moves the clock so that it shows `moment` (it goes on from there). Refuses to go back."""
    offset = (moment - real_now()).total_seconds()
    row = session.get(ClockRow, 1)
    if row and offset < row.offset_seconds:
        return
    session.merge(ClockRow(id=1, offset_seconds=offset))


def is_set(session: Session) -> bool:
    return session.get(ClockRow, 1) is not None

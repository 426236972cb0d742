"""Once only: the key of an inbound request is inserted in the transaction of its act."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from service.store.clock import real_now
from service.store.tables import OnceRow

KEPT = timedelta(days=2)
"""Slack's own retries end after a day."""
TAKE = sa.text("INSERT INTO once (key, at) VALUES (:key, :at) ON CONFLICT DO NOTHING").bindparams(
    sa.bindparam("at", type_=col(OnceRow.at).type)  # type: ignore[attr-defined]
)


def was_done(session: Session, key: str | None) -> bool:
    """Whether an act with this key was committed before; a new key is taken. No key: never."""
    if not key:
        return False
    # Of two requests with one key at once the second waits here until the first is committed, or undone.
    return session.connection().execute(TAKE, {"key": key, "at": real_now()}).rowcount == 0


def forget_old(session: Session, before: datetime) -> None:
    session.execute(sa.delete(OnceRow).where(sa.column("at") < before - KEPT))

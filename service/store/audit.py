"""Every act leaves one line, in the transaction that did it. No words, no reasons, no answers."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from service.store.tables import AuditRow

LINE = sa.insert(AuditRow).inline()


def note(session: Session, at: datetime, actor_id: str, act: str, review_id: str, state: str) -> None:
    line = {"at": at, "actor_id": actor_id, "act": act, "review_id": review_id, "state": state}
    session.connection().execute(LINE, line)

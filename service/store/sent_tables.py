"""Tables of what is told: one row a piece of news, and the cards that are updated in place. No words in either."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from service.store import tables  # the naming of keys, and the reviews that a card belongs to

__all__ = ["CardRow", "HomeRow", "NewsRow", "tables"]


class NewsRow(SQLModel, table=True):
    """Something somebody must be told: no words, only what it is about. The reading is made when it is sent."""

    __tablename__ = "news"
    id: str = Field(primary_key=True)
    kind: str
    review_id: str | None = Field(default=None, index=True)
    reader_id: str | None = Field(default=None, index=True)
    """None: a card."""
    act: str | None = None
    about: str | None = None
    who: str | None = None
    version: int = 0
    """Of the review when it was written; some news is void once the review has moved on."""
    due_at: datetime
    """Product time."""
    held: bool = False
    """It waited for a morning, and becomes one message with what else waited."""
    status: str = Field(default="queued")
    """queued, sent, merged, dropped, refused."""
    merged_into: str | None = Field(default=None, index=True)
    attempt: int = 0
    job: str | None = None
    """The workflow that carries it, perhaps with other news of its review."""
    enqueued_at: datetime | None = None
    """Real time."""
    tries: int = 0
    tried_at: datetime | None = None
    """Real time: the lease."""
    sent_at: datetime | None = None
    """Product time."""
    channel: str | None = None
    ts: str | None = None
    refused: str | None = None
    __table_args__ = (
        sa.Index("ix_news_due", "status", "due_at"),
        sa.Index("ix_news_reader_sent", "reader_id", "sent_at"),
    )


class CardRow(SQLModel, table=True):
    """The one card of a review in one place, updated in place. `members`: of a conflict's group conversation."""

    __tablename__ = "card"
    id: str = Field(primary_key=True)
    review_id: str = Field(foreign_key="review.id", ondelete="CASCADE", index=True)
    members: str = ""
    channel: str | None = None
    ts: str | None = None
    current: bool = True


class HomeRow(SQLModel, table=True):
    """Who has opened App Home. Nobody else's is drawn."""

    __tablename__ = "home"
    person_id: str = Field(primary_key=True)

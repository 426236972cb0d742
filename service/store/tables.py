"""Every table. Enums are kept as their values, times as aware UTC; nobody outside `store` reads or writes these.

Words stand in one table (`words`) and are opened by `store/words.py` only. No other column holds what a person wrote.
"""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = NAMES


def json_column() -> Any:
    return sa.Column(sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False)


class PersonRow(SQLModel, table=True):
    """What the chat system said about a person, last time."""

    __tablename__ = "person"
    id: str = Field(primary_key=True)
    name: str
    tz: str
    is_admin: bool = False
    is_bot: bool = False
    is_guest: bool = False
    is_stranger: bool = False
    deactivated: bool = False


class CoachOffRow(SQLModel, table=True):
    """Somebody who wants no notes on their wording."""

    __tablename__ = "coach_off"
    person_id: str = Field(primary_key=True)


class LineRow(SQLModel, table=True):
    """Who manages whom: imported, one row a person."""

    __tablename__ = "line"
    person_id: str = Field(primary_key=True)
    unit: str
    manager_id: str | None = Field(default=None, index=True)


class ContactRow(SQLModel, table=True):
    """Whom a workspace names before anybody can open a review."""

    __tablename__ = "contact"
    id: int | None = Field(default=None, primary_key=True)
    kind: str
    name: str
    reach: str
    country: str
    confirmed_at: datetime


class FacilitatorRow(SQLModel, table=True):
    """Somebody the workspace has named who may help two people talk."""

    __tablename__ = "facilitator"
    person_id: str = Field(primary_key=True)
    named_at: datetime


class ReviewRow(SQLModel, table=True):
    """The state of one review; everything about it that is no words."""

    __tablename__ = "review"
    id: str = Field(primary_key=True)
    kind: str
    size: str
    state: str = Field(index=True)
    cycle: int = 1
    """Counts the times it was opened; marks and words belong to one."""
    version: int = 1
    """Counts the moves; buttons carry it."""
    opener_id: str = Field(index=True)
    opened_at: datetime
    entered_at: datetime
    started_at: datetime | None = None
    """When everybody was in."""
    floor_at: datetime | None = None
    ceiling_at: datetime | None = None
    asked: bool = False
    """At its ceiling this state has asked what to do."""
    release_at: datetime | None = None
    resume: str | None = None
    paused_until: datetime | None = None
    paused_at: datetime | None = None
    paused_by: str | None = None
    ending_at: datetime | None = None
    next_date: datetime | None = None
    """As drawn on the card."""
    due_at: datetime | None = Field(default=None, index=True)
    """When the engine looks at this review again."""
    place: str | None = None
    """The channel chosen for an incident's card."""
    link: str | None = None
    """The message a shortcut was used on: its link, never its text."""
    timeline: str | None = None
    incident_over_at: datetime | None = None
    incident_night: bool = False
    manager_tick_offered: bool = False
    way: str = "direct"
    """How they go about it; each of `schemas.vocabulary.Way`."""
    higher_id: str | None = None
    """Who has a say over the other's work or pay; None among peers."""
    repeats: bool = False
    """The third in 180 days, a recommitment broken twice, or worn: the pattern is asked about first."""
    facilitator_id: str | None = Field(default=None, index=True)
    facilitator_serves: bool = False
    """They took it on; before that they are only proposed."""
    pauses: int = 0
    """In a row, without a move between them."""
    stopped: bool = False
    """A facilitator ends it on the next date; told to nobody before, and then as every other ending."""
    outcome_shown: bool = False
    """Whoever has less say lets the other see the whole result."""
    outcome: str | None = None
    closed_at: datetime | None = Field(default=None, index=True)
    ended_before_at: datetime | None = None
    """When the round before ended without an exchange, if the same person opened that one too."""
    learning_posted_at: datetime | None = None


class PartyRow(SQLModel, table=True):
    """One person in one review."""

    __tablename__ = "party"
    review_id: str = Field(primary_key=True, foreign_key="review.id", ondelete="CASCADE")
    person_id: str = Field(primary_key=True, index=True)
    position: int
    consent: str
    side: str | None = None
    closest: bool = False
    manager_may_see: bool = False
    declined_at: datetime | None = None
    asked_at: datetime | None = None
    """When the invitation may reach this person; before that nothing of it does."""
    no_exchange: bool = False
    """Nothing of this review reaches this person any more. Also set by whoever keeps it to themselves, so it tells
    nothing about a reason."""
    careful: bool = False
    """Only ways with somebody in between, or without talking. Chosen by some, needed by others."""
    slow: bool = False
    needs_facilitator: bool = False
    seen_at: datetime | None = None
    """The day from which their silence counts: when they last did something here, or a pause was over. Kept as a
    day, and shown to nobody."""


class MarkRow(SQLModel, table=True):
    """Something a person did that is no words."""

    __tablename__ = "mark"
    review_id: str = Field(primary_key=True, foreign_key="review.id", ondelete="CASCADE")
    cycle: int = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    mark: str = Field(primary_key=True)
    about: str = Field(primary_key=True, default="")
    value: str = ""
    at: datetime


class WordsRow(SQLModel, table=True):
    """What a person wrote in one step. `body` maps a prompt's id to the text, as it was written."""

    __tablename__ = "words"
    id: str = Field(primary_key=True)
    review_id: str = Field(foreign_key="review.id", ondelete="CASCADE", index=True)
    cycle: int
    author_id: str
    step: str
    about: str = ""
    turn: int = 1
    status: str
    body: dict[str, str] = Field(sa_column=json_column())
    practice: str
    """Fingerprint of the questions that were answered."""
    audience: str = ""
    """'' (as the step promises), `go_between` or `summary`: chosen by the author."""
    written_at: datetime
    sealed_at: datetime | None = None
    released_at: datetime | None = None

    def __repr__(self) -> str:
        return "<words, not shown>"


class RecommitmentRow(SQLModel, table=True):
    """If-then, owner, whom it is for, a date. Its words are in `words`."""

    __tablename__ = "recommitment"
    id: str = Field(primary_key=True)
    review_id: str = Field(foreign_key="review.id", ondelete="CASCADE", index=True)
    cycle: int
    owner_id: str = Field(index=True)
    beneficiary_id: str | None = Field(default=None, index=True)
    status: str
    due_on: date
    created_at: datetime
    accepted_at: datetime | None = None


class CheckInRow(SQLModel, table=True):
    """One check of one recommitment."""

    __tablename__ = "check_in"
    id: str = Field(primary_key=True)
    recommitment_id: str = Field(foreign_key="recommitment.id", ondelete="CASCADE", index=True)
    opens_at: datetime
    closes_at: datetime
    owner_answer: str | None = None
    beneficiary_answer: str | None = None


class PulseRow(SQLModel, table=True):
    """A person's own answers to 'how is it now', in figures and choices. Shown to nobody else."""

    __tablename__ = "pulse"
    review_id: str = Field(primary_key=True, foreign_key="review.id", ondelete="CASCADE")
    cycle: int = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    answers: dict[str, str] = Field(sa_column=json_column())
    at: datetime


class OfferRow(SQLModel, table=True):
    """A short repair attempt from one person to another. Its words are in `words`."""

    __tablename__ = "offer"
    id: str = Field(primary_key=True)
    review_id: str = Field(foreign_key="review.id", ondelete="CASCADE", index=True)
    cycle: int
    sender_id: str
    receiver_id: str
    kind: str
    sent_at: datetime
    answer: str | None = None
    answered_at: datetime | None = None


class OnceRow(SQLModel, table=True):
    """Keys of inbound requests whose act was done."""

    __tablename__ = "once"
    key: str = Field(primary_key=True)
    at: datetime = Field(index=True)


class AuditRow(SQLModel, table=True):
    """Every act, in the transaction that did it: who, what, on which review. Never words. Append-only."""

    __tablename__ = "audit"
    id: int | None = Field(default=None, primary_key=True)
    at: datetime
    actor_id: str
    act: str
    review_id: str = Field(index=True)
    state: str


class ClockRow(SQLModel, table=True):
    """How far the product's clock is ahead of real time; moved in a demo only."""

    __tablename__ = "clock"
    id: int = Field(primary_key=True)
    offset_seconds: float

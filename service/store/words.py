"""The only door to people's words.

Everything is written and opened here: a draft, sealed words, released words, a title. `opened` asks the promise table
before it hands out a single text. Words at rest are not encrypted yet; when they are, it happens in this file.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from schemas.vocabulary import Consent, State, Step
from service.domain import review as domain
from service.domain import visibility
from service.domain.review import Review, Status
from service.practice import library
from service.store.reviews import Held, new_id, words_of
from service.store.tables import PartyRow, RecommitmentRow, ReviewRow, WordsRow

UNRELEASED_KEPT = timedelta(hours=24)
RELEASED_KEPT = timedelta(days=90)
"""After closing. Then only state and dates remain."""


EARLIER_TITLE = (
    select(WordsRow)
    .where(WordsRow.review_id == sa.bindparam("review"), WordsRow.step == Step.neutral_title.value)
    .order_by(col(WordsRow.cycle).desc())
    .limit(1)
)
IF_THEN, ACCEPTED = ("rec.if", "rec.then"), "accepted"
NEXT = "next"
"""Under what the draft of a change's next wording is kept, beside the one that was sent."""


@dataclass(frozen=True)
class Opened:
    """Words handed to one reader who may read them."""

    id: str
    author_id: str
    step: Step
    about: str
    turn: int
    status: Status
    body: dict[str, str]


def write(
    held: Held, author_id: str, step: Step, body: dict[str, str], at: datetime, status: Status,
    about: str = "", turn: int = 1,
) -> WordsRow:  # fmt: skip
    """Keeps words under author, step, about and turn, in place of what stood there. Released words never change."""
    row = find(held, author_id, step, about, turn)
    if row is None:
        row = WordsRow(id=new_id(), review_id=held.row.id, cycle=held.row.cycle, author_id=author_id, step=step.value,
                       about=about, turn=turn, status=status.value, body={}, practice="", written_at=at)  # fmt: skip
        held.session.add(row)
        held.words.append(row)
    row.body, row.status, row.written_at = dict(body), status.value, at
    row.practice = library.fingerprint()
    row.sealed_at = at if status is not Status.draft else None
    row.released_at = at if status is Status.released else None
    return row


def find(held: Held, author_id: str, step: Step, about: str = "", turn: int = 1) -> WordsRow | None:
    key = (author_id, step.value, about, turn)
    return next((w for w in held.words if (w.author_id, w.step, w.about, w.turn) == key), None)


def own(held: Held, author_id: str, step: Step, about: str = "", turn: int = 1) -> dict[str, str]:
    """An author's own words, to go on writing; empty when there are none."""
    row = find(held, author_id, step, about, turn)
    return dict(row.body) if row else {}


def next_wording(held: Held, author_id: str) -> dict[str, str]:
    """What its author is making of a change: the draft of its next wording, or what was sent before."""
    return own(held, author_id, Step.renegotiate, NEXT) or own(held, author_id, Step.renegotiate)


def set_status(held: Held, author_id: str, step: Step, status: Status, at: datetime) -> None:
    row = find(held, author_id, step)
    if row and row.status != Status.released.value:
        row.status = status.value
        row.sealed_at = at if status is Status.sealed else None


def unseal(held: Held, author_id: str) -> None:
    """Whatever this author has sealed is a private draft again: it will not be opened."""
    for row in held.words:
        if row.author_id == author_id and row.status == Status.sealed.value:
            row.status, row.sealed_at = Status.draft.value, None


def release(held: Held, step: Step, at: datetime) -> None:
    """Opens the sealed words of a step to all, at one moment; a draft stays its author's."""
    for row in held.words:
        if row.step == step.value and row.status == Status.sealed.value:
            row.status, row.released_at = Status.released.value, at


def opened(held: Held, review: Review, reader_id: str, *, own_too: bool = False) -> list[Opened]:
    """What this reader may read, in the order it was written; with `own_too` also their own released words."""
    rows = [w for w in held.words if own_too or w.author_id != reader_id]
    facts = [(row, words_of(row)) for row in rows]
    return [
        Opened(row.id, row.author_id, Step(row.step), row.about, row.turn, Status(row.status), readable)
        for row, words in facts
        if is_open(words, reader_id, review) and visibility.may_read(words, reader_id, review)
        and (readable := part_of(row, words, reader_id, review))
    ]  # fmt: skip


def kept_alone(held: Held, author_id: str) -> list[Opened]:
    """What this author wrote for nobody else's eyes, step by step: their own, whatever its status."""
    mine = (row for row in held.words if row.author_id == author_id and Step(row.step) in visibility.KEPT_ALONE)
    return [for_its_author(row) for row in sorted(mine, key=lambda row: visibility.KEPT_ALONE.index(Step(row.step)))]


def unopened(held: Held, author_id: str) -> list[Opened]:
    """What this author has written and is not opened: drafts, and what is sealed, in the order it was begun."""
    return [for_its_author(r) for r in held.words if r.author_id == author_id and r.status != Status.released.value]


def for_its_author(row: WordsRow) -> Opened:
    return Opened(row.id, row.author_id, Step(row.step), row.about, row.turn, Status(row.status), dict(row.body))


def sent_as_a_note(held: Held, author_id: str) -> dict[str, str] | None:
    """What this author has sent as a note in this round."""
    mine = (w for w in held.words if (w.author_id, w.step) == (author_id, Step.note.value))
    return next((w.body for w in mine if w.status == Status.released.value), None)


def sent_a_note(held: Held, author_id: str, since: datetime) -> bool:
    """Whether this author has sent a note in this review since then, in whatever round."""
    query = select(WordsRow.id).where(
        WordsRow.review_id == held.row.id, WordsRow.author_id == author_id, WordsRow.step == Step.note.value
    )
    return held.session.exec(query.where(col(WordsRow.released_at) > since)).first() is not None


def if_thens_of_last_round(held: Held, author_id: str) -> list[str]:
    """What this author had said they would do, in the round before this one: what was on the list in the end. None in
    a first round, and none once the words have gone."""
    rows = (
        select(WordsRow)
        .join(RecommitmentRow, col(RecommitmentRow.id) == col(WordsRow.about))
        .where(WordsRow.review_id == held.row.id, WordsRow.cycle == held.row.cycle - 1)
        .where(WordsRow.author_id == author_id, WordsRow.step == Step.recommit.value)
        .where(RecommitmentRow.status == ACCEPTED)
        .order_by(col(WordsRow.written_at))
    )
    said = [[row.body[name] for name in IF_THEN if name in row.body] for row in held.session.exec(rows)]
    return ["\n".join(lines) for lines in said if lines]  # a change of the system is a link, and no word of anybody


def is_open(words: domain.Words, reader_id: str, review: Review) -> bool:
    """Released; a facilitator reads what was granted as soon as it is sealed."""
    sealed = words.status is Status.sealed and reader_id == review.facilitator_id
    return words.status is Status.released or sealed


def part_of(row: WordsRow, words: domain.Words, reader_id: str, review: Review) -> dict[str, str]:
    """The answers in it that this reader reads."""
    prompts = visibility.prompts_for(words, reader_id, review)
    return {name: text for name, text in row.body.items() if name in prompts}


def title(held: Held) -> str:
    """The neutral title of the present cycle, or of the one before; empty until it is given.

    Whether a reader may see it is decided by whoever makes the reading: of a conflict, parties only.
    """
    row = next((w for w in held.words if w.step == Step.neutral_title.value), None)
    if row is None and held.row.cycle > 1:
        row = held.session.scalar(EARLIER_TITLE, {"review": held.row.id})
    return str(row.body.get("title", "")) if row else ""


def delete_expired(session: Session, now: datetime) -> int:
    """Deletes words whose time is over: see the two constants above. Titles go with the released ones.

    Answers how many rows went.
    """
    closed = select(ReviewRow.id).where(ReviewRow.state == State.closed.value)
    for_good = closed.where(col(ReviewRow.closed_at) <= now - RELEASED_KEPT)
    lately = closed.where(col(ReviewRow.closed_at) <= now - UNRELEASED_KEPT)
    unreleased = col(WordsRow.status) != Status.released.value
    gone = count(session, sa.delete(WordsRow).where(col(WordsRow.review_id).in_(for_good)))
    gone += count(session, sa.delete(WordsRow).where(col(WordsRow.review_id).in_(lately), unreleased))
    return gone + delete_of_leavers(session, now)


def count(session: Session, statement: sa.Delete) -> int:
    """Deletes, and says how many rows went."""
    return int(session.execute(statement).rowcount)  # type: ignore[attr-defined]


def delete_of_leavers(session: Session, now: datetime) -> int:
    """What somebody had not released when they left goes a day after, though the others go on."""
    out = (Consent.left.value, Consent.gone.value, Consent.declined.value)
    leavers = select(PartyRow).where(col(PartyRow.consent).in_(out), col(PartyRow.declined_at) <= now - UNRELEASED_KEPT)
    total = 0
    for party in session.exec(leavers):
        gone = sa.delete(WordsRow).where(
            col(WordsRow.review_id) == party.review_id,
            col(WordsRow.author_id) == party.person_id,
            col(WordsRow.status) != Status.released.value,
        )
        total += count(session, gone)
    return total

"""Sending one piece of news: claimed with a lease, drawn for its reader at that moment, kept with its receipt.

A try that may have reached the chat system is never repeated blindly: the next one waits out the lease and looks first.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col, select

from schemas.commands import Receipt
from schemas.readings import NewsReading
from schemas.vocabulary import Act, Kind, NewsKind, State
from service.acts import cards, learning, news, readings
from service.acts.doing import Doing
from service.domain import calendar
from service.store import clock, outbox, people, reviews
from service.store.outbox import NO_MESSAGE, QUEUED, Outbox
from service.store.reviews import Held
from service.store.sent_tables import CardRow, NewsRow
from service.store.tables import ReviewRow

LEASE = timedelta(seconds=30)
"""Real time; longer than one delivery may take."""
MOST_A_DAY = 3
MOST_LESSER, MOST_ANSWERS = 2, 1
LESSER = frozenset({
    NewsKind.answered, NewsKind.reminder, NewsKind.offer_nudge, NewsKind.age14, NewsKind.ceiling, NewsKind.answer_date,
    NewsKind.learning_ready,
})  # fmt: skip
"""What can wait for the morning: one message of a day is always left for words that were opened. Of the answers of a
day the first goes out, and the others together."""
NOT_MESSAGES = frozenset(NO_MESSAGE)


@dataclass(frozen=True)
class Claim:
    """What came of claiming: a reading to send, or seconds to wait for an earlier try, or neither: nothing to do."""

    reading: NewsReading | None = None
    wait: float = 0


NOTHING = Claim()


@dataclass
class Desk:
    """What the news of one transaction shares: the moment, its readers, and each review looked at once."""

    session: Session
    now: datetime
    zones: dict[str, str]
    apart: timedelta
    looked: dict[str, Held | None] = field(default_factory=dict)

    def look(self, row: NewsRow) -> Held | None:
        if row.review_id is None:
            return None
        if row.review_id not in self.looked:
            self.looked[row.review_id] = reviews.look(self.session, row.review_id)
        return self.looked[row.review_id]


def claim(session: Session, news_ids: Collection[str], apart: timedelta = timedelta(0)) -> dict[str, Claim]:
    """Takes news for one try, by id. The lease keeps a second sender out; messages to one person begin at least
    `apart` (real time) from each other, whichever reviews they are of."""
    now = clock.now(session)
    rows = {row.id: row for row in outbox.kept(session, news_ids)}
    readers = {row.reader_id for row in rows.values() if row.reader_id and row.kind not in NOT_MESSAGES}
    # Held, so that two claims at once cannot both be the third message of somebody's day.
    desk = Desk(session, now, people.hold_zones(session, readers), apart)
    return {each: claim_one(desk, rows[each]) if each in rows else NOTHING for each in news_ids}


def claim_one(desk: Desk, row: NewsRow) -> Claim:
    real = clock.real_now()
    if row.status != QUEUED or row.due_at > desk.now or must_wait(desk, row):
        return NOTHING
    if left := too_soon(desk, row, real):
        return Claim(wait=left)
    tries = taken(desk.session, row, real)
    if tries is None:
        left = (row.tried_at + LEASE - real).total_seconds() if row.tried_at else 0
        return Claim(wait=max(0.1, left))
    set_committed_value(row, "tries", tries)
    reading = draw(desk, row)
    if reading is None:
        outbox.drop([row, *outbox.merged(desk.session, row)])
        return NOTHING
    reading.look_first = tries > 1
    return Claim(reading)


TAKE = (
    sa.update(NewsRow)
    .where(
        col(NewsRow.id) == sa.bindparam("news"),
        col(NewsRow.status) == QUEUED,
        sa.or_(col(NewsRow.tried_at).is_(None), col(NewsRow.tried_at) < sa.bindparam("lately")),
    )
    .values(tries=NewsRow.tries + 1, tried_at=sa.bindparam("real"))
    .returning(col(NewsRow.tries))
)


def taken(session: Session, row: NewsRow, real: datetime) -> int | None:
    """Compare and set: one of several senders gets the lease, and hears which try this is."""
    session.flush()
    asked = {"news": row.id, "lately": real - LEASE, "real": real}
    return session.connection().execute(TAKE, asked).scalar_one_or_none()


def too_soon(desk: Desk, row: NewsRow, real: datetime) -> float:
    """Seconds until the next message may go to this reader: Slack takes one a second for a conversation
    (https://docs.slack.dev/apis/web-api/rate-limits)."""
    if not desk.apart or row.kind in NOT_MESSAGES or row.reader_id is None:
        return 0
    desk.session.flush()
    last = outbox.last_try(desk.session, row, real - desk.apart, real + desk.apart)
    return (last + desk.apart - real).total_seconds() if last else 0


def must_wait(desk: Desk, row: NewsRow) -> bool:
    """Outside the reader's hours, or beyond three messages a day: it waits for a morning, and is held for it."""
    if row.kind in NOT_MESSAGES or row.reader_id is None:
        return False
    session, now, zone = desk.session, desk.now, desk.zones[row.reader_id]
    due = calendar.next_send(now, zone)
    if due <= now and row.tries == 0 and full_day(session, row, zone, now):
        tomorrow = now.astimezone(calendar.zone_named(zone)).date() + timedelta(days=1)
        due = calendar.next_send(datetime.combine(tomorrow, time(0), calendar.zone_named(zone)), zone)
    if due <= now:
        return False
    row.due_at, row.held, row.enqueued_at = due, True, None
    return True


def full_day(session: Session, row: NewsRow, zone: str, now: datetime) -> bool:
    """Whether its reader has had enough for a day: of everything, of what can wait, of answers."""
    midnight = datetime.combine(now.astimezone(calendar.zone_named(zone)).date(), time(0), calendar.zone_named(zone))
    day = (midnight, midnight + timedelta(days=1))
    sent = [NewsKind(kind) for kind in outbox.sent_between(session, row.reader_id or "", *day)]
    lesser = row.kind in LESSER and sum(kind in LESSER for kind in sent) >= MOST_LESSER
    answers = row.kind == NewsKind.answered and sent.count(NewsKind.answered) >= MOST_ANSWERS
    return len(sent) >= MOST_A_DAY or lesser or answers


# ---- what is sent ----


def draw(desk: Desk, row: NewsRow) -> NewsReading | None:
    """The reading for this moment; None when there is nothing to tell any more."""
    if row.kind == NewsKind.home:
        return draw_home(desk, row)
    if row.kind == NewsKind.card:
        return draw_card(desk, row)
    if row.kind == NewsKind.learning:
        return draw_learning(desk, row)
    return draw_message(desk, row)


def draw_home(desk: Desk, row: NewsRow) -> NewsReading | None:
    if row.reader_id is None or people.named(desk.session, [row.reader_id])[row.reader_id].deactivated:
        return None
    home = readings.home(desk.session, row.reader_id, desk.now)
    return NewsReading(id=row.id, reader_id=row.reader_id, tz=home.tz, home=home)


def draw_message(desk: Desk, row: NewsRow) -> NewsReading | None:
    """One message; with what else waited for this morning, if it waited itself. What can wait stands last."""
    first, session = row.tries == 1, desk.session
    others = (outbox.held_with(session, row, desk.now) if row.held else []) if first else outbox.merged(session, row)
    items = []
    for one in (row, *others):
        if (item := news.item(one, desk.look(one), desk.now)) and not (
            item.kind is NewsKind.answered and item in items
        ):
            items.append(item)
    for other in others:
        other.status, other.merged_into = "merged", row.id
    if not items or row.reader_id is None:
        return None
    if people.named(desk.session, [row.reader_id])[row.reader_id].deactivated:
        return None
    items.sort(key=lambda item: item.kind in LESSER)
    return NewsReading(id=row.id, reader_id=row.reader_id, tz=desk.zones[row.reader_id], items=items)


def draw_card(desk: Desk, row: NewsRow) -> NewsReading | None:
    held = desk.look(row)
    if held is None or held.row.started_at is None:
        return None
    members = cards.group(held)
    old = desk.session.get(CardRow, row.about) if row.about else None
    if old is not None and not old.current:
        return draw_old_card(row, held, old)
    kept = cards.current_card(desk.session, held, ",".join(members))
    channel = kept.channel or (held.row.place if held.row.kind == Kind.incident.value else None)
    row.about = kept.id
    if kept.ts is None and held.row.state == State.closed.value:
        return None
    return NewsReading(id=row.id, card=readings.card(held), members=members, channel=channel, ts=kept.ts)


def draw_old_card(row: NewsRow, held: Held, old: CardRow) -> NewsReading | None:
    """The card of a circle that got smaller: whoever is no longer part follows nothing on it from then on."""
    if old.ts is None:
        return None
    members = old.members.split(",")
    names = [held.name(person) for person in members]
    nothing = {"next_date": None, "outcome": None, "step": None, "state": State.circle, "timeline": None}
    card = readings.card(held).model_copy(update={**nothing, "moved": True, "names": names})
    return NewsReading(id=row.id, card=card, members=members, channel=old.channel, ts=old.ts)


def draw_learning(desk: Desk, row: NewsRow) -> NewsReading | None:
    """Posted to the thread of the incident's card; without a card there is no thread to post to."""
    held = desk.look(row)
    if held is None:
        return None
    card = cards.current_card(desk.session, held, "")
    passages = learning.summary(held)
    if card.ts is None or not passages:
        return None
    drawn = readings.card(held)
    return NewsReading(id=row.id, card=drawn, channel=card.channel, thread_ts=card.ts, passages=passages)


# ---- what came of it ----


def confirm(session: Session, box: Outbox, news_id: str, receipt: Receipt) -> float | None:
    """Keeps the receipt. Answers the seconds to wait when the chat system asked for later; None otherwise."""
    row = session.get(NewsRow, news_id)
    if row is None or row.status != QUEUED:
        return None
    if receipt.retry_after is not None:
        if not receipt.unknown:
            row.tried_at = None  # it was surely not taken: the next try need not wait out the lease
        return receipt.retry_after
    row.sent_at = clock.now(session)
    row.status = "refused" if receipt.refused else "sent"
    row.refused, row.channel, row.ts = receipt.refused, receipt.channel, receipt.ts
    if row.kind == NewsKind.card and receipt.refused is None:
        keep_card(session, box, row)
    elif row.kind == NewsKind.card and row.review_id:
        tell_of_refusal(session, box, row.review_id, receipt.refused or "")
    return None


def keep_card(session: Session, box: Outbox, row: NewsRow) -> None:
    """Where the card stands now."""
    card = session.get(CardRow, row.about)
    if card is None:
        return
    card.channel, card.ts = row.channel, row.ts
    review = session.get(ReviewRow, card.review_id)
    if review and review.kind == Kind.incident.value:
        post_learning_again(session, box, review)


def tell_of_refusal(session: Session, box: Outbox, review_id: str, refused: str) -> None:
    """The card may not stand there: the opener alone hears how to make room."""
    held = reviews.hold(session, review_id)
    if held is None:
        return
    do = Doing(held, box, "", Act.wait, clock.now(session))
    do.tell(NewsKind.place_refused, held.row.opener_id, once=f"{held.row.cycle} {refused}")
    do.hand_over()


def post_learning_again(session: Session, box: Outbox, review: ReviewRow) -> None:
    """A summary that all agreed to had nowhere to stand; now there is a card, and so a thread."""
    row = session.get(NewsRow, learning.news_id(review))
    if row and row.status in ("dropped", "refused"):
        row.status = QUEUED
        box.send(session, [row])


def is_recorded(session: Session, review_id: str, channel: str, ts: str) -> bool:
    """Whether this message is the card we know of; a doubled one is not.

    While a card is on its way its receipt is not here yet: no message is called doubled then.
    """
    query = select(CardRow).where(CardRow.review_id == review_id, CardRow.channel == channel, CardRow.ts == ts)
    under_way = select(NewsRow).where(
        NewsRow.review_id == review_id, NewsRow.kind == NewsKind.card.value, NewsRow.status == QUEUED, NewsRow.tries > 0
    )
    return session.exec(query).first() is not None or session.exec(under_way).first() is not None


def draw_card_again(session: Session, box: Outbox, review_id: str) -> None:
    now = clock.now(session)
    box.tell(session, box.drawings(session, now, cards=[review_id], homes=[]), now)

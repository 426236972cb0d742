"""What a piece of news says, made at the moment of sending: what is no longer true is not sent at all."""

from collections.abc import Callable
from datetime import datetime

from schemas.readings import Item, Todo
from schemas.vocabulary import Act, NewsKind, State, Way
from service.acts import pairing, passages, readings
from service.domain import permits
from service.domain.lifecycle import OPEN
from service.store import reviews
from service.store.reviews import Held
from service.store.sent_tables import NewsRow

OVERALL = "overall"
"""What the ceiling of the whole review is about; that of one step is about nothing in particular."""
Still = Callable[[Held, NewsRow, list[Todo]], bool]


SAME = {
    Act.screen: (Act.screen, Act.accept, Act.answer_short, Act.read_note),
    Act.invite: (Act.invite, Act.send_short, Act.send_note),
}
"""News of the first is as true of the others: what somebody asked comes to, one after the other, the private questions
first; and what a draft is sent as, by its way."""


def is_about(row: NewsRow, todo: Todo) -> bool:
    same = row.act is not None and todo.act in SAME.get(Act(row.act), (Act(row.act),))
    return same and row.about in (None, todo.about)


def waits(held: Held, row: NewsRow, todos: list[Todo]) -> bool:
    """What it is about still waits for its reader."""
    return any(is_about(row, t) for t in todos)


def waits_here(held: Held, row: NewsRow, todos: list[Todo]) -> bool:
    """The same, and the review has not moved since: a reminder belongs to one step."""
    return held.row.version == row.version and waits(held, row, todos)


def unanswered(held: Held, row: NewsRow, todos: list[Todo]) -> bool:
    """The offer has no answer at all; "I need longer" is one, and nobody is nudged after it."""
    return waits(held, row, todos) and any(o.id == row.about and o.answer is None for o in held.offers)


def unmoved(held: Held, row: NewsRow, todos: list[Todo]) -> bool:
    return held.row.version == row.version


def searches(held: Held, row: NewsRow, todos: list[Todo]) -> bool:
    """Somebody in between is still looked for; or nobody is free, and the reader has not said to go on without."""
    return waits(held, row, todos) or is_without(held, row)


def is_without(held: Held, row: NewsRow) -> bool:
    mine = row.act == Act.without_facilitator
    return mine and permits.why_not(reviews.snapshot(held), row.reader_id or "", Act.without_facilitator, "") is None


def asks_what_now(held: Held, row: NewsRow, todos: list[Todo]) -> bool:
    """The step has not moved; or, of the question about the whole, nothing has been recommitted to yet."""
    if row.about == OVERALL:
        return State(held.row.state) in OPEN - {State.checking, State.pulse}
    return unmoved(held, row, todos)


def is_open(held: Held, row: NewsRow, todos: list[Todo]) -> bool:
    return State(held.row.state) in OPEN


def is_still_read(held: Held, row: NewsRow, todos: list[Todo]) -> bool:
    """An answer that belongs to a step is told as long as that step lasts: after it, it has been read on the way."""
    return is_open(held, row, todos) and (row.act is None or unmoved(held, row, todos) or waits(held, row, todos))


def is_before_checking(held: Held, row: NewsRow, todos: list[Todo]) -> bool:
    """Check-ins after 7 and 30 days are on schedule: nobody is asked then what else to do with it."""
    return State(held.row.state) in OPEN - {State.checking, State.pulse}


def is_draft(held: Held, row: NewsRow, todos: list[Todo]) -> bool:
    return State(held.row.state) in (State.draft, State.ready)


def is_invited(held: Held, row: NewsRow, todos: list[Todo]) -> bool:
    return held.row.state in (State.invited.value, State.short.value)


def is_closed(held: Held, row: NewsRow, todos: list[Todo]) -> bool:
    return held.row.state == State.closed.value


def rests(held: Held, row: NewsRow, todos: list[Todo]) -> bool:
    return held.row.state == State.private.value and held.row.way == Way.rest.value


def is_joined(held: Held, row: NewsRow, todos: list[Todo]) -> bool:
    return State(held.row.state) in OPEN


def unchecked(held: Held, row: NewsRow, todos: list[Todo]) -> bool:
    return permits.why_not(reviews.snapshot(held), row.reader_id or "", Act.after_check, row.about or "") is None


def is_kept_apart(held: Held, reader: str) -> bool:
    """The private questions led this reader elsewhere: no message asks them for anything here, ever again."""
    return any(p.no_exchange for p in held.parties if p.person_id == reader)


STILL: dict[NewsKind, Still] = {
    NewsKind.rest_over: rests, NewsKind.short: waits, NewsKind.note: waits, NewsKind.joined: is_joined,
    NewsKind.facilitator: searches, NewsKind.asked_to_facilitate: waits, NewsKind.gate: waits, NewsKind.want: waits,
    NewsKind.helped: is_closed,
    NewsKind.what_else: unmoved,
    NewsKind.choosing: waits, NewsKind.after_check: unchecked,
    NewsKind.draft_ready: waits, NewsKind.draft_old: is_draft, NewsKind.place_refused: is_open,
    NewsKind.invitation: waits, NewsKind.answer_date: is_invited, NewsKind.smaller_circle: waits,
    NewsKind.care: waits, NewsKind.cooling: waits, NewsKind.step: waits, NewsKind.opened: waits,
    NewsKind.heard: waits, NewsKind.answered: is_still_read, NewsKind.proposed: waits, NewsKind.recommitted: waits,
    NewsKind.named_owner: waits,
    NewsKind.check_in: waits, NewsKind.pulse: waits, NewsKind.offer: unanswered, NewsKind.offer_nudge: unanswered,
    NewsKind.reminder: waits_here, NewsKind.ceiling: asks_what_now, NewsKind.age14: is_before_checking,
    NewsKind.paused: unmoved,
    NewsKind.resumed: is_open, NewsKind.paused_twice: unmoved, NewsKind.ended: is_closed, NewsKind.closed: is_closed,
    NewsKind.learning_ready: is_open,
}  # fmt: skip
"""When each kind is still worth telling; a kind without a row cannot be told to a person."""


def item(row: NewsRow, held: Held | None, now: datetime) -> Item | None:
    """One piece of news for its reader, or None when there is nothing to tell any more."""
    if held is None or row.reader_id is None:
        return None
    kind = NewsKind(row.kind)
    if kind is NewsKind.after_check:  # also to somebody who is no longer part
        about = Todo(act=Act.after_check, about=row.about, review_id=held.row.id)
        return Item(kind=kind, todo=about) if unchecked(held, row, []) else None
    if kind is NewsKind.ended and row.about == pairing.UNMET:  # the one whose choice nobody met is out by then
        return Item(kind=kind)
    if kind is NewsKind.helped:  # whoever was in between sees nothing of it any more
        return Item(kind=kind) if is_closed(held, row, []) else None
    if not readings.may_see(held, row.reader_id, now) or is_kept_apart(held, row.reader_id):
        return None
    todos = readings.todos(held, row.reader_id, now)
    if not STILL[kind](held, row, todos):
        return None
    return Item(
        kind=kind,
        review=readings.review(held, row.reader_id, now),
        todo=todo(row, held, todos, now),
        who=passages.person_name(held, row.who) if row.who else None,
        when=when(held),
    )


def todo(row: NewsRow, held: Held, todos: list[Todo], now: datetime) -> Todo | None:
    """What the message's button does, if that still waits."""
    if row.kind == NewsKind.draft_old:
        return next(iter(todos), None)
    found = next((t for t in todos if is_about(row, t)), None)
    if found is None and row.act and row.kind == NewsKind.facilitator and is_without(held, row):
        return Todo(act=Act(row.act), about=row.about)
    return found


def when(held: Held) -> datetime | None:
    row = held.row
    return row.paused_until or row.next_date

"""What waits for somebody: functions of the review, the person and the time.

Each answers with one entry an `about`: '' when the act concerns nothing in particular. Whether the person may do it
is `permits`' matter; both together make the to-do list.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from schemas.vocabulary import State, Step
from service.domain import reflection
from service.domain.conditions import READING, check_in_waits
from service.domain.floors import settled_by
from service.domain.review import Mark, Review

Todo = Callable[[Review, str, datetime], Iterable[str]]


def always(review: Review, person: str, now: datetime) -> Iterable[str]:
    return ("",)


def before_sending(review: Review, person: str, now: datetime) -> Iterable[str]:
    """After an ending a note can be sent, and nothing of it waits for anybody."""
    return ("",) if review.state is State.ready else ()


def never(review: Review, person: str, now: datetime) -> Iterable[str]:
    return ()


def unsealed(step: Step) -> Todo:
    def todo(review: Review, person: str, now: datetime) -> Iterable[str]:
        return () if review.sealed(person, step) else ("",)

    return todo


def unscreened(review: Review, person: str, now: datetime) -> Iterable[str]:
    """Before a draft goes on, and before somebody asked can answer; later it is there for whoever wants it."""
    asking = review.opener_id != person and review.state in (State.invited, State.short, State.noted)
    begun = review.state not in (State.draft, State.ready) and not asking
    return () if begun or review.marked(person, Mark.screened) else ("",)


def no_want_yet(review: Review, person: str, now: datetime) -> Iterable[str]:
    return () if review.marked(person, Mark.want) else ("",)


def no_way_yet(review: Review, person: str, now: datetime) -> Iterable[str]:
    return () if review.state is not State.draft or review.marked(person, Mark.way) else ("",)


def when_a_draft(review: Review, person: str, now: datetime) -> Iterable[str]:
    return ("",) if review.state is State.draft else ()


def unread_words(review: Review, person: str, now: datetime) -> Iterable[str]:
    return (READING[review.state],)


def reflections_to_write(review: Review, person: str, now: datetime) -> Iterable[str]:
    return [about for about in reflection.targets(review, person) if reflection.may_write(review, person, about)]


def reflections_to_check(review: Review, person: str, now: datetime) -> Iterable[str]:
    return [words.id for words in reflection.to_check(review, person)]


def added_nothing_yet(review: Review, person: str, now: datetime) -> Iterable[str]:
    return () if review.sealed(person, Step.ack_again) else ("",)


def no_change_of_mine_yet(review: Review, person: str, now: datetime) -> Iterable[str]:
    if not when_open(review, person, now):
        return ()
    silent = not review.sealed(person, Step.renegotiate) and not review.marked(person, Mark.changes_settled)
    refused = any(m.value == "no" for m in review.marks if m.mark is Mark.change and m.about == person)
    return ("",) if silent or refused else ()


def changes_to_answer(review: Review, person: str, now: datetime) -> Iterable[str]:
    authors = [p.person_id for p in review.partners(person) if review.sealed(p.person_id, Step.renegotiate)]
    return [author for author in authors if not review.marked(person, Mark.change, author)]


def list_to_begin(review: Review, person: str, now: datetime) -> Iterable[str]:
    mine = any(r.owner_id == person and r.listed for r in review.recommitments)
    settled = review.marked(person, Mark.list_settled)
    sent_back = [r.id for r in review.recommitments if r.owner_id == person and r.status == "declined"]
    return sent_back or (() if mine or settled or review.state is not State.recommit else ("",))


def recommitments_to_answer(review: Review, person: str, now: datetime) -> Iterable[str]:
    return [r.id for r in review.recommitments if r.answered_by == person and r.status == "proposed"]


def check_ins_open(review: Review, person: str, now: datetime) -> Iterable[str]:
    open_now = [c for r in review.recommitments if r.listed for c in r.checks if c.opens_at <= now < c.closes_at]
    return [c.id for c in open_now if check_in_waits(review, person, c.id) is None]


def when_open(review: Review, person: str, now: datetime) -> Iterable[str]:
    return () if review.floor_at and now < review.floor_at else ("",)


def offers_unanswered(review: Review, person: str, now: datetime) -> Iterable[str]:
    return [o.id for o in review.offers if o.receiver_id == person and o.answer in (None, "need_longer")]


def when_settled(review: Review, person: str, now: datetime) -> Iterable[str]:
    at = settled_by(review, person)
    return ("",) if at is None or at <= now else ()

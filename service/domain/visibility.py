"""The promise table: who may read whose words, and when. The only place that decides it.

`ARCHITECTURE.md` shows this table to people; `may_read` is what every reading asks. An author always reads their own.
"""

from dataclasses import dataclass
from enum import StrEnum

from schemas.vocabulary import Consent, State, Step
from service.domain.reflection import members
from service.domain.review import Mark, Review, Status, Words


class Readers(StrEnum):
    """Who besides the author may read, once the words are released."""

    nobody = "nobody else, ever"
    everybody_asked = "everybody who was asked"
    parties = "everybody who takes part"
    addressee = "only the person, or the side, it is about"
    counterpart = "only the owner and the person it is for"
    receiver = "only the person it was sent to, also before they answer"


@dataclass(frozen=True)
class Promise:
    """One row: `when` is what releases the words of this step."""

    readers: Readers
    when: str


TOGETHER = "when all have sealed, at one moment for all, in shared working hours"
SENT = "as soon as its author sends it"
NEVER = "\u2013"
PART = f"{TOGETHER}; alone (one small thing, under a say, or after silence): {SENT}"

PROMISES: dict[Step, Promise] = {
    Step.neutral_title: Promise(Readers.everybody_asked, "with the invitation"),
    Step.draft: Promise(Readers.nobody, NEVER),
    Step.private: Promise(Readers.nobody, NEVER),
    Step.note: Promise(Readers.receiver, SENT),
    Step.care: Promise(Readers.nobody, NEVER),
    Step.ready: Promise(Readers.nobody, NEVER),
    Step.acknowledge: Promise(Readers.parties, PART),
    Step.facts: Promise(Readers.parties, "with the next words that open"),
    Step.express: Promise(Readers.parties, TOGETHER),
    Step.reflect: Promise(Readers.addressee, SENT),
    Step.more: Promise(Readers.addressee, SENT),
    Step.ack_again: Promise(Readers.parties, TOGETHER),
    Step.renegotiate: Promise(Readers.parties, SENT),
    Step.recommit: Promise(Readers.parties, SENT),
    Step.change: Promise(Readers.counterpart, SENT),
    Step.check_in: Promise(Readers.nobody, NEVER),
    Step.offer: Promise(Readers.addressee, SENT),
    Step.close: Promise(Readers.nobody, NEVER),
    Step.pattern: Promise(Readers.nobody, NEVER),
}

GRANTABLE = tuple(step for step, promise in PROMISES.items() if promise.readers is Readers.parties)
"""What an author may let a facilitator read, and no longer read."""

KEPT_ALONE = tuple(step for step, promise in PROMISES.items() if promise.readers is Readers.nobody)
"""What its author alone reads, for as long as it is kept."""

TAKING_PART = frozenset({Consent.opener, Consent.accepted})
ASKED = frozenset({Consent.asked, Consent.later})
FULL, SUMMARY, GO_BETWEEN, ALONE = "full", "summary", "go_between", "alone"
"""Audiences an author may choose: all that the step promises; for the others a summary of one's own; or nobody but the
facilitator of this moment, whom it grants the step. `alone`: nobody, for what somebody will do beside a note."""
SUMMARY_PROMPT = "sum.text"
WERE_IN = frozenset({Consent.left, Consent.gone})


def may_read(words: Words, reader_id: str, review: Review) -> bool:
    """Whether this person may read these words now. A draft and sealed words are their author's alone.

    Whoever left, or is no longer part, reads nothing of the others any more; titles neither. A facilitator reads a
    title, and of the rest what its author granted.
    """
    if words.author_id == reader_id:
        return True
    if words.audience == ALONE:
        return False
    if reader_id == review.facilitator_id and review.party(reader_id) is None:
        return facilitator_may_read(words, review)
    party = review.party(reader_id)
    if party is None or words.status is not Status.released or party.consent in WERE_IN or party.no_exchange:
        return False
    readers = PROMISES[words.step].readers
    if readers is Readers.everybody_asked or (readers is Readers.receiver and party.consent is not Consent.declined):
        return True
    if party.consent not in reading_along(review) or not review.exchange(words.author_id, reader_id):
        return False
    if words.audience == GO_BETWEEN:
        return False
    if words.step is Step.recommit and review.by_pairs:
        readers = Readers.counterpart
    return readers is Readers.parties or is_addressed(words, readers, reader_id, review)


def reading_along(review: Review) -> frozenset[Consent]:
    """Who reads what is opened: those who take part. In the fast lane also whoever is asked, to be able to answer."""
    return TAKING_PART | ASKED if review.state is State.short else TAKING_PART


def facilitator_may_read(words: Words, review: Review) -> bool:
    """The title; and what its author granted, once it is sealed. What is nobody's stays nobody's."""
    if not review.facilitator_serves:
        return False
    readers = PROMISES[words.step].readers
    if readers is Readers.everybody_asked:
        return words.status is Status.released
    granted = review.marked(words.author_id, Mark.grant, words.step) is not None
    return granted and words.step in GRANTABLE and words.status is not Status.draft


def prompts_for(words: Words, reader_id: str, review: Review) -> frozenset[str]:
    """Which answers of readable words this person reads: of a text passed on as a summary, its summary alone."""
    if words.author_id == reader_id or words.audience != SUMMARY or reader_id == review.facilitator_id:
        return words.prompts - {SUMMARY_PROMPT} if words.author_id != reader_id else words.prompts
    return words.prompts & {SUMMARY_PROMPT}


def is_addressed(words: Words, readers: Readers, reader_id: str, review: Review) -> bool:
    """Whether words for one person (or side) are for this one."""
    if readers is Readers.addressee:
        return reader_id in (words.about, *members(review, words.about))
    if readers is Readers.counterpart:
        return any(r.id == words.about and reader_id in (r.owner_id, r.beneficiary_id) for r in review.recommitments)
    return False

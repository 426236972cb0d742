"""What must hold before an act: who may do it, what has to be true, from when it counts.

Each condition is one small function of the review, the person and what the act concerns; it answers why not, or None.
"""

from schemas.vocabulary import Kind, Outcome, Reason, State, Step, Way
from service.domain import reflection
from service.domain.guards import circle_key
from service.domain.lifecycle import gate_waits
from service.domain.review import PAIR, Mark, Review, Status
from service.domain.visibility import GRANTABLE
from service.domain.who import Check, opener, taking_part

SEALING = {
    State.first: Step.acknowledge,
    State.acknowledge: Step.acknowledge,
    State.express: Step.express,
    State.ack_again: Step.ack_again,
}
"""What is sealed in which state, to be opened together."""
READING = {State.choosing: Step.acknowledge, State.released: Step.acknowledge, State.reflect: Step.express}
"""What is to be read in which state."""


def screened(review: Review, person: str, about: str) -> Reason | None:
    """Their private questions come first."""
    return None if review.marked(person, Mark.screened) else Reason.not_screened


def not_routed(review: Review, person: str, about: str) -> Reason | None:
    party = review.party(person)
    return Reason.not_now if party and party.no_exchange else None


def way_is(*ways: Way) -> Check:
    def check(review: Review, person: str, about: str) -> Reason | None:
        chosen = review.marked(review.opener_id, Mark.way)
        return None if chosen and chosen.value in ways else Reason.not_now

    return check


def nobody_proposed(review: Review, person: str, about: str) -> Reason | None:
    return Reason.already_done if review.facilitator_id else None


def note_author(review: Review, person: str, about: str) -> Reason | None:
    """Before anybody was asked its opener; after an ending whoever was still in it."""
    return (taking_part if review.state is State.closed else opener)(review, person, about)


def note_fits(review: Review, person: str, about: str) -> Reason | None:
    """It was chosen; or it ended between two without an exchange, and no note went before. Whoever has a say over
    the other does not come back with one."""
    if review.state is not State.closed:
        return way_is(Way.note)(review, person, about)
    ended = review.outcome is Outcome.ended and review.way is not Way.note and len(review.parties) == PAIR
    return None if ended and review.higher_id != person else Reason.not_now


def somebody_proposed(review: Review, person: str, about: str) -> Reason | None:
    if review.facilitator_id is None:
        return Reason.not_now
    return Reason.already_done if review.marked(person, Mark.facilitator, review.facilitator_id) else None


def not_serving_yet(review: Review, person: str, about: str) -> Reason | None:
    return Reason.already_done if review.facilitator_serves else None


def serving(review: Review, person: str, about: str) -> Reason | None:
    return None if review.facilitator_serves else Reason.not_now


def nobody_alone(review: Review, person: str, about: str) -> Reason | None:
    """In a group, who asked for somebody in between is not left without."""
    alone = len(review.circle) > PAIR and any(p.needs_facilitator for p in review.circle)
    return Reason.needs_facilitator if alone else None


def something_to_grant(review: Review, person: str, about: str) -> Reason | None:
    written = any(review.sealed(person, w.step, w.about) for w in review.words if w.step in GRANTABLE)
    return None if written else Reason.not_now


def not_stopped(review: Review, person: str, about: str) -> Reason | None:
    return Reason.already_done if review.stopped else None


def gate_is_shut(review: Review, person: str, about: str) -> Reason | None:
    return None if gate_waits(review) else Reason.already_done


def outcome_hidden(review: Review, person: str, about: str) -> Reason | None:
    """Whether there is more to show than that it is closed."""
    shown = review.outcome_shown or review.outcome is Outcome.ended
    return Reason.already_done if shown else None


def not_checked_yet(review: Review, person: str, about: str) -> Reason | None:
    return Reason.already_done if review.marked(person, Mark.after_check, about) else None


def not_slow_yet(review: Review, person: str, about: str) -> Reason | None:
    party = review.party(person)
    return Reason.already_done if party and party.slow else None


def after_the_higher(review: Review, person: str, about: str) -> Reason | None:
    """Whoever has a say recommits to something before the other is asked for anything."""
    if review.higher_id is None or person == review.higher_id or review.state is State.noted:
        return None
    first = any(r.owner_id == review.higher_id and r.listed for r in review.recommitments)
    return None if first else Reason.higher_first


def asked_to_write(step: Step) -> Check:
    """This step is asked of this person; of the other one, with a say between them, it is not."""

    def check(review: Review, person: str, about: str) -> Reason | None:
        return None if person in {p.person_id for p in review.writers(step)} else Reason.not_yours

    return check


def unmarked(mark: Mark, about: str = "") -> Check:
    def check(review: Review, person: str, _about: str) -> Reason | None:
        return Reason.already_done if review.marked(person, mark, about) else None

    return check


def unconfirmed(review: Review, person: str, about: str) -> Reason | None:
    return Reason.already_done if review.marked(person, Mark.smaller, circle_key(review)) else None


def closest(review: Review, person: str, about: str) -> Reason | None:
    party = review.party(person)
    return None if party and party.closest else Reason.not_yours


def cared_for(review: Review, person: str, about: str) -> Reason | None:
    waits = closest(review, person, about) is None and not review.marked(person, Mark.care)
    return Reason.not_now if waits else None


def may_go_alone(review: Review, person: str, about: str) -> Reason | None:
    """Between two of a conflict, when the days of the step are over: one's own part waits, and the other one's is not
    there. Whether they are silent, have left, or went another route makes no difference here; nor do pauses, with
    which one alone could cut the other's days short."""
    mine = review.written(person, Step.acknowledge)
    sealed = mine is not None and mine.status is Status.sealed and "ack.none" not in mine.prompts and not mine.audience
    two = review.kind is Kind.conflict and len(review.parties) == PAIR
    led = review.facilitator_serves or review.stopped
    if not (two and not led and sealed and review.asked and review.release_at is None):
        return Reason.not_now
    return Reason.note_once if review.sealed(person, Step.note) else None


def unreleased(step: Step) -> Check:
    def check(review: Review, person: str, about: str) -> Reason | None:
        words = review.written(person, step)
        return Reason.already_done if words and words.status is Status.released else None

    return check


def has_sealed_words(review: Review, person: str, about: str) -> Reason | None:
    step = SEALING.get(review.state)
    return None if step and review.sealed(person, step) else Reason.already_done


def unread(review: Review, person: str, about: str) -> Reason | None:
    step = READING.get(review.state)
    if step is None or review.marked(person, Mark.read, step):
        return Reason.already_done
    there = any(w.step is step and w.author_id != person and w.status is Status.released for w in review.words)
    return None if there else Reason.not_now


def may_reflect(review: Review, person: str, about: str) -> Reason | None:
    if not review.marked(person, Mark.read, Step.express):
        return Reason.not_now
    return None if reflection.may_write(review, person, about) else Reason.already_done


def reflection_waits(review: Review, person: str, about: str) -> Reason | None:
    waiting = {w.id for w in reflection.to_check(review, person)}
    return None if about in waiting else Reason.already_done


def may_answer_anew(review: Review, person: str, about: str) -> Reason | None:
    """Once; and again when everybody has read what there is besides."""
    return None if review.asked else unmarked(Mark.want)(review, person, about)


def may_go_on_anyway(review: Review, person: str, about: str) -> Reason | None:
    if review.marked(person, Mark.go_on):
        return Reason.already_done
    return None if reflection.is_stuck_for(review, person) else Reason.not_now


def may_bring_in(review: Review, person: str, about: str) -> Reason | None:
    """When a step has asked what to do, or has not led to being heard; among peers who began without a facilitator."""
    stuck = review.asks_what_now or reflection.is_stuck_for(review, person)
    if review.higher_id or review.way is not Way.direct or review.facilitator_serves or not stuck:
        return Reason.not_now
    return Reason.already_done if review.marked(person, Mark.bring_in) else None


def has_added_nothing_yet(review: Review, person: str, about: str) -> Reason | None:
    return Reason.already_done if review.marked(person, Mark.nothing_to_add) else None


def of_somebody_else(review: Review, person: str, about: str) -> Reason | None:
    if about == person:
        return Reason.not_yours
    open_to_me = review.sealed(about, Step.renegotiate) and review.exchange(person, about)
    return None if open_to_me else Reason.not_found


def own_recommitment(review: Review, person: str, about: str) -> Reason | None:
    if not about:
        return None if review.state in (State.recommit, State.noted) else Reason.not_now
    found = [r for r in review.recommitments if r.id == about and r.owner_id == person and r.listed]
    return None if found else Reason.not_yours


def for_me_to_answer(review: Review, person: str, about: str) -> Reason | None:
    found = next((r for r in review.recommitments if r.id == about and r.answered_by == person), None)
    if found is None:
        return Reason.not_yours
    return None if found.status == "proposed" else Reason.already_done


def check_in_waits(review: Review, person: str, about: str) -> Reason | None:
    checks = [(r, c) for r in review.recommitments for c in r.checks if c.id == about]
    if not checks or person not in (checks[0][0].owner_id, checks[0][0].beneficiary_id):
        return Reason.not_yours
    recommitment, check = checks[0]
    answer = check.owner_answer if person == recommitment.owner_id else check.beneficiary_answer
    return Reason.already_done if answer is not None else None


def summary_is_there(review: Review, person: str, about: str) -> Reason | None:
    """Everybody has chosen what may be learnt, and somebody has chosen something."""
    chosen = [review.marked(p.person_id, Mark.learning) for p in review.circle]
    there = all(chosen) and any(mark and mark.value for mark in chosen)
    return None if there else Reason.not_now


def offered_to_me(review: Review, person: str, about: str) -> Reason | None:
    offer = next((o for o in review.offers if o.id == about), None)
    if offer is None or offer.receiver_id != person:
        return Reason.not_yours
    return None if offer.answer in (None, "need_longer") else Reason.already_done


def asked_what_now(review: Review, person: str, about: str) -> Reason | None:
    return None if review.asks_what_now else Reason.not_now


def paused_by_me(review: Review, person: str, about: str) -> Reason | None:
    return None if person in (review.paused_by or "").split(",") else Reason.not_yours

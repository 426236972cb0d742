"""Who may do what, when: one row an act. The screens, the to-do list and the API all ask this table.

A row says in which states an act belongs, who may do it, what must hold (`needs`), from when it counts (`floor`), and
what waits for somebody (`todo`). Check first, change second: nothing is written before `check` has passed.
"""

from dataclasses import dataclass
from datetime import datetime

from schemas.vocabulary import Act, Consent, Reason, State, Step, Way
from service.domain import calendar
from service.domain.adjusting import ADJUSTABLE, adjustable, end_of_soak, soak_to_answer, soaking
from service.domain.conditions import (
    SEALING,
    after_the_higher,
    asked_to_write,
    asked_what_now,
    cared_for,
    check_in_waits,
    closest,
    for_me_to_answer,
    gate_is_shut,
    has_added_nothing_yet,
    has_sealed_words,
    may_answer_anew,
    may_bring_in,
    may_go_alone,
    may_go_on_anyway,
    may_reflect,
    nobody_alone,
    nobody_proposed,
    not_checked_yet,
    not_routed,
    not_serving_yet,
    not_slow_yet,
    not_stopped,
    note_author,
    note_fits,
    of_somebody_else,
    offered_to_me,
    outcome_hidden,
    own_recommitment,
    paused_by_me,
    reflection_waits,
    screened,
    serving,
    somebody_proposed,
    something_to_grant,
    summary_is_there,
    unconfirmed,
    unmarked,
    unread,
    unreleased,
    way_is,
)
from service.domain.floors import Floor, after_reading, breath, of_the_state, rested, settled_by
from service.domain.lifecycle import ALONE, ANY_TIME, BRINGS_IN, OPEN, WORKING
from service.domain.refused import Refused
from service.domain.review import Mark, Review
from service.domain.waiting import (
    Todo,
    added_nothing_yet,
    always,
    before_sending,
    changes_to_answer,
    check_ins_open,
    list_to_begin,
    never,
    no_change_of_mine_yet,
    no_want_yet,
    no_way_yet,
    offers_unanswered,
    recommitments_to_answer,
    reflections_to_check,
    reflections_to_write,
    unread_words,
    unscreened,
    unsealed,
    when_a_draft,
    when_open,
    when_settled,
)
from service.domain.who import (
    Check,
    asked,
    chooser,
    facilitating,
    lower,
    of_an_incident,
    opener,
    routed,
    taking_part,
    to_be_screened,
    was_lower,
)


@dataclass(frozen=True)
class Rule:
    """One row. `floor` counts for the act itself; a draft may be kept before it. From `until` on it is too late."""

    states: tuple[State, ...]
    who: Check
    needs: tuple[Check, ...] = ()
    todo: Todo = never
    floor: Floor | None = None
    until: Floor | None = None


DRAFTS = (State.draft, State.ready)
INCIDENT_START = (State.ready, State.invited, State.cooling, State.acknowledge)
LATE = (State.recommit, State.checking, State.pulse)
INVITED = (Way.direct, Way.mediated, Way.arrangement)
TOLD = (*INVITED, Way.fast, Way.note)
"""Ways of which somebody else hears: they need a title."""

LASTING = (*WORKING, State.pulse, State.paused, State.circle)
"""From the first answer of all until the end."""
ASKING = (State.invited, State.short, State.noted)
EVER = tuple(state for state in State if state not in ALONE)

WRITING_PARTS = (State.first, State.acknowledge)
OWN_PART = (asked_to_write(Step.acknowledge), unreleased(Step.acknowledge))

RULES: dict[Act, Rule] = {
    Act.screen: Rule((*ALONE, *ANY_TIME[Act.leave]), to_be_screened, (not_routed,), unscreened),
    Act.unroute: Rule(tuple(State), routed),
    Act.choose_way: Rule(ALONE, opener, (screened, not_routed), no_way_yet),
    Act.describe: Rule(DRAFTS, opener, (screened, not_routed, way_is(*TOLD)), when_a_draft),
    Act.write_private: Rule(ALONE, opener),
    Act.rest: Rule(DRAFTS, opener, (not_routed,)),
    Act.discard: Rule(ALONE, opener),
    Act.invite: Rule((State.ready,), opener, (screened, not_routed, way_is(*INVITED)), always, of_the_state),
    Act.send_short: Rule((State.ready,), opener, (screened, not_routed, way_is(Way.fast)), always, of_the_state),
    Act.send_note: Rule(
        (State.ready, State.closed), note_author, (not_routed, note_fits, screened), before_sending, breath
    ),
    Act.accept: Rule((State.invited,), asked, (screened,), always),
    Act.another_way: Rule((State.invited,), asked, (screened,)),
    Act.answer_short: Rule((State.short,), asked, (screened,), always),
    Act.read_note: Rule((State.noted,), asked, (screened, unmarked(Mark.read, Step.note)), always),
    Act.join_in: Rule((State.noted,), asked, (screened,)),
    Act.later: Rule((State.invited,), asked),
    Act.decline: Rule((*ASKING, State.pulse), asked),
    Act.want: Rule((State.pattern,), taking_part, (may_answer_anew,), no_want_yet),
    Act.propose_facilitator: Rule((State.facilitation,), chooser, (nobody_proposed,), always),
    Act.agree_facilitator: Rule((State.facilitation,), taking_part, (somebody_proposed,), always),
    Act.without_facilitator: Rule((State.facilitation,), taking_part, (unmarked(Mark.without), nobody_alone)),
    Act.serve: Rule((State.facilitation,), facilitating, (not_serving_yet,), always),
    Act.gate: Rule(tuple(OPEN), facilitating, (serving, gate_is_shut), always),
    Act.grant: Rule(LASTING, taking_part, (serving, something_to_grant)),
    Act.bring_in: Rule(BRINGS_IN, taking_part, (may_bring_in,)),
    Act.step_down: Rule(LASTING, facilitating, (serving,)),
    Act.stop: Rule(LASTING, facilitating, (serving, not_stopped)),
    Act.decide: Rule((State.choosing,), lower, (unmarked(Mark.decided),), always),
    Act.show_outcome: Rule((State.closed,), lower, (outcome_hidden,)),
    Act.after_check: Rule(EVER, was_lower, (not_checked_yet,)),
    Act.slow: Rule(WORKING, taking_part, (not_slow_yet,)),
    Act.go_on_smaller: Rule((State.circle,), taking_part, (unconfirmed,), always),
    Act.timeline: Rule(INCIDENT_START, taking_part, (of_an_incident,)),
    Act.care: Rule((State.cooling,), taking_part, (closest, unmarked(Mark.care)), always),
    Act.ready: Rule((State.cooling,), taking_part, (cared_for, unmarked(Mark.ready)), when_settled, settled_by),
    Act.acknowledge: Rule(WRITING_PARTS, taking_part, OWN_PART, unsealed(Step.acknowledge)),
    Act.acknowledge_none: Rule(WRITING_PARTS, taking_part, OWN_PART),
    Act.facts: Rule((State.acknowledge, State.released, State.express), taking_part),
    Act.take_back: Rule(tuple(SEALING), taking_part, (has_sealed_words,)),
    Act.send_alone: Rule((State.acknowledge,), taking_part, (may_go_alone,)),
    Act.read: Rule((State.released, State.reflect), taking_part, (unread,), unread_words),
    Act.express: Rule(
        (State.express,), taking_part, (asked_to_write(Step.express), unreleased(Step.express)), unsealed(Step.express)
    ),
    Act.reflect: Rule((State.reflect,), taking_part, (may_reflect,), reflections_to_write, after_reading),
    Act.check_reflection: Rule((State.reflect,), taking_part, (reflection_waits,), reflections_to_check),
    Act.go_on_anyway: Rule((State.reflect,), taking_part, (may_go_on_anyway,), always),
    Act.acknowledge_again: Rule(
        (State.ack_again,),
        taking_part,
        (asked_to_write(Step.acknowledge), has_added_nothing_yet, unreleased(Step.ack_again)),
        added_nothing_yet,
    ),
    Act.renegotiate: Rule((State.renegotiate,), taking_part, (), no_change_of_mine_yet, of_the_state),
    Act.answer_change: Rule((State.renegotiate,), taking_part, (of_somebody_else,), changes_to_answer),
    Act.settle_changes: Rule(
        (State.renegotiate,), taking_part, (unmarked(Mark.changes_settled),), when_open, of_the_state
    ),
    Act.recommit: Rule(
        (State.noted, State.recommit, State.checking), taking_part, (own_recommitment, after_the_higher), list_to_begin
    ),
    Act.recommit_system: Rule((State.recommit,), taking_part, (of_an_incident, own_recommitment, after_the_higher)),
    Act.answer_recommitment: Rule(
        (State.recommit, State.checking), taking_part, (for_me_to_answer,), recommitments_to_answer
    ),
    Act.drop_recommitment: Rule((State.recommit,), taking_part, (own_recommitment,)),
    Act.settle_recommitments: Rule((State.recommit,), taking_part, (unmarked(Mark.list_settled),), always),
    Act.check_in: Rule((State.noted, State.checking), taking_part, (check_in_waits,), check_ins_open),
    Act.pulse: Rule((State.pulse,), taking_part, (unmarked(Mark.pulse),), when_open, of_the_state),
    Act.offer: Rule(tuple(OPEN), taking_part),
    Act.answer_offer: Rule(tuple(OPEN), taking_part, (offered_to_me,), offers_unanswered),
    Act.learning: Rule(LATE, taking_part, (of_an_incident,)),
    Act.learning_agree: Rule(
        LATE, taking_part, (of_an_incident, unmarked(Mark.learning_agree), summary_is_there), always
    ),
    Act.wait: Rule(tuple(OPEN), taking_part, (asked_what_now,)),
    Act.adjust: Rule(tuple(row.state for row in ADJUSTABLE), taking_part, (adjustable,)),
    Act.soak: Rule((State.renegotiate,), taking_part, (of_an_incident, soaking), soak_to_answer, until=end_of_soak),
    Act.pause: Rule(WORKING, taking_part),
    Act.resume: Rule((State.paused,), taking_part, (paused_by_me,)),
    Act.leave: Rule(ANY_TIME[Act.leave], taking_part),
    Act.reopen: Rule((State.closed,), taking_part, floor=rested),
}


def why_not(review: Review, person: str, act: Act, about: str) -> Reason | None:
    """Why this person may not do this act on this review; None when they may, floors apart.

    Somebody who is no party hears what they would hear of a review that does not exist.
    """
    party = review.party(person)
    if party is None and person != review.facilitator_id:
        return Reason.not_found
    if party and party.no_exchange and party.consent in (Consent.asked, Consent.later):
        return Reason.not_found  # asked once more, after a route away: nothing of it reaches them
    rule = RULES.get(act)
    if rule is None:
        return Reason.not_now
    if refusal := rule.who(review, person, about):
        return refusal
    if review.state not in rule.states:
        return Reason.too_late if review.state is State.closed or is_behind(review, rule) else Reason.not_now
    return next((found for need in rule.needs if (found := need(review, person, about))), None)


def is_behind(review: Review, rule: Rule) -> bool:
    """Whether the review has already passed the states this act belongs to; put down, it stands where it was."""
    order = list(State)
    here = review.resume or review.state
    return all(order.index(here) > order.index(state) for state in rule.states)


def check(review: Review, person: str, act: Act, about: str, now: datetime, *, counts: bool = True) -> None:
    """Refuses an act that may not be done now. `counts` False: only a draft is kept, so the floor does not matter."""
    if refusal := why_not(review, person, act, about):
        raise Refused(refusal)
    floor = RULES[act].floor
    from_when = floor(review, person) if floor and counts else None
    if from_when and now < from_when:
        zone = calendar.zone_named(next((p.zone for p in review.parties if p.person_id == person), "UTC"))
        raise Refused(Reason.too_early, when=from_when.astimezone(zone).isoformat())
    if is_over(review, person, act, now):
        raise Refused(Reason.too_late)


def is_over(review: Review, person: str, act: Act, now: datetime) -> bool:
    """Whether the last moment of this act has passed, while the review still stands where it belongs."""
    until = RULES[act].until
    last = until(review, person) if until else None
    return last is not None and last <= now


NOT_BEFORE = (Act.ready, Act.reopen)
"""What would be filled in for nothing before its floor; all else can be looked at, or kept as a draft."""


def is_early(review: Review, person: str, act: Act, now: datetime) -> bool:
    """Whether this act is not even shown yet."""
    floor = RULES[act].floor if act in NOT_BEFORE else None
    from_when = floor(review, person) if floor else None
    return from_when is not None and now < from_when

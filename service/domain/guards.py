"""What must be true before a review goes on: one small function of the review and the time each.

`lifecycle.MOVES` says which of them leads where. None looks at a text, and none lets a date alone lead to 'repaired'.
"""

from collections import Counter
from datetime import datetime

from schemas.vocabulary import Consent, Kind, Step, Way
from service.domain import reflection
from service.domain.review import CheckIn, Mark, Party, Review


def everybody_is_in(review: Review, now: datetime) -> bool:
    """Everybody asked has said yes."""
    # An opener who left is in until the others are told; whoever was asked and left looks like no answer.
    return all(
        p.consent in (Consent.opener, Consent.accepted, Consent.gone)
        or (p.consent is Consent.left and p.person_id == review.opener_id)
        for p in review.parties
    )


def smaller_circle_is_confirmed(review: Review, now: datetime) -> bool:
    """Each remaining party wants to go on as a smaller circle."""
    return review.all_marked(Mark.smaller, circle_key(review))


def all_are_ready(review: Review, now: datetime) -> bool:
    """Everybody said that they are settled; whoever was closest answered or skipped the questions before."""
    cared = all(review.marked(p.person_id, Mark.care) for p in review.circle if p.closest)
    return cared and review.all_marked(Mark.ready)


def peers_are_ready(review: Review, now: datetime) -> bool:
    """All are settled, and nobody has a say over another."""
    return review.higher_id is None and all_are_ready(review, now)


def unequal_are_ready(review: Review, now: datetime) -> bool:
    """All are settled, and one has a say over the other."""
    return review.higher_id is not None and all_are_ready(review, now)


def arrangers_are_ready(review: Review, now: datetime) -> bool:
    """All are settled, and want to sort out only how they work: both gave up the exchange by choosing this way."""
    return review.way is Way.arrangement and all_are_ready(review, now)


def it_is_a_pattern(review: Review, now: datetime) -> bool:
    """Everybody is in, and this keeps happening or has become tiring."""
    return review.repeats and everybody_is_in(review, now)


def a_facilitator_is_wanted(review: Review, now: datetime) -> bool:
    """Everybody is in, and it goes by way of a facilitator, or somebody needs one."""
    return is_facilitator_needed(review) and everybody_is_in(review, now)


def is_facilitator_needed(review: Review) -> bool:
    """It goes by way of one, somebody asked for one, or somebody stands alone against three."""
    alone = any(p.needs_facilitator or stands_alone(review, p) for p in review.circle)
    return review.way is Way.mediated or alone


MOST_AGAINST_ONE = 2
"""Nobody stands alone against more, unless they agree and somebody facilitates."""


def stands_alone(review: Review, party: Party) -> bool:
    """After an incident: the only one of their side, and on one other side there are three or more. In a conflict
    there are no sides, and each says so for themselves in the private questions."""
    if review.kind is not Kind.incident:
        return False
    sides = Counter(p.side or p.person_id for p in review.circle)
    own = party.side or party.person_id
    return sides[own] == 1 and max((n for side, n in sides.items() if side != own), default=0) > MOST_AGAINST_ONE


def smaller_circle_needs_help(review: Review, now: datetime) -> bool:
    """The smaller circle is confirmed, and in it somebody stands alone against three, with nobody who facilitates."""
    alone = any(stands_alone(review, p) for p in review.circle)
    return alone and not review.facilitator_serves and smaller_circle_is_confirmed(review, now)


def all_still_want_to(review: Review, now: datetime) -> bool:
    """Each said, alone, that they still want to put it right."""
    answers = [review.marked(p.person_id, Mark.want) for p in review.circle]
    return all(mark is not None and mark.value == "yes" for mark in answers)


def all_still_want_to_with_help(review: Review, now: datetime) -> bool:
    """Each still wants to put it right, and a facilitator is wanted."""
    return all_still_want_to(review, now) and a_facilitator_is_wanted(review, now)


def all_would_change_the_set_up(review: Review, now: datetime) -> bool:
    """Each would rather change how the work is set up than talk."""
    return review.all_marked(Mark.set_up)


def all_agreed(review: Review) -> bool:
    """Somebody was proposed, and each has said yes to them."""
    if review.facilitator_id is None:
        return False
    answers = (review.marked(p.person_id, Mark.facilitator, review.facilitator_id) for p in review.circle)
    return all(mark is not None and mark.value == "yes" for mark in answers)


def facilitator_is_agreed(review: Review, now: datetime) -> bool:
    """Proposed, accepted by each, and taken on."""
    return review.facilitator_serves and all_agreed(review)


def facilitator_is_missing(review: Review, now: datetime) -> bool:
    """It goes by way of a facilitator, or somebody needs one, and there is none (any more)."""
    wanted = review.way is Way.mediated or any(p.needs_facilitator for p in review.circle)
    return wanted and not review.facilitator_serves and not all_go_on_without(review, now)


def all_bring_in(review: Review) -> bool:
    """Each asked, midway, for somebody in between."""
    return review.all_marked(Mark.bring_in)


def goes_back(review: Review) -> bool:
    """All had begun without somebody in between, and nobody needs one by now."""
    return all_bring_in(review) and not any(p.needs_facilitator or stands_alone(review, p) for p in review.circle)


def all_go_on_without(review: Review, now: datetime) -> bool:
    """Each goes on without a facilitator: as before, or, where somebody needs one, with the arrangement alone."""
    free = review.way is Way.arrangement or not any(
        p.needs_facilitator or p.careful or stands_alone(review, p) for p in review.circle
    )
    return free and review.all_marked(Mark.without)


def one_has_a_say(review: Review, now: datetime) -> bool:
    """One has a say over the other: whoever has it writes first, and alone."""
    return review.higher_id is not None


def lower_has_not_decided(review: Review, now: datetime) -> bool:
    """One has a say over the other (by now), and the one with less has not said that it goes on."""
    return review.higher_id is not None and review.marked(review.lower_id or "", Mark.decided) is None


def taken_up_under_a_say(review: Review, now: datetime) -> bool:
    """What began in the fast lane was answered, and one has a say over the other: there is no fast lane for them."""
    return review.higher_id is not None and everybody_is_in(review, now)


def lower_goes_on(review: Review, now: datetime) -> bool:
    """The one with less say has read the other's part, and goes on."""
    return decided(review, "on")


def lower_wants_help(review: Review, now: datetime) -> bool:
    """The one with less say goes on with a facilitator."""
    return decided(review, "facilitator")


def decided(review: Review, value: str) -> bool:
    mark = review.marked(review.lower_id or "", Mark.decided)
    return mark is not None and mark.value == value


def taken_short(review: Review, now: datetime) -> bool:
    """The fast lane was taken, and nothing more is said."""
    return review.way is Way.fast and everybody_is_in(review, now)


def asked_for_more(review: Review, now: datetime) -> bool:
    """The fast lane was answered with 'tell me more': from here on it is no fast lane."""
    return review.way is not Way.fast and everybody_is_in(review, now)


def fast_list_is_done(review: Review, now: datetime) -> bool:
    """The fast lane checks nothing: its one if-then was accepted, or left out by both."""
    return review.way is Way.fast and (list_is_complete(review, now) or none_is_needed(review, now))


def note_is_joined(review: Review, now: datetime) -> bool:
    """Whoever got the note would like to go on together."""
    return everybody_is_in(review, now)


def all_sealed_their_part(review: Review, now: datetime) -> bool:
    """Each sealed a part, or 'I don't see a part of mine yet'."""
    return review.all_sealed(Step.acknowledge)


def higher_sealed_their_part(review: Review, now: datetime) -> bool:
    """Whoever has a say over the other sealed a part; nobody else is asked for one."""
    return review.all_sealed(Step.acknowledge)


def all_have_read(review: Review, now: datetime) -> bool:
    """Each said that they have read what was opened."""
    return review.all_marked(Mark.read, Step.acknowledge)


def all_sealed_how_it_was(review: Review, now: datetime) -> bool:
    """Each sealed how it was for them."""
    return review.all_sealed(Step.express)


def all_were_heard(review: Review, now: datetime) -> bool:
    """Each said 'yes, that's what I meant'."""
    return reflection.all_heard(review)


def all_go_on_anyway(review: Review, now: datetime) -> bool:
    """Each chose to go on without a confirmed reflection; where it goes by pairs, each pair that was not heard."""
    if not review.by_pairs:
        return review.all_marked(Mark.go_on)
    pairs = reflection.pairs(review)
    return bool(review.marks_of(Mark.go_on)) and all(reflection.is_through(review, p, about) for p, about in pairs)


def all_added_or_skipped(review: Review, now: datetime) -> bool:
    """Each added to their part, or had nothing to add."""
    return all(
        review.sealed(p.person_id, Step.ack_again) or review.marked(p.person_id, Mark.nothing_to_add)
        for p in review.writers(Step.acknowledge)
    )


def changes_are_settled(review: Review, now: datetime) -> bool:
    """Each said that what was agreed is enough, or that nothing needs to change."""
    return review.all_marked(Mark.changes_settled)


def none_is_needed(review: Review, now: datetime) -> bool:
    """Each said that no recommitment is needed, and the list is empty."""
    return review.all_marked(Mark.list_settled) and not any(r.listed for r in review.recommitments)


def list_is_complete(review: Review, now: datetime) -> bool:
    """Each said that the list is complete, and everything on it was accepted by the person it is for."""
    listed = [r for r in review.recommitments if r.listed]
    return bool(listed) and all(r.status == "accepted" for r in listed) and review.all_marked(Mark.list_settled)


def all_is_checked(review: Review, now: datetime) -> bool:
    """Every check-in was answered by both sides, or is past its last day: then it counts as no answer."""
    return all(is_over(r.beneficiary_id, c, now) for r in review.recommitments if r.listed for c in r.checks)


def is_over(beneficiary: str | None, check: CheckIn, now: datetime) -> bool:
    """Whether a check-in is answered or past its last day."""
    answered = check.owner_answer is not None and (beneficiary is None or check.beneficiary_answer is not None)
    return answered or now >= check.closes_at


def all_said_how_it_is(review: Review, now: datetime) -> bool:
    """Each answered, or (at ceiling) the days for it are over: a missing answer is never 'repaired'."""
    over = review.ceiling_at is not None and now >= review.ceiling_at
    return review.all_marked(Mark.pulse) or over


def circle_key(review: Review) -> str:
    """Names the people of a smaller circle, so that a confirmation counts for exactly these."""
    return ",".join(sorted(p.person_id for p in review.circle))

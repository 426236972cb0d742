"""Writing that a review has no place for at the moment, and may have again: it is kept as its author's draft."""

from dataclasses import replace

from schemas.vocabulary import Act, Consent, Reason, State
from service.domain import permits
from service.domain.review import Review

PUT_DOWN = (State.paused, State.facilitation, State.circle)


def waits(review: Review, person: str, act: Act, about: str) -> bool:
    """Whether this act is refused now, and would not be if the review came back to where it had stood."""
    then = taken_up(review)
    if then is review:
        return False
    here = permits.why_not(review, person, act, about)
    refused = here not in (None, Reason.not_found)  # nobody from whom it is kept hears that it is there
    return refused and permits.why_not(then, person, act, about) is None


def taken_up(review: Review) -> Review:
    """The review as it would be after the pause, the search or the question of a smaller circle; or after whoever got
    the other one's part has joined."""
    if review.state in PUT_DOWN and review.resume:
        return replace(review, state=review.resume, resume=None)
    if review.state is not State.noted:
        return review
    joined = (replace(p, consent=Consent.accepted) if p.consent is Consent.asked else p for p in review.parties)
    return replace(review, state=State.acknowledge, parties=tuple(joined))

"""Who may do an act: one small function each of the review, the person and what the act concerns."""

from collections.abc import Callable

from schemas.vocabulary import Consent, Kind, Reason
from service.domain.guards import all_agreed
from service.domain.lifecycle import ALONE
from service.domain.review import Review

Check = Callable[[Review, str, str], Reason | None]
"""review, person, about -> why not."""


def opener(review: Review, person: str, about: str) -> Reason | None:
    return None if review.opener_id == person else Reason.not_found


def asked(review: Review, person: str, about: str) -> Reason | None:
    party = review.party(person)
    if party is None:
        return Reason.not_found
    return None if party.consent in (Consent.asked, Consent.later) else Reason.too_late


def taking_part(review: Review, person: str, about: str) -> Reason | None:
    party = review.party(person)
    if party is None:
        return Reason.not_found
    return None if party.consent in (Consent.opener, Consent.accepted) else Reason.too_late


def of_an_incident(review: Review, person: str, about: str) -> Reason | None:
    return None if review.kind is Kind.incident else Reason.not_now


def to_be_screened(review: Review, person: str, about: str) -> Reason | None:
    """The opener before anybody hears of it, whoever is asked before they answer, and anybody in it later on."""
    if review.state in ALONE:
        return opener(review, person, about)
    return asked(review, person, about) and taking_part(review, person, about)


def routed(review: Review, person: str, about: str) -> Reason | None:
    """Whoever the private questions led elsewhere, until the others are told of an ending."""
    party = review.party(person)
    out = party is not None and (party.consent in (Consent.declined, Consent.left) or review.state in ALONE)
    return None if party and party.no_exchange and out else Reason.not_found


def facilitating(review: Review, person: str, about: str) -> Reason | None:
    """Whoever serves, or is asked to after everybody said yes to them. Before that they know of nothing."""
    known = review.facilitator_id == person and (review.facilitator_serves or all_agreed(review))
    return None if known else Reason.not_found


def lower(review: Review, person: str, about: str) -> Reason | None:
    """The one with less say, where one has a say over the other."""
    if review.higher_id is None:
        return Reason.not_now
    return taking_part(review, person, about) if review.lower_id == person else Reason.not_yours


def was_lower(review: Review, person: str, about: str) -> Reason | None:
    """The same, also after having left."""
    return None if review.higher_id and review.lower_id == person else Reason.not_yours


def chooser(review: Review, person: str, about: str) -> Reason | None:
    """Who chooses the facilitator first: the one with less say, or else the opener."""
    wanted = review.lower_id or review.opener_id
    return taking_part(review, person, about) if wanted == person else Reason.not_yours

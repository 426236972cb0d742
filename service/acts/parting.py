"""The fixed date: whoever left, said no or did not answer is no longer part, and the others hear it in one way."""

from schemas.vocabulary import Consent, State
from service.acts import ending, moving
from service.acts.doing import Doing
from service.domain.review import Mark

ENOUGH_FOR_A_CIRCLE = 2
UNDECIDED = (Consent.asked, Consent.later)
WENT = (Consent.left, Consent.declined)


def part(do: Doing) -> None:
    """The fixed date has come: whoever is no longer part is so now, and the others are asked, or it ends."""
    row = do.held.row
    if row.stopped:
        ending.end(do)
        return
    going = [p for p in do.held.parties if Consent(p.consent) in WENT + UNDECIDED]
    staying = [p for p in do.held.parties if p not in going and p.consent != Consent.gone.value]
    if len(staying) < ENOUGH_FOR_A_CIRCLE:
        ending.end(do)
        return
    for party in going:
        party.consent = Consent.gone.value
        party.declined_at = party.declined_at or do.now
    if do.review.marks_of(Mark.pair) and not any(do.review.partners(p.person_id) for p in staying):
        ending.end(do)  # of those who are left nobody chose another
        return
    take_off_the_list(do, {p.person_id for p in going})
    row.ending_at = None
    put_down = row.state in (State.paused.value, State.circle.value, State.facilitation.value)
    begun = State(row.resume) if put_down and row.resume else State(row.state)
    row.paused_until = row.paused_at = row.paused_by = None
    row.resume = (State.cooling if begun in (State.invited, State.facilitation) else begun).value
    if row.opener_id in {p.person_id for p in going}:
        row.opener_id = staying[0].person_id
    resume = row.resume
    moving.enter(do, State.circle)
    row.resume = resume


def take_off_the_list(do: Doing, gone: set[str]) -> None:
    """What only somebody who is gone could do, or answer, would hold the others for ever."""
    for recommitment in do.held.recommitments:
        if gone & {recommitment.owner_id, recommitment.beneficiary_id}:
            recommitment.status = "dropped"

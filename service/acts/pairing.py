"""In a conflict of three or more: whoever chose only people who did not choose them is not left waiting for ever."""

from schemas.vocabulary import Consent, NewsKind, State
from service.acts.doing import Doing
from service.domain.lifecycle import OPEN
from service.domain.review import Mark
from service.store import words

UNMET = "unmet"
"""What an ending is about that only one person hears."""
BEFORE = (State.pattern, State.facilitation, State.cooling)
"""Here nobody, or not everybody, has chosen yet."""


def let_go(do: Doing, state: State) -> None:
    """Takes whoever has nobody to exchange words with out of it, as if they had left: the others hear it on the next
    date, and they themselves hear the one neutral sentence then. Nobody hears whose choice was not met."""
    review, row = do.review, do.held.row
    if state not in OPEN or state in BEFORE or not review.marks_of(Mark.pair):
        return
    for party in [p for p in review.active if not review.partners(p.person_id)]:
        kept = do.held.party(party.person_id)
        kept.consent, kept.declined_at = Consent.left.value, do.now
        do.held.mark(party.person_id, Mark.unmet, do.now)
        words.unseal(do.held, party.person_id)
        row.ending_at = row.ending_at or row.ceiling_at or do.now
        do.tell(NewsKind.ended, party.person_id, row.ending_at, once=UNMET, about=UNMET)

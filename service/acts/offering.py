"""Offers: a short repair attempt to one person. Making one and taking one are two acts; not answering is allowed."""

from schemas.vocabulary import Act, NewsKind, Reason, Said, Step
from service.acts.doing import Answer, Doing
from service.domain import calendar
from service.domain.refused import at_field
from service.domain.review import LEFT, Status
from service.practice import forms, library
from service.store import reviews, words
from service.store.tables import OfferRow

NUDGE_AFTER = 2
"""Working days; one nudge, then nothing."""


def offer(do: Doing) -> Answer:
    """Sends one of the ten wordings, or one's own words; what ends in dots has to be finished by its author."""
    receiver = do.one("to")
    if receiver not in {p.person_id for p in do.review.partners(do.person)}:
        raise at_field("to", Reason.owner_not_party)
    wordings = library.offers().wording
    own = do.text("offer_text")
    kind = forms.OWN if own and not do.values.get("offer") else do.one("offer", (*wordings, forms.OWN))
    text = own or wordings.get(kind, "…")
    if not own and text.endswith("…"):
        raise at_field("offer_text", Reason.missing)
    row = OfferRow(id=reviews.new_id(), review_id=do.held.row.id, cycle=do.held.row.cycle, sender_id=do.person,
                   receiver_id=receiver, kind=kind, sent_at=do.now)  # fmt: skip
    do.held.session.add(row)
    do.held.offers.append(row)
    # Several offers may go to one person: the turn tells them apart.
    turn = sum(o.sender_id == do.person and o.receiver_id == receiver for o in do.held.offers)
    written = words.write(do.held, do.person, Step.offer, {"offer": text}, do.now, Status.released, receiver, turn)
    written.id = row.id
    do.tell(NewsKind.offer, receiver, once=row.id, act=Act.answer_offer, about=row.id, who=do.person, gently=True)
    later = calendar.add_working_days(do.now, NUDGE_AFTER, do.held.zone(receiver))
    do.tell(NewsKind.offer_nudge, receiver, later, once=row.id, act=Act.answer_offer, about=row.id, who=do.person)
    do.redraw()
    return Answer(Said.offered)


def answer_offer(do: Doing) -> Answer:
    """Take it, ask for longer, or leave it; whoever offered hears of the first two."""
    answer = do.one("offer_answer", tuple(library.offers().answers))
    row = next(o for o in do.held.offers if o.id == do.about)
    row.answer, row.answered_at = answer, do.now
    do.redraw()
    if answer == LEFT:
        return Answer(Said.offer_left)
    do.tell(NewsKind.answered, row.sender_id, once=f"{row.id} {answer}", who=do.person)
    return Answer(Said.offer_answered)

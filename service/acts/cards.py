"""Which card of a review is the current one, and who sees it: of a conflict its group, of an incident a channel."""

from sqlmodel import Session, col, select

from schemas.vocabulary import Consent, Kind, NewsKind
from service.store import clock, outbox, reviews
from service.store.reviews import Held
from service.store.sent_tables import CardRow


def group(held: Held) -> list[str]:
    """Who is in a conflict's group conversation; an incident's card stands in a channel. Of a note that has run out its
    author alone is left: no conversation of its own is begun for that, and nobody is written off on the old card."""
    if held.row.kind == Kind.incident.value:
        return []
    there = [p.person_id for p in held.parties if p.consent != Consent.gone.value]
    return sorted(there if len(there) > 1 else (p.person_id for p in held.parties))


def current_card(session: Session, held: Held, members: str) -> CardRow:
    """The card for these people; a smaller circle gets a card of its own."""
    query = select(CardRow).where(CardRow.review_id == held.row.id, CardRow.members == members, col(CardRow.current))
    found = session.exec(query).first()
    if found is None:
        for old in session.exec(select(CardRow).where(CardRow.review_id == held.row.id)):
            retire(session, old)
        found = CardRow(id=reviews.new_id(), review_id=held.row.id, members=members)
        session.add(found)
        session.flush()
    return found


def retire(session: Session, old: CardRow) -> None:
    """An old card is drawn a last time; the minute's sweep finds the row."""
    if old.current and old.ts:
        now = clock.now(session)
        session.add(outbox.news(NewsKind.card, now, review_id=old.review_id, about=old.id))
    old.current = False

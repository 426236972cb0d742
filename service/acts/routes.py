"""Cards that show another route: the practice's lines with the workspace's own contacts. They contact nobody."""

from schemas.readings import FormReading
from schemas.vocabulary import Act
from service.acts import contacts
from service.acts.doing import Doing
from service.domain import permits
from service.domain.lifecycle import ALONE
from service.practice import route_cards

CONTACTS, YOURS = "{contacts}", "{yours}"
OWN = (Act.write_private, Act.discard)
"""What somebody may do with a draft that is theirs alone: keep it for themselves, or delete it."""


def lines(do: Doing, card: str) -> list[str]:
    """What the card says to this person, with the contacts of their own country first."""
    table = route_cards.routes()[card]
    whom = contacts.lines_for(do.held.session, do.zone, table.first, do.now)
    stands_for = {CONTACTS: whom, YOURS: [table.gone if is_out(do) else table.yours]}
    return [line for text in table.lines for line in stands_for.get(text, [text])]


def is_out(do: Doing) -> bool:
    """Whether this person was led away from something that others know of: they see it no more, and what they had
    not opened goes a day later."""
    return do.held.party(do.person).no_exchange and do.review.state not in ALONE


def shown(do: Doing, card: str, act: Act | None = None) -> FormReading:
    """The card as a screen that asks nothing. Its press undoes a false alarm; with another `act` it is only read."""
    return FormReading(
        act=act or Act.unroute, review_id=do.held.row.id or None, version=do.held.row.version or None,
        title=route_cards.routes()[card].title, notes=lines(do, card), asks=act is None,
        also=[each for each in OWN if not act and not permits.why_not(do.review, do.person, each, "")],
    )  # fmt: skip

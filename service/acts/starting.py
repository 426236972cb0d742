"""What `/mend` shows first: the private draft, or what the workspace still has to name."""

from sqlmodel import Session

from schemas.readings import StartReading
from schemas.vocabulary import Act
from service.acts import drafting, screens
from service.acts.doing import Doing
from service.store import clock, people
from service.store.outbox import Outbox


def start(session: Session, person: str, link: str | None) -> StartReading:
    missing = people.missing_contacts(session)
    if missing:
        return StartReading(form=None, missing_contacts=missing)
    do = Doing(drafting.held_of_nobody(session, person), Outbox(), person, Act.open, clock.now(session))
    return StartReading(form=screens.form(do, Act.open, hidden={"link": link} if link else {}))

"""What an admin of the workspace names: contacts and facilitators. Everybody else is refused with `not_admin`."""

from collections.abc import Callable

from fastapi import APIRouter, Response
from sqlmodel import Session

from schemas.commands import ConfirmContacts, NameContact, NameFacilitators
from schemas.readings import PartyReading
from service.acts import naming
from service.api.dependencies import Asked, Person, Wire, Wired
from service.api.routes import REFUSALS

router = APIRouter(prefix="/api/v1", responses=REFUSALS)


async def done(wired: Wire, work: Callable[[Session], None], until: float | None) -> Response:
    await wired.database.write(work, until)
    return Response(status_code=204)


@router.post("/contacts", status_code=204)
async def add(wired: Wired, person: Person, command: NameContact, asked: Asked) -> Response:
    """Names one more contact."""
    return await done(wired, lambda s: naming.add(s, person, command, asked.once), asked.until)


@router.put("/contacts/confirmed", status_code=204)
async def confirm(wired: Wired, person: Person, command: ConfirmContacts, asked: Asked) -> Response:
    """Says of these that they still hold."""
    return await done(wired, lambda s: naming.confirm(s, person, command), asked.until)


@router.put("/contacts/{contact_id}", status_code=204)
async def change(wired: Wired, person: Person, contact_id: int, command: NameContact, asked: Asked) -> Response:
    """Changes one contact, which confirms it."""
    return await done(wired, lambda s: naming.change(s, person, contact_id, command), asked.until)


@router.delete("/contacts/{contact_id}", status_code=204)
async def remove(wired: Wired, person: Person, contact_id: int, asked: Asked) -> Response:
    """Removes one contact, unless it is the last of its kind."""
    return await done(wired, lambda s: naming.remove(s, person, contact_id), asked.until)


@router.get("/facilitators")
async def facilitators(wired: Wired, person: Person) -> list[PartyReading]:
    """Who may be asked to facilitate."""
    return await wired.database.read(lambda s: naming.facilitators(s, person))


@router.put("/facilitators", status_code=204)
async def name_facilitators(wired: Wired, person: Person, command: NameFacilitators, asked: Asked) -> Response:
    """Names them, in place of whoever was named before."""
    return await done(wired, lambda s: naming.name_facilitators(s, person, command), asked.until)

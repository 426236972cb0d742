"""Who asks: the person named in a signed header. Whoever cannot sign cannot act."""

import time
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, Request

from schemas import news
from schemas.vocabulary import Reason
from service.domain.refused import Refused
from service.store.database import Database
from service.store.outbox import Outbox


@dataclass
class Wire:
    """What every route needs; kept on the app."""

    database: Database
    outbox: Outbox
    key: bytes


async def wire(request: Request) -> Wire:
    """Async, although it waits for nothing: FastAPI runs a plain function in a thread."""
    found: Wire = request.app.state.wire
    return found


async def signed_person(request: Request) -> str:
    """The person for whom is asked; '' for what the chat app does on its own behalf. Refuses what is not signed."""
    headers, path = request.headers, request.url.path
    target = f"{path}?{request.url.query}" if request.url.query else path
    person = headers.get(news.PERSON, "")
    key = (await wire(request)).key
    ok = news.is_signed(
        key, headers.get(news.SIGNATURE, ""), time.time(), headers.get(news.TIMESTAMP, ""), person,
        request.method, target, await request.body(),
    )  # fmt: skip
    if not ok:
        raise Refused(Reason.unsigned)
    return person


async def a_person(person: Annotated[str, Depends(signed_person)]) -> str:
    if not person:
        raise Refused(Reason.unsigned)
    return person


Wired = Annotated[Wire, Depends(wire)]
Signed = Annotated[str, Depends(signed_person)]
Person = Annotated[str, Depends(a_person)]
Once = Annotated[str | None, Header(alias=news.ONCE, max_length=300)]
Until = Annotated[float | None, Header(alias=news.UNTIL)]


@dataclass
class Asking:
    """How the request was made: its key, and until when its answer is waited for."""

    once: str | None
    until: float | None


async def asking(once: Once = None, until: Until = None) -> Asking:
    return Asking(once, until)


Asked = Annotated[Asking, Depends(asking)]

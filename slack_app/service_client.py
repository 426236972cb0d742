"""The only module that knows the service speaks HTTP: a question in, a reading out, or `Refused`."""

import asyncio
import time
from collections.abc import Mapping
from typing import TypeVar
from urllib.parse import quote, urlencode

import httpx
from pydantic import BaseModel, TypeAdapter, ValidationError

from schemas import news as wire
from schemas.commands import (
    Coach,
    ConfirmContacts,
    DoAct,
    KeepDraft,
    NameContact,
    NameFacilitators,
    OpenReview,
    People,
    PersonFacts,
)
from schemas.readings import (
    ActReading,
    ContactReading,
    FormReading,
    HomeReading,
    OpenItem,
    PartyReading,
    Passage,
    Problem,
    ReviewReading,
    StartReading,
)
from schemas.vocabulary import Act, Reason

Answer = TypeVar("Answer")
API = "/api/v1"
BEFORE = 0.2
"""Seconds before the deadline after which nothing is committed: "not saved" is never said of what was saved."""


class Refused(Exception):
    """The service said no, or could not be asked: `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.reason)
        self.problem = problem


UNAVAILABLE = Problem(reason=Reason.unavailable)


class Service:
    """The service as one person sees it; every method names the person for whom it asks."""

    def __init__(self, transport: httpx.AsyncBaseTransport, key: bytes, deadline: float) -> None:
        self._transport = transport
        self._key = key
        self._deadline = deadline

    async def start(self, person: str, link: str | None) -> StartReading:
        return await self._get(StartReading, person, "/start", {"link": link})

    async def home(self, person: str) -> HomeReading:
        return await self._get(HomeReading, person, "/home")

    async def home_opened(self, person: str) -> None:
        await self._ask("PUT", "/home", person)

    async def open_items(self, person: str) -> list[OpenItem]:
        return await self._get(list[OpenItem], person, "/open")

    async def contacts(self, person: str) -> list[ContactReading]:
        return await self._get(list[ContactReading], person, "/contacts")

    async def review(self, person: str, review: str) -> ReviewReading:
        return await self._get(ReviewReading, person, _path(review))

    async def words(self, person: str, review: str) -> list[Passage]:
        return await self._get(list[Passage], person, _path(review, "words"))

    async def learning(self, person: str, review: str) -> list[Passage]:
        return await self._get(list[Passage], person, _path(review, "learning"))

    async def form(
        self, person: str, review: str, act: Act, about: str | None = None, version: int | None = None
    ) -> FormReading:
        asked = {"about": about, "version": version}
        return await self._get(FormReading, person, _path(review, "forms", act), asked)

    async def card_is_recorded(self, person: str, review: str, channel: str, ts: str) -> bool:
        found = await self._get(dict[str, bool], person, _path(review, "card"), {"channel": channel, "ts": ts})
        return found["recorded"]

    async def open_review(self, person: str, once: str, command: OpenReview, within: float) -> ActReading:
        """`within`: seconds until nobody waits for the answer any more; nothing is saved after that."""
        return _read(ActReading, await self._ask("POST", "/reviews", person, command, once, within))

    async def act(self, person: str, once: str, review: str, command: DoAct, within: float) -> ActReading:
        """`within`: seconds until nobody waits for the answer any more; nothing is saved after that."""
        return _read(ActReading, await self._ask("POST", _path(review, "acts"), person, command, once, within))

    async def check_wording(self, person: str, review: str, command: DoAct) -> FormReading:
        """The same form with what the coach has to say; nothing is kept."""
        return _read(FormReading, await self._ask("POST", _path(review, "wording"), person, command))

    async def turn_coach(self, person: str, *, off: bool) -> None:
        await self._ask("PUT", "/coach", person, Coach(off=off))

    async def post_card_again(self, person: str, once: str, review: str) -> None:
        """After the app was invited to the chosen channel."""
        await self._ask("POST", _path(review, "card"), person, None, once)

    async def keep_draft(self, person: str, review: str, command: KeepDraft) -> None:
        await self._ask("PUT", _path(review, "drafts"), person, command)

    async def know_people(self, people: list[PersonFacts]) -> None:
        await self._ask("PUT", "/people", "", People(people=people))

    async def name_contact(
        self, person: str, once: str, contact: str | None, command: NameContact, within: float
    ) -> None:
        """A new contact, or another wording of the one with this id."""
        if contact is None:
            await self._ask("POST", "/contacts", person, command, once, within)
        else:
            await self._ask("PUT", f"/contacts/{quote(contact, safe='')}", person, command, None, within)

    async def remove_contact(self, person: str, contact: str, within: float) -> None:
        await self._ask("DELETE", f"/contacts/{quote(contact, safe='')}", person, None, None, within)

    async def confirm_contacts(self, person: str, ids: list[int]) -> None:
        """Those that this person has just looked at still hold."""
        await self._ask("PUT", "/contacts/confirmed", person, ConfirmContacts(ids=ids))

    async def facilitators(self, person: str) -> list[PartyReading]:
        return await self._get(list[PartyReading], person, "/facilitators")

    async def name_facilitators(self, person: str, command: NameFacilitators, within: float) -> None:
        await self._ask("PUT", "/facilitators", person, command, None, within)

    async def close(self) -> None:
        await self._transport.aclose()

    async def _get(
        self, kind: type[Answer], person: str, path: str, asked: Mapping[str, str | int | None] | None = None
    ) -> Answer:
        wanted = {name: value for name, value in (asked or {}).items() if value is not None}
        return _read(kind, await self._ask("GET", f"{path}?{urlencode(wanted)}" if wanted else path, person))

    async def _ask(
        self,
        method: str,
        path: str,
        person: str,
        body: BaseModel | None = None,
        once: str | None = None,
        within: float | None = None,
    ) -> bytes:
        deadline = self._deadline if within is None else max(0.0, min(within, self._deadline))
        content = body.model_dump_json().encode() if body else b""
        request = httpx.Request(method, f"http://mend{API}{path}", content=content)
        request.headers.update(self._signed(request, person, content) | ({wire.ONCE: once} if once else {}))
        if within is not None:
            request.headers[wire.UNTIL] = str(time.time() + deadline - BEFORE)
        try:
            async with asyncio.timeout(deadline):
                # Straight to the transport: there are no cookies, redirects or proxies inside one process.
                answer = await self._transport.handle_async_request(request)
                await answer.aread()
        except (TimeoutError, httpx.HTTPError) as error:
            raise Refused(UNAVAILABLE) from error
        if answer.is_success:
            return answer.content
        raise Refused(_problem(answer))

    def _signed(self, request: httpx.Request, person: str, content: bytes) -> dict[str, str]:
        at = str(int(time.time()))
        path = request.url.raw_path.decode()
        signature = wire.sign(self._key, at, person, request.method, path, content)
        return {
            wire.PERSON: person,
            wire.TIMESTAMP: at,
            wire.SIGNATURE: signature,
            "content-type": "application/json",
        }


def _path(review: str, *parts: str) -> str:
    """Ids come from buttons, which only Slack's signature vouches for; nothing in them may change the path."""
    return "/".join(["/reviews", quote(review, safe=""), *parts])


def _problem(answer: httpx.Response) -> Problem:
    if answer.status_code >= 500:
        return UNAVAILABLE
    try:
        return Problem.model_validate_json(answer.content)
    except ValidationError:
        return UNAVAILABLE


def _read(kind: type[Answer], content: bytes) -> Answer:
    return TypeAdapter(kind).validate_json(content)

"""A small service behind the Slack half: checks who signed, answers from the gallery, remembers what was asked."""

import asyncio
import json
import time
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, TypeAdapter
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from schemas import news as wire
from schemas.commands import DoAct, KeepDraft, OpenReview, People
from schemas.readings import ActReading, Problem, StartReading
from schemas.vocabulary import Act, Reason, Said
from tests import gallery

KEY = b"k" * 32


class FakeService:
    """`down`: answers 503. `hold`: an event that every answer waits for. `refusals`: act -> what it is refused with."""

    def __init__(self) -> None:
        self.down = False
        self.hold: asyncio.Event | None = None
        self.refusals: dict[Act, Problem] = {}
        self.next: dict[Act, Any] = {}
        self.missing: list[str] = []
        self.recorded = True
        self.asked: list[tuple[str, str, str]] = []
        self.once: set[str] = set()
        self.opened: list[OpenReview] = []
        self.acts: list[DoAct] = []
        self.drafts: list[KeepDraft] = []
        self.people: list[People] = []
        self.reviews = 2
        self.posted_again = 0
        self.homes_opened = 0
        self.admin, self.not_admin = False, False
        self.named: list[tuple[str, str, dict[str, Any]]] = []
        """What an admin asked for: method, path, body."""
        self.naming_refused: Problem | None = None
        self.asgi = Starlette(routes=[Route("/{path:path}", self.answer, methods=["GET", "POST", "PUT", "DELETE"])])

    async def answer(self, request: Request) -> Response:
        body = await request.body()
        url = urlsplit(str(request.url))
        path = f"{url.path}?{url.query}" if url.query else url.path
        person = request.headers[wire.PERSON]
        given, at = request.headers[wire.SIGNATURE], request.headers[wire.TIMESTAMP]
        if not wire.is_signed(KEY, given, time.time(), at, person, request.method, path, body):
            return told(Problem(reason=Reason.unsigned), 401)
        self.asked.append((request.method, path, person))
        if self.hold:
            await self.hold.wait()
        if self.down:
            return told(Problem(reason=Reason.unavailable), 503)
        if request.method == "POST":
            once = request.headers[wire.ONCE]
            if once in self.once:
                return told(Problem(reason=Reason.already_done), 409)
            self.once.add(once)
        wanted = url.path.removeprefix("/api/v1/")
        if request.method != "GET" and wanted.startswith(("contacts", "facilitators")):
            return self.asked_to_name(request.method, wanted, body)
        answer = self.asked_for(request, wanted.split("/")) if request.method == "GET" else self.asked_to(wanted, body)
        if isinstance(answer, Problem) or answer is None:
            return told(answer or Problem(reason=Reason.not_found), 409)
        return told(answer)

    def asked_for(self, request: Request, parts: list[str]) -> Any:
        """What a GET answers; None where there is nothing."""
        match parts:
            case ["start"]:
                start = self.open_form(request.query_params.get("link")) if not self.missing else None
                return StartReading(form=start, missing_contacts=self.missing)
            case ["reviews", "rv1", "forms", act]:
                about = request.query_params.get("about")
                return self.refusals.get(Act(act)) or gallery.form(Act(act), about=about, pages=1)
        return {
            "home": gallery.home(self.reviews, is_admin=self.admin),
            "open": gallery.open_items(self.reviews),
            "contacts": gallery.CONTACTS,
            "facilitators": Problem(reason=Reason.not_admin) if self.not_admin else gallery.NAMED,
            "reviews/rv1": gallery.review(),
            "reviews/rv1/words": gallery.long_passages(50),
            "reviews/rv1/learning": gallery.long_passages(60),
            "reviews/rv1/card": {"recorded": self.recorded},
        }.get("/".join(parts))

    def asked_to_name(self, method: str, path: str, body: bytes) -> Response:
        if self.naming_refused:
            return told(self.naming_refused, 422)
        self.named.append((method, path, json.loads(body or b"{}")))
        return Response(status_code=204)

    def asked_to(self, path: str, body: bytes) -> Any:
        """What a POST or PUT does, and its answer."""
        match path:
            case "reviews":
                self.opened.append(OpenReview.model_validate_json(body))
                return self.done(Act.open)
            case "reviews/rv1/acts":
                self.acts.append(DoAct.model_validate_json(body))
                return self.done(self.acts[-1].act)
            case "reviews/rv1/drafts":
                self.drafts.append(KeepDraft.model_validate_json(body))
            case "people":
                self.people.append(People.model_validate_json(body))
            case "home":
                self.homes_opened += 1
            case "reviews/rv1/card":
                self.posted_again += 1
            case _:
                return None
        return {}

    def open_form(self, link: str | None) -> Any:
        hidden = {"link": link} if link else {}
        return gallery.form(Act.open, version=None, passages=[], notes=[], hidden=hidden, writes_words=False, pages=1)

    def done(self, act: Act) -> ActReading | Problem:
        if act in self.refusals:
            return self.refusals[act]
        return ActReading(said=Said.sealed, next=self.next.get(act), review=gallery.review())


def told(answer: Any, status: int = 200) -> Response:
    kind: Any = type(answer) if isinstance(answer, BaseModel) else Any
    content = TypeAdapter(kind).dump_json(answer)
    return Response(content, status_code=status, media_type="application/json")

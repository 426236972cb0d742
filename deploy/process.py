"""The composition root: one process out of both halves. The only place that imports both.

`serve` runs Slack's endpoint, the API and the engine in one process on one database. More load means more such
processes on one PostgreSQL.
"""

import asyncio
import contextlib
import gc
import secrets
import time
from collections.abc import AsyncIterator

import httpx
import sqlalchemy as sa
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from sqlmodel import Session
from starlette.types import ASGIApp, Receive, Scope, Send

import service.main
import slack_app.main
from schemas import news as wire
from schemas.commands import Receipt
from schemas.readings import NewsReading
from service.acts import coaching
from service.engine.context import Subscriber
from service.engine.engine import Engine
from service.settings import ServiceSettings
from service.store import clock, schema
from service.store.database import Database
from service.store.outbox import Outbox
from slack_app.settings import SlackSettings

DELIVERY_SECONDS = 20
"""A delivery's deadline: shorter than the lease, so that no second try begins while one is under way."""


class NotMigrated(Exception):
    """The database is not at the revision this code was written for."""


class Process:
    """Both halves, wired together, as one ASGI app."""

    def __init__(self, service_settings: ServiceSettings, slack_settings: SlackSettings) -> None:
        self.settings = service_settings
        self.database = Database(service_settings.database_url)
        self.outbox = Outbox()
        self.key = secrets.token_bytes(32)
        self.service = service.main.build(self.database, self.outbox, self.key, demo=service_settings.mend_demo)
        to_service = httpx.ASGITransport(app=self.service, raise_app_exceptions=False)
        self.slack = slack_app.main.build(slack_settings, to_service, self.key)
        self.engine = Engine(self.database, self.outbox, subscriber(self.slack.web, self.key))
        self.host = FastAPI(openapi_url=None, lifespan=self.life)
        self.host.add_api_route("/healthz", healthz)
        self.host.add_api_route("/readyz", self.readyz)

    @contextlib.asynccontextmanager
    async def life(self, _app: FastAPI) -> AsyncIterator[None]:
        bring_up_to_date(self.database)
        if self.settings.mend_demo:
            await self.database.write(begin_on_a_tuesday)
        # Nobody waits for it: the coach's tables are read while everything else starts.
        warming = asyncio.get_running_loop().run_in_executor(None, coaching.warm_up)
        await self.engine.start()
        await self.slack.start()
        gc.collect()
        gc.freeze()  # what is here now stays: looking through it again and again costs a seventh of all time
        yield
        await warming
        await self.engine.stop()
        await self.slack.stop()
        self.database.close()

    async def readyz(self, request: Request) -> JSONResponse:
        """200 when the database answers and is up to date."""
        try:
            await self.database.read(clock.now)
        except sa.exc.SQLAlchemyError as error:
            return JSONResponse({"ready": False, "why": type(error).__name__}, 503)
        return JSONResponse({"ready": True})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.room(scope)(scope, receive, send)

    def room(self, scope: Scope) -> ASGIApp:
        """Which half a path belongs to. `/news` is between the halves, and not to be had from outside."""
        path = str(scope.get("path", ""))
        if scope["type"] == "http" and path.startswith(("/api/", "/demo/")):
            return self.service
        if scope["type"] == "http" and path == "/slack/events":
            return self.slack.web
        return self.host


async def healthz() -> dict[str, bool]:
    """200 while the process runs."""
    return {"ok": True}


def bring_up_to_date(database: Database) -> None:
    """A SQLite file is migrated here; PostgreSQL, which several processes share, only by `mend migrate`."""
    if database.is_sqlite:
        schema.migrate(database)
    elif schema.current(database) != schema.newest():
        raise NotMigrated("The database is not up to date. Run `mend migrate` first.")


def begin_on_a_tuesday(session: Session) -> None:
    """A demo's clock starts on a Tuesday at 10:00, and goes on from where it was after that."""
    if not clock.is_set(session):
        clock.set_now(session, service.main.next_tuesday(clock.real_now()))


def subscriber(web: ASGIApp, key: bytes) -> Subscriber:
    """The Slack app as the first subscriber of the service's signed news."""
    to_slack = httpx.ASGITransport(app=web)

    async def deliver(reading: NewsReading) -> Receipt:
        body = reading.model_dump_json().encode()
        stamp = str(int(time.time()))
        signature = wire.sign(key, stamp, "", "POST", wire.NEWS_PATH, body)
        headers = {wire.TIMESTAMP: stamp, wire.SIGNATURE: signature, wire.PERSON: ""}
        async with asyncio.timeout(DELIVERY_SECONDS):
            request = httpx.Request("POST", f"http://slack-app{wire.NEWS_PATH}", content=body, headers=headers)
            answer = await to_slack.handle_async_request(request)
            await answer.aread()
        if answer.status_code != 200:
            raise OSError(f"the subscriber answered {answer.status_code}")
        return Receipt.model_validate_json(answer.content)

    return deliver


def build() -> Process:
    """From the environment."""
    return Process(ServiceSettings(), SlackSettings())

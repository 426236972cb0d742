"""The Slack half as one object: its routes, its listeners, and how it is started and stopped."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import aiohttp
import httpx
from pydantic import ValidationError
from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncApp
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import AsyncConnectionErrorRetryHandler
from slack_sdk.http_retry.builtin_interval_calculators import FixedValueRetryIntervalCalculator
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from schemas import news as wire
from schemas.readings import NewsReading
from slack_app.homes import Homes
from slack_app.inbound import Tools, Waits
from slack_app.installations import Installation
from slack_app.listeners.routing import register
from slack_app.log import failed, library_logger, quiet_libraries
from slack_app.news import Post
from slack_app.people import Directory
from slack_app.service_client import Service
from slack_app.settings import SlackSettings
from slack_app.slack_errors import SLACK_FAULTS, code
from slack_app.socket_line import SocketLine

PRESS_TIMEOUT, NEWS_TIMEOUT = 2.5, 10.0
"""Seconds a call to Slack may take: while a person waits for a modal, and while nobody does."""
UNREADABLE = (ValueError, AttributeError, TypeError, LookupError, RecursionError)
"""What Bolt raises when it unpacks something that Slack never sends; it does so before it looks at the signature."""
NOT_FOUND = 404
AT_ONCE = FixedValueRetryIntervalCalculator(0.05)


@dataclass(frozen=True)
class SlackHalf:
    """`web` has the routes (`/slack/events`, `/news`); `start` and `stop` bracket its life."""

    web: Starlette
    bolt: AsyncApp
    service: Service
    start: Callable[[], Awaitable[None]]
    stop: Callable[[], Awaitable[None]]


def build(
    settings: SlackSettings, service_transport: httpx.AsyncBaseTransport, wire_key: bytes, waits: Waits | None = None
) -> SlackHalf:
    """The Slack half of one process. `wire_key` signs what goes to the service and checks what comes from it."""
    waits = waits or Waits()
    quiet_libraries()
    token = settings.slack_bot_token.get_secret_value()
    # A modal's trigger works once, so asking again over a fresh connection is safe. A message is never sent again from
    # here: the answer to the first may be what was lost.
    presses = _client(settings, None, PRESS_TIMEOUT, [AsyncConnectionErrorRetryHandler(interval_calculator=AT_ONCE)])
    posting = _client(settings, token, NEWS_TIMEOUT, [])
    installation = Installation(presses, token)
    service = Service(service_transport, wire_key, waits.service)
    bolt = AsyncApp(
        client=presses,
        authorize=installation,
        signing_secret=settings.slack_signing_secret.get_secret_value(),
        process_before_response=True,
        logger=library_logger(),
    )
    homes = Homes()
    register(bolt, Tools(service, Directory(), homes, installation, waits))
    web = _routes(bolt, Post(posting, homes), wire_key)
    line = _line(settings, bolt, waits)
    start, stop = _life(line, (presses, posting), installation, service)
    return SlackHalf(web, bolt, service, start, stop)


def _client(
    settings: SlackSettings, token: str | None, timeout: float, retries: list[AsyncRetryHandler]
) -> AsyncWebClient:
    url = settings.slack_api_url
    return AsyncWebClient(
        token=token, base_url=url, timeout=int(timeout), retry_handlers=retries, logger=library_logger()
    )


def _routes(bolt: AsyncApp, post: Post, wire_key: bytes) -> Starlette:
    async def events(request: Request) -> Response:
        body = await request.body()
        try:
            asked = to_async_bolt_request(request, body)
        except UNREADABLE:
            return Response(status_code=400)
        try:
            answer = await bolt.async_dispatch(asked)
        except UNREADABLE:
            return Response(status_code=400)
        # Bolt says 404 of what no listener is for, such as a payload of no known type: the request was wrong.
        return Response(status_code=400) if answer.status == NOT_FOUND else to_starlette_response(answer)

    async def news(request: Request) -> Response:
        body = await request.body()
        if not _is_signed(request, wire_key, body):
            return Response(status_code=401)
        try:
            reading = NewsReading.model_validate_json(body)
        except ValidationError:
            return Response(status_code=400)
        receipt = await post.deliver(reading)
        return Response(receipt.model_dump_json(), media_type="application/json")

    # Bolt reads the request itself, so there is nothing for FastAPI to take apart.
    return Starlette(routes=[
        Route("/slack/events", events, methods=["POST"]),
        Route(wire.NEWS_PATH, news, methods=["POST"]),
    ])  # fmt: skip


def _is_signed(request: Request, key: bytes, body: bytes) -> bool:
    given, at, person = (request.headers.get(name, "") for name in (wire.SIGNATURE, wire.TIMESTAMP, wire.PERSON))
    return wire.is_signed(key, given, time.time(), at, person, request.method, wire.NEWS_PATH, body)


def _line(settings: SlackSettings, bolt: AsyncApp, waits: Waits) -> SocketLine | None:
    token = settings.slack_app_token
    return SocketLine(bolt, token.get_secret_value(), waits.connection) if token else None


def _life(
    line: SocketLine | None, clients: tuple[AsyncWebClient, ...], installation: Installation, service: Service
) -> tuple[Callable[[], Awaitable[None]], Callable[[], Awaitable[None]]]:
    async def start() -> None:
        for client, timeout in zip(clients, (PRESS_TIMEOUT, NEWS_TIMEOUT), strict=True):
            # One session each, so that connections to Slack are kept; it can only be made inside the running loop.
            client.session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=timeout))
        await _greet(installation)
        if line:
            await line.open()

    async def stop() -> None:
        if line:
            await line.close()
        for client in clients:
            if client.session:
                await client.session.close()
        await service.close()

    return start, stop


async def _greet(installation: Installation) -> None:
    try:
        await installation.known()
    except SLACK_FAULTS as error:
        # Slack may be down just now; the first payload asks again, and news waits in its queue.
        failed("slack_not_reached", error, slack=code(error))

"""The Slack half between a fake service and the stand-in workspace, which it reaches over real HTTP."""

import contextlib
import json
import socket
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from pydantic import SecretStr

from deploy.sandbox.app import create_app
from deploy.sandbox.clock import Clock, Ids
from deploy.sandbox.driver import Workspace
from deploy.sandbox.manifest import load_manifest
from deploy.sandbox.sandbox import Sandbox, Settings
from schemas import news as wire
from schemas.commands import Receipt
from schemas.readings import NewsReading
from slack_app.inbound import Waits
from slack_app.main import SlackHalf, build
from slack_app.settings import SlackSettings

from .fake_service import KEY, FakeService

SECRET, TOKEN = "a-signing-secret", "xoxb-test"
MANIFEST = Path(__file__).parents[2] / "deploy" / "slack_manifest.yaml"


@contextlib.asynccontextmanager
async def served(asgi: Any, listening: socket.socket) -> AsyncIterator[None]:
    """Real HTTP inside the test's own loop. Without `serve`, whose loop would make each test wait for its next tick."""
    config = uvicorn.Config(asgi, log_level="critical", timeout_graceful_shutdown=1)
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    await server.startup([listening])
    try:
        yield
    finally:
        server.force_exit = True  # nobody is left to wait for
        await server.shutdown([listening])


async def told(app: httpx.AsyncClient, news: NewsReading) -> Receipt:
    """News as the service posts it to the Slack half."""
    body = news.model_dump_json().encode()
    at = str(int(time.time()))
    signature = wire.sign(KEY, at, "", "POST", wire.NEWS_PATH, body)
    headers = {wire.SIGNATURE: signature, wire.TIMESTAMP: at, wire.PERSON: ""}
    answer = await app.post(wire.NEWS_PATH, content=body, headers=headers)
    assert answer.status_code == 200
    return Receipt.model_validate_json(answer.content)


class Stage:
    """The half under test, and the two it stands between."""

    def __init__(self, half: SlackHalf, service: FakeService, workspace: Workspace, sandbox: Sandbox) -> None:
        self.half, self.service, self.workspace, self.sandbox = half, service, workspace, sandbox
        self.app = httpx.AsyncClient(transport=httpx.ASGITransport(half.web), base_url="http://app")

    async def tell(self, news: NewsReading) -> Receipt:
        """News from the service, signed."""
        return await told(self.app, news)

    def refused(self) -> list[Any]:
        """What the workspace refused to take from the app."""
        return [entry for entry in self.sandbox.journal.entries if entry.way != "to app" and entry.trouble]


def settings(port: int, **changes: Any) -> SlackSettings:
    url = f"http://127.0.0.1:{port}/api/"
    secrets = {"slack_bot_token": SecretStr(TOKEN), "slack_signing_secret": SecretStr(SECRET)}
    return SlackSettings(**(secrets | {"slack_api_url": url} | changes))


@contextlib.asynccontextmanager
async def raised(waits: Waits | None = None, **changes: Any) -> AsyncIterator[Stage]:
    """A stage; `changes` go into the stand-in's settings."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        service = FakeService()
        transport = httpx.ASGITransport(service.asgi, raise_app_exceptions=False)
        app_token = SecretStr("xapp-test") if changes.get("socket") else None
        half = build(settings(port, slack_app_token=app_token), transport, KEY, waits)
        base = f"http://127.0.0.1:{port}"
        said = Settings(load_manifest(MANIFEST), "http://app/slack/events", base, SECRET, TOKEN, "xapp-test", **changes)
        sandbox = Sandbox(said, Clock(), Ids(7))
        outward = httpx.AsyncClient(transport=httpx.ASGITransport(half.web), base_url="http://app")
        asgi = create_app(sandbox, outward)
        async with served(asgi, listening), outward, Workspace(base, httpx.ASGITransport(asgi)) as workspace:
            await half.start()
            stage = Stage(half, service, workspace, sandbox)
            try:
                yield stage
            finally:
                await stage.app.aclose()
                await half.stop()
                await asgi.state.floor.delivery.stop()


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with raised() as made:
        yield made


def values(modal: Any) -> dict[str, Any]:
    """The metadata of a modal."""
    found: dict[str, Any] = json.loads(modal.private_metadata)
    return found

"""One stand-in and one fake app per test, inside this process: no ports, no waiting."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from deploy.sandbox.app import create_app
from deploy.sandbox.clock import Clock, Ids
from deploy.sandbox.driver import Workspace
from deploy.sandbox.manifest import read_manifest
from deploy.sandbox.sandbox import Sandbox, Settings

from .fake_app import SECRET, TOKEN, FakeApp

MANIFEST = Path(__file__).parents[2] / "deploy" / "slack_manifest.yaml"
AN_INSTANT = 1_794_560_400.0  # any fixed instant will do; tests move it by hand


class HandClock:
    """Real time that stands still until a test moves it."""

    def __init__(self) -> None:
        self.seconds = AN_INSTANT

    def __call__(self) -> float:
        return self.seconds


class Stage:
    """Everything a test needs: the stand-in, the app, the driver, the real time."""

    def __init__(self, sandbox: Sandbox, app: FakeApp, workspace: Workspace, real: HandClock, page: Any) -> None:
        self.sandbox, self.app, self.workspace, self.real, self.page = sandbox, app, workspace, real, page


def manifest(**changes: Any) -> Any:
    """The shipped manifest with some settings changed."""
    data = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    for path, value in changes.items():
        *way, last = path.split("__")
        place = data
        for step in way:
            place = place[step]
        place[last] = value
    return read_manifest(data)


@pytest.fixture
async def make_stage() -> AsyncIterator[Callable[..., Any]]:
    """Make a stage; keyword arguments are Settings, `ack_seconds`, or manifest paths with double underscores."""
    async with AsyncExitStack() as stack:

        async def make(ack_seconds: float = 3.0, rate: bool = False, clock_url: str = "", **changes: Any) -> Stage:
            real, app = HandClock(), FakeApp()
            settings = Settings(
                manifest(**changes),
                "http://app/slack/events",
                "http://sandbox",
                SECRET,
                TOKEN,
                "xapp-test",
                rate=rate,
                clock_url=clock_url,
            )
            sandbox = Sandbox(settings, Clock(real), Ids(7))
            outward = httpx.AsyncClient(transport=httpx.ASGITransport(app.asgi), base_url="http://app")
            asgi = create_app(sandbox, outward, ack_seconds)
            asgi.state.floor.acting.settle_seconds = 0.02
            inward = httpx.ASGITransport(asgi)
            app.slack = await stack.enter_async_context(httpx.AsyncClient(transport=inward, base_url="http://sandbox"))
            workspace = await stack.enter_async_context(Workspace("http://sandbox", inward))
            stack.push_async_callback(asgi.state.floor.delivery.stop)
            await stack.enter_async_context(outward)
            return Stage(sandbox, app, workspace, real, app.slack)

        yield make


@pytest.fixture
async def stage(make_stage: Callable[..., Any]) -> Any:
    """The usual stage: the shipped manifest, no rate limits."""
    return await make_stage()

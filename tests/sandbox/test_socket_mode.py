"""Socket Mode over a real loopback connection, with Slack's own client."""

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import uvicorn
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from deploy.sandbox.app import create_app
from deploy.sandbox.driver import Workspace
from deploy.sandbox.sandbox import Sandbox, Settings

from .conftest import manifest
from .fake_app import TOKEN, modal, typed


@pytest.fixture
async def url() -> AsyncIterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = Settings(manifest(), "", f"http://127.0.0.1:{port}", bot_token=TOKEN, app_token="xapp-test", socket=True)
    config = uvicorn.Config(create_app(Sandbox(settings)), port=port, log_level="error", ws="websockets-sansio")
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn offers no event for it
        await asyncio.sleep(0.01)
    yield settings.base_url
    server.should_exit = True
    await task


async def connect(url: str, heard: list[SocketModeRequest]) -> SocketModeClient:
    """Slack's client, opening a modal for commands and refusing submissions."""
    web = AsyncWebClient(token=TOKEN, base_url=f"{url}/api/")
    client = SocketModeClient(app_token="xapp-test", web_client=web)

    async def receive(_: Any, request: SocketModeRequest) -> None:
        heard.append(request)
        payload = None
        if request.type == "slash_commands":
            view = modal(typed("a", "A", initial_value="x"))
            await web.views_open(trigger_id=request.payload["trigger_id"], view=view)
        if request.payload.get("type") == "view_submission":
            payload = {"response_action": "errors", "errors": {"a": "Not yet"}}
        await client.send_socket_mode_response(SocketModeResponse(request.envelope_id, payload))

    client.socket_mode_request_listeners.append(receive)
    await client.connect()
    return client


async def test_commands_submissions_and_events_travel_over_the_socket_and_back(url: str) -> None:
    heard: list[SocketModeRequest] = []
    async with Workspace(url) as workspace:
        mia = workspace.person("mia")
        assert (await mia.command("/mend")).error_code == "dispatch_failed", "nobody is connected yet"
        client = await connect(url, heard)
        outcome = await mia.command("/mend")
        outcome = await outcome.modal.submit()
        assert outcome.errors == {"a": "Not yet"}
        await workspace.fault(deactivate="leo")

        async def told() -> bool:
            return len(heard) == 3

        await workspace.until(told)
        assert [one.type for one in heard] == ["slash_commands", "interactive", "events_api"]
        assert heard[2].payload["event"]["type"] == "user_change"
        assert heard[2].retry_attempt == 0
        await client.close()


async def test_a_disconnect_makes_the_client_come_back_and_a_ticket_works_once(url: str) -> None:
    heard: list[SocketModeRequest] = []
    client = await connect(url, heard)
    web = AsyncWebClient(token=TOKEN, base_url=f"{url}/api/")
    async with Workspace(url) as workspace:
        first = client.current_session
        await workspace.fault(disconnect="warning")
        await workspace.fault(disconnect="refresh_requested")

        async def again() -> bool:
            session = client.current_session
            return session is not None and session is not first and not session.closed

        await workspace.until(again)

        async def answered() -> bool:
            return (await workspace.person("mia").command("/mend")).modal is not None

        await workspace.until(answered)
        opened = await web.apps_connections_open(app_token="xapp-test")
        async with client.aiohttp_client_session.ws_connect(opened["url"]) as used:
            assert (await used.receive_json())["type"] == "hello"
            with pytest.raises(Exception, match="403"):
                await client.aiohttp_client_session.ws_connect(opened["url"])
    await client.close()


async def test_ten_connections_are_taken_and_no_eleventh(url: str) -> None:
    web = AsyncWebClient(token=TOKEN, base_url=f"{url}/api/")
    async with aiohttp.ClientSession() as session:
        links = []  # kept, or the collector would close them
        for number in range(1, 11):
            opened = await web.apps_connections_open(app_token="xapp-test")
            links.append(await session.ws_connect(opened["url"]))
            assert (await links[-1].receive_json())["num_connections"] == number
        opened = await web.apps_connections_open(app_token="xapp-test")
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(opened["url"])

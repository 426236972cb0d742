"""Socket Mode: payloads come over a connection that Mend opens itself, so that it needs no public address."""

import asyncio

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp


class SocketLine:
    """The connection of one process."""

    def __init__(self, bolt: AsyncApp, app_token: str, patience: float) -> None:
        self._bolt, self._app_token, self._patience = bolt, app_token, patience
        self._handler: AsyncSocketModeHandler | None = None
        self._connecting: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Returns when the connection stands, or after some seconds: Slack may be down; slack_sdk goes on trying."""
        self._handler = AsyncSocketModeHandler(self._bolt, self._app_token)  # only to be made inside the running loop
        connect = self._handler.connect_async()  # type: ignore[no-untyped-call]
        self._connecting = asyncio.ensure_future(connect)
        await asyncio.wait({self._connecting}, timeout=self._patience)

    async def close(self) -> None:
        if self._connecting:
            self._connecting.cancel()
        if self._handler:
            await self._handler.close_async()  # type: ignore[no-untyped-call]

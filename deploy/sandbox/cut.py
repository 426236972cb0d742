"""An answer that never arrives: the work is done, then the connection goes away."""

from starlette.responses import Response
from starlette.types import Receive, Scope, Send


class Gone(ConnectionError):
    """The connection was cut on purpose."""


class CutConnection(Response):
    """Promises a body and closes without sending it, so the caller cannot know what happened."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"content-length", b"1000"), (b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"{", "more_body": True})
        raise Gone("connection cut (fault)")

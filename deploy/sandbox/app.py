"""The web application: Slack's side for the app, doors for the driver, pages for people."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI, Request, WebSocket
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from fastapi.staticfiles import StaticFiles

from . import api_chat, desks, doors, page
from .delivery import Delivery, HttpTransport
from .floor import Floor
from .forms import NotPossible
from .refusal import Refusal
from .sandbox import Sandbox
from .socket_mode import SocketTransport
from .web_api import WebApi, read_arguments


def create_app(sandbox: Sandbox, client: httpx.AsyncClient | None = None, ack_seconds: float = 3.0) -> FastAPI:
    """The whole stand-in. `client` reaches the app and its clock; tests pass their own and a shorter patience."""
    outward = client or httpx.AsyncClient(timeout=httpx.Timeout(30.0))
    sockets = SocketTransport(sandbox) if sandbox.settings.socket else None
    delivery = Delivery(sandbox, sockets or HttpTransport(sandbox, outward), ack_seconds)
    floor = Floor(sandbox, delivery, outward, sockets)

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        following = asyncio.create_task(floor.keep_following())
        yield
        following.cancel()
        await delivery.stop()
        if client is None:
            await outward.aclose()

    app = FastAPI(title="A stand-in Slack workspace", lifespan=life, docs_url=None, redoc_url=None)
    app.state.floor = floor
    app.include_router(doors.routes(floor))
    pages = page.Pages(floor)
    app.include_router(page.routes(pages))
    app.include_router(desks.routes(pages))
    app.mount("/static", StaticFiles(directory=page.HERE / "static"))
    _slack_side(app, sandbox, sockets)
    app.add_exception_handler(NotPossible, _not_possible)
    app.add_exception_handler(Refusal, _refused)
    return app


async def _not_possible(request: Request, trouble: Exception) -> Response:
    return JSONResponse({"detail": str(trouble)}, 409)


async def _refused(request: Request, trouble: Exception) -> Response:
    return JSONResponse({"detail": str(trouble)}, 404)


def _slack_side(app: FastAPI, sandbox: Sandbox, sockets: SocketTransport | None) -> None:
    web_api = WebApi(sandbox)

    @app.api_route("/api/{method}", methods=["GET", "POST"])
    async def call(method: str, request: Request) -> Response:
        return await web_api.answer(method, request)

    respond = _responder(sandbox)
    app.add_api_route("/actions/{team}/{secret}", respond, methods=["POST"])
    app.add_api_route("/commands/{team}/{secret}", respond, methods=["POST"])

    @app.websocket("/link/")
    async def link(socket: WebSocket) -> None:
        if sockets is not None:
            await sockets.serve(socket)


def _responder(sandbox: Sandbox) -> Callable[..., Awaitable[Response]]:
    async def respond(team: str, secret: str, request: Request) -> Response:
        """A response_url. docs: /interactivity/handling-user-interaction#message_responses"""
        args, _ = await read_arguments(request)
        try:
            api_chat.respond(sandbox, secret, args)
        except Refusal as refusal:
            sandbox.journal.write(
                "from app", "response_url", args, refusal.answer(), f"{refusal.code} {refusal.pages()}"
            )
            return JSONResponse(refusal.answer(), 404 if refusal.code.endswith("_url") else 400)
        finally:
            sandbox.call_ended()
        sandbox.journal.write("from app", "response_url", args, "ok")
        return PlainTextResponse("ok")

    return respond

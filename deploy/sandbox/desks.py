"""The pages of one person, `/as/{key}`: conversations, Home, the modal's form, and live updates."""

import asyncio
from collections.abc import AsyncIterator

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from .checks import Json
from .floor import Floor
from .outcome import Outcome
from .page import Pages, back, press_target
from .workspace import Channel, Person

LIVE_SECONDS = 20.0


def routes(pages: Pages) -> APIRouter:
    """Everything under `/as/{key}`."""
    router = APIRouter()
    router.include_router(_looking(pages))
    router.include_router(_writing(pages))
    router.include_router(_pressing(pages))
    return router


def _looking(pages: Pages) -> APIRouter:
    router, floor = APIRouter(prefix="/as/{key}"), pages.floor

    @router.get("")
    async def desk(key: str) -> Response:
        return back(f"/as/{key}/c/{floor.workspace.channel('incidents').id}")

    @router.get("/c/{channel_id}")
    async def conversation(request: Request, key: str, channel_id: str) -> Response:
        person, channel = floor.workspace.person(key), floor.workspace.channel(channel_id)
        if person.id not in channel.members:
            return pages.draw(request, "trouble.html", trouble=f"{person.real_name} is not in this conversation.")
        if channel.kind == "im" and "live" not in request.query_params:
            floor.acting.open_messages(person, channel)
        threads = pages.threads(person, channel)
        return pages.desk(request, person, template="conversation.html", channel=channel, threads=threads)

    @router.get("/home")
    async def home(request: Request, key: str) -> Response:
        person = floor.workspace.person(key)
        if "live" not in request.query_params:
            await pages.do(person, floor.acting.open_home(person, seconds=1.5))
        shown = floor.sandbox.views.homes.get(person.id)
        return pages.desk(request, person, template="home.html", home=shown)

    @router.get("/live")
    async def live(request: Request, key: str, channel: str = "", seen: int = 0) -> Response:
        stream = _stream(floor, floor.workspace.person(key), channel, seen)
        return StreamingResponse(stream, media_type="text/event-stream", headers={"cache-control": "no-store"})

    return router


async def _stream(floor: Floor, person: Person, channel: str, seen: int) -> AsyncIterator[str]:
    """One line per change; the page then fetches itself again. Ends by itself, the browser comes back."""
    changes = floor.workspace.changes
    yield "retry: 500\n\n"
    end = asyncio.get_running_loop().time() + LIVE_SECONDS
    while (left := end - asyncio.get_running_loop().time()) > 0:
        count = await changes.wait(seen, person.id, channel, seconds=min(left, 5.0))
        yield f"data: {count}\n\n" if count != seen else ": still here\n\n"
        seen = count


def _writing(pages: Pages) -> APIRouter:
    router, floor = APIRouter(prefix="/as/{key}"), pages.floor

    @router.post("/c/{channel_id}")
    async def write(request: Request, key: str, channel_id: str) -> Response:
        person, channel = floor.workspace.person(key), floor.workspace.channel(channel_id)
        form = await request.form()
        text, thread = str(form.get("text") or "").strip(), str(form.get("thread_ts") or "")
        if text:
            await pages.do(person, _written(floor, person, channel, text, thread))
        return back(f"/as/{key}/c/{channel.id}")

    @router.post("/dismiss")
    async def dismiss(request: Request, key: str) -> Response:
        person, form = floor.workspace.person(key), await request.form()
        pages.banners.pop(person.id, None)
        for one in floor.workspace.ephemerals.get(person.id, [])[:]:
            if one.ts == form.get("ts"):
                floor.workspace.remove(one)
        return back(str(form.get("back") or f"/as/{key}"))

    return router


def _pressing(pages: Pages) -> APIRouter:
    router, floor = APIRouter(prefix="/as/{key}"), pages.floor

    @router.post("/press")
    async def press(request: Request, key: str) -> Response:
        person, form = floor.workspace.person(key), await request.form()
        block_id, action_id, value = press_target(str(form["target"]))
        several = [str(each) for each in form.getlist(f"{block_id}/{action_id}")]
        chosen = value if value is not None else (several[0] if len(several) == 1 else several or None)
        given: Json = {name: form.get(name) for name in ("where", "channel", "ts")}
        given |= {"block_id": block_id, "action_id": action_id, "value": chosen}
        await pages.do(person, floor.press(person, given))
        return back(str(form.get("back") or f"/as/{key}"))

    @router.post("/modal")
    async def modal(request: Request, key: str) -> Response:
        person, form = floor.workspace.person(key), await request.form()
        await pages.do(person, pages.modal_form(person, form))
        return back(str(form.get("back") or f"/as/{key}"))

    @router.post("/shortcut")
    async def shortcut(request: Request, key: str) -> Response:
        person, form = floor.workspace.person(key), await request.form()
        callback_id, where = str(form["callback_id"]), str(form.get("channel") or "general")
        if form.get("ts"):
            found = floor.message(where, str(form["ts"]))
            await pages.do(person, floor.acting.message_shortcut(person, callback_id, found))
        else:
            await pages.do(person, floor.acting.shortcut(person, callback_id, floor.workspace.channel(where)))
        return back(str(form.get("back") or f"/as/{key}"))

    return router


async def _written(floor: Floor, person: Person, channel: Channel, text: str, thread: str) -> Outcome | None:
    """What the composer does with a line: a command, an invitation, or a message."""
    if text.split(maxsplit=1)[0] == "/invite":
        floor.invite(person, channel)
        return None
    if text.startswith("/") and thread:
        return Outcome(error="Commands cannot be used in threads.")
    if text.startswith("/"):
        return await floor.acting.command(person, channel, text)
    floor.acting.able(person)
    if channel.kind == "im":
        return Outcome(error="The app's messages tab is read-only. Commands work here.")
    floor.workspace.say(person, channel.id, text, thread or None)
    return None

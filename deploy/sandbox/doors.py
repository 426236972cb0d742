"""What the driver may ask, in JSON: act as a person, look at the state, turn time and faults."""

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Body

from . import shapes
from .checks import Json
from .floor import Floor
from .outcome import Outcome
from .views import View
from .workspace import Message, Person

Given = Body(default_factory=dict)


def routes(floor: Floor) -> APIRouter:
    """`/act/{person}/…` does something as that person; `/state/…` only looks."""
    router = APIRouter()
    router.include_router(_acting(floor))
    router.include_router(_writing(floor))
    router.include_router(_modal(floor))
    router.include_router(_looking(floor))
    router.include_router(_turning(floor))
    return router


def message_row(one: Message, floor: Floor) -> Json:
    """A message with what its JSON leaves out."""
    return shapes.message(one, floor.workspace) | {"channel": one.channel, "ephemeral": bool(one.seen_by)}


def view_row(view: View | None, floor: Floor) -> Json | None:
    """A view with the errors it shows."""
    return None if view is None else shapes.view(view, floor.workspace) | {"errors": view.errors}


def person_row(person: Person, floor: Floor) -> Json:
    """Everything one person has in front of them."""
    stack = floor.sandbox.views.stack(person)
    dm, _ = floor.workspace.conversation([person])
    return {
        "modal": view_row(stack[-1] if stack else None, floor),
        "depth": len(stack),
        "home": view_row(floor.sandbox.views.homes.get(person.id), floor),
        "dm": dm.id,
        "ephemerals": [message_row(one, floor) for one in floor.workspace.ephemerals.get(person.id, [])],
    }


def _row(outcome: Outcome, person: Person, floor: Floor) -> Json:
    return asdict(outcome) | person_row(person, floor)


def _acting(floor: Floor) -> APIRouter:
    router = APIRouter(prefix="/act/{name}")

    @router.post("/command")
    async def command(name: str, given: Json = Given) -> Json:
        person = floor.workspace.person(name)
        channel = floor.workspace.channel(given.get("channel") or "general")
        return _row(await floor.acting.command(person, channel, given["line"]), person, floor)

    @router.post("/shortcut")
    async def shortcut(name: str, given: Json = Given) -> Json:
        person = floor.workspace.person(name)
        channel = floor.workspace.channel(given.get("channel") or "general")
        return _row(await floor.acting.shortcut(person, given["callback_id"], channel), person, floor)

    @router.post("/message_shortcut")
    async def message_shortcut(name: str, given: Json = Given) -> Json:
        person, message = floor.workspace.person(name), floor.message(given["channel"], given["ts"])
        return _row(await floor.acting.message_shortcut(person, given["callback_id"], message), person, floor)

    @router.post("/home")
    async def home(name: str, given: Json = Given) -> Json:
        person = floor.workspace.person(name)
        await floor.acting.open_home(person, seconds=float(given.get("seconds") or 3.0))
        return person_row(person, floor)

    @router.post("/press")
    async def press(name: str, given: Json = Given) -> Json:
        person = floor.workspace.person(name)
        return _row(await floor.press(person, given), person, floor)

    return router


def _writing(floor: Floor) -> APIRouter:
    router = APIRouter(prefix="/act/{name}")

    @router.post("/say")
    async def say(name: str, given: Json = Given) -> Json:
        person, channel = floor.workspace.person(name), floor.workspace.channel(given["channel"])
        said = floor.workspace.say(person, channel.id, given["text"], given.get("thread_ts"))
        return message_row(said, floor)

    @router.post("/invite")
    async def invite(name: str, given: Json = Given) -> Json:
        floor.invite(floor.workspace.person(name), floor.workspace.channel(given["channel"]))
        return {"ok": True}

    return router


def _modal(floor: Floor) -> APIRouter:
    router = APIRouter(prefix="/act/{name}")

    @router.post("/fill")
    async def fill(name: str, given: Json = Given) -> Json:
        person = floor.workspace.person(name)
        floor.modals.fill(floor.modals.top(person), given["values"])
        return person_row(person, floor)

    @router.post("/submit")
    async def submit(name: str) -> Json:
        person = floor.workspace.person(name)
        return _row(await floor.modals.submit(person), person, floor)

    @router.post("/close")
    async def close(name: str, given: Json = Given) -> Json:
        person = floor.workspace.person(name)
        return _row(await floor.modals.close(person, bool(given.get("everything"))), person, floor)

    return router


def _looking(floor: Floor) -> APIRouter:
    router = APIRouter(prefix="/state")

    @router.get("/people")
    async def people() -> Json:
        workspace = floor.workspace
        names = {one.id: one.real_name for one in workspace.people.values()}
        names |= {one.id: one.name for one in workspace.channels.values()}
        return {
            "people": {one.key: asdict(one) for one in workspace.people.values()},
            "app": workspace.app,
            "names": names | {workspace.app["bot_user_id"]: workspace.app["name"]},
        }

    @router.get("/person/{name}")
    async def person(name: str) -> Json:
        return person_row(floor.workspace.person(name), floor)

    @router.get("/conversations")
    async def conversations() -> list[Json]:
        found = floor.workspace.channels.values()
        return [asdict(one) | {"members": sorted(one.members)} for one in found]

    @router.get("/messages/{channel}")
    async def messages(channel: str) -> list[Json]:
        found = floor.workspace.channel(channel)
        return [message_row(one, floor) for one in floor.workspace.messages.get(found.id, [])]

    @router.get("/log")
    async def log() -> list[Json]:
        return floor.sandbox.journal.newest_first()

    return router


def _turning(floor: Floor) -> APIRouter:
    router = APIRouter()

    @router.get("/clock")
    async def clock() -> Json:
        await floor.follow_product_clock()
        return {"now": floor.sandbox.clock.now(), "office": floor.sandbox.clock.today().isoformat()}

    @router.post("/clock")
    async def advance(given: Json = Given) -> Json:
        seconds = given.get("advance_seconds")
        return await floor.advance(float(seconds) if seconds is not None else floor.leap(given["leap"]))

    @router.post("/fault")
    async def fault(given: Json = Given) -> Any:
        return await floor.fault(given)

    return router

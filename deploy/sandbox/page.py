"""The pages people look at. Plain forms; what they do goes through the same Floor as the driver."""

import json
from collections.abc import Awaitable
from datetime import datetime
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from fastapi.templating import Jinja2Templates
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from .block_kit import options_of
from .checks import Json
from .clock import LEAPS, OFFICE
from .floor import Floor
from .forms import MANY, NotPossible, offered, stateful
from .limits import ELEMENTS
from .mrkdwn import html, plain
from .outcome import Outcome
from .refusal import Refusal
from .workspace import Channel, Message, Person

HERE = Path(__file__).parent
SEE_OTHER = 303


class Pages:
    """Draws and acts for one Floor; `banners` holds the last thing that went wrong for each person."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        self.banners: dict[str, str] = {}
        self.templates = Jinja2Templates(HERE / "templates")
        self.templates.env.filters |= {
            "mrkdwn": self.marked,
            "plain": lambda text: plain(text or ""),
            "pretty": lambda value: json.dumps(value, indent=2, ensure_ascii=False),
            "when": self.when,
        }
        shared: Json = {"options_of": options_of, "leaps": LEAPS, "kinds": ELEMENTS, "writer_of": self.writer}
        self.templates.env.globals |= shared

    @pass_context
    def marked(self, context: Context, text: str | None) -> Markup:
        """mrkdwn for whoever looks at the page."""
        reader = context.get("me")
        return html(text or "", self.name_of, reader.tz if reader else "UTC")

    def name_of(self, key: str) -> str:
        """A person's or channel's name."""
        workspace = self.floor.workspace
        if key == workspace.app["bot_user_id"]:
            return str(workspace.app["name"])
        if key in workspace.people:
            return workspace.people[key].real_name
        return workspace.channels[key].name if key in workspace.channels else ""

    def writer(self, message: Message) -> tuple[str, str, str]:
        """Name, colour and initials of whoever wrote a message."""
        one = self.floor.workspace.people.get(message.user)
        if one is None:
            return str(self.floor.workspace.app["name"]), "#2f4a43", str(self.floor.workspace.app["name"])[0]
        return one.real_name, one.colour, one.initials

    def when(self, ts: str) -> str:
        """A message's time at the office."""
        return datetime.fromtimestamp(float(ts), OFFICE).strftime("%a %d %b, %H:%M")

    def draw(self, request: Request, name: str, **more: Any) -> HTMLResponse:
        """One page with what every page needs."""
        workspace = self.floor.workspace
        shared = {
            "team": workspace.team,
            "app": workspace.app,
            "people": [one for one in workspace.people.values() if not one.outside],
            "everybody": [one for one in workspace.people.values() if not one.deleted],
            "outside": [one for one in workspace.people.values() if one.outside],
            "now": self.floor.sandbox.clock.today(),
            "product_clock": bool(self.floor.sandbox.settings.clock_url),
            "followed": self.floor.product_now is not None,
            "me": None,
            "here": request.url.path,
        }
        return self.templates.TemplateResponse(request, name, shared | more)

    def desk(self, request: Request, person: Person, **more: Any) -> HTMLResponse:
        """A page of one person: their conversations, their modal, what went wrong."""
        workspace, manifest = self.floor.workspace, self.floor.sandbox.manifest
        stack = self.floor.sandbox.views.stack(person)
        dm, _ = workspace.conversation([person])
        subject: Channel | None = more.get("channel")
        seen = workspace.changes.count(person.id, subject.id if subject else "")
        shared = {
            "me": person,
            "channels": [one for one in workspace.visible(person) if one.kind in ("public", "private")],
            "groups": [one for one in workspace.visible(person) if one.kind == "mpim"],
            "dm": dm,
            "received": len(workspace.messages.get(dm.id, [])),
            "modal": stack[-1] if stack else None,
            "depth": len(stack),
            "banner": self.banners.get(person.id, ""),
            "commands": _completions(manifest.commands),
            "shortcuts": manifest.shortcuts,
            "seen": seen,
            "offered": lambda element: offered(element, workspace.visible(person)),
            "channel_title": self.title,
            "channel": None,
        }
        return self.draw(request, more.pop("template"), **(shared | more))

    def title(self, channel: Channel) -> str:
        """How a conversation is called on the page."""
        if channel.kind == "im":
            return str(self.floor.workspace.app["name"])
        if channel.kind == "mpim":
            names = [self.name_of(each).split()[0] for each in sorted(channel.members)]
            return ", ".join([str(self.floor.workspace.app["name"]), *names])
        return channel.name

    def threads(self, person: Person, channel: Channel) -> list[tuple[Message, list[Message]]]:
        """Messages with their replies, ephemeral ones included, oldest first."""
        workspace = self.floor.workspace
        hidden = [one for one in workspace.ephemerals.get(person.id, []) if one.channel == channel.id]
        every = sorted([*workspace.messages.get(channel.id, []), *hidden], key=lambda one: float(one.ts))
        heads = [one for one in every if not one.thread_ts]
        known = {one.ts for one in heads}
        return [(head, [one for one in every if one.thread_ts == head.ts]) for head in heads if head.ts in known]

    async def do(self, person: Person, work: Awaitable[Any]) -> None:
        """Do something for a person; what goes wrong becomes their banner."""
        self.banners.pop(person.id, None)
        try:
            outcome = await work
        except (NotPossible, Refusal) as trouble:
            self.banners[person.id] = str(trouble)
            return
        if isinstance(outcome, Outcome) and outcome.error:
            self.banners[person.id] = outcome.error

    async def modal_form(self, person: Person, form: Any) -> Outcome | None:
        """The modal's form: every field, and which button was pressed."""
        view = self.floor.modals.top(person)
        self.floor.modals.fill(view, _values(view.body["blocks"], form))
        pressed = str(form.get("do") or "submit")
        if pressed == "submit":
            return await self.floor.modals.submit(person)
        if pressed in ("close", "x"):
            return await self.floor.modals.close(person, everything=pressed == "x")
        block_id, action_id, value = press_target(pressed)
        return await self.floor.acting.press_in_view(person, view, block_id, action_id, value)


def press_target(pressed: str) -> tuple[str, str, str | None]:
    """What a button stands for: `press:` and a JSON list of block_id, action_id and, for a menu, the chosen value."""
    target = json.loads(pressed.removeprefix("press:"))
    return str(target[0]), str(target[1]), target[2] if len(target) > 2 else None


def _values(blocks: list[Json], form: Any) -> dict[str, dict[str, Any]]:
    values: dict[str, dict[str, Any]] = {}
    for block, element in stateful(blocks):
        name = f"{block['block_id']}/{element['action_id']}"
        given = [str(each).replace("\r\n", "\n") for each in form.getlist(name)]
        several = ELEMENTS[element["type"]].state in MANY
        values.setdefault(block["block_id"], {})[element["action_id"]] = given if several else (given or [""])[0]
    return values


def _completions(commands: dict[str, Json]) -> list[tuple[str, str]]:
    """What the composer offers: each command, and with each word of its usage hint."""
    found = []
    for name, row in commands.items():
        found.append((name, row.get("description", "")))
        words = row.get("usage_hint", "").strip("[]").split("|")
        found += [(f"{name} {word.strip()}", "") for word in words if word.strip()]
    return found


def back(path: str) -> Response:
    """To a page of our own after a form."""
    inside = path.startswith("/") and not path.startswith("//") and "\\" not in path
    return RedirectResponse(path if inside else "/", SEE_OTHER)


def routes(pages: Pages) -> APIRouter:
    """The pages that belong to nobody in particular."""
    router = APIRouter()
    router.include_router(_looking(pages))
    router.include_router(_turning(pages))
    return router


def _looking(pages: Pages) -> APIRouter:
    router, floor = APIRouter(), pages.floor

    @router.get("/")
    async def intro(request: Request) -> Response:
        await floor.follow_product_clock()
        return pages.draw(request, "intro.html", settings=floor.sandbox.settings)

    @router.get("/log")
    async def log(request: Request) -> Response:
        return pages.draw(request, "log.html", entries=floor.sandbox.journal.newest_first(150))

    @router.get("/faults")
    async def faults(request: Request) -> Response:
        channels = [one for one in floor.workspace.channels.values() if one.kind in ("public", "private")]
        everybody = [one for one in floor.workspace.people.values() if not one.is_bot]
        more = {
            "faults": floor.sandbox.faults,
            "channels": channels,
            "everybody": everybody,
            "rate": floor.sandbox.pace,
        }
        return pages.draw(request, "faults.html", **more)

    return router


def _turning(pages: Pages) -> APIRouter:
    router, floor = APIRouter(), pages.floor

    @router.post("/faults")
    async def turn(request: Request) -> Response:
        form = await request.form()
        given: Json = {name: value for name, value in form.items() if value != "" and name != "switches"}
        if "switches" in form:
            given |= {name: name in form for name in ("duplicate_events", "duplicate_presses")}
            floor.sandbox.pace.on = bool(given.pop("rate", ""))
        try:
            await floor.fault(given)
        except (NotPossible, Refusal, ValueError) as trouble:
            return pages.draw(request, "trouble.html", trouble=str(trouble))
        return back("/faults")

    @router.post("/move-time")
    async def move_time(request: Request) -> Response:
        form = await request.form()
        try:
            await floor.advance(floor.leap(str(form["leap"])))
        except NotPossible as trouble:
            return pages.draw(request, "trouble.html", trouble=str(trouble))
        return back(str(form.get("back") or "/"))

    return router

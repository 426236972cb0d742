"""The pages: plain forms that work without a script, nothing unescaped, and live updates that spare what is typed."""

import asyncio
import re
import shutil
import socket
from collections.abc import AsyncIterator
from html.parser import HTMLParser
from typing import Any

import httpx
import pytest
import uvicorn
from playwright.async_api import Page, async_playwright

from deploy.sandbox.app import create_app
from deploy.sandbox.sandbox import Sandbox, Settings

from .conftest import Stage, manifest
from .fake_app import SECRET, TOKEN, FakeApp, actions, button, home, modal, option, plain, section, typed

INCIDENTS = "/as/mia/c/C0INCIDENT1"
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")


class Form(HTMLParser):
    """The modal's form: controls by name, labels, buttons."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.labels: dict[str, str] = {}
        self.required: set[str] = set()
        self._label, self._area = "", ""
        self.feed(html[html.index("<dialog") : html.index("</dialog>")])

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        row = dict(given)
        name = row.get("name") or ""
        if tag == "label":
            self._label = row.get("for") or ""
        if tag in ("input", "textarea", "select"):
            self._area = name if tag == "textarea" else ""
            if row.get("type") not in ("radio", "checkbox") or "checked" in row:
                self.values[name] = row.get("value") or ""
            if "required" in row:
                self.required.add(name)

    def handle_data(self, data: str) -> None:
        if self._label and data.strip():
            self.labels[data.strip()] = self._label
            self._label = ""
        if self._area:
            self.values[self._area] = data.removeprefix("\n")
            self._area = ""


def answering(stage: Any, view: dict[str, Any]) -> Any:
    async def answer(body: dict[str, Any]) -> None:
        opened = await stage.api("views.open", trigger_id=body["trigger_id"], view=view)
        assert opened["ok"], opened

    return answer


async def test_a_whole_form_can_be_filled_by_its_labels_without_a_script(stage: Stage) -> None:
    view = modal(
        typed("title", "Title"),
        typed("why", "Why", multiline=True, initial_value="because\nof this"),
        {
            "type": "input",
            "block_id": "kind",
            "label": plain("Kind"),
            "element": {"type": "radio_buttons", "action_id": "pick", "options": [option("conflict")]},
        },
    )
    stage.app.on["/mend"] = answering(stage.app, view)
    assert (await stage.page.post(INCIDENTS, data={"text": "/mend"})).status_code == 303
    form = Form((await stage.page.get(INCIDENTS)).text)
    assert form.required == {"title/value", "why/value", "kind/pick"}
    entered = form.values | {form.labels["Title"]: "Release", "kind/pick": "conflict", "do": "submit"}
    await stage.page.post("/as/mia/modal", data=entered)
    values = stage.app.last("view_submission:draft")["view"]["state"]["values"]
    assert values["title"]["value"]["value"] == "Release"
    assert values["why"]["value"]["value"] == "because\nof this"
    assert "<dialog" not in (await stage.page.get(INCIDENTS)).text


async def test_what_went_wrong_stands_beside_its_field_and_above_the_page(stage: Stage) -> None:
    async def broken(body: dict[str, Any]) -> int:
        return 500

    stage.app.on["/mend"] = answering(stage.app, modal(typed("title", "Title")))
    stage.app.on["view_submission:draft"] = broken
    await stage.page.post(INCIDENTS, data={"text": "/mend"})
    await stage.page.post("/as/mia/modal", data={"title/value": "", "do": "submit"})
    html = (await stage.page.get(INCIDENTS)).text
    assert '<p class="error" role="alert">Please complete this required field.</p>' in html
    await stage.page.post("/as/mia/modal", data={"title/value": "x", "do": "submit"})
    html = (await stage.page.get(INCIDENTS)).text
    assert "We had some trouble connecting. Try again? (dispatch_failed)" in html
    assert 'value="x"' in html


async def test_nothing_that_anybody_wrote_becomes_markup(stage: Stage) -> None:
    evil = '<script>alert(1)</script>"><img onerror=x>'
    blocks = [
        section(evil + " `<i>` ```<u>```"),
        {"type": "header", "text": plain(evil)},
        actions(button(evil, "press", value=evil, confirm=confirming(evil))),
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": evil}]}],
        },
    ]
    await stage.app.api("chat.postMessage", channel="C0INCIDENT1", text=evil, blocks=blocks)
    await stage.app.api("chat.postMessage", channel="C0INCIDENT1", text=f"{evil} <https://x.example/`a`|a>")
    view = modal(section(evil, block_id='"><script>'), typed("a", evil, initial_value=evil), title=plain(evil[:24]))
    stage.app.on["/mend"] = answering(stage.app, view)
    await stage.page.post(INCIDENTS, data={"text": "/mend " + evil})
    await stage.app.api("views.publish", user_id="U0MIA000001", view=home(*blocks))
    for path in (INCIDENTS, "/as/mia/home?live=1", "/log"):
        html = (await stage.page.get(path)).text
        assert "alert(1)" in html
        assert not re.search(r"<script>|<img |<i>`|<u>|onerror=x>", html), path


def confirming(text: str) -> dict[str, Any]:
    return {"title": plain(text), "text": plain(text), "confirm": plain("Yes"), "deny": plain("No")}


async def test_an_unknown_block_is_shown_as_it_is(stage: Stage) -> None:
    rich = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]}
    await stage.app.api("chat.postMessage", channel="C0INCIDENT1", text="x", blocks=[rich])
    html = (await stage.page.get(INCIDENTS)).text
    assert '<pre class="unknown">' in html
    assert "rich_text_section" in html


async def test_every_page_answers_and_a_person_sees_only_their_own_places(stage: Stage) -> None:
    await stage.app.api("views.publish", user_id="U0MIA000001", view=home(section("x")))
    for path in ("/", "/log", "/faults", "/as/mia/home?live=1", INCIDENTS, "/as/gone/c/C0GENERAL01", "/static/page.js"):
        assert (await stage.page.get(path)).status_code in (200, 303), path
    assert "checkout-leads" in (await stage.page.get(INCIDENTS)).text
    raj = await stage.page.get("/as/raj/c/C0INCIDENT1")
    assert "checkout-leads" not in raj.text
    assert "is not in this conversation" in (await stage.page.get("/as/raj/c/C0PRIVATE01")).text


async def test_buttons_faults_time_and_invitations_work_as_forms(stage: Stage) -> None:
    await stage.app.api("chat.postMessage", channel="C0INCIDENT1", text="x", blocks=[actions(button("Go", "go"))])
    posted = (await stage.workspace.messages("incidents"))[-1]
    place = {"where": "message", "channel": posted.channel, "ts": posted.ts, "back": INCIDENTS}
    block_id = posted.blocks[0]["block_id"]
    await stage.page.post("/as/mia/press", data=place | {"target": f'["{block_id}", "go"]'})
    assert stage.app.last("go")["user"]["username"] == "mia"
    await stage.page.post("/as/mia/c/C0PAYMENTS1", data={"text": "/invite @Mend"})
    assert (await stage.app.api("chat.postMessage", channel="C0PAYMENTS1", text="x"))["ok"]
    await stage.page.post("/faults", data={"switches": "1", "next_429": "1", "duplicate_presses": "on"})
    assert stage.sandbox.faults.next_429 == 1
    assert stage.sandbox.faults.duplicate_presses
    await stage.page.post("/faults", data={"switches": "1"})
    assert not stage.sandbox.faults.duplicate_presses
    moved = await stage.page.post("/move-time", data={"leap": "1h", "back": "//elsewhere.example"})
    assert stage.sandbox.clock.offset == 3600
    assert moved.headers["location"] == "/"


@pytest.fixture
async def served() -> AsyncIterator[tuple[str, FakeApp]]:
    """The stand-in and the fake app on real ports, for a browser."""
    app, ports = FakeApp(), []
    for _ in range(2):
        with socket.create_server(("127.0.0.1", 0)) as free:
            ports.append(free.getsockname()[1])
    urls = [f"http://127.0.0.1:{port}" for port in ports]
    settings = Settings(manifest(), f"{urls[1]}/slack/events", urls[0], SECRET, TOKEN)
    programs = [create_app(Sandbox(settings)), app.asgi]
    configs = [uvicorn.Config(made, port=port, log_level="error") for made, port in zip(programs, ports, strict=True)]
    servers = [uvicorn.Server(config) for config in configs]
    tasks = [asyncio.create_task(server.serve()) for server in servers]
    while not all(server.started for server in servers):  # noqa: ASYNC110 - uvicorn offers no event for it
        await asyncio.sleep(0.01)
    async with httpx.AsyncClient(base_url=urls[0]) as app.slack:
        yield urls[0], app
    for server in servers:
        server.should_exit = server.force_exit = True
    await asyncio.gather(*tasks)


@pytest.mark.chromium
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
async def test_live_updates_arrive_and_spare_what_is_half_typed(served: tuple[str, FakeApp]) -> None:
    url, app = served
    app.on["/mend"] = answering(app, modal(typed("title", "Title"), typed("why", "Why", multiline=True)))
    async with async_playwright() as play:
        browser = await play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = await browser.new_page(viewport={"width": 390, "height": 844})
        troubles: list[str] = []
        page.on("pageerror", lambda trouble: troubles.append(str(trouble)))
        await page.goto(url + INCIDENTS)
        await page.get_by_label("Message or command").fill("half a thou")
        await app.api("chat.postMessage", channel="C0INCIDENT1", text="news from *Mend*")
        await page.get_by_text("news from").wait_for()
        assert await page.get_by_label("Message or command").input_value() == "half a thou"
        await page.get_by_label("Message or command").fill("/mend")
        await page.keyboard.press("Enter")
        await page.get_by_label("Title").fill("half a ti")
        await rewritten_under_the_hands(app, page)
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert troubles == []
        await page.goto("about:blank")
        await browser.close()


@pytest.mark.chromium
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
async def test_a_closed_window_gives_the_focus_back_and_an_open_one_keeps_it(served: tuple[str, FakeApp]) -> None:
    url, app = served
    app.on["/mend"] = answering(app, modal(typed("title", "Title")))
    async with async_playwright() as play:
        browser = await play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = await browser.new_page()
        await page.goto(url + INCIDENTS)
        await page.get_by_role("button", name="/mend", exact=True).click()
        await page.get_by_label("Title").wait_for()
        assert await page.evaluate("document.querySelector('.skip').inert && document.querySelector('main').inert")
        await page.keyboard.press("Escape")
        await page.locator("dialog").wait_for(state="detached")
        assert await page.evaluate("document.activeElement.textContent") == "/mend"
        await page.get_by_label("Message or command").fill("/mend")
        await page.keyboard.press("Enter")
        await page.get_by_label("Title").wait_for()
        await page.keyboard.press("Escape")
        await page.locator("dialog").wait_for(state="detached")
        assert await page.evaluate("document.activeElement.id") == "line"
        await page.goto("about:blank")
        await browser.close()


async def rewritten_under_the_hands(app: FakeApp, page: Page) -> None:
    """The app updates the modal while somebody types in it."""
    wider = modal(typed("title", "Title"), typed("why", "Why", multiline=True), section("Now with a hint"))
    view_id = (await app.api("views.update", external_id="", view_id=await open_view(app), view=wider))["view"]["id"]
    assert view_id
    await page.get_by_text("Now with a hint").wait_for()
    assert await page.get_by_label("Title").input_value() == "half a ti"
    assert await page.evaluate("document.activeElement.name") == "title/value"
    await page.get_by_label("Title").fill("whole title")
    await page.get_by_label("Why").fill("so")
    await page.get_by_role("button", name="Go on").last.click()
    await page.locator("dialog").wait_for(state="detached")
    values = app.last("view_submission:draft")["view"]["state"]["values"]
    assert values["title"]["value"]["value"] == "whole title"


async def open_view(app: FakeApp) -> str:
    """The id of Mia's open modal."""
    return str((await app.slack.get("/state/person/mia")).json()["modal"]["id"])

"""People who take reviews from `/mend` to the end, only by what Slack would show them and let them press.

Whoever gets no answer, or reads that it is not saved yet, does what a person does. A command or a press is made again:
a new trigger. A form is sent in again from the window that is still open: the same view and hash, with a new trigger.
"""

import asyncio
import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import aiohttp

from deploy import bench_people as slack_sends
from deploy.bench_slack import FakeSlack, Json
from schemas.vocabulary import Reason
from slack_app.copy import COPY, sentence
from tests.drills.product import Product

ALREADY, NOT_SAVED = sentence(Reason.already_done, {}), sentence(Reason.unavailable, {})
CHOICES = {"scr.danger": "no", "scr.formal": "no", "scr.say": "no", "scr.rating": "no", "way": "direct",
           "open.c.size": "small", "ready.read": "yes", "keep": "seal", "send": "seal",
           "add": "seal", "agree": "yes", "changes": "enough", "list": "complete", "ref.check": "yes", "rec.ok": "yes",
           "chk.own": "kept", "chk.ben": "kept", "pul.out": "repaired", "night": "no"}  # fmt: skip
TEXTS = {"link": "https://example.org/1", "rec.link": "OPS-1",
         "rec.then": "open a ticket in our queue before lunch"}  # fmt: skip
NOT_TODOS = ("act:open", "act:leave")


@dataclass
class Op:
    """One form sent in by one person, and what came of it: acknowledged, already (of an earlier try), refused."""

    person: str
    act: str
    key: str
    review: str | None
    started: float
    outcome: str = "unknown"
    tries: int = 0

    @property
    def done(self) -> bool:
        return self.outcome in ("acknowledged", "already")


@dataclass
class Person:
    id: str
    partner: str
    kind: str | None
    """What they open, or None: they are asked."""
    product: Product
    slack: FakeSlack
    chance: random.Random
    ops: list[Op] = field(default_factory=list)
    longest_rest: float = 1.0
    """Seconds until they look at App Home when no message comes: some are quicker than their messages, some wait."""
    unanswered: int = 0
    busy_with: bool = False
    """Their review is under way; the next one is opened after it."""

    async def live(self, over: asyncio.Event) -> None:
        """Does what waits, until the drill is over."""
        while not over.is_set():
            await self.answered(lambda trigger: slack_sends.home_opened(self.id), "application/json")
            waiting = buttons(self.slack.homes.get(self.id, {}))
            if waiting:
                await self.press(self.chance.choice(waiting))
            elif self.kind and not self.busy_with:
                await self.begin()
            await self.rest()

    async def rest(self) -> None:
        """Until a message comes; not for long, because not everything is worth a message."""
        before = len(self.slack.messages[f"D{self.id}"])
        end = time.perf_counter() + self.longest_rest * self.chance.uniform(0.2, 1)
        while time.perf_counter() < end and len(self.slack.messages[f"D{self.id}"]) == before:  # noqa: ASYNC110  Slack rings no bell
            await asyncio.sleep(0.05)

    async def answered(self, body: Callable[[str], bytes], content_type: str = slack_sends.FORM) -> tuple[Json, str]:
        """Sends until somebody answers; each try has a trigger of its own. The answer, and the last trigger."""
        while True:
            trigger = slack_sends.new_trigger()
            sent = body(trigger)
            headers = slack_sends.signed(sent, content_type)
            url = f"{self.chance.choice(self.product.urls())}/slack/events"
            try:
                async with self.product.http.post(url, data=sent, headers=headers) as answer:
                    text = await answer.text()
                    if answer.status == 200 and NOT_SAVED not in text:
                        return (json.loads(text) if text.startswith("{") else {}), trigger
            except (aiohttp.ClientError, TimeoutError):
                pass
            self.unanswered += 1
            await asyncio.sleep(0.05)

    async def begin(self) -> None:
        _, trigger = await self.answered(lambda t: slack_sends.command(self.id, "", t))
        self.busy_with = await self.fill_in(self.slack.views.get(trigger, ({}, 0.0))[0])

    async def press(self, button: Json) -> None:
        _, trigger = await self.answered(lambda t: slack_sends.press(self.id, button, t))
        done = await self.fill_in(self.slack.views.get(trigger, ({}, 0.0))[0])
        if done and button["action_id"] == "act:pulse":
            self.busy_with = False

    async def fill_in(self, view: Json) -> bool:
        """Sends this form in, and the one that follows at once, to the last. True when it was taken."""
        taken = False
        while view.get("callback_id") == "form":
            answer = await self.submit(view)
            taken = self.ops[-1].done
            follows = answer.get("view") or {}
            view = self.slack.kept(follows, view["id"]) if taken and follows else {}
        return taken

    async def submit(self, view: Json) -> Json:
        sheet, values = json.loads(view["private_metadata"]), self.values(view)
        op = Op(self.id, sheet["act"], f"{view['id']}:{view['hash']}", sheet.get("review"), time.perf_counter())
        self.ops.append(op)

        def body(trigger: str) -> bytes:
            op.tries += 1
            return slack_sends.submission(self.id, view, values, trigger)

        answer, _ = await self.answered(body)
        op.outcome = outcome(answer, op.tries)
        if op.act == "open" and op.outcome == "acknowledged":
            op.review = json.loads(answer["view"]["private_metadata"])["review"]
        return answer

    # ---- how a form is filled in ----

    def values(self, view: Json) -> Json:
        inputs = (block for block in view["blocks"] if block["type"] == "input")
        return {b["block_id"]: {b["element"]["action_id"]: self.value(b["block_id"], b["element"])} for b in inputs}

    def value(self, name: str, element: Json) -> Json:
        kind = element["type"]
        fill: dict[str, Callable[[], Any]] = {
            "plain_text_input": lambda: {
                "value": TEXTS.get(name, f"{element.get('initial_value', '')} {name} written")
            },
            "radio_buttons": lambda: {"selected_option": self.option(name, element["options"])},
            "static_select": lambda: {"selected_option": self.option(name, element["options"])},
            "checkboxes": lambda: {"selected_options": [o for o in element["options"] if o["value"] == "none"]},
            "users_select": lambda: {"selected_user": element.get("initial_user") or self.partner},
            "multi_users_select": lambda: {"selected_users": [self.partner]},
            "conversations_select": lambda: {"selected_conversation": "C0GENERAL"},
            "datepicker": lambda: {"selected_date": element.get("initial_date") or some_day(name)},
        }
        return {"type": kind, **fill[kind]()}

    def option(self, name: str, options: list[Json]) -> Json:
        wished = self.kind if name == "kind" else CHOICES.get(name)
        return next((o for o in options if o["value"] == wished), options[0])


def outcome(answer: Json, tries: int) -> str:
    """What an answer to a form says: done, refused, or done by an earlier try whose answer was lost."""
    refused = "errors" in answer or answer.get("view", {}).get("title", {}).get("text") == COPY.screen.not_done
    if not refused:
        return "acknowledged"
    return "already" if tries > 1 and ALREADY in json.dumps(answer, ensure_ascii=False) else "refused"


def buttons(home: Json) -> list[Json]:
    """What waits for the reader of this Home."""
    rows = [block for block in home.get("blocks", []) if block["type"] == "actions"]
    found = [b | {"block_id": row.get("block_id")} for row in rows for b in row["elements"] if b["type"] == "button"]
    return [b for b in found if b["action_id"].startswith("act:") and b["action_id"] not in NOT_TODOS]


def some_day(name: str) -> str:
    """Incidents were over some days ago; whatever else has a date has one already."""
    away = timedelta(days=-5) if name == "over_on" else timedelta(days=60)
    return str(date.today() + away)  # noqa: DTZ011  far enough from today for every zone

"""Forms that are sent in or closed. The answer to Slack waits for the service: only a commit closes a modal."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

from schemas.commands import DoAct, KeepDraft, OpenReview, PersonFacts, Value
from schemas.readings import ActReading, Problem
from schemas.vocabulary import Act
from slack_app.copy import COPY, sentence
from slack_app.inbound import Inbound
from slack_app.log import failed
from slack_app.people import NotChecked
from slack_app.service_client import UNAVAILABLE, Refused
from slack_app.views.blocks import View
from slack_app.views.form import form_view
from slack_app.views.marks import Sheet
from slack_app.views.notice import done_view, field_texts, refused_view, spoken

NAMES_PEOPLE = ("users_select", "multi_users_select")
FACTS_NEEDED = (Act.open, Act.accept, Act.another_way, Act.join_in, Act.answer_short)
"""Acts after which somebody new is in a review. All others answer without waiting for Slack."""


async def form(inbound: Inbound) -> None:
    """One act: done, refused at a field, or not saved; what was typed is lost in none of them."""
    view = inbound.body["view"]

    async def act(until: float) -> View:
        done = await _act(inbound, view, Sheet.model_validate_json(view["private_metadata"]), until)
        return form_view(done.next) if done.next else done_view(done)

    await answered(inbound, view, act)


async def answered(inbound: Inbound, view: dict[str, Any], work: Callable[[float], Awaitable[View]]) -> None:
    """Does what was sent in, by an instant of the monotonic clock, and shows what comes of it; a refusal stands at its
    field, with what was typed still there."""
    until = time.monotonic() + inbound.tools.waits.whole
    try:
        async with asyncio.timeout(inbound.tools.waits.whole):
            shown = await work(until)
    except Refused as refused:
        await refuse(inbound, view, refused.problem)
    except NotChecked:
        await say_at_the_form(inbound, view, {first_input(view): COPY.screen.not_checked})
    except TimeoutError:
        await refuse(inbound, view, UNAVAILABLE)
    else:
        await inbound.ack(response_action="update", view=shown)


async def closed(inbound: Inbound) -> None:
    """A writing modal was closed: what stood in it is kept as a draft, where Slack sends it along."""
    view = inbound.body["view"]
    await inbound.ack()
    values = values_of(view)
    sheet = Sheet.model_validate_json(view["private_metadata"])
    if not sheet.review or not any(values.values()):
        return
    try:
        kept = KeepDraft(act=sheet.act, about=sheet.about, page=sheet.page, values=values)
        await inbound.service.keep_draft(inbound.person, sheet.review, kept)
    except Refused as refused:
        failed("draft_not_kept", refused, review=sheet.review)


def values_of(view: dict[str, Any]) -> dict[str, Value]:
    """The answers in a view, by the name of their field. Each input block holds one element."""
    state = (view.get("state") or {}).get("values") or {}
    return {name: _value(element) for name, elements in state.items() for element in elements.values()}


def first_input(view: dict[str, Any]) -> str | None:
    return next((block["block_id"] for block in view["blocks"] if block["type"] == "input"), None)


def _value(element: dict[str, Any]) -> Value:
    if "selected_option" in element:
        return (element["selected_option"] or {}).get("value")
    if "selected_options" in element:
        return [option["value"] for option in element["selected_options"] or []]
    held = ("value", "selected_user", "selected_users", "selected_conversation", "selected_date")
    return next((element[key] for key in held if key in element), None)


async def _act(inbound: Inbound, view: dict[str, Any], sheet: Sheet, until: float) -> ActReading:
    values = values_of(view)
    people = await _people(inbound, view, sheet.act)
    within = until - time.monotonic()
    if sheet.act is Act.open:
        command = OpenReview(values=values, people=people, hidden=sheet.hidden)
        return await inbound.service.open_review(inbound.person, inbound.once, command, within)
    act = DoAct(
        act=sheet.act,
        about=sheet.about,
        page=sheet.page,
        version=sheet.version,
        values=values,
        hidden=sheet.hidden,
        people=people,
    )
    return await inbound.service.act(inbound.person, inbound.once, sheet.review or "", act, within)


async def _people(inbound: Inbound, view: dict[str, Any], act: Act) -> list[PersonFacts]:
    """Fresh facts about the acting person and everybody whom the form names, for the acts that need them."""
    if act not in FACTS_NEEDED:
        return []
    pickers = {b["block_id"] for b in view["blocks"] if b.get("element", {}).get("type") in NAMES_PEOPLE}
    named = {inbound.person}
    for name, value in values_of(view).items():
        if name in pickers and value:
            named |= {value} if isinstance(value, str) else set(value)
    return await inbound.tools.people.facts(inbound.slack, inbound.team, named)


async def refuse(inbound: Inbound, view: dict[str, Any], problem: Problem) -> None:
    inputs = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
    at: dict[str | None, str] = {}
    for name, said in field_texts(problem).items():
        # What is refused at a field of another page is said at the first one of this page.
        place = name if name in inputs else first_input(view)
        at[place] = f"{at[place]} {said}" if place in at else said
    if not at:
        at[first_input(view)] = sentence(problem.reason, spoken(problem.params))
    await say_at_the_form(inbound, view, at, problem)


async def say_at_the_form(
    inbound: Inbound, view: dict[str, Any], at: dict[str | None, str], problem: Problem = UNAVAILABLE
) -> None:
    """Sentences at their fields. A form without any keeps nothing that could be lost, and gives way to the sentence."""
    errors = {place: said for place, said in at.items() if place}
    if errors:
        await inbound.ack(response_action="errors", errors=errors)
    else:
        await inbound.ack(response_action="update", view=refused_view(problem))

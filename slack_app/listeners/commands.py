"""`/mend` and what may stand behind it."""

from collections.abc import Awaitable

from slack_app.command_line import Asked, parse
from slack_app.copy import COPY
from slack_app.inbound import Inbound
from slack_app.opening import open_with
from slack_app.service_client import Refused
from slack_app.views.blocks import Block, View, rich, section
from slack_app.views.form import form_view
from slack_app.views.listing import mine_view, open_message
from slack_app.views.notice import missing_view, refusal_text


async def mend(inbound: Inbound) -> None:
    """Answers one `/mend …`, to the person alone."""
    asked = parse(inbound.body.get("text", ""))
    if asked is Asked.start:
        await _window(inbound, start_view(inbound))
    elif asked is Asked.mine:
        await _window(inbound, mine(inbound, {}))
    elif asked is Asked.open:
        await inbound.ack(text=COPY.screen.open_title, blocks=await _open_items(inbound))
    else:
        text = COPY.screen.help if asked is Asked.help else COPY.screen.usage
        await inbound.ack(text=text, blocks=[rich(text)])


async def start_view(inbound: Inbound, link: str | None = None) -> View:
    """The first form of a private draft, or what the workspace still has to name."""
    start = await inbound.service.start(inbound.person, link)
    return form_view(start.form) if start.form else missing_view(start.missing_contacts)


async def _window(inbound: Inbound, drawing: Awaitable[View]) -> None:
    await inbound.ack(text=await open_with(inbound, drawing))


async def mine(inbound: Inbound, pages: dict[str, int]) -> View:
    """`/mend mine` with these pages of its lists."""
    await inbound.introduce()
    return mine_view(await inbound.service.home(inbound.person), pages)


async def _open_items(inbound: Inbound) -> list[Block]:
    await inbound.introduce()
    try:
        return open_message(await inbound.service.open_items(inbound.person))
    except Refused as refused:
        return [section(refusal_text(refused.problem))]

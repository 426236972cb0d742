"""The two shortcuts: the same private draft as `/mend`, from anywhere or about a message."""

from typing import Any

from slack_app.inbound import Inbound
from slack_app.listeners.commands import start_view
from slack_app.opening import open_with


async def from_anywhere(inbound: Inbound) -> None:
    """ "Put something right"."""
    await open_with(inbound, start_view(inbound))
    await inbound.ack()


async def from_message(inbound: Inbound) -> None:
    """ "Something felt off here": the draft keeps the message's link, never its text."""
    await open_with(inbound, start_view(inbound, link_to(inbound.body)))
    await inbound.ack()


def link_to(body: dict[str, Any]) -> str:
    """The address of the message, put together from ids alone."""
    ts = body["message"]["ts"].replace(".", "")
    return f"https://{body['team']['domain']}.slack.com/archives/{body['channel']['id']}/p{ts}"

"""App Home: drawn when it is opened, and when one of its lists is turned."""

from slack_app.inbound import Inbound
from slack_app.listeners.actions import pressed
from slack_app.listeners.commands import mine
from slack_app.log import failed
from slack_app.opening import open_with
from slack_app.service_client import Refused
from slack_app.slack_errors import SLACK_FAULTS, code


async def opened(inbound: Inbound) -> None:
    """`app_home_opened`. Slack may send it twice; drawing it again harms nothing."""
    await inbound.ack()
    if inbound.body["event"].get("tab") == "home":
        await inbound.introduce()
        await _now_on(inbound)
        await publish(inbound, {})


async def turned(inbound: Inbound) -> None:
    """ "More" and "Back" under a list."""
    await inbound.ack()
    await publish(inbound, pressed(inbound).pages)


async def mine_turned(inbound: Inbound) -> None:
    """The same in the window of `/mend mine`."""
    await open_with(inbound, mine(inbound, pressed(inbound).pages))
    await inbound.ack()


async def _now_on(inbound: Inbound) -> None:
    """Has this Home drawn anew when something in it changes. Said before it is read: no change falls between."""
    try:
        await inbound.service.home_opened(inbound.person)
    except Refused as refused:
        failed("home_not_noted", refused, reason=refused.problem.reason)


async def publish(inbound: Inbound, pages: dict[str, int]) -> None:
    """Draws this person's App Home now."""
    try:
        home = await inbound.service.home(inbound.person)
        await inbound.tools.homes.publish(inbound.slack, inbound.person, home, pages)
    except Refused as refused:
        failed("home_not_drawn", refused, reason=refused.problem.reason)
    except SLACK_FAULTS as error:
        failed("home_not_drawn", error, slack=code(error))

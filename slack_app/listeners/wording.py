"""The wording coach: asked for inside a writing window, and turned on or off in App Home."""

from schemas.commands import DoAct
from slack_app.inbound import Inbound
from slack_app.listeners.home import publish
from slack_app.listeners.submissions import values_of
from slack_app.log import failed
from slack_app.service_client import Refused
from slack_app.slack_errors import SLACK_FAULTS, code
from slack_app.views.form import form_view
from slack_app.views.marks import Sheet


async def check(inbound: Inbound) -> None:
    """ "Check my wording": the same window with what there is to say above, and everything typed still in it."""
    await inbound.ack()
    view = inbound.view
    if not view:
        return
    sheet = Sheet.model_validate_json(view["private_metadata"])
    command = DoAct(act=sheet.act, about=sheet.about, page=sheet.page, values=values_of(view), hidden=sheet.hidden)
    try:
        form = await inbound.service.check_wording(inbound.person, sheet.review or "", command)
        await inbound.slack.views_update(view_id=view["id"], hash=view["hash"], view=form_view(form))
    except Refused as refused:
        failed("wording_not_checked", refused, reason=refused.problem.reason)
    except SLACK_FAULTS as error:
        failed("wording_not_shown", error, slack=code(error))


async def turn_off(inbound: Inbound) -> None:
    await _turn(inbound, off=True)


async def turn_on(inbound: Inbound) -> None:
    await _turn(inbound, off=False)


async def _turn(inbound: Inbound, *, off: bool) -> None:
    await inbound.service.turn_coach(inbound.person, off=off)
    await inbound.ack()
    await publish(inbound, {})

"""What Slack tells by itself about people."""

from slack_app.inbound import Inbound
from slack_app.log import failed
from slack_app.service_client import Refused


async def person_changed(inbound: Inbound) -> None:
    """`user_change`: a new name or time zone, or an account that was deactivated. Of this workspace's people only."""
    await inbound.ack()
    user = inbound.body["event"]["user"]
    if user.get("team_id") not in (None, inbound.team):
        return
    facts = inbound.tools.people.learn(user, inbound.team)
    try:
        await inbound.service.know_people([facts])
    except Refused as refused:
        # The next act reads the person anew; only the time until then knows the old facts.
        failed("person_not_updated", refused, person=facts.id)

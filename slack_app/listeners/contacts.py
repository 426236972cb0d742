"""What an admin of the workspace looks after: whom to turn to, and who may be asked to be in between.

The service refuses everybody else; nothing is kept before all of a form is right.
"""

import time
from collections.abc import Awaitable, Callable

from schemas.commands import NameContact, NameFacilitators
from schemas.readings import ContactReading, Problem
from schemas.vocabulary import Reason
from slack_app.inbound import Inbound
from slack_app.listeners.actions import pressed
from slack_app.listeners.submissions import answered, values_of
from slack_app.opening import open_with
from slack_app.service_client import Refused
from slack_app.views.blocks import View
from slack_app.views.contacts import contact_view, contacts_view, facilitators_view, remove_view
from slack_app.views.marks import Press


async def listed(inbound: Inbound) -> None:
    """ "Contacts": all of them."""
    await open_with(inbound, _list(inbound))
    await inbound.ack()


async def one(inbound: Inbound) -> None:
    """ "Change", or "Add a contact"."""
    await open_with(inbound, _one(inbound))
    await inbound.ack()


async def removing(inbound: Inbound) -> None:
    """ "Remove": asks once."""
    await open_with(inbound, _removing(inbound))
    await inbound.ack()


async def hold(inbound: Inbound) -> None:
    """ "All of these still hold"."""
    await open_with(inbound, _hold(inbound))
    await inbound.ack()


async def facilitators(inbound: Inbound) -> None:
    """ "People in between"."""
    await open_with(inbound, _facilitators(inbound))
    await inbound.ack()


# ---- what is sent in ----


async def kept(inbound: Inbound) -> None:
    """A contact that was filled in."""
    values = {name: value for name, value in values_of(inbound.body["view"]).items() if isinstance(value, str)}
    command = NameContact(**values)
    await _saved(inbound, lambda within: _keep(inbound, command, within))


async def removed(inbound: Inbound) -> None:
    """A contact that goes."""
    about = _about(inbound)
    await _saved(inbound, lambda within: inbound.service.remove_contact(inbound.person, about or "", within))


async def named(inbound: Inbound) -> None:
    """Who may be asked to be in between, each looked up with Slack first."""
    chosen = values_of(inbound.body["view"]).get("facilitators") or []
    ids = [chosen] if isinstance(chosen, str) else chosen

    async def keep(within: float) -> None:
        facts = await inbound.tools.people.facts(inbound.slack, inbound.team, ids)
        await inbound.service.name_facilitators(inbound.person, NameFacilitators(person_ids=ids, people=facts), within)

    await _saved(inbound, keep)


async def _saved(inbound: Inbound, keep: Callable[[float], Awaitable[None]]) -> None:
    """Saved, and the list as it is now; or what is wrong, at its field, with what was typed still there."""

    async def save(until: float) -> View:
        await inbound.introduce()
        await keep(until - time.monotonic())
        return contacts_view(await inbound.service.contacts(inbound.person), kept=True)

    await answered(inbound, inbound.body["view"], save)


async def _keep(inbound: Inbound, command: NameContact, within: float) -> None:
    await inbound.service.name_contact(inbound.person, inbound.once, _about(inbound), command, within)


def _about(inbound: Inbound) -> str | None:
    return Press.model_validate_json(inbound.body["view"]["private_metadata"]).about


# ---- what is shown ----


async def _list(inbound: Inbound) -> View:
    await _refuse_if_no_admin(inbound)
    return contacts_view(await inbound.service.contacts(inbound.person))


async def _one(inbound: Inbound) -> View:
    await _refuse_if_no_admin(inbound)
    about = pressed(inbound).about
    return contact_view(await _known(inbound, about) if about else None)


async def _removing(inbound: Inbound) -> View:
    return remove_view(await _known(inbound, pressed(inbound).about))


async def _hold(inbound: Inbound) -> View:
    await inbound.introduce()
    seen = (pressed(inbound).about or "").split(",")
    await inbound.service.confirm_contacts(inbound.person, [int(each) for each in seen if each.isdigit()])
    return contacts_view(await inbound.service.contacts(inbound.person), kept=True)


async def _facilitators(inbound: Inbound) -> View:
    await inbound.introduce()
    return facilitators_view(await inbound.service.facilitators(inbound.person))


async def _refuse_if_no_admin(inbound: Inbound) -> None:
    """Somebody who pressed an old button, and is no admin any more, reads so at once."""
    await inbound.introduce()
    await inbound.service.facilitators(inbound.person)


async def _known(inbound: Inbound, about: str | None) -> ContactReading:
    found = next((each for each in await inbound.service.contacts(inbound.person) if str(each.id) == about), None)
    if found is None:
        raise Refused(Problem(reason=Reason.not_found))
    return found

"""What Slack sends to the app, field for field. Pure: state in, JSON out. docs: /reference/interaction-payloads"""

from typing import Any

from . import shapes
from .checks import Json
from .views import View
from .workspace import Channel, Message, Person, Workspace


def _shared(workspace: Workspace, person: Person, kind: str, trigger: str | None, *, named: bool = True) -> Json:
    row: Json = {
        "type": kind,
        "team": shapes.team(workspace),
        "user": shapes.acting(person, named=named),
        "api_app_id": workspace.app["api_app_id"],
        "token": workspace.app["verification_token"],
        "enterprise": None,
        "is_enterprise_install": False,
    }
    return row | ({"trigger_id": trigger} if trigger else {})


def command(workspace: Workspace, person: Person, channel: Channel, line: str, trigger: str, url: str) -> Json:
    """A slash command, as form fields. docs: /interactivity/implementing-slash-commands#app_command_handling"""
    name, _, text = line.strip().partition(" ")
    return {
        "token": workspace.app["verification_token"],
        "team_id": workspace.team["id"],
        "team_domain": workspace.team["domain"],
        "channel_id": channel.id,
        "channel_name": shapes.channel(channel)["name"],
        "user_id": person.id,
        "user_name": person.username,
        "command": name,
        "text": text.strip(),
        "api_app_id": workspace.app["api_app_id"],
        "is_enterprise_install": "false",
        "response_url": url,
        "trigger_id": trigger,
    }


def shortcut(workspace: Workspace, person: Person, callback_id: str, trigger: str) -> Json:
    """A global shortcut, without channel or response_url. docs: …/interaction-payloads/shortcuts-interaction-payload"""
    row = _shared(workspace, person, "shortcut", trigger, named=False)
    return row | {"callback_id": callback_id, "action_ts": workspace.clock.ts()}


def message_action(
    workspace: Workspace, person: Person, callback_id: str, target: Message, trigger: str, url: str
) -> Json:
    """A message shortcut. docs: /reference/interaction-payloads/shortcuts-interaction-payload"""
    return _shared(workspace, person, "message_action", trigger) | {
        "callback_id": callback_id,
        "action_ts": workspace.clock.ts(),
        "message_ts": target.ts,
        "channel": shapes.channel(workspace.channel(target.channel)),
        "message": shapes.message(target, workspace),
        "response_url": url,
    }


def pressed_in_view(workspace: Workspace, person: Person, view: View, action: Json, trigger: str) -> Json:
    """block_actions in a modal or in App Home. docs: /reference/interaction-payloads/block_actions-payload"""
    return _shared(workspace, person, "block_actions", trigger) | {
        "container": {"type": "view", "view_id": view.id},
        "view": shapes.view(view, workspace),
        "actions": [action],
    }


def pressed_in_message(
    workspace: Workspace, person: Person, message: Message, action: Json, trigger: str, url: str
) -> Json:
    """block_actions in a message. docs: /reference/interaction-payloads/block_actions-payload"""
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel,
        "is_ephemeral": bool(message.seen_by),
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    row = _shared(workspace, person, "block_actions", trigger) | {
        "container": container,
        "channel": shapes.channel(workspace.channel(message.channel)),
        "state": {"values": message.typed.get(person.id, {})},
        "response_url": url,
        "actions": [action],
    }
    return row if message.seen_by else row | {"message": shapes.message(message, workspace)}


def action(block: Json, element: Json, state: Json | None, ts: str) -> Json:
    """One entry of `actions`: the element as it stands, with what was chosen."""
    row: Json = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "action_ts": ts,
    }
    for name in ("text", "value", "style", "placeholder"):
        if name in element:
            row[name] = element[name]
    row |= {name: value for name, value in element.items() if name.startswith("initial_")}
    return row | {name: value for name, value in (state or {}).items() if name != "type"}


def submission(workspace: Workspace, person: Person, view: View, trigger: str) -> Json:
    """docs: /reference/interaction-payloads/view-interactions-payload#view_submission"""
    row = _shared(workspace, person, "view_submission", trigger)
    return row | {"view": shapes.view(view, workspace), "response_urls": _response_urls(view)}


def _response_urls(view: View) -> list[Any]:
    """Only with `response_url_enabled` pickers, which the stand-in does not serve; so always empty."""
    return []


def closed(workspace: Workspace, person: Person, view: View, is_cleared: bool) -> Json:
    """docs: /reference/interaction-payloads/view-interactions-payload#view_closed"""
    row = _shared(workspace, person, "view_closed", None)
    return row | {"view": shapes.view(view, workspace), "is_cleared": is_cleared}


def event(workspace: Workspace, event_id: str, inner: Json) -> Json:
    """The envelope of the Events API. docs: /apis/events-api/#callback-field"""
    bot = workspace.app["bot_user_id"]
    return {
        "token": workspace.app["verification_token"],
        "team_id": workspace.team["id"],
        "context_team_id": workspace.team["id"],
        "context_enterprise_id": None,
        "api_app_id": workspace.app["api_app_id"],
        "event": inner,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(workspace.clock.now()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": workspace.team["id"],
                "user_id": bot,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{event_id}",
    }


def home_opened(workspace: Workspace, person: Person, dm: Channel, tab: str, home: View | None) -> Json:
    """docs: /reference/events/app_home_opened"""
    row: Json = {
        "type": "app_home_opened",
        "user": person.id,
        "channel": dm.id,
        "tab": tab,
        "event_ts": workspace.clock.ts(),
    }
    return row | ({"view": shapes.view(home, workspace)} if home and tab == "home" else {})


def user_change(workspace: Workspace, person: Person) -> Json:
    """docs: /reference/events/user_change"""
    now = workspace.clock.now()
    return {
        "type": "user_change",
        "user": shapes.user(person, now),
        "cache_ts": int(now),
        "event_ts": workspace.clock.ts(),
    }

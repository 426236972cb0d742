"""Our state in the JSON that Slack uses for it: users, messages, views, channels."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from .checks import Json
from .views import View
from .workspace import Channel, Message, Person, Workspace


def user(person: Person, now: float) -> Json:
    """docs: /reference/objects/user-object"""
    zone = datetime.fromtimestamp(now, ZoneInfo(person.tz))
    offset = zone.utcoffset()
    row: Json = {
        "id": person.id,
        "team_id": person.team_id,
        "name": person.username,
        "deleted": person.deleted,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": int(now),
        "profile": _profile(person),
    }
    if person.deleted:
        return row
    return row | {
        "color": person.colour.removeprefix("#"),
        "real_name": person.real_name,
        "tz": person.tz,
        "tz_label": zone.tzname(),
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "is_admin": person.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": person.is_restricted,
        "is_ultra_restricted": False,
        "is_email_confirmed": True,
        **({"is_stranger": True} if person.is_stranger else {}),
    }


def _profile(person: Person) -> Json:
    return {
        "title": person.title,
        "real_name": person.real_name,
        "real_name_normalized": person.real_name,
        "display_name": person.real_name.split()[0],
        "display_name_normalized": person.real_name.split()[0],
        "status_text": "",
        "status_emoji": "",
        "team": person.team_id,
    }


def bot_user(workspace: Workspace, now: float) -> Json:
    """The app's own user, as users.list gives it."""
    app = workspace.app
    me = Person("mend", app["bot_user_id"], app["name"], workspace.team["id"], tz="America/Los_Angeles", is_bot=True)
    row = user(me, now)
    row["profile"] |= {"api_app_id": app["api_app_id"], "bot_id": app["bot_id"], "always_active": False}
    return row


def message(one: Message, workspace: Workspace, *, all_metadata: bool = True) -> Json:
    """docs: /reference/events/message and /messaging/message-metadata (without all_metadata: only its event_type)"""
    row: Json = {"type": "message", "user": one.user, "text": one.text, "ts": one.ts, "team": workspace.team["id"]}
    if one.by_app:
        row |= {"bot_id": workspace.app["bot_id"], "app_id": workspace.app["api_app_id"]}
    if one.blocks:
        row["blocks"] = one.blocks
    if one.thread_ts:
        row["thread_ts"] = one.thread_ts
    if one.edited:
        row["edited"] = {"user": one.user, "ts": one.edited}
    if one.metadata:
        row["metadata"] = one.metadata if all_metadata else {"event_type": one.metadata["event_type"]}
    if one.seen_by:
        row["is_ephemeral"] = True
    return row | _threaded(one, workspace)


def _threaded(one: Message, workspace: Workspace) -> Json:
    replies = [each for each in workspace.messages.get(one.channel, []) if each.thread_ts == one.ts]
    if not replies:
        return {}
    return {"thread_ts": one.ts, "reply_count": len(replies), "latest_reply": replies[-1].ts}


def view(one: View, workspace: Workspace) -> Json:
    """docs: /reference/interaction-payloads/view-interactions-payload"""
    return one.body | {
        "id": one.id,
        "team_id": workspace.team["id"],
        "state": {"values": one.values},
        "hash": one.hash,
        "previous_view_id": one.previous,
        "root_view_id": one.root,
        "app_id": workspace.app["api_app_id"],
        "app_installed_team_id": workspace.team["id"],
        "bot_id": workspace.app["bot_id"],
    }


def channel(one: Channel) -> Json:
    """The short form that payloads carry: a DM is called `directmessage`, anything private `privategroup`."""
    name = {"im": "directmessage", "public": one.name}.get(one.kind, "privategroup")
    return {"id": one.id, "name": name}


def team(workspace: Workspace) -> Json:
    """The short form that payloads carry."""
    return {"id": workspace.team["id"], "domain": workspace.team["domain"]}


def acting(person: Person, *, named: bool = True) -> Json:
    """The person in a payload."""
    row: dict[str, Any] = {"id": person.id, "username": person.username, "team_id": person.team_id}
    return row | ({"name": person.username} if named else {})

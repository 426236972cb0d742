"""Web API methods about who is there: auth.test, users.*, conversations.*, apps.connections.open."""

from .checks import Json
from .refusal import Refusal
from .sandbox import Sandbox
from .shapes import bot_user, message, user
from .workspace import Channel, Message, Person

HISTORY_SCOPES = {"im": "im:history", "mpim": "mpim:history", "public": "channels:history", "private": "groups:history"}
MPIM_MOST = 8  # /reference/methods/conversations.open


def need_scope(sandbox: Sandbox, scope: str) -> None:
    """Refuse with `missing_scope`, needed and provided. docs: /authentication/installing-with-oauth"""
    granted = sandbox.manifest.scopes
    if scope not in granted:
        page = "/reference/scopes"
        raise Refusal("missing_scope", page, needed=scope, provided=",".join(granted))


def auth_test(sandbox: Sandbox, args: Json) -> Json:
    """docs: /reference/methods/auth.test"""
    app, team = sandbox.workspace.app, sandbox.workspace.team
    return {
        "url": f"https://{team['domain']}.slack.com/",
        "team": team["name"],
        "user": app["name"].lower(),
        "team_id": team["id"],
        "user_id": app["bot_user_id"],
        "bot_id": app["bot_id"],
        "is_enterprise_install": False,
    }


def connections_open(sandbox: Sandbox, args: Json) -> Json:
    """A one-use WebSocket address. docs: /reference/methods/apps.connections.open"""
    if not sandbox.settings.socket:
        raise Refusal("socket_mode_not_enabled", "/apis/events-api/using-socket-mode")
    ticket = sandbox.ids.secret()
    sandbox.socket_tickets.add(ticket)
    return {"url": f"{sandbox.settings.base_url.replace('http', 'ws', 1)}/link/?ticket={ticket}"}


def users_info(sandbox: Sandbox, args: Json) -> Json:
    """docs: /reference/methods/users.info"""
    now = sandbox.clock.now()
    wanted = str(args.get("user") or "")
    if wanted == sandbox.workspace.app["bot_user_id"]:
        return {"user": bot_user(sandbox.workspace, now)}
    return {"user": user(_by_id(sandbox, wanted), now)}


def users_list(sandbox: Sandbox, args: Json) -> Json:
    """docs: /reference/methods/users.list"""
    now = sandbox.clock.now()
    everybody = [user(one, now) for one in sandbox.workspace.people.values()]
    members, cursor = page_of([*everybody, bot_user(sandbox.workspace, now)], args, 1000)
    return {"members": members, "cache_ts": int(now), "response_metadata": {"next_cursor": cursor}}


def page_of(rows: list[Json], args: Json, most: int) -> tuple[list[Json], str]:
    """One page and the next cursor. docs: /apis/web-api/pagination"""
    try:
        start = int(str(args.get("cursor") or "0").removeprefix("next:"))
        limit = int(args.get("limit") or 100 if most < 1000 else args.get("limit") or most)
    except ValueError:
        raise Refusal("invalid_cursor", "/apis/web-api/pagination") from None
    end = start + max(1, min(limit, most))
    return rows[start:end], f"next:{end}" if end < len(rows) else ""


def _by_id(sandbox: Sandbox, wanted: str) -> Person:
    found = sandbox.workspace.people.get(wanted)
    if found is None:
        raise Refusal("user_not_found", "/reference/methods/users.info#errors")
    return found


def conversations_open(sandbox: Sandbox, args: Json) -> Json:
    """One user: a DM, several: a group DM. docs: /reference/methods/conversations.open"""
    if args.get("channel"):
        known = sandbox.workspace.channel(str(args["channel"]))
        need_scope(sandbox, {"im": "im:write", "mpim": "mpim:write"}.get(known.kind, "channels:manage"))
        return {"no_op": True, "already_open": True, "channel": {"id": known.id}}
    ids = list(dict.fromkeys(each.strip() for each in str(args.get("users") or "").split(",") if each.strip()))
    if not ids:
        raise Refusal("users_list_not_supplied", "/reference/methods/conversations.open#errors")
    need_scope(sandbox, "im:write" if len(ids) == 1 else "mpim:write")
    people = [_reachable(sandbox, each) for each in ids]
    if len(people) > MPIM_MOST:
        raise Refusal("too_many_users", "/reference/methods/conversations.open#errors")
    opened, new = sandbox.workspace.conversation(people)
    sandbox.workspace.changes.note(opened.id, *opened.members)
    return {"channel": {"id": opened.id}} | ({} if new else {"no_op": True, "already_open": True})


def _reachable(sandbox: Sandbox, wanted: str) -> Person:
    page = "/reference/methods/conversations.open#errors"
    if wanted == sandbox.workspace.app["bot_user_id"]:
        raise Refusal("cannot_dm_self", page)
    person = _by_id(sandbox, wanted)
    if person.is_bot or person.id == "USLACKBOT":
        raise Refusal("cannot_dm_bot", page)
    if person.deleted:
        raise Refusal("user_disabled", page)
    return person


def postable(sandbox: Sandbox, wanted: str) -> Channel:
    """The conversation the app may write to under this name. docs: /reference/methods/chat.postMessage#errors"""
    page = "/reference/methods/chat.postMessage#errors"
    if wanted[:1] in ("U", "W"):
        if wanted not in sandbox.workspace.people:
            raise Refusal("channel_not_found", page)
        wanted = sandbox.workspace.conversation([_reachable(sandbox, wanted)])[0].id
    found = sandbox.workspace.channel(wanted)
    if not found.has_bot:
        raise Refusal("not_in_channel" if found.kind == "public" else "channel_not_found", page)
    if found.kind == "im":
        _reachable(sandbox, next(iter(found.members)))
        if not sandbox.manifest.messages_tab:
            raise Refusal("messages_tab_disabled", page)
    return found


def conversations_history(sandbox: Sandbox, args: Json) -> Json:
    """Newest first, without thread replies. docs: /reference/methods/conversations.history"""
    found = sandbox.workspace.channel(str(args.get("channel") or ""))
    if found.kind == "private" and not found.has_bot:
        raise Refusal("channel_not_found", "/reference/methods/conversations.history#errors")
    need_scope(sandbox, HISTORY_SCOPES[found.kind])
    if not found.has_bot:
        raise Refusal("not_in_channel", "/reference/methods/conversations.history#errors")
    whole = truth(args.get("include_all_metadata"))
    rows = [message(one, sandbox.workspace, all_metadata=whole) for one in _within(sandbox, found.id, args)]
    rows, cursor = page_of(rows, args, 999)
    return {
        "messages": rows,
        "has_more": bool(cursor),
        "pin_count": 0,
        "response_metadata": {"next_cursor": cursor},
    }


def _within(sandbox: Sandbox, channel: str, args: Json) -> list[Message]:
    oldest, latest = str(args.get("oldest") or "0"), str(args.get("latest") or "9999999999.999999")
    inclusive = truth(args.get("inclusive"))
    kept = []
    for one in reversed(sandbox.workspace.messages.get(channel, [])):
        between = float(oldest) < float(one.ts) < float(latest) or (inclusive and one.ts in (oldest, latest))
        if between and not one.thread_ts:
            kept.append(one)
    return kept


def truth(value: object) -> bool:
    """A boolean argument, also as Slack's forms write it."""
    return value is True or str(value).lower() in ("true", "1")

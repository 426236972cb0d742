"""What Slack sends for people: signed commands, presses, opened Homes and forms that are sent in."""

import hashlib
import hmac
import itertools
import json
import time
from typing import Any
from urllib.parse import urlencode

from deploy.bench_slack import TEAM, Json

SECRET, TOKEN = "bench-signing-secret", "xoxb-bench"
FORM = "application/x-www-form-urlencoded"
_numbers = itertools.count(1)


def new_trigger() -> str:
    """Unique, as Slack's are."""
    return f"{next(_numbers)}.{time.time_ns()}"


def signed(body: bytes, content_type: str = FORM) -> dict[str, str]:
    """The headers of one request from Slack."""
    stamp = str(int(time.time()))
    digest = hmac.new(SECRET.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {"content-type": content_type, "x-slack-request-timestamp": stamp, "x-slack-signature": f"v0={digest}"}


def command(user: str, text: str, trigger: str) -> bytes:
    """`/mend …`"""
    return urlencode({
        "command": "/mend", "text": text, "user_id": user, "user_name": user, "team_id": TEAM, "team_domain": "bench",
        "channel_id": "C0GENERAL", "channel_name": "general", "api_app_id": "A0", "trigger_id": trigger,
        "response_url": "http://127.0.0.1:9/never-used",
    }).encode()  # fmt: skip


def press(user: str, button: Json, trigger: str) -> bytes:
    """A button of App Home."""
    action = {"type": "button", "action_ts": trigger, **{k: button.get(k) for k in ("action_id", "block_id", "value")}}
    home = {"id": f"H{user}", "type": "home", "hash": trigger, "blocks": []}
    return interaction("block_actions", user, trigger, actions=[action], view=home)


def submission(user: str, view: Json, values: Json, trigger: str) -> bytes:
    """A form that is sent in. Sent in again, it is the same view with the same hash, and a new trigger."""
    kept = {"type": "modal", "previous_view_id": None, "root_view_id": view["id"], **view, "state": {"values": values}}
    return interaction("view_submission", user, trigger, view=kept, response_urls=[])


def interaction(kind: str, user: str, trigger: str, **more: Any) -> bytes:
    about = {"type": kind, "team": {"id": TEAM, "domain": "bench"}, "user": {"id": user, "team_id": TEAM},
             "api_app_id": "A0", "token": "unused", "trigger_id": trigger, **more}  # fmt: skip
    return urlencode({"payload": json.dumps(about)}).encode()


def home_opened(user: str) -> bytes:
    """The event that comes when somebody looks at App Home."""
    event = {"type": "app_home_opened", "user": user, "channel": f"D{user}", "tab": "home", "event_ts": new_trigger()}
    about = {"type": "event_callback", "team_id": TEAM, "api_app_id": "A0", "event": event,
             "event_id": f"Ev{new_trigger()}", "event_time": int(time.time())}  # fmt: skip
    return json.dumps(about).encode()

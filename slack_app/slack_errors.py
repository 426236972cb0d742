"""What went wrong in a call to Slack: its error code, and whether trying again later can help."""

import aiohttp
from slack_sdk.errors import SlackApiError

SLACK_FAULTS = (SlackApiError, aiohttp.ClientError, TimeoutError)
"""Everything that a call to Slack raises: an answer that says no, a broken connection, no answer in time."""
UNREACHED = "unreached"
PASSING = frozenset({
    UNREACHED, "ratelimited", "rate_limited", "internal_error", "fatal_error", "service_unavailable", "request_timeout",
    "team_added_to_org", "accesslimited", "org_login_required",
})  # fmt: skip
"""Slack's own trouble."""
OURS = frozenset({
    "invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive", "missing_scope",
    "no_permission", "not_allowed_token_type",
})  # fmt: skip
"""An administrator can put these right; until then nothing may be given up."""
TOO_LATE = frozenset({"expired_trigger_id", "exchanged_trigger_id"})
"""A trigger lives for three seconds."""
SOON, LATER = 30.0, 600.0


def code(error: BaseException) -> str:
    """Slack's error code, for example `channel_not_found`; `unreached` when there is none."""
    data = getattr(getattr(error, "response", None), "data", None)
    found = data.get("error") if isinstance(data, dict) else None
    return str(found) if found else UNREACHED


def was_too_late(error: BaseException) -> bool:
    """Whether pressing again is all it takes: the trigger was too old, or Slack did not answer in time."""
    return isinstance(error, TimeoutError) or code(error) in TOO_LATE


def may_have_arrived(error: BaseException) -> bool:
    """Whether Slack may have done what was asked, although the answer says no or never came."""
    return _told(error) is None and code(error) in PASSING


def retry_after(error: BaseException) -> float | None:
    """Seconds after which another try can help, or None when it cannot."""
    told = _told(error)
    if told is not None:
        return told
    if code(error) in PASSING:
        return SOON
    return LATER if code(error) in OURS else None


def _told(error: BaseException) -> float | None:
    response = getattr(error, "response", None)
    if getattr(response, "status_code", None) != 429:
        return None
    headers = getattr(response, "headers", None) or {}
    value = str(headers.get("Retry-After") or headers.get("retry-after") or "")
    return float(value) if value.isdigit() else SOON

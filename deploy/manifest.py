"""The Slack manifest, filled in for one installation."""

from importlib import resources
from typing import Any
from urllib.parse import urlsplit

import yaml

NAME = "slack_manifest.yaml"
TEMPLATE_HOST = "https://mend.example.org"
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


class NoUrl(ValueError):
    """Slack could not reach this address; the sentence says why."""


def text() -> str:
    """The manifest as it stands in the repository, with its comments."""
    return resources.files("deploy").joinpath(NAME).read_text(encoding="utf-8")


def scopes() -> tuple[str, ...]:
    """The bot scopes it asks for."""
    return tuple(yaml.safe_load(text())["oauth_config"]["scopes"]["bot"])


def with_url(url: str) -> str:
    """For HTTP: the manifest with this address in place of the example's, comments kept."""
    return text().replace(TEMPLATE_HOST, checked(url))


def with_socket() -> str:
    """For Socket Mode: no address anywhere, and the mode switched on."""
    told: dict[str, Any] = yaml.safe_load(text())
    for command in told["features"]["slash_commands"]:
        command.pop("url", None)
    settings = told["settings"]
    settings["event_subscriptions"].pop("request_url", None)
    settings["interactivity"].pop("request_url", None)
    settings["socket_mode_enabled"] = True
    return yaml.safe_dump(told, sort_keys=False, allow_unicode=True)


def checked(url: str) -> str:
    """The address without a slash at its end. Refuses what Slack would refuse: it wants https, but on this machine."""
    parts = urlsplit(url.strip())
    local = parts.hostname in LOCAL
    if parts.scheme not in ("https", "http") or not parts.hostname:
        raise NoUrl(f"{url!r} is no address: it starts with https:// and names a host.")
    if parts.scheme == "http" and not local:
        raise NoUrl(f"{url!r} is not https, and Slack sends to nothing else (http only on localhost).")
    if parts.query or parts.fragment or any(sign in url for sign in "\"'<> \n"):
        raise NoUrl(f"{url!r} is more than an address: leave out everything after the host and path.")
    return url.strip().rstrip("/")

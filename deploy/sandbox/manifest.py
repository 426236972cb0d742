"""The app's manifest: what it may do and what it wants to hear. docs: /reference/app-manifest"""

from dataclasses import dataclass
from pathlib import Path

import yaml

from .checks import Json


@dataclass(frozen=True)
class Manifest:
    """The parts of a manifest that the workspace acts on."""

    name: str
    scopes: tuple[str, ...]
    commands: dict[str, Json]
    shortcuts: tuple[Json, ...]
    events: frozenset[str]
    home_tab: bool
    messages_tab: bool


def load_manifest(path: Path) -> Manifest:
    """Read the YAML (or JSON) file at `path`."""
    return read_manifest(yaml.safe_load(path.read_text(encoding="utf-8")))


def read_manifest(data: Json) -> Manifest:
    """The manifest as a plain dictionary in, the parts that matter out."""
    features = data.get("features", {})
    home = features.get("app_home", {})
    subscriptions = data.get("settings", {}).get("event_subscriptions", {})
    return Manifest(
        name=data.get("features", {}).get("bot_user", {}).get("display_name") or data["display_information"]["name"],
        scopes=tuple(data.get("oauth_config", {}).get("scopes", {}).get("bot", [])),
        commands={each["command"]: each for each in features.get("slash_commands", [])},
        shortcuts=tuple(features.get("shortcuts", [])),
        events=frozenset(subscriptions.get("bot_events", [])),
        home_tab=bool(home.get("home_tab_enabled")),
        messages_tab=bool(home.get("messages_tab_enabled")),
    )

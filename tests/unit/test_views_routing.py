"""The routing table and the manifest name the same things."""

from pathlib import Path

import pytest
import yaml

from slack_app.command_line import Asked, parse
from slack_app.listeners.routing import ACTIONS, COMMANDS, EVENTS, SHORTCUTS, action_pattern
from slack_app.opening import depth

MANIFEST = yaml.safe_load((Path(__file__).parents[2] / "deploy" / "slack_manifest.yaml").read_text(encoding="utf-8"))


def test_every_command_shortcut_and_event_of_the_manifest_has_its_listener_and_the_other_way_round() -> None:
    features = MANIFEST["features"]

    assert set(COMMANDS) == {each["command"] for each in features["slash_commands"]}
    assert set(SHORTCUTS) == {each["callback_id"] for each in features["shortcuts"]}
    assert set(EVENTS) == set(MANIFEST["settings"]["event_subscriptions"]["bot_events"])


def test_no_action_id_belongs_to_two_listeners() -> None:
    samples = list(ACTIONS) + [f"{name}:x:1" for name in ACTIONS]

    assert [name for name in samples if sum(bool(action_pattern(each).search(name)) for each in ACTIONS) != 1] == []


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("", Asked.start),
        ("   ", Asked.start),
        ("help", Asked.help),
        (" OPEN ", Asked.open),
        ("mine", Asked.mine),
        ("usage", Asked.usage),
        ("open now", Asked.usage),
        ("<@U1|mia>", Asked.usage),
        ("\u202eenim", Asked.usage),
    ],
)
def test_what_stands_behind_the_command(text: str, asked: Asked) -> None:
    assert parse(text) is asked


def test_how_deep_a_modal_lies() -> None:
    assert depth({"id": "V1", "root_view_id": "V1", "previous_view_id": None}) == 1
    assert depth({"id": "V2", "root_view_id": "V1", "previous_view_id": "V1"}) == 2
    assert depth({"id": "V3", "root_view_id": "V1", "previous_view_id": "V2"}) == 3

"""The parts that stand between the surfaces: people, Slack's errors, the limits checker itself, the log."""

import copy
import logging
from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from slack_app import log
from slack_app.people import facts_of
from slack_app.settings import SlackSettings
from slack_app.slack_errors import code, retry_after, was_too_late
from slack_app.views.dates import day, everywhere, moment
from slack_app.views.form import form_view
from tests import gallery

from .conftest import Stage
from .limits import block_faults, message_faults, view_faults

Json = dict[str, Any]


def refusal(status: int, data: Any, headers: dict[str, str] | None = None) -> SlackApiError:
    answer = AsyncSlackResponse(
        client=None,
        http_verb="POST",
        api_url="https://slack.example/api/x",
        req_args={},
        data=data,
        headers=headers or {},
        status_code=status,
    )
    return SlackApiError("canary in the message", answer)


@pytest.mark.parametrize(
    ("error", "named", "again"),
    [
        (refusal(200, {"ok": False, "error": "not_in_channel"}), "not_in_channel", None),
        (refusal(200, {"ok": False, "error": "invalid_blocks"}), "invalid_blocks", None),
        (refusal(429, {"ok": False, "error": "ratelimited"}, {"Retry-After": "7"}), "ratelimited", 7.0),
        (refusal(429, "too many", {}), "unreached", 30.0),
        (refusal(500, "oh no"), "unreached", 30.0),
        (refusal(503, {}), "unreached", 30.0),
        (refusal(200, {"ok": False, "error": "internal_error"}), "internal_error", 30.0),
        (refusal(200, {"ok": False, "error": "token_revoked"}), "token_revoked", 600.0),
        (TimeoutError(), "unreached", 30.0),
    ],
)
def test_which_errors_are_final(error: Exception, named: str, again: float | None) -> None:
    assert (code(error), retry_after(error)) == (named, again)


def test_which_errors_are_only_a_matter_of_time() -> None:
    late = refusal(200, {"ok": False, "error": "expired_trigger_id"})
    assert was_too_late(late) and was_too_late(TimeoutError())
    assert not was_too_late(refusal(200, {"ok": False, "error": "invalid_arguments"}))
    assert not was_too_late(refusal(500, "oh no"))


def test_what_slack_says_about_a_person() -> None:
    user = {
        "id": "U1",
        "team_id": "T2",
        "is_restricted": True,
        "deleted": True,
        "tz": "Europe/Berlin",
        "is_owner": True,
    }
    facts = facts_of(user | {"profile": {"display_name": "mia", "real_name": "Mia Brandt"}}, "T1")

    assert (facts.name, facts.tz) == ("Mia Brandt", "Europe/Berlin")
    assert facts.is_guest
    assert facts.is_stranger
    assert facts.deactivated
    assert facts.is_admin


def test_a_person_without_a_name_is_called_by_their_id() -> None:
    facts = facts_of({"id": "U1"}, "T1")

    assert (facts.name, facts.tz, facts.is_guest, facts.is_stranger) == ("U1", "UTC", False, False)


async def test_people_are_asked_about_once_in_five_minutes(stage: Stage) -> None:
    for _ in range(2):
        outcome = await stage.workspace.person("mia").command("/mend")
        assert outcome.modal is not None
        await outcome.modal.fill({"a.text": "x", "a.line": "y", "a.channel": "general"})
        await outcome.modal.submit()
    asked = [entry for entry in stage.sandbox.journal.entries if "users.info" in entry.what]

    assert len(stage.service.opened) == 2
    assert len(asked) == len({"mia", "raj"})


def test_the_address_of_slack_ends_with_a_slash() -> None:
    secrets: Json = {"slack_bot_token": "x", "slack_signing_secret": "y", "slack_app_token": ""}
    settings = SlackSettings(slack_api_url="http://127.0.0.1:1/api", **secrets)

    assert settings.slack_api_url == "http://127.0.0.1:1/api/"
    assert settings.slack_app_token is None


def test_the_log_names_an_error_and_its_place_but_never_what_it_says(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    try:
        int(gallery.canary("message"))
    except ValueError as error:
        log.failed("not_answered", error, review="rv1")

    assert "CANARY" not in caplog.text
    assert "not_answered review=rv1 error=ValueError at=test_parts.py:" in caplog.text


def test_dates_are_said_in_the_reader_s_own_zone() -> None:
    assert moment(gallery.NOW, "Europe/Berlin") == "Tuesday 17 November, 10:00"
    assert moment(gallery.NOW, "America/New_York") == "Tuesday 17 November, 04:00"
    assert moment(gallery.NOW, "Not/AZone") == "Tuesday 17 November, 09:00"
    assert moment(gallery.NOW, "../../etc/passwd") == "Tuesday 17 November, 09:00"
    assert day(gallery.NOW.date()) == "Tuesday 17 November"
    assert everywhere(gallery.NOW).endswith("|Tuesday 17 November, 09:00 UTC>")


def break_title(view: Json) -> None:
    view["title"]["text"] = "t" * 25


def break_metadata(view: Json) -> None:
    view["private_metadata"] = "m" * 3001


def break_twice(view: Json) -> None:
    view["blocks"].append(view["blocks"][-3] | {"block_id": view["blocks"][-3].get("block_id", "a.text")})
    view["blocks"][0]["block_id"] = view["blocks"][-1]["block_id"]


def break_submit(view: Json) -> None:
    del view["submit"]


def break_many(view: Json) -> None:
    view["blocks"] = view["blocks"] * 20


def break_label(view: Json) -> None:
    inputs(view)[0]["label"]["text"] = ""


def break_initial(view: Json) -> None:
    next(each for each in inputs(view) if each["element"]["type"] == "radio_buttons")["element"]["initial_option"] = {}


def break_placeholder(view: Json) -> None:
    inputs(view)[0]["element"]["placeholder"]["text"] = "p" * 151


def break_mrkdwn(view: Json) -> None:
    view["blocks"][0] = {"type": "section", "text": {"type": "mrkdwn", "text": "<!channel>"}}


def break_kind(view: Json) -> None:
    view["blocks"][0] = {"type": "video"}


def inputs(view: Json) -> list[Json]:
    return [block for block in view["blocks"] if block["type"] == "input"]


BREAKS: list[Callable[[Json], None]] = [
    break_title, break_metadata, break_twice, break_submit, break_many, break_label, break_initial, break_placeholder,
    break_mrkdwn, break_kind,
]  # fmt: skip


@pytest.mark.parametrize("planted", BREAKS)
def test_the_limits_checker_sees_a_planted_mistake(planted: Callable[[Json], None]) -> None:
    view = copy.deepcopy(form_view(gallery.form()))
    assert view_faults(view) == []
    planted(view)

    assert view_faults(view) != []


def test_the_limits_checker_sees_a_message_without_text_and_one_with_inputs() -> None:
    blocks = form_view(gallery.form())["blocks"]

    assert message_faults("", [{"type": "divider"}]) != []
    assert message_faults("x", blocks) != []
    assert block_faults([], "message") != []

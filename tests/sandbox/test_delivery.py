"""How things reach the app: three seconds, no second try for interactions, four for events, and what faults do."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from deploy.sandbox.delivery import Answer, Delivery
from deploy.sandbox.driver import CannotDo

from .conftest import Stage
from .fake_app import actions, button, home, modal, section, typed

Make = Callable[..., Any]


def opening(stage: Stage, view: dict[str, Any]) -> Any:
    async def answer(body: dict[str, Any]) -> None:
        await stage.app.api("views.open", trigger_id=body["trigger_id"], view=view)

    return answer


async def test_an_answer_after_the_deadline_is_a_timeout_and_the_modal_stays(make_stage: Make) -> None:
    stage = await make_stage(ack_seconds=0.15)
    mia, gate = stage.workspace.person("mia"), asyncio.Event()

    async def too_late(body: dict[str, Any]) -> dict[str, Any]:
        await gate.wait()
        return {"response_action": "clear"}

    stage.app.on["/mend"] = opening(stage, modal(typed("a", "A", initial_value="kept")))
    outcome = await mia.command("/mend")
    stage.app.on["view_submission:draft"] = too_late
    outcome = await outcome.modal.submit()
    assert outcome.error_code == "operation_timeout"
    assert outcome.modal.fields["a"].value == "kept"
    gate.set()
    stage.app.on["/mend"] = too_late
    gate.clear()
    outcome = await mia.command("/mend")
    assert outcome.error == "/mend failed with the error “operation_timeout”"
    gate.set()
    assert stage.app.names() == ["/mend", "view_submission:draft", "/mend"]


async def test_a_refusing_app_is_told_to_the_person_and_nothing_is_sent_again(stage: Stage) -> None:
    async def broken(body: dict[str, Any]) -> int:
        return 500

    stage.app.on["/mend"] = broken
    outcome = await stage.workspace.person("mia").command("/mend")
    assert outcome.error_code == "dispatch_failed"
    assert stage.app.names() == ["/mend"]
    assert (await stage.workspace.person("mia").command("/mends")).error_code == "unknown_command"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (None, ("", "none")),
        ({"response_action": "clear"}, ("", "none")),
        ({"response_action": "errors", "errors": {"a": "No"}}, ("", "A draft")),
        ({"response_action": "errors", "errors": {"words": "No"}}, ("errors_name_no_input_block", "A draft")),
        ({"response_action": "errors", "errors": {}}, ("errors_name_no_input_block", "A draft")),
        ({"response_action": "update", "view": modal(section("Done"), submit=None)}, ("", "A draft")),
        ({"response_action": "update", "view": modal(typed("a", "A"), submit=None)}, ("invalid_arguments", "A draft")),
        ({"response_action": "push", "view": modal(section("x"))}, ("", "A draft")),
        ({"response_action": "dance"}, ("invalid_response_action", "A draft")),
    ],
)
async def test_what_an_answer_to_a_submission_does(stage: Stage, answer: Any, expected: tuple[str, str]) -> None:
    async def answers(body: dict[str, Any]) -> Any:
        return answer

    view = modal(section("x", block_id="words"), typed("a", "A", initial_value="x"))
    stage.app.on["/mend"] = opening(stage, view)
    stage.app.on["view_submission:draft"] = answers
    outcome = await (await stage.workspace.person("mia").command("/mend")).modal.submit()
    code, title = expected
    assert (outcome.error_code or "") == code
    assert bool(outcome.error) is bool(code)
    assert (outcome.modal.title if outcome.modal else "none") == title


async def test_closing_is_told_only_if_asked_for(stage: Stage) -> None:
    mia = stage.workspace.person("mia")
    for asked in (False, True):
        stage.app.on["/mend"] = opening(stage, modal(section("x"), notify_on_close=asked))
        outcome = await mia.command("/mend")
        outcome = await outcome.modal.close(everything=True)
        assert outcome.modal is None
        assert ("view_closed:draft" in stage.app.names()) is asked
    assert stage.app.last("view_closed:draft")["is_cleared"] is True


class Flaky:
    """A transport that fails so many times; remembers how often it was asked."""

    def __init__(self, failures: int, headers: dict[str, str] | None = None) -> None:
        self.failures, self.headers = failures, headers or {}
        self.seen: list[tuple[str, tuple[int, str] | None]] = []

    async def send(self, kind: str, payload: dict[str, Any], retry: tuple[int, str] | None) -> Answer:
        self.seen.append((payload["event_id"], retry))
        return Answer("http_error", headers=self.headers) if len(self.seen) <= self.failures else Answer()


@pytest.mark.parametrize(
    ("flaky", "pauses"),
    [
        (Flaky(0), []),
        (Flaky(1), [0.0]),
        (Flaky(9), [0.0, 60.0, 300.0]),
        (Flaky(9, {"x-slack-no-retry": "1"}), []),
    ],
)
async def test_events_are_tried_again_at_once_after_a_minute_and_after_five(
    stage: Stage, flaky: Flaky, pauses: list[float]
) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    delivery = Delivery(stage.sandbox, flaky, sleep=sleep)
    delivery.event({"type": "app_home_opened", "user": "U0MIA000001"})
    delivery.event({"type": "message", "user": "not subscribed"})
    while delivery._tasks:
        await asyncio.gather(*delivery._tasks)
    assert slept == pauses
    assert len({event_id for event_id, _ in flaky.seen}) == 1
    expected = [None, *[(number, "http_error") for number in range(1, len(pauses) + 1)]]
    assert [retry for _, retry in flaky.seen] == expected


async def test_a_retried_event_says_so_in_its_headers(stage: Stage) -> None:
    async def first_fails(body: dict[str, Any]) -> int | None:
        stage.app.on.pop("user_change")
        return 500

    stage.app.on["user_change"] = first_fails
    await stage.workspace.fault(deactivate="leo")

    async def twice() -> bool:
        return stage.app.names() == ["user_change", "user_change"]

    await stage.workspace.until(twice)
    first, second = [headers for _, _, headers in stage.app.heard]
    assert "x-slack-retry-num" not in first
    assert (second["x-slack-retry-num"], second["x-slack-retry-reason"]) == ("1", "http_error")
    assert stage.app.last("user_change")["event"]["user"]["deleted"] is True
    with pytest.raises(CannotDo):
        await stage.workspace.person("leo").command("/mend")


async def test_faults_double_lose_refuse_and_cut(stage: Stage) -> None:
    raj, workspace = stage.workspace.person("raj"), stage.workspace
    blocks = [actions(button("Look", "look"))]
    await stage.app.api("chat.postMessage", channel=raj.id, text="x", blocks=blocks)
    (message,) = await raj.dms()
    await workspace.fault(duplicate_presses=True)
    await raj.press(message, "Look")
    pressed = [body for name, body, _ in stage.app.heard if name == "look"]
    assert len({body["trigger_id"] for body in pressed}) == 2
    assert len({body["actions"][0]["action_ts"] for body in pressed}) == 2
    await workspace.fault(duplicate_presses=False, drop_next_acks=1)
    assert (await raj.press(message, "look")).error_code == "operation_timeout"
    assert (await raj.press(message, "look")).error is None
    await workspace.fault(next_429=1)
    assert [(await stage.app.api("auth.test"))["ok"] for _ in range(2)] == [False, True]
    await workspace.fault(down_seconds=5)
    assert (await stage.app.slack.post("/api/auth.test")).status_code == 500
    stage.real.seconds += 5
    assert (await stage.app.api("auth.test"))["ok"]
    await workspace.fault(drop_post_share=1)
    with pytest.raises((ConnectionError, httpx.HTTPError)):
        await stage.app.api("chat.postMessage", channel=raj.id, text="did it arrive?")
    assert (await raj.dms())[-1].text == "did it arrive?"


async def test_a_doubled_event_keeps_its_id(stage: Stage) -> None:
    async def publish(body: dict[str, Any]) -> None:
        await stage.app.api("views.publish", user_id=body["event"]["user"], view=home(section("x")))

    stage.app.on["app_home_opened"] = publish
    await stage.workspace.fault(duplicate_events=True)
    await stage.workspace.person("mia").open_home()

    async def both() -> bool:
        return len(stage.app.heard) == 2

    await stage.workspace.until(both)
    assert len({body["event_id"] for _, body, _ in stage.app.heard}) == 1


async def test_the_log_shows_both_sides_and_names_the_page_of_a_refusal(stage: Stage) -> None:
    stage.app.on["/mend"] = opening(stage, modal(typed("a", "A"), submit=None))
    await stage.workspace.person("mia").command("/mend")
    said, asked = await stage.workspace.log()
    assert (said["way"], said["what"]) == ("to app", "/mend")
    assert (asked["way"], asked["what"]) == ("from app", "views.open")
    assert asked["trouble"] == "invalid_arguments /surfaces/modals#gathering_input"

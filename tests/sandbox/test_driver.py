"""Acting as people: what the app hears, and what people see."""

from typing import Any

import pytest

from deploy.sandbox.driver import CannotDo

from .conftest import Stage
from .fake_app import actions, button, home, modal, option, plain, section, typed


def pick(block_id: str, label: str, kind: str, **more: Any) -> dict[str, Any]:
    element = {"type": kind, "action_id": "pick", **more}
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element, "optional": True}


FORM = modal(
    typed("title", "Title", max_length=20),
    typed("why", "Why", initial_value="because", multiline=True),
    pick("kind", "Kind", "radio_buttons", options=[option("conflict"), option("incident")]),
    pick("who", "Who", "multi_users_select"),
    pick("when", "When", "datepicker", initial_date="2026-12-01"),
    pick("ticks", "Ticks", "checkboxes", options=[option("a"), option("b")], initial_options=[option("b")]),
    pick("where", "Where", "conversations_select", filter={"include": ["public"]}),
)


def opens(stage: Stage, view: dict[str, Any]) -> Any:
    async def answer(body: dict[str, Any]) -> None:
        opened = await stage.app.api("views.open", trigger_id=body["trigger_id"], view=view)
        assert opened["ok"], opened

    return answer


async def test_a_command_opens_a_modal_and_its_submission_carries_every_field(stage: Stage) -> None:
    stage.app.on["/mend"] = opens(stage, FORM)
    mia = stage.workspace.person("mia")
    outcome = await mia.command("/mend")
    assert outcome.error is None and outcome.modal.title == "A draft"
    await outcome.modal.fill({"Title": "Release", "who": ["raj", "noor"], "Kind": "incident", "where": "incidents"})
    outcome = await mia.modal.submit()
    assert (outcome.modal, outcome.errors) == (None, {})
    values = stage.app.last("view_submission:draft")["view"]["state"]["values"]
    assert values["title"]["value"] == {"type": "plain_text_input", "value": "Release"}
    assert values["why"]["value"]["value"] == "because"
    assert values["who"]["pick"]["selected_users"] == ["U0RAJ000001", "U0NOOR00001"]
    assert values["kind"]["pick"]["selected_option"]["value"] == "incident"
    assert values["when"]["pick"] == {"type": "datepicker", "selected_date": "2026-12-01"}
    assert [each["value"] for each in values["ticks"]["pick"]["selected_options"]] == ["b"]
    assert values["where"]["pick"]["selected_conversation"] == "C0INCIDENT1"


async def test_untouched_fields_are_null_or_empty_as_slack_sends_them(stage: Stage) -> None:
    view = modal(
        {**typed("note", "Note"), "optional": True},
        pick("who", "Who", "multi_users_select"),
        pick("one", "One", "users_select"),
        pick("kind", "Kind", "radio_buttons", options=[option("x")]),
    )
    stage.app.on["/mend"] = opens(stage, view)
    outcome = await stage.workspace.person("mia").command("/mend")
    await outcome.modal.submit()
    values = stage.app.last("view_submission:draft")["view"]["state"]["values"]
    assert values["note"]["value"] == {"type": "plain_text_input", "value": None}
    assert values["who"]["pick"] == {"type": "multi_users_select", "selected_users": []}
    assert values["one"]["pick"] == {"type": "users_select", "selected_user": None}
    assert values["kind"]["pick"] == {"type": "radio_buttons", "selected_option": None}


async def test_the_client_holds_back_a_form_that_misses_something(stage: Stage) -> None:
    stage.app.on["/mend"] = opens(stage, FORM)
    outcome = await stage.workspace.person("mia").command("/mend")
    outcome = await outcome.modal.submit()
    assert outcome.errors == {"title": "Please complete this required field."}
    await outcome.modal.fill({"title": "x" * 21})
    outcome = await outcome.modal.submit()
    assert outcome.errors == {"title": "Please enter 0 to 20 characters."}
    assert "view_submission:draft" not in stage.app.names()


async def test_a_command_carries_mentions_and_a_response_url(stage: Stage) -> None:
    async def answer(body: dict[str, Any]) -> dict[str, str]:
        await stage.app.slack.post(body["response_url"], json={"text": "later"})
        return {"text": "Hello <@U0RAJ000001> &amp; all"}

    stage.app.on["/mend"] = answer
    outcome = await stage.workspace.person("mia").command("/mend open @raj & <me>", channel="incidents")
    body = stage.app.last("/mend")
    assert body["text"] == "open <@U0RAJ000001|raj> &amp; &lt;me&gt;"
    assert (body["channel_id"], body["channel_name"]) == ("C0INCIDENT1", "incidents")
    assert outcome.text == "Hello @Raj Nair & all"
    assert [one.text for one in await stage.workspace.ephemerals("mia")] == ["later", "Hello <@U0RAJ000001> &amp; all"]
    assert await stage.workspace.ephemerals("raj") == []


async def test_buttons_in_a_dm_send_slacks_payload_and_may_rewrite_the_message(stage: Stage) -> None:
    raj = stage.workspace.person("raj")
    blocks = [section("For you"), actions(button("Look", "look", value="r1:3", style="primary"), block_id="row")]
    posted = await stage.app.api("chat.postMessage", channel=raj.id, text="For you", blocks=blocks)

    async def answer(body: dict[str, Any]) -> None:
        await stage.app.slack.post(body["response_url"], json={"replace_original": True, "text": "Seen"})

    stage.app.on["look"] = answer
    (message,) = await raj.dms()
    await raj.press(message, "Look")
    body = stage.app.last("look")
    assert body["container"] == {
        "type": "message",
        "message_ts": posted["ts"],
        "channel_id": posted["channel"],
        "is_ephemeral": False,
    }
    assert body["channel"] == {"id": posted["channel"], "name": "directmessage"}
    assert body["actions"][0]["value"] == "r1:3" and body["actions"][0]["block_id"] == "row"
    assert body["user"] == {"id": raj.id, "username": "raj", "name": "raj", "team_id": "T0LARKHILL"}
    assert [one.texts for one in await raj.dms()] == [["Seen"]]


async def test_home_is_published_after_it_is_opened_and_its_buttons_carry_the_view(stage: Stage) -> None:
    async def publish(body: dict[str, Any]) -> None:
        blocks = [section("Waiting on you"), actions(button("Read", "read", value="1"), button("Read", "read2"))]
        await stage.app.api("views.publish", user_id=body["event"]["user"], view=home(*blocks))

    stage.app.on["app_home_opened"] = publish
    dana = stage.workspace.person("dana")
    shown = await dana.open_home()
    assert shown.texts[0] == "Waiting on you" and [one.label for one in shown.buttons] == ["Read", "Read"]
    await dana.press_home("Read", nth=1)
    body = stage.app.last("read2")
    assert body["container"]["type"] == "view" and body["view"]["type"] == "home"


async def test_errors_of_the_app_stand_beside_their_field(stage: Stage) -> None:
    async def refuse(body: dict[str, Any]) -> dict[str, Any]:
        return {"response_action": "errors", "errors": {"title": "Too blaming?"}}

    stage.app.on["/mend"] = opens(stage, FORM)
    stage.app.on["view_submission:draft"] = refuse
    outcome = await stage.workspace.person("mia").command("/mend")
    await outcome.modal.fill({"title": "x"})
    outcome = await outcome.modal.submit()
    assert outcome.errors == outcome.modal.errors == {"title": "Too blaming?"}


async def test_shortcuts_send_their_payloads_and_only_declared_ones_exist(stage: Stage) -> None:
    mia = stage.workspace.person("mia")
    await mia.global_shortcut("open_from_anywhere")
    (_, second) = await stage.workspace.messages("incidents")
    await mia.message_shortcut("open_from_message", "incidents", second.ts)
    assert "channel" not in stage.app.last("open_from_anywhere")
    body = stage.app.last("open_from_message")
    assert body["type"] == "message_action" and body["message"]["ts"] == body["message_ts"] == second.ts
    with pytest.raises(CannotDo):
        await mia.global_shortcut("not_there")


async def test_people_who_cannot_take_part_cannot_act(stage: Stage) -> None:
    for key in ("gone", "otherbot", "slackbot", "stranger"):
        with pytest.raises(CannotDo):
            await stage.workspace.person(key).command("/mend")
    assert (await stage.workspace.person("guest").command("/mend")).error is None


async def test_time_moves_for_messages_but_not_for_signatures(stage: Stage) -> None:
    first = await stage.app.api("chat.postMessage", channel="C0GENERAL01", text="one")
    await stage.workspace.advance(days=7)
    second = await stage.app.api("chat.postMessage", channel="C0GENERAL01", text="two")
    assert round(float(second["ts"]) - float(first["ts"])) == 7 * 86_400
    await stage.workspace.person("mia").command("/mend")
    assert stage.app.heard[-1][2]["x-slack-request-timestamp"] == str(int(stage.real.seconds))

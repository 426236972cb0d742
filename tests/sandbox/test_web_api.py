"""What Slack refuses of the app, each time beside what it allows: tokens, scopes, places, triggers, views, pace."""

from collections.abc import Callable
from typing import Any

from .conftest import Stage
from .fake_app import TOKEN, actions, button, home, modal, section, typed

Make = Callable[..., Any]
GENERAL, PAYMENTS, PRIVATE = "C0GENERAL01", "C0PAYMENTS1", "C0PRIVATE01"
VIEW = modal(typed("title", "Title"))


def error(body: dict[str, Any]) -> str:
    """The error code, or `ok`."""
    return "ok" if body["ok"] else str(body["error"])


async def test_the_token_must_be_there_known_and_of_the_right_kind(stage: Stage) -> None:
    api = stage.app.api
    assert error(await api("auth.test")) == "ok"
    assert error(await api("auth.test", token="")) == "not_authed"
    assert error(await api("auth.test", token="xoxb-other")) == "invalid_auth"
    assert error(await api("auth.test", token="xapp-test")) == "not_allowed_token_type"
    assert error(await api("apps.connections.open")) == "not_allowed_token_type"
    assert error(await api("apps.connections.open", token="xapp-test")) == "socket_mode_not_enabled"
    assert error(await api("chat.meMessage")) == "unknown_method"


async def test_arguments_come_as_query_form_or_json_and_the_answer_names_the_scopes(stage: Stage) -> None:
    blocks = '[{"type": "divider"}]'
    form = {"token": TOKEN, "channel": GENERAL, "text": "x", "blocks": blocks}
    posted = await stage.app.slack.post("/api/chat.postMessage", data=form)
    assert posted.json()["message"]["blocks"][0]["type"] == "divider"
    asked = await stage.app.slack.get("/api/auth.test", params={"token": TOKEN})
    assert asked.json()["bot_id"] == "B0MEND00001"
    assert "im:history" in asked.headers["x-oauth-scopes"].split(",")
    assert asked.headers["date"].endswith("GMT")


async def test_every_scope_is_asked_for(make_stage: Make) -> None:
    calls = {
        "chat:write": ("chat.postMessage", {"channel": GENERAL, "text": "x"}),
        "users:read": ("users.list", {}),
        "im:write": ("conversations.open", {"users": "U0MIA000001"}),
        "mpim:write": ("conversations.open", {"users": "U0MIA000001,U0RAJ000001"}),
        "im:history": ("conversations.history", {"channel": None}),
    }
    for missing, (method, args) in calls.items():
        scopes = [scope for scope in calls if scope != missing]
        for granted, expected in ((list(calls), "ok"), (scopes, "missing_scope")):
            stage = await make_stage(oauth_config__scopes__bot=granted)
            channel = stage.sandbox.workspace.conversation([stage.sandbox.workspace.person("mia")])[0].id
            known = {name: value or channel for name, value in args.items()}
            body = await stage.app.api(method, **known)
            assert error(body) == expected, (missing, body)
            assert body.get("needed", missing) == missing


async def test_history_is_for_the_apps_own_dms_only(stage: Stage) -> None:
    opened = await stage.app.api("conversations.open", users="U0MIA000001")
    dm = opened["channel"]["id"]
    metadata = {"event_type": "mend_news", "event_payload": {"id": "n1"}}
    for number in range(3):
        await stage.app.api("chat.postMessage", channel=dm, text=f"m{number}", metadata=metadata)
    first = await stage.app.api("conversations.history", channel=dm, limit=2)
    assert [one["text"] for one in first["messages"]] == ["m2", "m1"]
    assert first["messages"][0]["metadata"] == {"event_type": "mend_news"}
    cursor = first["response_metadata"]["next_cursor"]
    rest = await stage.app.api("conversations.history", channel=dm, limit=2, cursor=cursor, include_all_metadata=True)
    assert [one["text"] for one in rest["messages"]] == ["m0"]
    assert rest["messages"][0]["metadata"] == metadata
    refused = await stage.app.api("conversations.history", channel=GENERAL)
    assert (error(refused), refused["needed"]) == ("missing_scope", "channels:history")


async def test_where_the_app_may_write(stage: Stage) -> None:
    expected = {
        GENERAL: "ok",
        PAYMENTS: "not_in_channel",
        PRIVATE: "channel_not_found",
        "C0NOWHERE01": "channel_not_found",
        "U0MIA000001": "ok",
        "U0GONE00001": "user_disabled",
        "U0NOBODY001": "channel_not_found",
    }
    for channel, code in expected.items():
        assert error(await stage.app.api("chat.postMessage", channel=channel, text="x")) == code, channel
    await stage.workspace.person("mia").invite_app(PAYMENTS)
    assert error(await stage.app.api("chat.postMessage", channel=PAYMENTS, text="x")) == "ok"
    await stage.workspace.fault(remove_bot="general")
    assert error(await stage.app.api("chat.postMessage", channel=GENERAL, text="x")) == "not_in_channel"


async def test_whom_a_conversation_can_be_opened_with(stage: Stage) -> None:
    expected = {
        "U0MIA000001": "ok",
        "U0MIA000001,U0RAJ000001": "ok",
        "U0GUEST0001": "ok",
        "U0GONE00001": "user_disabled",
        "U0OTHERBOT1": "cannot_dm_bot",
        "USLACKBOT": "cannot_dm_bot",
        "U0MENDBOT01": "cannot_dm_self",
        "U0NOBODY001": "user_not_found",
        "": "users_list_not_supplied",
    }
    for users, code in expected.items():
        assert error(await stage.app.api("conversations.open", users=users)) == code, users
    again = await stage.app.api("conversations.open", users="U0RAJ000001,U0MIA000001")
    assert again["already_open"]
    assert [one["members"] for one in await stage.workspace.group_dms()] == [["U0MIA000001", "U0RAJ000001"]]


async def test_users_are_described_as_slack_does(stage: Stage) -> None:
    asked = ("U0LEO000001", "U0ADA000001", "U0GUEST0001", "U0STRANGER1")
    leo, ada, guest, stranger = [(await stage.app.api("users.info", user=key))["user"] for key in asked]
    assert (leo["tz"], leo["tz_offset"]) == ("America/New_York", -18_000)
    assert ada["is_admin"]
    assert not leo["is_admin"]
    assert guest["is_restricted"]
    assert (stranger["is_stranger"], stranger["team_id"]) == (True, "T0ELSEWHERE")
    gone = await stage.app.api("users.info", user="U0GONE00001")
    assert gone["user"]["deleted"]
    assert error(await stage.app.api("users.info", user="U0NOBODY001")) == "user_not_found"
    page = await stage.app.api("users.list", limit=10)
    rest = await stage.app.api("users.list", limit=10, cursor=page["response_metadata"]["next_cursor"])
    assert len(page["members"]) == 10
    assert len(page["members"] + rest["members"]) == len(stage.sandbox.workspace.people) + 1


async def test_messages_are_checked_truncated_and_escaped(stage: Stage) -> None:
    post = stage.app.api
    assert error(await post("chat.postMessage", channel=GENERAL)) == "no_text"
    long = await post("chat.postMessage", channel=GENERAL, text="x" * 40_001)
    assert len(long["message"]["text"]) == 40_000
    bad = await post("chat.postMessage", channel=GENERAL, text="x", blocks=[section("x" * 3001)])
    assert error(bad) == "invalid_blocks"
    said = bad["response_metadata"]["messages"]
    assert said == ["[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"]
    untold = await post("chat.postMessage", channel=GENERAL, blocks=[section("x")])
    assert untold["warning"] == "missing_text_in_message"
    raw = await post("chat.postMessage", channel=GENERAL, text="Tom & <b> <@U0MIA000001> &lt;")
    assert raw["message"]["text"] == "Tom &amp; &lt;b&gt; <@U0MIA000001> &lt;"
    for kind, code in (("mend_news", "ok"), ("mend.news", "invalid_metadata_format")):
        metadata = {"event_type": kind, "event_payload": {}}
        assert error(await post("chat.postMessage", channel=GENERAL, text="x", metadata=metadata)) == code


async def test_updates_are_for_own_messages_and_text_alone_takes_the_blocks_away(stage: Stage) -> None:
    blocks = [section("x")]
    posted = await stage.app.api("chat.postMessage", channel=GENERAL, text="x", blocks=blocks)
    place = {"channel": GENERAL, "ts": posted["ts"]}
    kept = await stage.app.api("chat.update", **place, text="y", blocks=blocks)
    assert kept["message"]["blocks"]
    bare = await stage.app.api("chat.update", **place, text="z")
    assert "blocks" not in bare["message"]
    assert error(await stage.app.api("chat.update", **place, text="x" * 4000)) == "ok"
    assert error(await stage.app.api("chat.update", **place, text="x" * 4001)) == "msg_too_long"
    assert error(await stage.app.api("chat.update", channel=GENERAL, ts="1.1", text="x")) == "message_not_found"
    theirs = (await stage.workspace.messages("general"))[0]
    assert error(await stage.app.api("chat.update", channel=GENERAL, ts=theirs.ts, text="x")) == "cant_update_message"
    assert error(await stage.app.api("chat.delete", channel=GENERAL, ts=theirs.ts)) == "cant_delete_message"
    assert error(await stage.app.api("chat.delete", **place)) == "ok"
    assert error(await stage.app.api("chat.delete", **place)) == "message_not_found"


async def trigger(stage: Stage) -> str:
    await stage.workspace.person("mia").command("/mend")
    return str(stage.app.last("/mend")["trigger_id"])


async def test_a_trigger_opens_one_modal_within_three_seconds(stage: Stage) -> None:
    key = await trigger(stage)
    stage.real.seconds += 3.0
    assert error(await stage.app.api("views.open", trigger_id=key, view=VIEW)) == "ok"
    assert error(await stage.app.api("views.open", trigger_id=key, view=VIEW)) == "exchanged_trigger_id"
    late = await trigger(stage)
    stage.real.seconds += 3.1
    assert error(await stage.app.api("views.open", trigger_id=late, view=VIEW)) == "expired_trigger_id"
    assert error(await stage.app.api("views.open", trigger_id="1.2.x", view=VIEW)) == "invalid_trigger_id"
    bad = await stage.app.api("views.open", trigger_id=await trigger(stage), view={**VIEW, "submit": None})
    assert error(bad) == "invalid_arguments"
    assert "submit is required" in bad["response_metadata"]["messages"][0]


async def test_three_views_lie_on_each_other_and_no_fourth(stage: Stage) -> None:
    mia = stage.workspace.person("mia")
    pushes = modal(actions(button("More", "more")))
    opened = await stage.app.api("views.open", trigger_id=await trigger(stage), view=pushes)
    codes = []

    async def push(body: dict[str, Any]) -> None:
        answer = await stage.app.api("views.push", trigger_id=body["trigger_id"], view=pushes)
        codes.append(error(answer))
        if answer["ok"]:
            assert answer["view"]["root_view_id"] == opened["view"]["id"]
            assert answer["view"]["previous_view_id"] == body["view"]["id"]

    stage.app.on["more"] = push
    for _ in range(3):
        await (await mia.look()).modal.press("More")
    assert codes == ["ok", "ok", "push_limit_reached"]


async def test_an_old_hash_is_a_conflict_and_entered_values_outlive_an_update(stage: Stage) -> None:
    mia = stage.workspace.person("mia")
    opened = (await stage.app.api("views.open", trigger_id=await trigger(stage), view=VIEW))["view"]
    await (await mia.look()).modal.fill({"title": "typed"})
    wider = modal(typed("title", "Title", initial_value="new"), typed("more", "More", initial_value="new"))
    args = {"view_id": opened["id"], "view": wider}
    assert error(await stage.app.api("views.update", **args, hash=opened["hash"])) == "ok"
    assert error(await stage.app.api("views.update", **args, hash=opened["hash"])) == "hash_conflict"
    assert error(await stage.app.api("views.update", **args)) == "ok"
    assert error(await stage.app.api("views.update", view_id="V0NONE", view=wider)) == "not_found"
    values = {key: field.value for key, field in (await mia.look()).modal.fields.items()}
    assert values == {"title": "typed", "more": "new"}
    published = (await stage.app.api("views.publish", user_id=mia.id, view=home(section("x"))))["view"]
    args = {"user_id": mia.id, "view": home(section("y"))}
    assert error(await stage.app.api("views.publish", **args, hash=published["hash"])) == "ok"
    assert error(await stage.app.api("views.publish", **args, hash=published["hash"])) == "hash_conflict"


async def test_an_external_id_is_held_by_one_view(stage: Stage) -> None:
    named = {**VIEW, "external_id": "draft-1"}
    assert error(await stage.app.api("views.open", trigger_id=await trigger(stage), view=named)) == "ok"
    await stage.workspace.person("raj").command("/mend")
    key = stage.app.last("/mend")["trigger_id"]
    assert error(await stage.app.api("views.open", trigger_id=key, view=named)) == "duplicate_external_id"
    assert error(await stage.app.api("views.update", external_id="draft-1", view=named)) == "ok"
    await (await stage.workspace.person("mia").look()).modal.close()
    await stage.workspace.person("raj").command("/mend")
    key = stage.app.last("/mend")["trigger_id"]
    assert error(await stage.app.api("views.open", trigger_id=key, view=named)) == "ok"


async def test_home_is_published_for_members_when_the_manifest_has_it(make_stage: Make) -> None:
    view = home(section("x"))
    for enabled, code in ((True, "ok"), (False, "not_enabled")):
        stage = await make_stage(features__app_home__home_tab_enabled=enabled)
        assert error(await stage.app.api("views.publish", user_id="U0MIA000001", view=view)) == code
    stage = await make_stage()
    assert error(await stage.app.api("views.publish", user_id="U0GONE00001", view=view)) == "user_disabled"
    assert error(await stage.app.api("views.publish", user_id="U0MIA000001", view=VIEW)) == "invalid_arguments"


async def test_a_response_url_is_good_for_five_answers_in_half_an_hour(stage: Stage) -> None:
    await trigger(stage)
    url = stage.app.last("/mend")["response_url"]
    codes = [(await stage.app.slack.post(url, json={"text": "x"})).status_code for _ in range(6)]
    assert codes == [200] * 5 + [404]
    await trigger(stage)
    stage.real.seconds += 1801
    late = await stage.app.slack.post(stage.app.last("/mend")["response_url"], json={"text": "x"})
    assert late.status_code == 404
    assert [one.ephemeral for one in await stage.workspace.ephemerals("mia")] == [True] * 5


async def test_one_message_a_second_in_a_conversation_and_tiers_for_methods(make_stage: Make) -> None:
    stage = await make_stage(rate=True)

    async def post(channel: str = GENERAL) -> int:
        headers = {"authorization": f"Bearer {TOKEN}"}
        args = {"channel": channel, "text": "x"}
        answer = await stage.app.slack.post("/api/chat.postMessage", json=args, headers=headers)
        assert answer.status_code == 200 or answer.headers["retry-after"] == "1"
        return int(answer.status_code)

    assert [await post(), await post(), await post()] == [200, 200, 429]
    assert await post("C0INCIDENT1") == 200
    stage.real.seconds += 1
    assert [await post(), await post()] == [200, 429]
    codes = [error(await stage.app.api("users.list")) for _ in range(21)]
    assert codes == ["ok"] * 20 + ["ratelimited"]
    stage.real.seconds += 60
    assert error(await stage.app.api("users.list")) == "ok"
    opened = await stage.app.api("conversations.open", users="U0RAJ000001")
    assert [await post("U0RAJ000001"), await post(opened["channel"]["id"]), await post("U0RAJ000001")] == [
        200,
        200,
        429,
    ]
    relaxed = await make_stage()
    assert [error(await relaxed.app.api("users.list")) for _ in range(21)] == ["ok"] * 21

"""Commands, shortcuts and buttons: what opens for the person who used them."""

import asyncio
import json
import time
from urllib.parse import urlencode

import pytest
from slack_sdk.signature import SignatureVerifier

from schemas.readings import Problem
from schemas.vocabulary import Act, NewsKind, Reason
from slack_app.copy import COPY
from slack_app.inbound import Waits
from tests import gallery

from .conftest import SECRET, Stage, raised, values


async def test_mend_opens_the_first_form(stage: Stage) -> None:
    outcome = await stage.workspace.person("mia").command("/mend")

    assert outcome.modal is not None
    assert values(outcome.modal) == {"act": "open"}
    assert stage.refused() == []


async def test_help_and_anything_unknown_are_answered_to_the_person_alone(stage: Stage) -> None:
    mia, raj = stage.workspace.person("mia"), stage.workspace.person("raj")
    for line in ("/mend help", "/mend fix", "/mend OPEN x"):
        await mia.command(line)

    answers = [each.text for each in await stage.workspace.ephemerals(mia)]
    assert answers == [COPY.screen.help, COPY.screen.usage, COPY.screen.usage]
    assert await stage.workspace.ephemerals(raj) == []
    assert stage.service.asked == []


async def test_mend_open_lists_what_is_open_to_the_manager_alone(stage: Stage) -> None:
    dana = stage.workspace.person("dana")
    await dana.command("/mend open")

    message = (await stage.workspace.ephemerals(dana))[-1]
    assert message.ephemeral
    assert "open for 12 days" in message.all_text
    assert "A review between people · open for 2 to 6 weeks" in message.all_text


async def test_mend_open_says_so_when_the_service_is_away(stage: Stage) -> None:
    stage.service.down = True
    dana = stage.workspace.person("dana")
    await dana.command("/mend open")

    assert COPY.screen.not_opened in (await stage.workspace.ephemerals(dana))[-1].all_text


async def test_mend_mine_opens_a_window(stage: Stage) -> None:
    outcome = await stage.workspace.person("mia").command("/mend mine")

    assert outcome.modal is not None
    assert outcome.modal.title == COPY.screen.mine
    assert "CANARY-title" in outcome.modal.all_text


async def test_before_the_contacts_are_named_nobody_can_start(stage: Stage) -> None:
    stage.service.missing = ["crisis"]
    outcome = await stage.workspace.person("mia").command("/mend")

    assert outcome.modal is not None
    assert "Help in a crisis" in outcome.modal.all_text
    assert outcome.modal.submit_label is None


async def test_the_message_shortcut_keeps_the_link_and_never_the_text(stage: Stage) -> None:
    message = (await stage.workspace.messages("incidents"))[1]
    outcome = await stage.workspace.person("raj").message_shortcut("open_from_message", message.channel, message.ts)

    link = f"https://larkhill.slack.com/archives/{message.channel}/p{message.ts.replace('.', '')}"
    assert outcome.modal is not None
    assert values(outcome.modal)["hidden"] == {"link": link}
    assert all("Nobody" not in path for _, path, _ in stage.service.asked)


async def test_the_global_shortcut_opens_the_same_form(stage: Stage) -> None:
    outcome = await stage.workspace.person("raj").global_shortcut("open_from_anywhere")

    assert outcome.modal is not None
    assert values(outcome.modal) == {"act": "open"}


async def test_a_slow_service_gets_one_moment_and_then_the_form() -> None:
    async with raised(Waits(moment=0.05)) as stage:
        stage.service.hold = asyncio.Event()
        mia = stage.workspace.person("mia")
        asked = asyncio.create_task(mia.command("/mend"))
        first = await stage.workspace.until(lambda: seen(mia))
        stage.service.hold.set()
        outcome = await asked

        assert first == COPY.screen.one_moment
        assert outcome.modal is not None
        assert values(outcome.modal) == {"act": "open"}


async def seen(person: object) -> str | None:
    await person.look()  # type: ignore[attr-defined]
    return person.modal.title if person.modal else None  # type: ignore[attr-defined]


async def test_without_the_service_the_person_reads_that_nothing_happened(stage: Stage) -> None:
    stage.service.down = True
    outcome = await stage.workspace.person("mia").command("/mend")

    assert outcome.modal is not None
    assert COPY.screen.not_opened in outcome.modal.all_text


async def test_when_nothing_can_be_opened_the_person_reads_that(stage: Stage) -> None:
    mia = stage.workspace.person("mia")
    await stage.tell(gallery.news(gallery.item(NewsKind.step)))
    message = (await mia.dms())[-1]
    await stage.workspace.fault(next_429=1)
    await mia.press(message, "act:express")
    await stage.workspace.fault(next_429=1)
    await mia.command("/mend")

    assert [each.text for each in await stage.workspace.ephemerals(mia)] == [COPY.screen.not_shown] * 2
    assert len(await mia.dms()) == 1


async def test_on_home_there_is_no_message_beside_which_to_say_it_so_it_is_written(stage: Stage) -> None:
    mia = stage.workspace.person("mia")
    await mia.open_home()
    await stage.workspace.fault(next_429=1)
    outcome = await mia.press_home("act:open")

    assert outcome.modal is None
    assert [each.text for each in await mia.dms()] == [COPY.screen.not_shown]


async def test_what_took_too_long_is_told_from_what_slack_refused() -> None:
    async with raised(Waits(moment=30.0, service=30.0)) as stage:
        stage.service.hold = asyncio.Event()
        mia = stage.workspace.person("mia")
        await stage.tell(gallery.news(gallery.item(NewsKind.step)))
        message = (await mia.dms())[-1]
        pressed = asyncio.create_task(mia.press(message, "act:express"))
        await stage.workspace.until(lambda: asked(stage, "express"))
        stage.sandbox.tickets.expire()
        stage.service.hold.set()
        await pressed

        assert [each.text for each in await stage.workspace.ephemerals(mia)] == [COPY.screen.too_slow]


async def asked(stage: Stage, part: str) -> bool:
    return any(part in path for _, path, _ in stage.service.asked)


@pytest.mark.parametrize("reason", [Reason.already_done, Reason.too_late])
async def test_a_button_whose_step_is_over_goes_once_it_is_pressed(stage: Stage, reason: Reason) -> None:
    mia = stage.workspace.person("mia")
    await stage.tell(gallery.news(gallery.item(NewsKind.step)))
    before = (await mia.dms())[-1]
    others = [each.action_id for each in before.buttons if each.action_id != "act:express"]
    await mia.press(before, "act:express")
    assert [each.action_id for each in (await mia.dms())[-1].buttons] == ["act:express", *others]
    stage.service.refusals[Act.express] = Problem(reason=reason)
    outcome = await mia.press(before, "act:express")

    assert outcome.modal is not None and COPY.reason[reason] in outcome.modal.all_text
    after = (await mia.dms())[-1]
    assert [each.action_id for each in after.buttons] == others and others
    assert (after.ts, after.texts) == (before.ts, [t for t in before.texts if t != COPY.act[Act.express].button])


async def test_a_button_that_may_work_again_stays(stage: Stage) -> None:
    mia = stage.workspace.person("mia")
    await stage.tell(gallery.news(gallery.item(NewsKind.step)))
    for reason in (Reason.too_early, Reason.not_now, Reason.unavailable):
        stage.service.refusals[Act.express] = Problem(reason=reason)
        await mia.press((await mia.dms())[-1], "act:express")

    assert "act:express" in [each.action_id for each in (await mia.dms())[-1].buttons]


async def test_a_button_of_a_prompt_opens_its_form(stage: Stage) -> None:
    mia = stage.workspace.person("mia")
    await stage.tell(gallery.news(gallery.item(NewsKind.step)))
    outcome = await mia.press((await mia.dms())[-1], "act:express")

    assert outcome.modal is not None
    assert values(outcome.modal)["act"] == "express"
    assert ("GET", "/api/v1/reviews/rv1/forms/express?version=7", mia.id) in stage.service.asked


async def test_a_press_that_is_refused_says_why_to_that_person_alone(stage: Stage) -> None:
    mia, raj = stage.workspace.person("mia"), stage.workspace.person("raj")
    await stage.tell(gallery.news(gallery.item(NewsKind.step)))
    for reason in (Reason.not_a_party, Reason.not_found, Reason.not_yours, Reason.too_late):
        stage.service.refusals[Act.express] = Problem(reason=reason)
        outcome = await mia.press((await mia.dms())[-1], "act:express")

        assert outcome.modal is not None
        assert COPY.reason[reason] in outcome.modal.all_text
        assert (await raj.look()).modal is None
    assert stage.service.acts == []


async def test_a_double_click_opens_and_does_nothing_twice(stage: Stage) -> None:
    mia = stage.workspace.person("mia")
    await stage.tell(gallery.news(gallery.item(NewsKind.step)))
    await stage.workspace.fault(duplicate_presses=True)
    outcome = await mia.press((await mia.dms())[-1], "act:express")

    assert outcome.error is None
    assert stage.service.acts == []


async def test_open_my_part_shows_the_review_and_its_buttons_replace_it(stage: Stage) -> None:
    mia = stage.workspace.person("mia")
    await stage.tell(gallery.news(gallery.item(NewsKind.step)))
    outcome = await mia.press((await mia.dms())[-1], "show")
    assert outcome.modal is not None
    assert outcome.modal.title == COPY.screen.review

    outcome = await outcome.modal.press("act:answer_offer")

    assert outcome.modal is not None
    assert values(outcome.modal)["about"] == "of1"
    assert (await outcome.modal.close()).modal is None


@pytest.mark.parametrize("name", ["why", "sure", "example", "who_sees"])
async def test_an_aside_lies_on_top_of_what_is_being_written(stage: Stage, name: str) -> None:
    outcome = await stage.workspace.person("mia").command("/mend")
    assert outcome.modal is not None
    await outcome.modal.fill({"a.text": gallery.canary("typed")})
    outcome = await outcome.modal.press(name)
    assert outcome.modal is not None
    assert outcome.modal.title == getattr(COPY.screen, name)

    under = (await outcome.modal.close()).modal

    assert under is not None
    assert str(under.fields["a.text"].value).startswith("CANARY-typed")


async def test_leave_from_a_writing_form_lies_on_top_until_it_is_done(stage: Stage) -> None:
    mia = stage.workspace.person("mia")
    await stage.tell(gallery.news(gallery.item(NewsKind.step)))
    outcome = await mia.press((await mia.dms())[-1], "act:express")
    assert outcome.modal is not None
    await outcome.modal.fill({"a.text": gallery.canary("typed")})
    outcome = await outcome.modal.press("act:leave")
    assert outcome.modal is not None
    assert values(outcome.modal)["act"] == "leave"

    outcome = await outcome.modal.fill({"a.text": "x", "a.line": "y", "a.channel": "general"})
    outcome = await outcome.submit()

    assert outcome.modal is not None
    assert outcome.modal.title == COPY.screen.done
    assert (await outcome.modal.close()).modal is None


async def test_whoever_thinks_again_about_leaving_finds_their_words_where_they_were(stage: Stage) -> None:
    mia = stage.workspace.person("mia")
    await stage.tell(gallery.news(gallery.item(NewsKind.step)))
    outcome = await mia.press((await mia.dms())[-1], "act:express")
    assert outcome.modal is not None
    await outcome.modal.fill({"a.text": gallery.canary("typed")})
    outcome = await outcome.modal.press("act:leave")
    assert outcome.modal is not None
    under = (await outcome.modal.close()).modal

    assert under is not None
    assert values(under)["act"] == "express"
    assert str(under.fields["a.text"].value).startswith("CANARY-typed")


async def test_opened_words_are_read_page_by_page(stage: Stage) -> None:
    mia = stage.workspace.person("mia")
    await stage.tell(gallery.news(gallery.item(NewsKind.step)))
    outcome = await mia.press((await mia.dms())[-1], "show")
    assert outcome.modal is not None
    outcome = await outcome.modal.press("words")
    assert outcome.modal is not None
    first = outcome.modal.all_text
    outcome = await outcome.modal.press(COPY.screen.later_page)

    assert outcome.modal is not None
    assert outcome.modal.title == COPY.screen.words
    assert outcome.modal.all_text != first
    assert stage.refused() == []


async def test_the_learning_summary_is_read_page_by_page(stage: Stage) -> None:
    mia = stage.workspace.person("mia")
    card = dict(gallery.cards())["card-incident-recommit"]
    passages = gallery.long_passages(60)
    await stage.tell(gallery.news(card=card, reader_id=None, channel="C0INCIDENT1", passages=passages))
    message = (await stage.workspace.messages("incidents"))[-1]
    outcome = await mia.press(message, COPY.screen.learning_all)
    assert outcome.modal is not None and outcome.modal.title == COPY.screen.learning_title
    first = outcome.modal.all_text
    outcome = await outcome.modal.press(COPY.screen.later_page)

    assert outcome.modal is not None and outcome.modal.title == COPY.screen.learning_title
    assert outcome.modal.all_text != first
    assert stage.refused() == []


async def test_mend_mine_is_turned_in_its_own_window(stage: Stage) -> None:
    stage.service.reviews = 60
    mia = stage.workspace.person("mia")
    outcome = await mia.command("/mend mine")
    assert outcome.modal is not None and "1 to 8 of 30" in outcome.modal.all_text
    outcome = await outcome.modal.press("mine:waiting:2")

    assert outcome.modal is not None and "9 to 16 of 30" in outcome.modal.all_text
    assert outcome.modal.title == COPY.screen.mine
    assert stage.refused() == []


async def test_somebody_of_another_workspace_is_turned_away_and_nothing_is_kept(stage: Stage) -> None:
    card = dict(gallery.cards())["card-incident-express"]
    await stage.tell(gallery.news(card=card, reader_id=None, channel="C0INCIDENT1"))
    message = (await stage.workspace.messages("incidents"))[-1]
    before = len(stage.service.asked)
    outcome = await stage.workspace.person("stranger").press(message, "show")

    assert outcome.modal is None or COPY.screen.stranger in outcome.modal.all_text
    assert len(stage.service.asked) == before


async def test_a_button_on_a_doubled_card_removes_that_card_and_still_opens(stage: Stage) -> None:
    stage.service.recorded = False
    card = dict(gallery.cards())["card-incident-express"]
    await stage.tell(gallery.news(card=card, reader_id=None, channel="C0INCIDENT1"))
    mia = stage.workspace.person("mia")
    message = (await stage.workspace.messages("incidents"))[-1]
    outcome = await mia.press(message, "show")

    assert outcome.modal is not None
    assert outcome.modal.title == COPY.screen.review
    assert message.ts not in [each.ts for each in await stage.workspace.messages("incidents")]


async def test_only_a_card_can_be_doubled_and_a_prompt_always_stays(stage: Stage) -> None:
    stage.service.recorded = False
    mia = stage.workspace.person("mia")
    await stage.tell(gallery.news(gallery.item(NewsKind.step)))
    await mia.press((await mia.dms())[-1], "show")

    assert len(await mia.dms()) == 1


async def test_a_recorded_card_stays(stage: Stage) -> None:
    card = dict(gallery.cards())["card-incident-express"]
    await stage.tell(gallery.news(card=card, reader_id=None, channel="C0INCIDENT1"))
    message = (await stage.workspace.messages("incidents"))[-1]
    await stage.workspace.person("mia").press(message, "act:leave")

    assert message.ts in [each.ts for each in await stage.workspace.messages("incidents")]


async def test_try_again_asks_for_the_card_once_more(stage: Stage) -> None:
    mia = stage.workspace.person("mia")
    await stage.tell(gallery.news(gallery.item(NewsKind.place_refused, todo=None)))
    outcome = await mia.press((await mia.dms())[-1], "retry_place")

    assert outcome.modal is not None
    assert COPY.screen.retrying in outcome.modal.all_text
    assert stage.service.posted_again == 1


async def test_app_home_is_drawn_and_its_lists_are_turned(stage: Stage) -> None:
    stage.service.reviews = 60
    mia = stage.workspace.person("mia")
    home = await mia.open_home()
    assert "1 to 8 of 30" in home.all_text

    await mia.press_home("home:waiting:2")

    assert (await mia.look()).home is not None
    assert mia.home is not None
    assert "9 to 16 of 30" in mia.home.all_text
    assert stage.refused() == []


async def test_a_new_name_or_time_zone_is_passed_on(stage: Stage) -> None:
    await stage.workspace.fault(deactivate="leo")

    async def told() -> bool:
        return bool(stage.service.people)

    await stage.workspace.until(told)
    facts = stage.service.people[-1].people[0]
    assert (facts.id, facts.name, facts.deactivated) == ("U0LEO000001", "Leo Fischer", True)


async def test_a_forged_request_is_refused_and_nobody_is_asked(stage: Stage) -> None:
    headers = {"x-slack-signature": "v0=00", "x-slack-request-timestamp": "1794560400"}
    answer = await stage.app.post("/slack/events", content=b"command=%2Fmend", headers=headers)

    assert answer.status_code == 401
    assert stage.service.asked == []


async def test_a_malformed_request_is_refused(stage: Stage) -> None:
    for body in (b"", b"payload=nothing", b"\xff\xfe", b"{", b"[]", b"1", b"[" * 100_000):
        answer = await stage.app.post("/slack/events", content=body)

        assert answer.status_code in (400, 401)


async def test_a_signed_press_of_no_button_is_refused_as_well(stage: Stage) -> None:
    stamp = str(int(time.time()))
    for payload in ({"type": "block_actions", "actions": []}, {"type": "block_actions"}):
        body = urlencode({"payload": json.dumps(payload)})
        signature = SignatureVerifier(SECRET).generate_signature(timestamp=stamp, body=body) or ""
        headers = {
            "x-slack-signature": signature,
            "x-slack-request-timestamp": stamp,
            "content-type": "application/x-www-form-urlencoded",
        }
        answer = await stage.app.post("/slack/events", content=body, headers=headers)

        assert answer.status_code == 400
    assert stage.service.asked == []

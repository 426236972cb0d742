"""Forms that are sent in: done, refused or not saved; what was typed is never lost, and nothing is done twice."""

import asyncio
from typing import Any

import pytest

from schemas.readings import Problem
from schemas.vocabulary import Act, NewsKind, Reason, Said
from slack_app.copy import COPY, fill
from slack_app.inbound import Waits
from tests import gallery

from .conftest import Stage, raised, values

FILLED = {"a.line": "a line", "a.channel": "general", "a.link": "https://example.org"}


async def writing(stage: Stage, act: Act = Act.express, **typed: str) -> Any:
    """A writing form, opened from a prompt and filled in."""
    mia = stage.workspace.person("mia")
    todo = {"act": act, "about": "U0RAJ000001"}
    await stage.tell(gallery.news(gallery.item(NewsKind.step, todo=todo)))
    outcome = await mia.press((await mia.dms())[-1], f"act:{act}")
    assert outcome.modal is not None
    return await outcome.modal.fill(FILLED | {"a.text": typed.get("text", gallery.canary("typed"))})


async def test_an_act_arrives_whole_and_only_then_the_modal_says_so(stage: Stage) -> None:
    text = gallery.canary("typed") + " <&> ü😀\nsecond line"
    outcome = await (await writing(stage, text=text)).submit()

    act = stage.service.acts[0]
    assert outcome.modal.title == COPY.screen.done
    assert fill(COPY.said[Said.sealed], both="both") in outcome.modal.all_text
    assert (act.act, act.about, act.version, act.page) == (Act.express, "U0RAJ000001", 7, 1)
    assert act.values == {
        "a.text": text,
        "a.line": "a line",
        "a.choice": "v1",
        "a.choices": ["v0", "v2"],
        "a.person": "U0RAJ000001",
        "a.people": ["U0RAJ000001"],
        "a.channel": "C0GENERAL01",
        "a.date": "2026-12-01",
        "a.link": "https://example.org",
    }
    assert act.hidden == {"link": "https://larkhill.slack.com/archives/C1/p1"}
    assert stage.refused() == []


async def test_a_draft_is_opened_with_facts_about_everybody_named(stage: Stage) -> None:
    outcome = await stage.workspace.person("mia").command("/mend")
    assert outcome.modal is not None
    await outcome.modal.fill(
        FILLED | {"a.text": "x", "a.people": ["guest", "stranger", "gone", "otherbot", "slackbot"]}
    )
    await outcome.modal.submit()

    facts = {each.id: each for each in stage.service.opened[0].people}
    assert facts["U0MIA000001"].name == "Mia Brandt"
    assert facts["U0GUEST0001"].is_guest
    assert facts["U0STRANGER1"].is_stranger
    assert facts["U0GONE00001"].deactivated
    assert facts["U0OTHERBOT1"].is_bot
    assert facts["USLACKBOT"].is_bot
    assert "U0RAJ000001" in facts


async def test_whoever_accepts_is_looked_up_again(stage: Stage) -> None:
    await (await writing(stage, Act.accept)).submit()

    assert "U0MIA000001" in [each.id for each in stage.service.acts[0].people]


async def test_when_slack_cannot_say_who_they_are_the_form_stays(stage: Stage) -> None:
    form = await writing(stage, Act.accept)
    await stage.workspace.fault(down_seconds=60)
    outcome = await form.submit()

    assert list(outcome.errors.values()) == [COPY.screen.not_checked]
    assert stage.service.acts == []


async def test_a_refusal_stands_at_its_field_and_the_words_are_still_there(stage: Stage) -> None:
    length = {"most": "3000", "length": "3120"}
    fields = {"a.text": Reason.too_long, "a.date": Reason.date_past}
    stage.service.refusals[Act.express] = Problem(
        reason=Reason.too_long, fields=fields, field_params={"a.text": length}
    )
    form = await writing_refused_later(stage)
    outcome = await form.submit()

    assert outcome.errors == {
        "a.text": fill(COPY.reason[Reason.too_long], **length),
        "a.date": COPY.reason[Reason.date_past],
    }
    assert str(outcome.modal.fields["a.text"].value).startswith("CANARY-typed")
    assert outcome.error is None


async def writing_refused_later(stage: Stage) -> Any:
    """The form opens although its act will be refused."""
    refusals, stage.service.refusals = stage.service.refusals, {}
    form = await writing(stage)
    stage.service.refusals = refusals
    return form


async def test_a_refusal_at_no_field_of_this_page_is_said_at_the_first(stage: Stage) -> None:
    stage.service.refusals[Act.express] = Problem(reason=Reason.missing, fields={"on.page.two": Reason.missing})
    outcome = await (await writing_refused_later(stage)).submit()

    assert outcome.errors == {"a.text": COPY.reason[Reason.missing]}


async def test_a_refusal_as_a_whole_is_said_at_the_first_field(stage: Stage) -> None:
    stage.service.refusals[Act.express] = Problem(reason=Reason.too_late)
    outcome = await (await writing_refused_later(stage)).submit()

    assert outcome.errors == {"a.text": COPY.reason[Reason.too_late]}


async def test_without_the_service_the_words_stay_and_pressing_again_saves_them(stage: Stage) -> None:
    form = await writing(stage)
    stage.service.down = True
    outcome = await form.submit()
    assert outcome.errors == {"a.text": COPY.reason[Reason.unavailable]}
    assert str(outcome.modal.fields["a.text"].value).startswith("CANARY-typed")

    stage.service.down = False
    outcome = await outcome.modal.submit()

    assert outcome.modal.title == COPY.screen.done
    assert len(stage.service.acts) == 1


async def test_a_service_that_takes_too_long_is_never_reported_as_success() -> None:
    async with raised(Waits(service=0.05)) as stage:
        form = await writing(stage)
        stage.service.hold = asyncio.Event()
        outcome = await form.submit()
        stage.service.hold.set()

        assert outcome.errors == {"a.text": COPY.reason[Reason.unavailable]}


async def test_everything_together_stays_below_what_slack_waits() -> None:
    async with raised(Waits(whole=0.05)) as stage:
        form = await writing(stage)
        stage.service.hold = asyncio.Event()
        outcome = await form.submit()
        stage.service.hold.set()

        assert outcome.errors == {"a.text": COPY.reason[Reason.unavailable]}


async def test_a_form_without_fields_gives_way_to_the_refusal(stage: Stage) -> None:
    stage.service.next[Act.express] = gallery.form(Act.leave, fields=[], pages=1)
    outcome = await (await writing(stage)).submit()
    stage.service.refusals[Act.leave] = Problem(reason=Reason.already_done)
    outcome = await outcome.modal.submit()

    assert outcome.modal.title == COPY.screen.not_done
    assert COPY.reason[Reason.already_done] in outcome.modal.all_text


async def test_the_next_page_follows_with_nothing_of_the_last_one_in_it(stage: Stage) -> None:
    stage.service.next[Act.express] = gallery.form(page=2, pages=2)
    outcome = await (await writing(stage)).submit()

    assert values(outcome.modal)["page"] == 2
    assert outcome.modal.fields["a.text"].value == "On …"


async def test_the_same_form_delivered_twice_is_one_act(stage: Stage) -> None:
    form = await writing(stage)
    await stage.workspace.fault(drop_next_acks=1)
    outcome = await form.submit()
    assert outcome.error is not None

    outcome = await form.submit()

    assert outcome.errors == {"a.text": COPY.reason[Reason.already_done]}
    assert len(stage.service.acts) == 1


async def test_what_stands_in_a_modal_that_is_closed_is_kept_as_a_draft(stage: Stage) -> None:
    text = gallery.canary("typed")
    await (await writing(stage, text=text)).close()

    draft = stage.service.drafts[0]
    assert (draft.act, draft.about, draft.page) == (Act.express, "U0RAJ000001", 1)
    assert draft.values["a.text"] == text


@pytest.mark.parametrize("down", [False, True])
async def test_no_words_are_ever_logged(stage: Stage, down: bool, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(1)
    form = await writing(stage)
    stage.service.down = down
    await form.submit()
    await form.close()

    assert "CANARY" not in caplog.text

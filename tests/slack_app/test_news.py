"""News from the service: drawn for its reader, posted once, and a receipt that says where it went."""

import asyncio
import json
import time
from datetime import timedelta

import httpx
from pydantic import SecretStr

from schemas import news as wire
from schemas.readings import Passage
from schemas.vocabulary import NewsKind
from slack_app.copy import COPY
from slack_app.inbound import Waits
from slack_app.main import build
from tests import gallery

from .conftest import Stage, raised, settings, told
from .fake_service import KEY, FakeService


async def test_a_prompt_reaches_one_person_with_a_neutral_notification(stage: Stage) -> None:
    receipt = await stage.tell(gallery.news(gallery.item(NewsKind.step)))

    mia = stage.workspace.person("mia")
    message = (await mia.dms())[-1]
    assert (receipt.channel, receipt.ts) == (message.channel, message.ts)
    assert message.notification == COPY.screen.notification
    assert message.metadata == {"event_type": "mend_news", "event_payload": {"news_id": "nw1"}}
    assert await stage.workspace.person("raj").dms() == []


async def test_what_waited_for_the_morning_becomes_one_message(stage: Stage) -> None:
    await stage.tell(gallery.news(gallery.item(NewsKind.offer, who="Raj Nair"), gallery.item(NewsKind.pulse)))

    messages = await stage.workspace.person("mia").dms()
    assert len(messages) == 1
    assert "Raj Nair offered you something." in messages[0].all_text
    assert COPY.news[NewsKind.pulse].text in messages[0].all_text


async def test_a_second_try_looks_first_and_posts_nothing_twice(stage: Stage) -> None:
    first = await stage.tell(gallery.news(gallery.item(NewsKind.step)))
    await stage.tell(gallery.news(gallery.item(NewsKind.pulse), id="nw2"))
    second = await stage.tell(gallery.news(gallery.item(NewsKind.step), look_first=True))

    assert second == first
    assert len(await stage.workspace.person("mia").dms()) == 2


async def test_a_second_try_posts_what_never_arrived(stage: Stage) -> None:
    receipt = await stage.tell(gallery.news(gallery.item(NewsKind.step), look_first=True))

    assert receipt.ts is not None
    assert len(await stage.workspace.person("mia").dms()) == 1


async def test_a_post_whose_answer_was_lost_is_not_sent_again_from_here(stage: Stage) -> None:
    await stage.workspace.fault(drop_post_share=1.0)
    receipt = await stage.tell(gallery.news(gallery.item(NewsKind.step)))
    assert receipt.ts is None
    assert receipt.retry_after is not None
    assert len(await stage.workspace.person("mia").dms()) == 1

    await stage.workspace.fault(drop_post_share=0.0)
    again = await stage.tell(gallery.news(gallery.item(NewsKind.step), look_first=True))

    assert again.ts is not None
    assert len(await stage.workspace.person("mia").dms()) == 1


async def test_a_card_of_a_conflict_stands_in_the_conversation_of_its_people(stage: Stage) -> None:
    card = dict(gallery.cards())["card-conflict-express"]
    members = ["U0MIA000001", "U0RAJ000001"]
    receipt = await stage.tell(gallery.news(card=card, reader_id=None, members=members))

    (group,) = await stage.workspace.group_dms()
    assert group["id"] == receipt.channel
    message = (await stage.workspace.messages(group["id"]))[-1]
    assert "Step 2 of 7" in message.all_text
    assert message.notification == COPY.screen.card_text


async def test_a_card_is_updated_in_place_with_text_and_blocks(stage: Stage) -> None:
    cards = dict(gallery.cards())
    first = await stage.tell(gallery.news(card=cards["card-incident-express"], reader_id=None, channel="C0INCIDENT1"))
    place = {"channel": first.channel, "ts": first.ts}
    second = await stage.tell(gallery.news(card=cards["card-incident-closed"], reader_id=None, **place))

    assert second == first
    message = (await stage.workspace.messages("incidents"))[-1]
    assert "Closed: Repaired" in message.all_text
    assert message.notification == COPY.screen.card_text


async def test_a_card_that_is_gone_is_posted_anew(stage: Stage) -> None:
    card = dict(gallery.cards())["card-incident-express"]
    gone = gallery.news(card=card, reader_id=None, channel="C0INCIDENT1", ts="1794560400.000001")
    receipt = await stage.tell(gone)

    assert receipt.ts not in (None, "1794560400.000001")


async def test_a_channel_that_the_app_may_not_post_in_is_a_final_no(stage: Stage) -> None:
    card = dict(gallery.cards())["card-incident-express"]
    for channel in ("C0PAYMENTS1", "C0PRIVATE01", "C0NOWHERE01"):
        receipt = await stage.tell(gallery.news(card=card, reader_id=None, channel=channel))

        assert receipt.refused in ("not_in_channel", "channel_not_found")
        assert receipt.retry_after is None


async def test_somebody_who_is_gone_cannot_be_written_to(stage: Stage) -> None:
    receipt = await stage.tell(gallery.news(gallery.item(NewsKind.step), reader_id="U0GONE00001"))

    assert receipt.refused is not None


async def test_too_many_requests_wait_as_long_as_slack_says(stage: Stage) -> None:
    await stage.workspace.fault(next_429=1)
    receipt = await stage.tell(gallery.news(gallery.item(NewsKind.step)))

    assert receipt.retry_after == 1.0
    assert receipt.refused is None


async def test_while_slack_is_down_nothing_is_given_up(stage: Stage) -> None:
    await stage.workspace.fault(down_seconds=60)
    receipt = await stage.tell(gallery.news(gallery.item(NewsKind.step)))

    assert receipt.retry_after is not None
    assert receipt.refused is None


async def test_the_learning_summary_stands_in_the_cards_thread(stage: Stage) -> None:
    card = dict(gallery.cards())["card-incident-express"]
    first = await stage.tell(gallery.news(card=card, reader_id=None, channel="C0INCIDENT1"))
    passages = [Passage(heading="What surprised us", text="The queue <grew> & grew")]
    place = {"channel": first.channel, "thread_ts": first.ts}
    await stage.tell(gallery.news(card=card, passages=passages, reader_id=None, **place))

    message = (await stage.workspace.messages("incidents"))[-1]
    assert message.thread_ts == first.ts
    assert "The queue <grew> & grew" in message.all_text
    assert message.notification == COPY.screen.card_text


async def test_app_home_is_published_when_the_service_says_so(stage: Stage) -> None:
    await stage.tell(gallery.news(home=gallery.home(3)))

    mia = await stage.workspace.person("mia").look()
    assert mia.home is not None
    assert "CANARY-title" in mia.home.all_text


async def test_an_older_reading_of_app_home_never_takes_the_place_of_a_newer_one(stage: Stage) -> None:
    newer = gallery.home(3)
    older = gallery.home(0).model_copy(update={"now": newer.now - timedelta(milliseconds=1)})
    assert await stage.tell(gallery.news(home=newer)) == await stage.tell(gallery.news(home=older))

    assert "CANARY-title" in (await stage.workspace.person("mia").look()).home.all_text
    await stage.tell(gallery.news(home=gallery.home(0)))
    assert "CANARY-title" not in (await stage.workspace.person("mia").look()).home.all_text


async def test_the_service_hears_who_opened_app_home(stage: Stage) -> None:
    await stage.workspace.person("mia").open_home()
    assert stage.service.homes_opened == 1
    asked = [(method, path) for method, path, _ in stage.service.asked if path == "/api/v1/home"]
    assert asked == [("PUT", "/api/v1/home"), ("GET", "/api/v1/home")], "said before it is read"


async def test_unsigned_news_is_not_taken(stage: Stage) -> None:
    body = gallery.news(gallery.item(NewsKind.step)).model_dump_json()
    answer = await stage.app.post(wire.NEWS_PATH, content=body)

    assert answer.status_code == 401
    assert await stage.workspace.person("mia").dms() == []


async def test_news_signed_long_ago_or_for_another_body_is_not_taken(stage: Stage) -> None:
    body = gallery.news(gallery.item(NewsKind.step)).model_dump_json().encode()
    for age, signed in ((0, b"another body"), (61, body)):
        at = str(int(time.time()) - age)
        headers = {wire.SIGNATURE: wire.sign(KEY, at, "", "POST", wire.NEWS_PATH, signed), wire.TIMESTAMP: at}
        answer = await stage.app.post(wire.NEWS_PATH, content=body, headers=headers)

        assert answer.status_code == 401


async def test_news_that_cannot_be_read_is_a_400(stage: Stage) -> None:
    body, at = json.dumps({"id": 1, "items": "no"}).encode(), str(int(time.time()))
    headers = {wire.SIGNATURE: wire.sign(KEY, at, "", "POST", wire.NEWS_PATH, body), wire.TIMESTAMP: at}
    answer = await stage.app.post(wire.NEWS_PATH, content=body, headers=headers)

    assert answer.status_code == 400


async def test_the_same_over_socket_mode() -> None:
    async with raised(socket=True) as stage:
        mia = stage.workspace.person("mia")
        outcome = await mia.command("/mend")
        assert outcome.modal is not None
        await outcome.modal.fill({"a.text": "x", "a.line": "y", "a.channel": "general"})
        outcome = await outcome.modal.submit()

        assert outcome.modal is not None
        assert outcome.modal.title == COPY.screen.done
        assert "a.text" in stage.service.opened[0].values
        assert "Waiting for me" in (await mia.open_home()).all_text


async def test_a_start_while_slack_is_away_serves_and_connects_later() -> None:
    transport = httpx.ASGITransport(FakeService().asgi)
    half = build(settings(1, slack_app_token=SecretStr("xapp-test")), transport, KEY, Waits(connection=0.05))
    await half.start()
    await half.stop()


async def test_a_connection_that_breaks_is_not_tried_again_by_itself() -> None:
    heard: list[bytes] = []

    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.readline())
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    half = build(settings(port), httpx.ASGITransport(FakeService().asgi), KEY)
    app = httpx.AsyncClient(transport=httpx.ASGITransport(half.web), base_url="http://app")
    receipt = await told(app, gallery.news(gallery.item(NewsKind.step), channel="D0MIA"))
    server.close()
    await half.stop()

    assert receipt.unknown
    assert heard == [b"POST /api/chat.postMessage HTTP/1.1\r\n"]

"""The workspace's time: it follows the product's clock, and the buttons leap where they say."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from deploy.sandbox.clock import LEAPS, OFFICE, Clock, Ids, leap
from deploy.sandbox.driver import CannotDo


async def test_the_workspace_follows_the_products_clock(make_stage: Callable[..., Any]) -> None:
    stage = await make_stage(clock_url="http://app/demo/clock")
    answer = await stage.workspace.advance(days=7)
    assert answer == {"now": "2026-11-27T09:00:00+00:00", "posted": 2}
    assert await stage.workspace.now() == stage.app.now.timestamp()
    answer = await stage.workspace.next_working_day()
    assert answer["now"] == "2026-11-30T09:00:00+00:00", "from Friday to Monday"
    posted = await stage.app.api("chat.postMessage", channel="C0GENERAL01", text="x")
    assert round(float(posted["ts"])) == stage.app.now.timestamp()


async def test_a_message_on_the_way_has_the_time_of_its_own_date(make_stage: Callable[..., Any]) -> None:
    stage = await make_stage(clock_url="http://app/demo/clock")
    posted: list[float] = []

    async def on_the_way(asked: dict[str, Any]) -> None:
        stage.app.now += timedelta(days=2)
        asked["advance_seconds"] -= timedelta(days=2).total_seconds()
        await stage.workspace.until(lambda: is_now(stage))
        answer = await stage.app.api("chat.postMessage", channel="C0GENERAL01", text="x")
        posted.append(float(answer["ts"]))

    async def is_now(stage: Any) -> bool:
        return bool(await stage.workspace.now() == stage.app.now.timestamp())

    stage.app.on["clock"] = on_the_way
    answer = await stage.workspace.advance(days=7)
    assert answer["now"] == "2026-11-27T09:00:00+00:00"
    assert [datetime.fromtimestamp(round(at), UTC).day for at in posted] == [22]


async def test_time_stands_still_when_the_product_does_not_answer(make_stage: Callable[..., Any]) -> None:
    stage = await make_stage(clock_url="http://app/nowhere")
    before = await stage.workspace.now()
    with pytest.raises(CannotDo, match="time stands"):
        await stage.workspace.advance(days=1)
    assert await stage.workspace.now() == before


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("20min", "2026-11-20T09:00", "2026-11-20T09:20"),
        ("1h", "2026-11-20T09:00", "2026-11-20T10:00"),
        ("tomorrow10", "2026-11-20T22:15", "2026-11-21T10:00"),
        ("workday", "2026-11-20T09:30", "2026-11-23T09:30"),
        ("workday", "2026-11-17T09:30", "2026-11-18T09:30"),
        ("tomorrow10", "2026-10-24T12:00", "2026-10-25T10:00"),
        ("7d", "2026-11-20T09:00", "2026-11-27T09:00"),
        ("30d", "2026-11-20T09:00", "2026-12-20T09:00"),
    ],
)
def test_a_clock_button_leaps_where_it_says(name: str, start: str, end: str) -> None:
    begin, goal = (datetime.fromisoformat(each).replace(tzinfo=OFFICE) for each in (start, end))
    assert name in LEAPS
    assert leap(name, begin) == goal.timestamp() - begin.timestamp()


def test_timestamps_never_repeat_and_ids_of_conversations_outlive_a_restart() -> None:
    clock = Clock(lambda: 1000.0)
    stamps = [clock.ts() for _ in range(3)]
    assert stamps == sorted(set(stamps))
    assert Ids.fixed("D", "a", "b") == Ids.fixed("D", "b", "a") != Ids.fixed("D", "a", "c")
    assert Ids().new("V") != Ids().new("V")

"""Mend is killed at random while whole reviews run: nothing is lost, and nobody is told or does anything twice."""

import os
import random
import time

import pytest

from tests.drills.checker import Findings
from tests.drills.killing import Drill

KILLS = 50
KILLS_AT_THE_POST = 5
FULL = "1" in (os.environ.get("MEND_DRILL_FULL"), os.environ.get("MEND_REQUIRE_ALL"))
SECONDS = float("inf") if FULL else 35.0
"""For all kills of one drill, where not all of them are asked for."""
ANOTHER = random.randrange(1, 10**6) if "MEND_DRILL_FULL" in os.environ else 1
SEED = int(os.environ.get("MEND_DRILL_SEED", ANOTHER))
"""Another one each time where somebody drills; the same one where a change is checked."""


async def passed(drill: Drill) -> Findings:
    """Runs it and says what was counted; the seed stands there before anything can go wrong."""
    print(f"\nseed {drill.seed}: MEND_DRILL_SEED={drill.seed} does it again")
    began = time.monotonic()
    found = await drill.run()
    print(f"{drill.done} kills in {time.monotonic() - began:.0f} s: {found.figures}")
    assert found.faults() == {}
    assert found.figures["acts acknowledged"] > drill.done
    return found


@pytest.mark.slow
async def test_kills_of_one_process_on_sqlite_lose_nothing_and_double_nothing(sqlite_url: str) -> None:
    await passed(Drill(sqlite_url, SEED, kills=KILLS, seconds=SECONDS))


@pytest.mark.slow
async def test_kills_of_two_processes_on_postgresql_lose_nothing_and_double_nothing(postgres_url: str) -> None:
    await passed(Drill(postgres_url, SEED, processes=2, kills=KILLS, seconds=SECONDS))


def at_the_post(url: str, sabotage: str = "") -> Drill:
    """Five kills, each between Slack's taking a message and the product's hearing of it."""
    return Drill(url, SEED, kills=KILLS_AT_THE_POST, at_the_post=True, sabotage=sabotage)


@pytest.mark.slow
async def test_a_message_that_slack_took_before_the_kill_is_found_and_not_sent_again(sqlite_url: str) -> None:
    found = await passed(drill := at_the_post(sqlite_url))
    assert found.figures["tries after the first"] >= drill.done


@pytest.mark.slow
async def test_without_the_look_up_the_same_drill_finds_every_one_of_them_twice(sqlite_url: str) -> None:
    found = await (drill := at_the_post(sqlite_url, "no look-up")).run()
    print(f"\nwithout the look-up: {found.doubled}")
    assert found.figures["sends too many"] >= drill.done == KILLS_AT_THE_POST
    assert set(found.faults()) == {"doubled"}

"""`mend demo`: whole reviews told by themselves over both transports, and a demo that leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from deploy import demo as stage
from deploy import play
from tests.stories.conftest import free_ports, new_stage

pytestmark = pytest.mark.slow

TOLD = {
    "conflict": (
        "Mia types “/mend” in #general.",
        "Raj presses “A few questions first”.",
        "My part was promising support a date",
        "What I heard is that my silence left you alone",
        "'Communicate better' can't be checked.",
        "Step 6 of 7: Checking in",
        "Good enough to work together. You both said so.",
        "Closed: Repaired",
    ),
    "incident": (
        "Tom types “/mend” in #incidents.",
        "Pavel presses “Answer in private first”.",
        "I don't see a part of mine yet.",
        "What I heard is that nobody had told you",
        "https://tools.example.org/OPS-14",
        "In #incidents, in the thread of the card stands:",
        "Good enough to work together. You all said so.",
        "Closed: Repaired",
    ),
}


@pytest.mark.parametrize("over_socket", [False, True], ids=["http", "socket"])
@pytest.mark.parametrize("story", play.STORIES, ids=lambda story: story.__name__)
async def test_a_whole_review_is_told_from_the_first_word_to_repaired(
    story: play.Story, over_socket: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with stage.running(made := new_stage(tmp_path, over_socket=over_socket)):
        missing = await play.tell(made.page, story)
    assert missing == ""
    transcript = " ".join(capsys.readouterr().out.split())
    places = [transcript.find(text) for text in TOLD[story.__name__]]
    assert -1 not in places, TOLD[story.__name__][places.index(-1)]
    assert places == sorted(places)


async def test_what_does_not_happen_is_said_and_stops_the_play(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def story(world: play.World) -> None:
        await world.person("mia").types("/mend")
        await world.person("mia").answers({"A question that nobody asks": "Yes"})

    with stage.running(made := new_stage(tmp_path)):
        assert "Nobody is asked “A question that nobody asks” here" in await play.tell(made.page, story)


async def test_two_half_finished_reviews_wait_for_a_visitor(tmp_path: Path) -> None:
    with stage.running(made := new_stage(tmp_path)):
        await play.make_ready(made.page, seeds=True)
        async with play.Workspace(made.page) as workspace:
            homes = {key: (await workspace.person(key).open_home()).all_text for key in ("ines", "tom", "dana", "mia")}
            world = play.World(workspace, play.Paper(silent=True))
            assert (await world.now()).strftime("%A %H:%M") == "Tuesday 10:00"
    assert "The redrawn checkout form" in homes["ines"] and "What I heard" in homes["ines"]
    assert "INC-27, the slow search" in homes["tom"] and "What changes" in homes["tom"]
    assert "INC-27, the slow search" in homes["dana"] and "A review between people" in homes["dana"]
    assert "redrawn" not in homes["dana"] and "redrawn" not in homes["mia"]


def started(folder: Path, *words: str) -> tuple[subprocess.Popen[str], list[int]]:
    ports = free_ports(2)
    command = [sys.executable, "-m", "deploy.cli", "demo", "--port", str(ports[0]), "--sandbox-port", str(ports[1])]
    made = subprocess.Popen(
        [*command, *words],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2]), "SLACK_BOT_TOKEN": "xoxb-of-a-real-workspace"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A shell without job control has its background programs ignore Ctrl-C, and that is inherited.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no threads here
    )
    return made, ports


def read_until(process: subprocess.Popen[str], text: str) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        if text in line:
            return
    raise AssertionError(f"ended before it said “{text}”")


def is_silent(port: int) -> bool:
    try:
        httpx.get(f"http://127.0.0.1:{port}/", timeout=2.0)
    except httpx.HTTPError:
        return True
    return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda number: number.name)
def test_however_the_demo_ends_nothing_of_it_goes_on(tmp_path: Path, number: signal.Signals) -> None:
    process, ports = started(tmp_path, "--bare")
    read_until(process, "Mend's demo is ready")
    assert not is_silent(ports[0]) and not is_silent(ports[1])
    process.send_signal(number)
    process.communicate(timeout=30)
    assert process.returncode == (-signal.SIGKILL if number is signal.SIGKILL else 0)
    until = time.monotonic() + 15
    while not (is_silent(ports[0]) and is_silent(ports[1])):
        assert time.monotonic() < until
        time.sleep(0.1)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".demo"]


def test_a_taken_port_is_one_sentence(tmp_path: Path) -> None:
    first, ports = started(tmp_path, "--bare")
    read_until(first, "Mend's demo is ready")
    (folder := tmp_path / "second").mkdir()
    command = [sys.executable, "-m", "deploy.cli", "demo", "--port", str(ports[0]), "--sandbox-port", str(ports[1])]
    second = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    first.send_signal(signal.SIGINT)
    first.communicate(timeout=30)
    assert second.returncode == 4
    assert second.stderr.splitlines() == [
        f"Port {ports[0]} is taken by another program; choose others with --port and --sandbox-port."
    ]

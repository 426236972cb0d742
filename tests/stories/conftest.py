"""Whole processes for the stories: the product and the stand-in workspace, as `mend demo` starts them."""

import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from deploy import demo as stage
from deploy.play_paper import Paper
from deploy.play_people import World
from deploy.sandbox.driver import Workspace


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on just now."""
    with ExitStack() as stack:
        trials = [stack.enter_context(socket.socket()) for _ in range(count)]
        for trial in trials:
            trial.bind(("127.0.0.1", 0))
        return [trial.getsockname()[1] for trial in trials]


def new_stage(folder: Path, *, over_socket: bool = False) -> stage.Demo:
    """A demo with ports and a folder of its own."""
    port, sandbox_port = free_ports(2)
    return stage.Demo(port, sandbox_port, over_socket, folder / "demo")


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[stage.Demo]:
    """The demo, running, with nobody's review in it."""
    made = new_stage(tmp_path)
    with stage.running(made):
        yield made


@pytest.fixture
async def world(demo: stage.Demo) -> AsyncIterator[World]:
    """Its people. What they see and do is printed, so that a failing story shows how far it came."""
    async with Workspace(demo.page) as workspace:
        yield World(workspace, Paper())

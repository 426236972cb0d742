"""Starts the product in a moment, as often as it is killed: everything is imported once, and every start is a fork.

Run as `python -m tests.drills.zygote`. Each line on its input is a port; each line of its output the id of the process
that now serves Mend there. The product is told how it is set up by its environment, as always; only the paces below,
and the sabotage that the drill has to notice, are a drill's own.
"""

import os
import signal
import sys
from datetime import timedelta

import uvicorn

import deploy.process as composition
from service.acts import sending
from service.engine import engine, workflows
from slack_app.news import Post

LEASE, STALE, AGAIN = timedelta(seconds=8), timedelta(seconds=10), timedelta(seconds=9)
DELIVERY_SECONDS = 2.0
"""Shorter than the lease, as in production: there it is 20 seconds, and the lease 30. The gap between them is what a
busy machine may keep a process standing still for."""
SWEEP = "*/2 * * * * *"
SABOTAGE = "MEND_DRILL_SABOTAGE"


def quicken() -> None:
    """The one place where a drill's waits are set: seconds of real time instead of minutes."""
    sending.LEASE, workflows.STALE, workflows.AGAIN_AFTER = LEASE, STALE, AGAIN
    composition.DELIVERY_SECONDS, engine.SWEEP = DELIVERY_SECONDS, SWEEP


async def looked_up_nothing(_self: Post, _channel: str, _news_id: str) -> None:
    """In place of the look-up before a second send: 'not found', every time."""


def serve(port: int) -> None:
    uvicorn.run(composition.build(), host="127.0.0.1", port=port, log_level="critical", access_log=False)


def main() -> None:
    quicken()
    if os.environ.get(SABOTAGE) == "no look-up":
        Post._found = looked_up_nothing
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead are not waited for
    children: list[int] = []
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            sys.stdin.close()
            serve(int(line))
            os._exit(0)
        children.append(child)
        print(child, flush=True)
    for child in children:
        with_nobody_left(child)


def with_nobody_left(child: int) -> None:
    """The drill is over, or died: its processes go too."""
    try:
        os.kill(child, signal.SIGKILL)
    except ProcessLookupError:
        return


if __name__ == "__main__":
    main()

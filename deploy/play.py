"""What the demo does by itself in the stand-in workspace: telling whole reviews, and preparing half-finished ones."""

from collections.abc import Awaitable, Callable

from deploy.play_answers import Missing
from deploy.play_conflict import conflict
from deploy.play_incident import incident
from deploy.play_paper import Paper
from deploy.play_people import World
from deploy.play_seeds import seed
from deploy.sandbox.driver import CannotDo, Workspace

Story = Callable[[World], Awaitable[None]]
STORIES: tuple[Story, ...] = (conflict, incident)


async def tell(page: str, story: Story) -> str:
    """Tells one story, with Slack's real pace; answers what was missing, or an empty text."""
    async with Workspace(page) as workspace:
        await workspace.fault(rate="real")
        try:
            await story(World(workspace, Paper()))
        except (Missing, CannotDo, LookupError) as missing:
            return str(missing) or type(missing).__name__
    return ""


async def make_ready(page: str, *, seeds: bool) -> None:
    """Before the first visitor: the half-finished reviews, written in haste; then Slack's real pace."""
    async with Workspace(page) as workspace:
        if seeds:
            await seed(World(workspace, Paper(silent=True)))
        await workspace.fault(rate="real")

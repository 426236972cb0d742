"""The demo's clock: moved ahead date by date, so that everything happens in the order in which it would have."""

import asyncio
from datetime import UTC, datetime, timedelta
from functools import partial

from sqlmodel import Session

from service.acts import waking
from service.engine import context, workflows
from service.store import clock, outbox, reviews

MOST_STOPS = 400
PATIENCE = 45
"""Seconds of real time that news may take to be posted at one date."""
LOOK_EVERY = 0.05


async def advance(seconds: int) -> tuple[datetime, bool]:
    """Moves the product's clock ahead, stopping at every date on which something is due, and waits for its news.

    Answers the product's time, and whether all due news was posted.
    """
    database = context.current().database
    target = await database.read(clock.now) + timedelta(seconds=seconds)
    posted = True
    for _stop in range(MOST_STOPS):
        moment = await database.read(lambda s: next_stop(s, target))
        await database.write(partial(show, moment))
        posted = await work_through() and posted
        if moment >= target:
            break
    return await database.read(clock.now), posted


def show(moment: datetime, session: Session) -> None:
    clock.set_now(session, moment)


def wake(review_id: str, session: Session) -> None:
    waking.wake(session, context.current().outbox, review_id)


def next_stop(session: Session, target: datetime) -> datetime:
    """The earliest date at which something is due, or the target."""
    now = clock.now(session)
    dates = [d for d in (reviews.next_due(session), outbox.next_due(session)) if d]
    return min([target, *(max(d.astimezone(UTC), now) for d in dates)])


async def work_through() -> bool:
    """Wakes what is due and waits until all news that is due has been posted.

    The clock goes on meanwhile, and more may come due in that time: so each look begins anew.
    """
    here = context.current()
    loop = asyncio.get_running_loop()
    until = loop.time() + PATIENCE
    while True:
        for review_id in await here.database.read(lambda s: reviews.due(s, clock.now(s))):
            await here.database.write(partial(wake, review_id))
        await here.database.write(workflows.enqueue_unsent)
        if not await here.database.read(something_is_due):
            return True
        if loop.time() > until:
            return False
        await asyncio.sleep(LOOK_EVERY)


def something_is_due(session: Session) -> bool:
    now = clock.now(session)
    return bool(reviews.due(session, now, limit=1) or outbox.unsent(session, now))

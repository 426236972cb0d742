"""The workflows: each is one idempotent step that takes a row's id and looks at the row when it runs.

Their names stay as they are while rows with them may be pending. See `ARCHITECTURE.md` for the rules behind this.
"""

import asyncio
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from dbos import DBOS
from sqlmodel import Session

from schemas.commands import Receipt
from schemas.readings import NewsReading
from service.acts import sending, waking
from service.engine import context
from service.log import log
from service.store import clock, outbox, reviews

NEWS_QUEUE, WORK_QUEUE = "news", "work"
STALE = timedelta(seconds=120)
"""Longer than any workflow runs: what is pending since then belongs to a process that died."""
ONE_EACH = timedelta(seconds=1)
"""Between two messages to one person."""
TURN = 1.0
"""Seconds until the next news of the same review, or the same App Home: what comes meanwhile is drawn once."""
AGAIN_AFTER = timedelta(seconds=60)
KEPT = timedelta(days=1)
"""How long a finished workflow's row is kept."""
LONGEST_WAIT = 35.0
"""Seconds that a workflow waits itself; what takes longer is left to a later minute's sweep."""
PATIENCE = 5
"""How often one workflow tries, before the next minute's sweep does. Waiting for one's second is no try."""
MOST_ROUNDS = 30


# No workflow records its steps: one that is begun again looks at its row again, and finds there what was done.


@DBOS.workflow(name="deliver")
async def deliver(*news_ids: str) -> None:
    """Sends some pieces of news, all that one act caused for its review."""
    here = context.current()
    here.busy += 1
    try:
        left: Collection[str] = news_ids
        tries = 0
        for _round in range(MOST_ROUNDS):
            async with here.under_way:
                waits = {} if here.stopping.is_set() else await attempt(left)
            left = [news_id for news_id, wait in waits.items() if wait <= LONGEST_WAIT]
            longest = max((waits[news_id] for news_id in left), default=0)
            tries += longest > ONE_EACH.total_seconds()
            if not left or tries == PATIENCE:
                break
            await here.rest(longest)
        await here.rest(TURN)
    finally:
        here.busy -= 1


async def attempt(news_ids: Collection[str]) -> dict[str, float]:
    """One try each. Answers the seconds until the next try, by id, of those that need one from here."""
    here = context.current()
    claims = await here.write(lambda s: sending.claim(s, news_ids, ONE_EACH))
    waits: dict[str, float | None] = {news_id: claim.wait for news_id, claim in claims.items()}
    readings = [claim.reading for claim in claims.values() if claim.reading]
    receipts = dict(zip([r.id for r in readings], await asyncio.gather(*map(take, readings)), strict=True))
    if receipts:
        waits |= await here.write(lambda s: {i: sending.confirm(s, here.outbox, i, r) for i, r in receipts.items()})
    return {news_id: wait for news_id, wait in waits.items() if wait}


async def take(reading: NewsReading) -> Receipt:
    """When the subscriber cannot be reached, it is not known whether the message went out: the lease is waited out."""
    try:
        return await context.current().subscriber(reading)
    except (TimeoutError, OSError) as error:
        log.warning("news %s: outcome unknown (%s)", reading.id, type(error).__name__)
        return Receipt(retry_after=sending.LEASE.total_seconds(), unknown=True)


@DBOS.workflow(name="wake")
async def wake(review_id: str) -> None:
    """Does what is due for one review."""
    here = context.current()
    await here.database.write(lambda s: waking.wake(s, here.outbox, review_id))


@DBOS.workflow(name="minute")
async def minute(_scheduled: datetime, _context: Any) -> None:
    """Once a minute, on one process: enqueues what is due, and takes over what a dead process left."""
    await sweep()
    await asyncio.to_thread(take_over)


async def sweep() -> None:
    """Finds what is due by the product's clock and enqueues it; each row keeps its own record of what was done."""
    here = context.current()
    for review_id in await here.database.read(lambda s: reviews.due(s, clock.now(s))):
        await here.database.write(partial(enqueue_wake, review_id))
    await here.database.write(enqueue_unsent)
    await here.database.write(waking.tidy)


def enqueue_wake(review_id: str, session: Session) -> None:
    """At most one a second for one review; a second one finds that nothing is due any more."""
    key = f"wake:{review_id}:{datetime.now(UTC).timestamp():.0f}"
    context.current().outbox.start(session, "wake", key, review_id)


def enqueue_unsent(session: Session) -> None:
    """Anew: what is due, unsent, and whose last workflow is not waiting in the queue."""
    here = context.current()
    rows = outbox.due(session, clock.now(session), AGAIN_AFTER)
    waiting = still_enqueued(list({row.job for row in rows if row.job}))
    here.outbox.send(session, [row for row in rows if row.job not in waiting])


def still_enqueued(ids: list[str]) -> set[str]:
    client = context.current().client
    if client is None or not ids:
        return set()
    found = client.list_workflows(workflow_ids=ids, load_input=False, load_output=False)
    return {w.workflow_id for w in found if w.status == "ENQUEUED"}


def take_over() -> None:
    """Resumes what is pending for too long, and deletes what finished long ago."""
    client = context.current().client
    if client is None:
        return
    # Of every queue: a sweep that was cut short stands in one of the engine's own.
    stuck = client.list_workflows(status="PENDING", dequeued_before=ago(STALE), load_input=False)
    if stuck:
        client.resume_workflows([w.workflow_id for w in stuck], queue_name=WORK_QUEUE)
    for status in ("SUCCESS", "ERROR", "CANCELLED"):
        old = client.list_workflows(
            status=status, completed_before=ago(KEPT), limit=1000, load_input=False, load_output=False
        )
        if old:
            client.delete_workflows([w.workflow_id for w in old])


def ago(time: timedelta) -> str:
    return (datetime.now(UTC) - time).isoformat()

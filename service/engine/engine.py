"""Starting and stopping the engine in this process."""

import asyncio
import socket
import uuid

from dbos import DBOS, DBOSClient, DBOSPortableJSONSerializer
from sqlmodel import Session

from service.engine import context, workflows
from service.engine.context import Context, Subscriber
from service.store.database import Database
from service.store.outbox import Outbox

VERSION = "1"
"""Fixed: workflows begun by one release go on in the next one."""
POLL = 0.2
"""Seconds between looks at a queue: half of it is the usual delay of a message."""
STOPS_WITHIN = 22
"""Seconds: as long as one delivery may take, and a look more."""
SWEEP = "0 * * * * *"
"""When the sweep runs: once a minute."""


class Engine:
    """DBOS as a durable queue and timer over one database."""

    def __init__(self, database: Database, outbox: Outbox, subscriber: Subscriber) -> None:
        self.context = Context(database, outbox, subscriber)

    async def start(self) -> None:
        """Begins to work through the queues. On the running loop: workflows then share it with the app."""
        database = self.context.database
        # A process that comes back under the same name takes its own work up again; on PostgreSQL there are several.
        executor = "local" if database.is_sqlite else f"{socket.gethostname()}-{uuid.uuid4().hex[:8]}"
        DBOS(config={
            "name": "mend", "system_database_url": sync_url(database.url), "application_version": VERSION,
            "executor_id": executor, "log_level": "ERROR", "serializer": DBOSPortableJSONSerializer(),
        })  # fmt: skip
        context.use(self.context)
        DBOS.launch()
        self.context.client = make_client(database.url)
        self.context.outbox.enqueue = self.enqueue
        await DBOS.register_queue_async(
            workflows.NEWS_QUEUE,
            polling_interval_sec=POLL,
            worker_concurrency=200,
            partition_concurrency=1,  # alone, it lets the queue take the next of every conversation in one look
        )
        await DBOS.register_queue_async(workflows.WORK_QUEUE, polling_interval_sec=POLL, worker_concurrency=20)
        await DBOS.apply_schedules_async(
            [{"schedule_name": "minute", "workflow_fn": workflows.minute, "schedule": SWEEP, "context": None}]
        )

    def enqueue(self, session: Session, workflow: str, workflow_id: str, partition: str | None, *args: str) -> None:
        """In the session's own transaction: committed together, or not at all."""
        if self.context.client is None:
            raise RuntimeError("the engine has not been started")
        options = {"workflow_name": workflow, "workflow_id": workflow_id,
                   "queue_name": workflows.NEWS_QUEUE if partition else workflows.WORK_QUEUE}  # fmt: skip
        if partition:
            options["queue_partition_key"] = partition
        self.context.client.enqueue_in_transaction(session.connection(), options, *args)  # type: ignore[arg-type]

    async def stop(self) -> None:
        """Lets what is under way end, and begins nothing new. Stop it before what deliveries need.

        After it the loop has no threads to lend any more: DBOS takes them with it.
        """
        if self.context.client is None:
            return
        self.context.outbox.enqueue = None
        self.context.stopping.set()
        patience = STOPS_WITHIN if self.context.busy else 0
        await asyncio.to_thread(DBOS.destroy, workflow_completion_timeout_sec=patience)
        self.context.client.destroy()
        self.context.client = None


def make_client(url: str) -> DBOSClient:
    return DBOSClient(
        system_database_url=sync_url(url), application_name="mend", serializer=DBOSPortableJSONSerializer()
    )


def sync_url(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://", 1)

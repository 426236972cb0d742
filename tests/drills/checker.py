"""What must be true after a drill, whoever was killed when: people's own history and Slack's against the database."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select

from deploy.bench_slack import Call, FakeSlack
from schemas.vocabulary import NewsKind, Step
from service.engine import workflows
from service.engine.engine import make_client
from service.store import clock
from service.store.database import Database
from service.store.outbox import NO_MESSAGE, QUEUED
from service.store.sent_tables import NewsRow
from service.store.tables import AuditRow, OnceRow, RecommitmentRow, ReviewRow, WordsRow
from tests.drills import zygote
from tests.drills.people import Op

CAUSE = {
    NewsKind.invitation: "invite", NewsKind.cooling: "accept", NewsKind.opened: "acknowledge",
    NewsKind.heard: "reflect", NewsKind.proposed: "renegotiate", NewsKind.recommitted: "recommit",
    NewsKind.check_in: "settle_recommitments", NewsKind.closed: "settle_recommitments",
}  # fmt: skip
"""Without which act news of this kind cannot be. The last question closes by its date too, with no answer at all."""


@dataclass
class Findings:
    """Nothing in any list: the drill was passed. A doubled card heals itself, and is only counted."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    acts: list[str] = field(default_factory=list)
    before_cause: list[str] = field(default_factory=list)
    half_released: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    figures: Counter[str] = field(default_factory=Counter)

    def faults(self) -> dict[str, list[str]]:
        return {name: found for name, found in vars(self).items() if name != "figures" and found}


def check(url: str, ops: Sequence[Op], slack: FakeSlack) -> Findings:
    """Everything at once, in a database that nobody works in any more."""
    database, found = Database(url), Findings()
    try:
        with Session(database.engine) as session:
            check_acts(session, ops, found)
            check_news(session, ops, slack, found)
            check_releases(session, found)
            check_queue(session, url, found)
            count(session, ops, slack, found)
    finally:
        database.close()
    return found


# ---- I1, I2: acts ----


def check_acts(session: Session, ops: Sequence[Op], found: Findings) -> None:
    """Every act that was answered with 'done' is there once; one that was refused, or never answered, at most once."""
    keys = set(session.exec(select(OnceRow.key)))
    for op in ops:
        if op.done != (op.key in keys) and op.outcome != "unknown":
            found.acts.append(f"{op.outcome}, but its key is {'there' if op.key in keys else 'missing'}: {op}")
    audits = Counter((row.actor_id, row.act) for row in session.exec(select(AuditRow).where(AuditRow.actor_id != "")))
    for key in audits.keys() | {(op.person, op.act) for op in ops}:
        mine = [op for op in ops if (op.person, op.act) == key]
        least = sum(op.done for op in mine)
        most = least + sum(op.outcome == "unknown" for op in mine)
        if not least <= audits[key] <= most:
            found.acts.append(f"{key}: {least} to {most} done, {audits[key]} in the audit")
    check_rows(session, ops, found)


def check_rows(session: Session, ops: Sequence[Op], found: Findings) -> None:
    """What acts leave behind besides the audit: one text a step and turn, one row a recommitment."""
    texts = Counter(
        (w.review_id, w.cycle, w.author_id, w.step, w.about, w.turn) for w in session.exec(select(WordsRow))
    )
    found.acts += [f"words written twice: {key}" for key, times in texts.items() if times > 1]
    offered = Counter(row.owner_id for row in session.exec(select(RecommitmentRow)))
    for owner, times in offered.items():
        if times > sum(op.act == "recommit" and op.outcome != "refused" for op in ops if op.person == owner):
            found.acts.append(f"{owner} has {times} recommitments")


# ---- I5: messages ----


def check_news(session: Session, ops: Sequence[Op], slack: FakeSlack, found: Findings) -> None:
    rows = {row.id: row for row in session.exec(select(NewsRow).where(col(NewsRow.kind).not_in(NO_MESSAGE)))}
    received: dict[str, list[Call]] = defaultdict(list)
    for call in slack.posted():
        received[call.news_id or "without a news id"].append(call)
    for row in rows.values():
        times = len(received[row.id])
        if row.status == "sent" and times == 0:
            found.lost.append(about(row))
        if times > 1:
            found.doubled.append(f"{times} times: {about(row)}")
            found.figures["sends too many"] += times - 1
        if row.status == "merged" and (times or rows[row.merged_into or ""].status not in ("sent", "dropped")):
            found.lost.append(f"merged into what was not sent: {about(row)}")
    twins = Counter(cause_of(row) for row in rows.values() if received[row.id])
    found.doubled += [f"{times} rows for one cause: {key}" for key, times in twins.items() if times > 1]
    found.doubled += [f"nobody knows {name}" for name in received if name == "without a news id"]
    check_causes(rows.values(), received, ops, found)


def about(row: NewsRow) -> str:
    return f"{row.kind} {row.id} to {row.reader_id}, version {row.version}, {row.tries} tries, {row.status}"


def cause_of(row: NewsRow) -> tuple[Any, ...]:
    """The person, review, kind and version; and what it is about, where one version has several of a kind."""
    return (row.reader_id, row.review_id, row.kind, row.version, row.act, row.about, row.who)


def check_causes(rows: Iterable[NewsRow], received: dict[str, list[Call]], ops: Sequence[Op], found: Findings) -> None:
    first: dict[tuple[str | None, str], float] = {}
    for op in ops:
        key = (op.review, op.act)
        first[key] = min(op.started, first.get(key, op.started))
    for row in rows:
        cause = first.get((row.review_id, CAUSE.get(NewsKind(row.kind), "")))
        arrived = received[row.id]
        if NewsKind(row.kind) in CAUSE and arrived and (cause is None or arrived[0].at < cause):
            found.before_cause.append(about(row))


# ---- I3: words open for all or for none ----


def check_releases(session: Session, found: Findings) -> None:
    parts: dict[tuple[str, int], list[WordsRow]] = defaultdict(list)
    for row in session.exec(select(WordsRow).where(WordsRow.step == Step.acknowledge.value)):
        parts[row.review_id, row.cycle].append(row)
    for key, rows in parts.items():
        moments = {row.released_at for row in rows}
        if len(moments) > 1 or (moments != {None} and len(rows) < 2):
            found.half_released.append(f"{key}: {sorted(map(str, moments))} of {len(rows)}")


# ---- nothing is stuck ----


def check_queue(session: Session, url: str, found: Findings) -> None:
    now = clock.now(session)
    waiting = select(NewsRow).where(NewsRow.status == QUEUED, col(NewsRow.due_at) <= now)
    found.stuck += [about(row) for row in session.exec(waiting)]
    found.stuck += [f"due: {row}" for row in session.exec(select(ReviewRow.id).where(col(ReviewRow.due_at) <= now))]
    found.stuck += pending(url)


def pending(url: str, older_than: timedelta = zygote.STALE) -> list[str]:
    """Workflows that began so long ago that whoever began them is dead."""
    client = make_client(url)
    try:
        left = client.list_workflows(status="PENDING", dequeued_before=workflows.ago(older_than), load_input=False)
        return [f"{w.name} {w.workflow_id} in {w.queue_name}" for w in left]
    finally:
        client.destroy()


# ---- figures ----


def count(session: Session, ops: Sequence[Op], slack: FakeSlack, found: Findings) -> None:
    rows = list(session.exec(select(NewsRow)))
    cards = {row.id: row for row in rows if row.kind == NewsKind.card.value}
    posted = Counter((cards[c.news_id].review_id, c.given["channel"]) for c in slack.posted() if c.news_id in cards)
    states = Counter(session.exec(select(ReviewRow.state)))
    found.figures.update({
        "acts acknowledged": sum(op.outcome == "acknowledged" for op in ops),
        "acts whose answer was lost": sum(op.outcome == "already" for op in ops),
        "acts refused": sum(op.outcome == "refused" for op in ops),
        "messages": sum(row.status == "sent" and row.kind not in NO_MESSAGE for row in rows),
        "tries after the first": sum(row.tries - 1 for row in rows if row.status == "sent"),
        "reviews": sum(states.values()),
        "closed": states["closed"],
        "doubled cards": sum(times - 1 for times in posted.values()),
    })  # fmt: skip

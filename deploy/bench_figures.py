"""The figures of the bench, each measured from outside: signed requests in, answers and calls to Slack out."""

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass

from deploy import bench_people as slack_sends
from deploy.bench_load import Answered, Next, closed_loop, paced, percentile, request
from deploy.bench_product import pair, review_id
from deploy.bench_slack import FakeSlack, Json

CLIENTS = 16
SECONDS = 2.0
ROUNDS = 3
OPENED = 400
MODALS = 320
A_SECOND = 20.0
OFFERS = 160
MS = 1000.0


@dataclass(frozen=True)
class Figure:
    """One line of the table."""

    name: str
    reach: str
    measured: str
    reached: bool


def per_second(answers: list[Answered]) -> float:
    took = max(a.at + a.seconds for a in answers) - min(a.at for a in answers)
    return len(answers) / took


def refuse_failures(answers: list[Answered], fault: Callable[[Answered], bool]) -> None:
    """A figure counts what was done; the bench stops where something was not."""
    bad = [answer for answer in answers if answer.status != 200 or fault(answer)]
    if bad:
        raise RuntimeError(f"{len(bad)} of {len(answers)} were not done: {bad[0].status} {bad[0].body[:200]!r}")


# ---- 1: a signed command, against a route that only checks the signature ----


async def help_against_bare(port: int, bare: int) -> Figure:
    """Three rounds, one after the other in turn; the middle ratio counts."""
    ratios, ours = [], []
    for _ in range(ROUNDS):
        theirs = per_second(await closed_loop(bare, CLIENTS, for_seconds("help")))
        answers = await closed_loop(port, CLIENTS, for_seconds("help"))
        refuse_failures(answers, lambda a: b"/mend" not in a.body)
        ours.append(per_second(answers))
        ratios.append(ours[-1] / theirs)
    ratio = percentile(ratios, 0.5)
    measured = f"{ratio:.2f} ({percentile(ours, 0.5):.0f} a second)"
    return Figure("signed `/mend help`, against a bare route", "≥ 0.4", measured, ratio >= 0.4)


def for_seconds(text: str) -> Next:
    """The same command for some seconds, signed anew each second."""
    end, signed_at, kept = time.time() + SECONDS, 0, b""

    def following() -> bytes | None:
        nonlocal signed_at, kept
        now = time.time()
        if int(now) != signed_at:
            signed_at, kept = int(now), request(slack_sends.command("U00000A", text, slack_sends.new_trigger()))
        return kept if now < end else None

    return following


# ---- 2: a command to its modal ----


async def command_to_modal(port: int, slack: FakeSlack) -> Figure:
    """From the request on its way to `views.open` at Slack: what comes after is Slack's own time."""
    triggers: list[str] = []

    def following() -> bytes | None:
        if len(triggers) >= OPENED:
            return None
        triggers.append(slack_sends.new_trigger())
        return request(slack_sends.command(pair(len(triggers))[0], "", triggers[-1]))

    answers = await closed_loop(port, 1, following)
    refuse_failures(answers, lambda a: False)
    took = [(slack.views[t][1] - a.at) * MS for t, a in zip(triggers, answers, strict=True)][20:]
    p50, p99 = percentile(took, 0.5), percentile(took, 0.99)
    return Figure("`/mend` to `views.open`, one client", "p50 ≤ 2 ms, p99 ≤ 10 ms", f"{p50:.1f} and {p99:.1f} ms",
                  p50 <= 2 and p99 <= 10)  # fmt: skip


# ---- 3: a modal that is sent in ----


async def modals(port: int, first: int, least: int, what: str) -> Figure:
    """Both people of each review seal "my part": the second seal of a review opens both, and tells everybody."""
    sealed = [(number, who) for number in range(first, first + MODALS // 2) for who in (0, 1)]
    waiting = iter(sealed)

    def following() -> bytes | None:
        found = next(waiting, None)
        return request(seal(*found)) if found else None

    answers = await closed_loop(port, CLIENTS, following)
    refuse_failures(answers, lambda a: b'"update"' not in a.body or b"Nothing was changed" in a.body)
    rate, p99 = per_second(answers), percentile([a.seconds for a in answers], 0.99) * MS
    return Figure(f"a modal sent in by {CLIENTS} at once{what}", f"≥ {least} a second, p99 ≤ 150 ms",
                  f"{rate:.0f} a second, p99 {p99:.0f} ms", rate >= least and p99 <= 150)  # fmt: skip


def seal(number: int, who: int) -> bytes:
    texts = {f"ack.c.{name}": {"value": {"type": "plain_text_input", "value": f"{name} {number} {who}"}}
             for name in ("part", "effect", "offer")}  # fmt: skip
    keep = {"keep": {"value": {"type": "radio_buttons", "selected_option": {"value": "seal"}}}}
    return submission(number, who, "acknowledge", texts | keep)


def submission(number: int, who: int, act: str, values: Json) -> bytes:
    sheet = json.dumps({"act": act, "review": review_id(number), "version": 5})
    trigger = slack_sends.new_trigger()
    blocks = [{"type": "input", "block_id": name, "element": {"type": "plain_text_input"}} for name in values]
    view = {"id": f"V{trigger}", "hash": trigger, "callback_id": "form", "private_metadata": sheet, "blocks": blocks}
    return slack_sends.submission(pair(number)[who], view, values, trigger)


# ---- 5: from the commit to the message ----


async def commit_to_posted(port: int, first: int, slack: FakeSlack) -> Figure:
    """An offer a review, 20 a second: from the answer, which comes right after the commit, to the message at Slack."""
    began = time.perf_counter()
    answers = await paced(port, A_SECOND, [offer(number) for number in range(first, first + OFFERS)])
    refuse_failures(answers, lambda a: b'"update"' not in a.body)
    arrived = await all_posted(slack, [f"D{pair(number)[1]}" for number in range(first, first + OFFERS)], began)
    took = [(at - (a.at + a.seconds)) * MS for at, a in zip(arrived, answers, strict=True)]
    p50, p99 = percentile(took, 0.5), percentile(took, 0.99)
    return Figure("commit to posted, at 20 a second", "p50 ≤ 150 ms", f"p50 {p50:.0f} ms, p99 {p99:.0f} ms", p50 <= 150)


async def all_posted(slack: FakeSlack, channels: list[str], since: float, patience: float = 60.0) -> list[float]:
    """When the first message since then arrived in each conversation, in the order of `channels`."""
    end = time.perf_counter() + patience
    while True:
        first: dict[str, float] = {}
        for call in slack.posted():
            if call.at >= since:
                first.setdefault(call.given["channel"], call.at)
        if all(channel in first for channel in channels):
            return [first[channel] for channel in channels]
        if time.perf_counter() > end:
            missing = sum(channel not in first for channel in channels)
            raise RuntimeError(f"{missing} messages were not posted within {patience:.0f} s")
        await asyncio.sleep(0.2)


def offer(number: int) -> bytes:
    chosen = {"type": "radio_buttons", "selected_option": {"value": "share"}}
    to = {"type": "users_select", "selected_user": pair(number)[1]}
    return submission(number, 0, "offer", {"to": {"value": to}, "offer": {"value": chosen}})

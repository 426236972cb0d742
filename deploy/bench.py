"""`make bench`: measures Mend from outside and prints a table; `--write` keeps it in ARCHITECTURE.md.

The product runs in a process of its own on the first core; the clients and the Slack they talk to run in this one, on
the others. Every figure is of one run on one machine: the ratios travel, the milliseconds do not.
"""

import asyncio
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from deploy import bench_figures as figures
from deploy import bench_product as product
from deploy.bench_figures import MODALS, Figure
from deploy.bench_slack import FakeSlack

DOCUMENT = Path(__file__).parents[1] / "ARCHITECTURE.md"
BEGIN, END = "<!-- bench:begin -->", "<!-- bench:end -->"
LEAST = {"SQLite": 120, "PostgreSQL": 200}
FAR_AWAY = 0.08
SETTLED = 1.0


async def measure(url: str, database: str) -> list[Figure]:
    """All figures on one database."""
    delay = 0.0
    await asyncio.to_thread(product.seed, url, 2 * MODALS)
    async with FakeSlack(latency=lambda: delay) as slack, product.mend(url, slack.url) as port:
        async with product.bare() as bare:
            found = [await figures.help_against_bare(port, bare)]
        found.append(await figures.command_to_modal(port, slack))
        found.append(await figures.commit_to_posted(port, MODALS, slack))
        await quiet(slack)
        found.append(await figures.modals(port, 0, LEAST[database], ""))
        await quiet(slack)
        delay = FAR_AWAY
        found.append(await figures.modals(port, MODALS // 2, LEAST[database], ", Slack 80 ms away"))
    return found


async def quiet(slack: FakeSlack, longest: float = 30.0) -> None:
    """Until the news of one figure no longer disturbs the next."""
    seen = -1
    for _ in range(int(longest / SETTLED)):
        if seen == len(slack.calls):
            return
        seen = len(slack.calls)
        await asyncio.sleep(SETTLED)


async def both() -> dict[str, list[Figure]]:
    """By database; PostgreSQL only where one is found."""
    with product.sqlite() as url:
        found = {"SQLite": await measure(url, "SQLite")}
    with product.postgresql() as server:
        if server:
            found["PostgreSQL"] = await measure(server, "PostgreSQL")
    return found


def table(found: dict[str, list[Figure]]) -> str:
    """Markdown. What is not reached is marked."""
    lines = ["| figure | database | reach | measured | |", "|---|---|---|---|---|"]
    for database, rows in found.items():
        for row in rows:
            mark = "reached" if row.reached else "**not reached**"
            lines.append(f"| {row.name} | {database} | {row.reach} | {row.measured} | {mark} |")
    cores = f"{os.cpu_count()} cores" if (os.cpu_count() or 1) > 1 else "1 core"
    lines += ["", f"Measured on {datetime.now(UTC).date()} on {cores}, the product on one of them."]
    return "\n".join(lines)


def write(text: str) -> None:
    """In place of the table that stands between the markers."""
    document = DOCUMENT.read_text(encoding="utf-8")
    before, found, rest = document.partition(BEGIN)
    _, also, after = rest.partition(END)
    if not (found and also):
        sys.exit(f"{DOCUMENT.name} has no {BEGIN} and {END}")
    DOCUMENT.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


def main() -> None:
    if hasattr(os, "sched_setaffinity") and len(cores := os.sched_getaffinity(0)) > 1:
        os.sched_setaffinity(0, cores - {min(cores)})
    text = table(asyncio.run(both()))
    print(text)
    if "--write" in sys.argv[1:]:
        write(text)


if __name__ == "__main__":
    main()

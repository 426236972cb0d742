"""When, in words: for one reader in their own time zone, or for a message that several people read."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

ISO = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:[\d:.]+(Z|[+-]\d\d:\d\d)?)?")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def day(when: date) -> str:
    """For example "Tuesday 4 March". Years are left out: nothing here is further off than one."""
    return f"{DAYS[when.weekday()]} {when.day} {MONTHS[when.month - 1]}"


def moment(when: datetime, tz: str) -> str:
    """For example "Tuesday 4 March, 10:00", in the reader's own time zone."""
    there = when.astimezone(_zone(tz))
    return f"{day(there)}, {there:%H:%M}"


def in_words(text: str) -> str:
    """A date or time in ISO form as people say it, at the place it was written for; any other text as it is."""
    if not ISO.fullmatch(text):
        return text
    when = datetime.fromisoformat(text)
    if "T" not in text:
        return day(when)
    # Nobody's own time has to be guessed from UTC, so it is named.
    return f"{day(when)}, {when:%H:%M}{'' if when.utcoffset() else ' UTC'}"


def everywhere(when: datetime) -> str:
    """Slack's own date token, which each reader of a message sees in their own time; only in `marked` text."""
    return f"<!date^{int(when.timestamp())}^{{date_long_pretty}}, {{time}}|{moment(when, 'UTC')} UTC>"


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")

"""Dates as a person reads them, in their own zone."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from service.domain.calendar import zone_named

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip
A_MONTH = timedelta(days=30)


def day_and_time(at: datetime, zone: str) -> str:
    """For example `Tuesday 24 November, 10:00`."""
    local = at.astimezone(zone_named(zone))
    return f"{day(local)}, {local:%H:%M}"


def day(when: date) -> str:
    """For example `Tuesday 24 November`."""
    return f"{DAYS[when.weekday()]} {when.day} {MONTHS[when.month - 1]}"


def heard_by(next_date: datetime | None, now: datetime) -> datetime:
    """When the others hear of an ending: on the date that everybody's card shows, or after a month."""
    month = now + A_MONTH
    return min(next_date or month, month)


def in_a_row(names: Iterable[str]) -> str:
    """Ana, Ben and Chi."""
    *first, last = [*names] or [""]
    return f"{', '.join(first)} and {last}" if first else last

"""When a message may go out and when a step may begin, in each person's own time.

Every instant that comes in or goes out is an aware `datetime`; what goes out is in UTC. A naive one is refused with
`ValueError`, because it would silently be read in the server's own zone. A zone is an IANA name; an unknown one counts
as UTC, so that a bad profile makes a message early or late and never lost. Days off are Saturday, Sunday and the
dates in `days_off`. All hours are local; both ends of a window belong to it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import islice
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from schemas.vocabulary import Size

OPENS = time(9)
CLOSES = time(17)
CLOSES_BEFORE_DAY_OFF = time(15)  # nobody should read this alone on a Friday night
SHORT_COOLING = timedelta(minutes=20)
SHARED_AT_LEAST = timedelta(hours=2)
COOLING_DAYS: Mapping[str, int] = {Size.small: 0, Size.medium: 1, Size.large: 2}
NO_DAYS_OFF: frozenset[date] = frozenset()

_DAY = timedelta(days=1)
# Shared hours further off than this are no shared hours: people would wait for a change of clocks.
_LOOK_AHEAD_WORKING_DAYS = 5


@dataclass(frozen=True, slots=True)
class Release:
    """`at`: the one instant at which words open to all. `told`: per zone, when the people there hear of it."""

    at: datetime
    told: Mapping[str, datetime]


def zone_named(name: str) -> tzinfo:
    """The zone with this IANA name; UTC for a name nobody knows."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: a folder's name ("America"), or one too long
        return UTC


def is_working_day(day: date, zone: str, days_off: frozenset[date] = NO_DAYS_OFF) -> bool:
    """Whether people in `zone` work on the local date `day`. A date their clocks skipped is no working day."""
    return day.weekday() < 5 and day not in days_off and _exists(day, zone)


def add_working_days(at: datetime, n: int, zone: str, days_off: frozenset[date] = NO_DAYS_OFF) -> datetime:
    """The same local time `n` working days later. A start on a day off counts from the next working day.

    A local time that the clocks skip on that day comes out as much later as they skipped. Refuses a negative `n`.
    """
    if n < 0:
        raise ValueError("working days are counted forwards: n must be 0 or more")
    local = _local(at, zone)
    day = _working_day(local.date(), n, zone, days_off)
    if day == local.date():
        return at.astimezone(UTC)
    return _instant(day, local.time(), zone)


def next_working_morning(
    at: datetime, zone: str, hour: int = OPENS.hour, days_off: frozenset[date] = NO_DAYS_OFF
) -> datetime:
    """The first `hour` o'clock of a working day in `zone` that is not before `at`."""
    days = _working_days(_local(at, zone).date(), zone, days_off)
    mornings = (_instant(day, time(hour), zone) for day in days)
    return next(morning for morning in mornings if morning >= at)


def may_send(at: datetime, zone: str, days_off: frozenset[date] = NO_DAYS_OFF) -> bool:
    """Whether `at` is outside quiet hours: 09:00 to 17:00 of a working day."""
    return _open_until(CLOSES, at, zone, days_off)


def next_send(at: datetime, zone: str, days_off: frozenset[date] = NO_DAYS_OFF) -> datetime:
    """`at` itself when a message may be sent then, else the next working morning."""
    return at.astimezone(UTC) if may_send(at, zone, days_off) else next_working_morning(at, zone, days_off=days_off)


def may_invite(at: datetime, zone: str, days_off: frozenset[date] = NO_DAYS_OFF) -> bool:
    """Whether an invitation, or words to read, may arrive: 09:00 to 17:00, before a day off until 15:00."""
    tomorrow = _local(at, zone).date() + _DAY
    closes = CLOSES if is_working_day(tomorrow, zone, days_off) else CLOSES_BEFORE_DAY_OFF
    return _open_until(closes, at, zone, days_off)


def next_invitation(at: datetime, zone: str, days_off: frozenset[date] = NO_DAYS_OFF) -> datetime:
    """`at` itself when an invitation may arrive then, else the next working morning."""
    return at.astimezone(UTC) if may_invite(at, zone, days_off) else next_working_morning(at, zone, days_off=days_off)


def release_at(at: datetime, zones: Iterable[str], days_off: frozenset[date] = NO_DAYS_OFF) -> Release:
    """When words open to the people in `zones`, not before `at`: for all of them at one instant.

    That is the first instant in everybody's own hours (as for an invitation). Where these people share fewer than two
    working hours a day, it is `at`, and each hears of it at their own next 09:00 to 15:00.
    """
    names = tuple(dict.fromkeys(zones))
    shared = next((t for t in _moments(at, names, days_off) if _suits_all(t, names, days_off)), None)
    if shared is not None:
        return Release(shared, dict.fromkeys(names, shared))
    return Release(at.astimezone(UTC), {name: _next_told(at, name, days_off) for name in names})


def cooling_until(at: datetime, size: str, zone: str, days_off: frozenset[date] = NO_DAYS_OFF) -> datetime:
    """When settling ends: small after 20 minutes; medium and large at 09:00, one or two working days on.

    Refuses a size that is not `small`, `medium` or `large`.
    """
    if size not in COOLING_DAYS:
        raise ValueError(f"unknown size {size!r}: small, medium or large")
    if not COOLING_DAYS[size]:
        return at.astimezone(UTC) + SHORT_COOLING
    tomorrow = _local(at, zone).date() + _DAY
    return _instant(_working_day(tomorrow, COOLING_DAYS[size] - 1, zone, days_off), OPENS, zone)


def incident_floor(over_at: datetime, zone: str, night: bool, days_off: frozenset[date] = NO_DAYS_OFF) -> datetime:
    """The earliest start of an incident's review: one working day after it ended, two where people worked at night."""
    return add_working_days(over_at, 2 if night else 1, zone, days_off)


def _local(at: datetime, zone: str) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a time without a zone: give an aware datetime")
    return at.astimezone(zone_named(zone))


def _instant(day: date, clock: time, zone: str) -> datetime:
    return datetime.combine(day, clock.replace(fold=0), zone_named(zone)).astimezone(UTC)


def _exists(day: date, zone: str) -> bool:
    # Apia had no 30 December 2011, Kwajalein no 21 August 1993: midday then falls on another date.
    return _local(_instant(day, time(12), zone), zone).date() == day


def _working_days(first: date, zone: str, days_off: frozenset[date]) -> Iterator[date]:
    day = first
    while True:
        if is_working_day(day, zone, days_off):
            yield day
        day += _DAY


def _working_day(first: date, n: int, zone: str, days_off: frozenset[date]) -> date:
    return next(islice(_working_days(first, zone, days_off), n, None))


def _open_until(closes: time, at: datetime, zone: str, days_off: frozenset[date]) -> bool:
    local = _local(at, zone)
    return is_working_day(local.date(), zone, days_off) and OPENS <= local.time() <= closes


def _moments(at: datetime, zones: tuple[str, ...], days_off: frozenset[date]) -> list[datetime]:
    """Where shared hours can begin: now, or with somebody's morning in the coming working week."""
    mornings = {
        _instant(day, OPENS, zone)
        for zone in zones
        for day in islice(_working_days(_local(at, zone).date(), zone, days_off), _LOOK_AHEAD_WORKING_DAYS + 1)
    }
    return sorted({at.astimezone(UTC)} | {morning for morning in mornings if morning > at})


def _suits_all(at: datetime, zones: tuple[str, ...], days_off: frozenset[date]) -> bool:
    if not all(may_invite(at, zone, days_off) for zone in zones):
        return False
    days = {zone: _local(at, zone).date() for zone in zones}
    opens = max((_instant(day, OPENS, zone) for zone, day in days.items()), default=at)
    closes = min((_instant(day, CLOSES, zone) for zone, day in days.items()), default=at)
    return closes - opens >= SHARED_AT_LEAST or not zones


def _next_told(at: datetime, zone: str, days_off: frozenset[date]) -> datetime:
    if _open_until(CLOSES_BEFORE_DAY_OFF, at, zone, days_off):
        return at.astimezone(UTC)
    return next_working_morning(at, zone, days_off=days_off)

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain import calendar

LONDON, NEW_YORK, LORD_HOWE = "Europe/London", "America/New_York", "Australia/Lord_Howe"
KATHMANDU, APIA, LOS_ANGELES = "Asia/Kathmandu", "Pacific/Apia", "America/Los_Angeles"
ZONES = [LONDON, NEW_YORK, LORD_HOWE, KATHMANDU, APIA, LOS_ANGELES, "UTC", "Nowhere/Land"]

zones = st.sampled_from(ZONES)
days_off = st.frozensets(st.dates(date(2011, 12, 1), date(2012, 1, 31)), max_size=6)
moments = st.one_of(
    st.integers(1_324_339_200, 1_326_153_600),  # around Apia's missing day: 20 December 2011 to 10 January 2012
    st.integers(1_704_067_200, 1_893_456_000),  # 2024 to 2030
).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))

NextOpening = Callable[[datetime, str, frozenset[date]], datetime]
OPENINGS: list[NextOpening] = [calendar.next_send, calendar.next_invitation]


def local(zone: str, *parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZoneInfo(zone))  # type: ignore[misc,arg-type]


def shown(at: datetime, zone: str) -> str:
    return at.astimezone(ZoneInfo(zone)).strftime("%a %d %b %H:%M")


@pytest.mark.parametrize(
    ("zone", "start", "n", "expected"),
    [
        (LONDON, (2024, 3, 5, 10, 0), 0, "Tue 05 Mar 10:00"),
        (LONDON, (2024, 3, 5, 10, 0), 3, "Fri 08 Mar 10:00"),
        (LONDON, (2024, 3, 8, 15, 30), 1, "Mon 11 Mar 15:30"),
        (LONDON, (2024, 3, 9, 11, 0), 0, "Mon 11 Mar 11:00"),
        (LONDON, (2024, 3, 9, 11, 0), 1, "Tue 12 Mar 11:00"),
        (LONDON, (2024, 3, 29, 9, 0), 1, "Mon 01 Apr 09:00"),  # clocks go forward in between
        (NEW_YORK, (2024, 11, 1, 9, 0), 1, "Mon 04 Nov 09:00"),  # and back
        (LORD_HOWE, (2024, 10, 4, 9, 0), 1, "Mon 07 Oct 09:00"),  # by half an hour
        (KATHMANDU, (2024, 3, 8, 23, 50), 1, "Mon 11 Mar 23:50"),
        (APIA, (2011, 12, 29, 10, 0), 1, "Mon 02 Jan 10:00"),  # Friday 30 December did not exist
    ],
)
def test_working_days_keep_the_local_time(zone: str, start: tuple[int, ...], n: int, expected: str) -> None:
    assert shown(calendar.add_working_days(local(zone, *start), n, zone), zone) == expected


def test_a_public_holiday_is_not_counted() -> None:
    off = frozenset({date(2024, 12, 25), date(2024, 12, 26)})
    got = calendar.add_working_days(local(LONDON, 2024, 12, 24, 10, 0), 1, LONDON, off)
    assert shown(got, LONDON) == "Fri 27 Dec 10:00"


def test_a_skipped_local_time_comes_out_later_not_earlier() -> None:
    # Cairo's clocks go forward on a Friday at midnight.
    got = calendar.add_working_days(local("Africa/Cairo", 2024, 4, 25, 0, 30), 1, "Africa/Cairo")
    assert shown(got, "Africa/Cairo") == "Fri 26 Apr 01:30"


def test_working_days_are_not_counted_backwards() -> None:
    with pytest.raises(ValueError, match="forwards"):
        calendar.add_working_days(local(LONDON, 2024, 3, 5), -1, LONDON)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        calendar.may_send(datetime(2024, 3, 5, 10), LONDON)  # noqa: DTZ001 - the point of the test


@pytest.mark.parametrize("name", ["", "Nowhere/Land", "America", "../etc/passwd", "x" * 400, "a\0b"])
def test_an_unknown_zone_counts_as_utc(name: str) -> None:
    assert calendar.zone_named(name) is UTC
    assert calendar.may_send(datetime(2024, 3, 5, 9, tzinfo=UTC), name)


@pytest.mark.parametrize(
    ("clock", "allowed"), [((8, 59), False), ((9, 0), True), ((17, 0), True), ((17, 1), False), ((3, 0), False)]
)
def test_quiet_hours_end_at_nine_and_begin_at_five(clock: tuple[int, int], allowed: bool) -> None:
    for zone in (LONDON, NEW_YORK, LORD_HOWE, KATHMANDU, APIA):
        assert calendar.may_send(local(zone, 2024, 3, 5, *clock), zone) is allowed
        assert calendar.may_send(local(zone, 2024, 3, 9, *clock), zone) is False


def test_an_invitation_on_friday_at_half_past_three_waits_for_monday() -> None:
    friday = local(LONDON, 2024, 3, 8, 15, 30)
    assert calendar.next_send(friday, LONDON) == friday
    assert shown(calendar.next_invitation(friday, LONDON), LONDON) == "Mon 11 Mar 09:00"
    assert calendar.next_invitation(friday - timedelta(minutes=30), LONDON) == friday - timedelta(minutes=30)


def test_the_day_before_a_holiday_closes_at_three_too() -> None:
    at, off = local(LONDON, 2024, 12, 24, 15, 30), frozenset({date(2024, 12, 25)})
    assert calendar.next_invitation(at, LONDON) == at
    assert shown(calendar.next_invitation(at, LONDON, off), LONDON) == "Thu 26 Dec 09:00"


def test_the_next_working_morning_may_be_today() -> None:
    assert shown(calendar.next_working_morning(local(LONDON, 2024, 3, 5, 8, 0), LONDON), LONDON) == "Tue 05 Mar 09:00"
    assert shown(calendar.next_working_morning(local(LONDON, 2024, 3, 5, 9, 1), LONDON), LONDON) == "Wed 06 Mar 09:00"
    assert shown(calendar.next_working_morning(local(LONDON, 2024, 3, 9, 9, 1), LONDON, 8), LONDON) == (
        "Mon 11 Mar 08:00"
    )


def test_words_open_in_shared_hours_at_one_instant() -> None:
    got = calendar.release_at(local(LONDON, 2024, 3, 5, 10, 0), [LONDON, NEW_YORK])
    assert shown(got.at, NEW_YORK) == "Tue 05 Mar 09:00"
    assert got.told == {LONDON: got.at, NEW_YORK: got.at}


def test_words_do_not_open_after_three_on_a_friday_anywhere() -> None:
    got = calendar.release_at(local(LONDON, 2024, 3, 8, 15, 30), [LONDON, NEW_YORK])
    assert shown(got.at, LONDON) == "Mon 11 Mar 13:00"  # New York is on summer time since Sunday, London is not
    assert shown(got.at, NEW_YORK) == "Mon 11 Mar 09:00"


def test_without_two_shared_hours_words_open_at_once_and_each_hears_in_their_own_morning() -> None:
    at = local(LONDON, 2024, 3, 5, 16, 0)
    got = calendar.release_at(at, [LONDON, LOS_ANGELES])
    assert got.at == at
    assert {zone: shown(told, zone) for zone, told in got.told.items()} == {
        LONDON: "Wed 06 Mar 09:00",
        LOS_ANGELES: "Tue 05 Mar 09:00",
    }


def test_fewer_than_two_hours_counts_as_none() -> None:
    # In January Dhaka is six hours ahead of London (two hours shared), Yangon six and a half.
    at = local(LONDON, 2024, 1, 9, 8, 0)
    assert calendar.release_at(at, [LONDON, "Asia/Dhaka"]).at == local(LONDON, 2024, 1, 9, 9, 0)
    assert calendar.release_at(at, [LONDON, "Asia/Yangon"]).at == at


def test_one_persons_release_is_like_an_invitation() -> None:
    friday = local(LONDON, 2024, 3, 8, 15, 30)
    assert calendar.release_at(friday, [LONDON]).at == calendar.next_invitation(friday, LONDON)
    assert calendar.release_at(friday, []) == calendar.Release(friday, {})


@pytest.mark.parametrize(
    ("start", "size", "expected"),
    [
        ((2024, 3, 5, 10, 0), "small", "Tue 05 Mar 10:20"),
        ((2024, 3, 5, 8, 0), "medium", "Wed 06 Mar 09:00"),
        ((2024, 3, 5, 23, 59), "medium", "Wed 06 Mar 09:00"),
        ((2024, 3, 5, 10, 0), "large", "Thu 07 Mar 09:00"),
        ((2024, 3, 8, 15, 30), "medium", "Mon 11 Mar 09:00"),
        ((2024, 3, 8, 15, 30), "large", "Tue 12 Mar 09:00"),
        ((2024, 3, 9, 15, 30), "large", "Tue 12 Mar 09:00"),
    ],
)
def test_settling_takes_as_long_as_the_size_says(start: tuple[int, ...], size: str, expected: str) -> None:
    assert shown(calendar.cooling_until(local(LONDON, *start), size, LONDON), LONDON) == expected


def test_an_unknown_size_is_refused() -> None:
    with pytest.raises(ValueError, match="huge"):
        calendar.cooling_until(local(LONDON, 2024, 3, 5), "huge", LONDON)


def test_after_night_work_an_incident_waits_one_working_day_more() -> None:
    over = local(LONDON, 2024, 3, 7, 4, 0)
    assert shown(calendar.incident_floor(over, LONDON, night=False), LONDON) == "Fri 08 Mar 04:00"
    assert shown(calendar.incident_floor(over, LONDON, night=True), LONDON) == "Mon 11 Mar 04:00"


@pytest.mark.parametrize("opening", OPENINGS)
@given(at=moments, zone=zones, off=days_off)
def test_a_sending_time_is_never_early_and_always_inside_the_window(
    opening: NextOpening, at: datetime, zone: str, off: frozenset[date]
) -> None:
    got = opening(at, zone, off)
    assert got >= at
    assert got.tzinfo is UTC
    assert calendar.may_send(got, zone, off)
    assert opening(got, zone, off) == got


@pytest.mark.parametrize("opening", OPENINGS)
@given(times=st.lists(moments, min_size=2, max_size=6), zone=zones, off=days_off)
def test_who_asks_later_is_never_answered_earlier(
    opening: NextOpening, times: list[datetime], zone: str, off: frozenset[date]
) -> None:
    got = [opening(at, zone, off) for at in sorted(times)]
    assert got == sorted(got)


@given(at=moments, zone=zones, off=days_off)
def test_an_invitation_never_arrives_late_before_a_day_off(at: datetime, zone: str, off: frozenset[date]) -> None:
    got = calendar.next_invitation(at, zone, off).astimezone(calendar.zone_named(zone))
    tomorrow = got.date() + timedelta(days=1)
    assert got.time() <= calendar.CLOSES_BEFORE_DAY_OFF or calendar.is_working_day(tomorrow, zone, off)


@given(at=moments, n=st.integers(0, 20), zone=zones, off=days_off)
def test_n_working_days_later_is_later_by_exactly_n(at: datetime, n: int, zone: str, off: frozenset[date]) -> None:
    got = calendar.add_working_days(at, n, zone, off)
    first, last = (t.astimezone(calendar.zone_named(zone)).date() for t in (at, got))
    between = [first + timedelta(days=i) for i in range((last - first).days + 1)]
    assert got >= at
    assert sum(calendar.is_working_day(day, zone, off) for day in between) == n + 1


@given(times=st.lists(moments, min_size=2, max_size=5), n=st.integers(0, 5), zone=zones)
def test_later_starts_never_end_on_earlier_days(times: list[datetime], n: int, zone: str) -> None:
    ends = [calendar.add_working_days(at, n, zone).astimezone(calendar.zone_named(zone)) for at in sorted(times)]
    assert all(a.date() <= b.date() for a, b in pairwise(ends))


@given(times=st.lists(moments, min_size=2, max_size=5), names=st.lists(zones, min_size=1, max_size=4), off=days_off)
def test_a_later_release_never_opens_before_an_earlier_one(
    times: list[datetime], names: list[str], off: frozenset[date]
) -> None:
    got = [calendar.release_at(at, names, off).at for at in sorted(times)]
    assert got == sorted(got)


@given(at=moments, names=st.lists(zones, min_size=1, max_size=4), off=days_off)
def test_a_release_is_at_once_or_in_everybodys_hours_and_told_in_each_ones_own(
    at: datetime, names: list[str], off: frozenset[date]
) -> None:
    got = calendar.release_at(at, names, off)
    assert got.at >= at
    assert got.told.keys() == set(names)
    assert all(calendar.may_invite(told, zone, off) for zone, told in got.told.items())
    assert got.at == at or set(got.told.values()) == {got.at}


@given(at=moments, size=st.sampled_from(["small", "medium", "large"]), zone=zones, off=days_off)
def test_settling_never_takes_less_than_twenty_minutes(
    at: datetime, size: str, zone: str, off: frozenset[date]
) -> None:
    assert calendar.cooling_until(at, size, zone, off) - at >= calendar.SHORT_COOLING or size != "small"
    assert calendar.cooling_until(at, size, zone, off) > at

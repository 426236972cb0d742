"""Moving a date: the one of a step by whoever may, the soak after an incident by all together."""

from datetime import date, datetime, time, timedelta

from schemas.vocabulary import Act, NewsKind, Reason, Said, State
from service.acts import moving, telling
from service.acts.doing import Answer, Doing
from service.domain import adjusting, calendar
from service.domain.lifecycle import CEILINGS
from service.domain.refused import Refused
from service.domain.review import Mark

AFTERNOON, MORNING = 16, 9


def adjust(do: Doing) -> Answer:
    """The date of this step moves later. Everybody sees the date; nobody is told who moved it."""
    row = do.held.row
    found = adjusting.row_of(do.review.state)
    if found is None or row.ceiling_at is None:
        raise Refused(Reason.not_now)
    day = do.day("until", first=first_day(do), last=local_day(do, adjusting.last_date(do.review, found.most)))
    row.ceiling_at = max(row.ceiling_at, at(day, AFTERNOON, do.zone))
    if row.ending_at and found.state is State.invited:
        row.ending_at = row.ceiling_at  # told on the answer date, wherever that moves
    do.redraw()
    return Answer(Said.adjusted, {"when": do.local(row.ceiling_at)})


def soak(do: Doing) -> Answer:
    """One's own choice of the day on which the changes begin; it counts once everybody has chosen the same."""
    last = adjusting.last_date(do.review, adjusting.MOST_SOAK)
    day = do.day("until", first=do.today + timedelta(days=1), last=local_day(do, last))
    do.held.mark(do.person, Mark.soak, do.now, value=str(day))
    do.redraw()
    if adjusting.agreed_soak(do.review) is None:
        return Answer(Said.soak_chosen)
    row = do.held.row
    row.floor_at = max(at(day, MORNING, p.zone) for p in do.review.circle)
    row.ceiling_at = moving.latest(do, row.floor_at, CEILINGS[State.renegotiate])
    for party in do.review.active:
        do.tell(NewsKind.step, party.person_id, row.floor_at, once=str(row.version), act=Act.renegotiate, move=True)
        telling.remind(do, party, Act.renegotiate, row.floor_at)
    return Answer(Said.soak_moved, {"when": do.local(row.floor_at)})


def proposals(do: Doing) -> list[str]:
    """The days that somebody has chosen, without names, for whoever chooses next."""
    days = sorted({date.fromisoformat(m.value) for m in do.review.marks if m.mark is Mark.soak})
    return [f"{day:%A} {day.day} {day:%B}" for day in days]


def first_day(do: Doing) -> date:
    """The day after the date that stands now."""
    return local_day(do, do.held.row.ceiling_at or do.now) + timedelta(days=1)


def local_day(do: Doing, moment: datetime) -> date:
    return moment.astimezone(calendar.zone_named(do.zone)).date()


def at(day: date, hour: int, zone: str) -> datetime:
    return calendar.next_send(datetime.combine(day, time(hour), calendar.zone_named(zone)), zone)

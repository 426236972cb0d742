"""When it keeps happening, or has become tiring: each is asked alone whether they still want to put it right."""

from schemas.vocabulary import Act, NewsKind, Said, State, Step, Way
from service.acts import choosable, moving
from service.acts.doing import Answer, Doing
from service.domain import guards
from service.domain.review import Mark, Status
from service.store import words

WANT = ("yes", "not_sure", "no")
TIRED = ("1", "2", "3", "4", "5")


def want(do: Doing) -> Answer:
    """Yes, not sure or no, and how tiring it has become; also whether the set-up should change instead.

    Only that all said yes, or all would change the set-up, moves anything. Nobody hears who had said what.
    """
    wear, value = do.one("wear", TIRED), do.one("pat.want", WANT)
    body = {"wear": wear} | do.body(("pat.what",))
    words.write(do.held, do.person, Step.pattern, body, do.now, Status.draft)
    do.held.mark(do.person, Mark.want, do.now, value=value)
    do.held.unmark(Mark.set_up, do.person)
    if do.ticked("instead"):
        do.held.mark(do.person, Mark.set_up, do.now)
    look_for_somebody(do)
    return Answer(Said.wanted)


def look_for_somebody(do: Doing) -> None:
    """All would go on talking: the pattern is looked at with somebody in between, where one is free. They may all go
    on without, and then it is as it was."""
    row = do.held.row
    talking = row.way == Way.direct.value and not do.review.all_marked(Mark.set_up)
    if talking and guards.all_still_want_to(do.review, do.now) and choosable.facilitators(do):
        row.way = Way.mediated.value


def show_what_else(do: Doing) -> None:
    """On its date, where not all have said yes: everybody reads the same, whoever said no or nothing. It can be
    changed in how the work is set up, paused, ended, or taken to somebody; then it waits once more, and ends."""
    row = do.held.row
    row.asked = True
    row.ceiling_at = moving.ceiling(do, State.pattern, do.now)
    for party in do.review.active:
        do.tell(NewsKind.what_else, party.person_id, once=str(row.version), act=Act.want)

"""Where one has a say over the other's work or pay: who that is, and what only the one with less say may do."""

from schemas.vocabulary import Act, Consent, Reason, Said, State, Way
from service.acts import choosable, contacts, routes, telling
from service.acts.doing import Answer, Doing
from service.domain import managers
from service.domain.lifecycle import ALONE, OPEN
from service.domain.permits import ASKING
from service.domain.refused import Refused, at_field
from service.domain.review import PAIR, Mark
from service.store import people, words


def by_line(do: Doing) -> str | None:
    """Who stands above somebody in this review, by the imported reporting line."""
    there = [p.person_id for p in do.held.parties if p.consent != Consent.gone.value]
    return managers.higher_of(there, people.lines(do.held.session))


def say(do: Doing, answer: str, *, about_rating: bool) -> None:
    """Notes who has a say, from this person's answer and from the line; the safer reading wins.

    Refuses, at the field: a say in a group, and a review about a rating, pay or discipline where somebody has one.
    """
    everybody = [p.person_id for p in do.held.parties]
    told = None
    if answer == "me":
        told = do.person
    elif answer == "they":
        told = next(p for p in everybody if p != do.person)
    higher = by_line(do) or do.held.row.higher_id or told
    if higher is None:
        return
    known = {"contacts": contacts.as_text(do.held.session)}
    if len(everybody) > PAIR:
        raise at_field("scr.say", Reason.power_in_group, **known)
    if about_rating:
        raise at_field("scr.rating", Reason.about_rating, **known)
    if do.review.state in ASKING and by_line(do) is None and do.person != do.held.row.opener_id:
        do.held.mark(do.person, Mark.say, do.now, value=higher)
    else:
        put_above(do, higher)


def say_now(do: Doing) -> None:
    """They have said yes: what they had answered about who has a say counts from now on."""
    if told := do.review.marked(do.person, Mark.say):
        put_above(do, told.value)


def put_above(do: Doing, higher: str) -> None:
    """From now on the rules for unequal say hold; `domain.lifecycle` says where the review goes by them.

    What was sealed to be opened together is a draft again: nothing opens under a rule that its author did not know.
    """
    row = do.held.row
    if row.higher_id == higher:
        return
    row.higher_id, row.release_at = higher, None
    row.version += 1
    for party in do.held.parties:
        party.manager_may_see = False
        words.unseal(do.held, party.person_id)
    do.held.unmark(Mark.decided)
    if row.way == Way.fast.value and State(row.state) not in ALONE:
        row.way = Way.direct.value
    if State(row.state) in (*OPEN, State.paused, State.circle):
        telling.after_checks(do)
    do.redraw()


def notice_line(do: Doing) -> bool:
    """Somebody became another's manager since: the rules change at once, before anything opens. Says whether."""
    row, there = do.held.row, [p for p in do.held.parties if p.consent != Consent.gone.value]
    if row.state in (State.closed.value, State.draft.value):
        return False
    higher, known = by_line(do), row.higher_id
    if higher and len(there) > PAIR:
        return somebody_in_between(do)
    if higher:
        put_above(do, higher)
    return row.higher_id != known


def somebody_in_between(do: Doing) -> bool:
    """Among more than two it goes on only with a facilitator, once one has a say over another."""
    lines = people.lines(do.held.session)
    everybody = {p.person_id for p in do.held.parties}
    below = [p for p in do.held.parties if any(managers.higher_of((p.person_id, o), lines) == o for o in everybody)]
    new = [p for p in below if not p.needs_facilitator]
    for party in new:
        party.needs_facilitator = True
    return bool(new)


def decide(do: Doing) -> Answer:
    """Having read it, alone: go on, go on with somebody in between, or leave it at this.

    Leaving it looks like not answering: it ends on the date that stood on the card from the first.
    """
    value = do.one("decide", tuple(choosable.decisions(do)))
    do.held.mark(do.person, Mark.decided, do.now, value=value)
    if value == "facilitator":
        do.held.row.way = Way.mediated.value
        do.held.unmark(Mark.without)
    return Answer(Said.decided)


def show_outcome(do: Doing) -> Answer:
    do.held.row.outcome_shown = True
    do.redraw()
    return Answer(Said.outcome_shown)


def after_check(do: Doing) -> Answer:
    """Has anything been made harder? The answer is not kept; a yes shows whom to turn to."""
    value = do.one("chk.harder", ("no", "yes", "rather_not_say"))
    if do.about not in {str(days) for days in telling.AFTER_CHECKS}:
        raise Refused(Reason.not_now)
    do.held.mark(do.person, Mark.after_check, do.now, about=do.about)
    return Answer(Said.after_checked, next=routes.shown(do, "harder", Act.after_check) if value == "yes" else None)

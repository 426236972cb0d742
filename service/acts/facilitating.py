"""A facilitator: named by the workspace, in nobody's line, accepted by everybody, and willing. They see steps and
dates, and of anybody's words what its author lets them read; when they step down, that ends at once."""

from schemas.vocabulary import Act, NewsKind, Reason, Said, State, Way
from service.acts import choosable, leaving, moving, telling
from service.acts.doing import Answer, Doing
from service.domain import guards
from service.domain.refused import Refused, at_field
from service.domain.review import Mark


def propose(do: Doing) -> Answer:
    """Chooses somebody; who chooses has thereby agreed, and the others and the facilitator are asked."""
    ids = choosable.facilitators(do)
    if not ids:
        raise Refused(Reason.no_facilitator)
    chosen = do.one("facilitator", tuple(ids))
    row = do.held.row
    row.facilitator_id, row.facilitator_serves = chosen, False
    row.version += 1
    do.held.mark(do.person, Mark.facilitator, do.now, about=chosen, value="yes")
    for party in do.review.active:
        if party.person_id != do.person:
            do.tell(
                NewsKind.facilitator, party.person_id, once=f"agree {chosen} {row.version}", act=Act.agree_facilitator
            )
    return Answer(Said.facilitator_proposed)


def agree(do: Doing) -> Answer:
    """Yes, or no: once each, without a reason. When all agree the facilitator is asked."""
    value = do.one("agree_facilitator", ("yes", "no"))
    row = do.held.row
    if value == "no" and any(m.value == "no" for m in do.review.marks_of(Mark.facilitator) if m.person_id == do.person):
        raise at_field("agree_facilitator", Reason.refused_once)
    do.held.mark(do.person, Mark.facilitator, do.now, about=row.facilitator_id or "", value=value)
    if value == "no":
        row.facilitator_id = None
        ask_for_one(do)
    elif guards.all_agreed(do.review):
        do.tell(NewsKind.asked_to_facilitate, row.facilitator_id or "", once=f"serve {row.version}", act=Act.serve)
    return Answer(Said.facilitator_answered)


def ask_for_one(do: Doing) -> None:
    """Whoever chooses is told that somebody is to be proposed; or everybody, that nobody is free."""
    do.held.row.version += 1
    telling.tell_of(do, State.facilitation)
    do.redraw()


def serve(do: Doing) -> Answer:
    row = do.held.row
    if do.one("serve", ("yes", "no")) == "yes":
        row.facilitator_serves = True
        do.redraw()
        return Answer(Said.serving)
    lets_go(do)
    ask_for_one(do)
    return Answer(Said.not_serving)


def without(do: Doing) -> Answer:
    """Goes on without. Where one of two needs somebody in between, what is left without is the arrangement of work."""
    do.held.mark(do.person, Mark.without, do.now)
    if not do.review.all_marked(Mark.without):
        return Answer(Said.without_noted)
    row, needed = do.held.row, any(p.needs_facilitator or p.careful for p in do.review.circle)
    if needed:
        row.way, row.resume = Way.arrangement.value, State.cooling.value
        for party in do.held.parties:
            party.needs_facilitator = False
    elif row.way == Way.mediated.value:
        row.way = Way.direct.value
    if guards.all_go_on_without(do.review, do.now):
        ask_no_longer(do)
    return Answer(Said.without_noted)


def ask_no_longer(do: Doing) -> None:
    """Whoever was proposed and had not answered knows of nothing any more, and may be proposed another time."""
    row = do.held.row
    if row.facilitator_id and not row.facilitator_serves:
        do.held.unmark(Mark.facilitator, about=row.facilitator_id)
        do.homes.add(row.facilitator_id)
        row.facilitator_id = None


def bring_in(do: Doing) -> Answer:
    """Midway: when each has chosen it, somebody in between is looked for. Until then nobody hears who has."""
    if not choosable.facilitators(do):
        raise Refused(Reason.no_facilitator)
    do.held.mark(do.person, Mark.bring_in, do.now)
    if guards.all_bring_in(do.review):
        do.held.unmark(Mark.without)
        do.held.row.way = Way.mediated.value
    return Answer(Said.bring_in_noted)


def go_back(do: Doing) -> None:
    """Nobody was found by the date, for what all had begun without: it goes on where it stood, as before. Where one has
    a say over the other by now, the one with less decides anew: they had gone on with somebody in between."""
    row = do.held.row
    row.way = Way.direct.value
    do.held.unmark(Mark.decided)
    ask_no_longer(do)
    moving.enter(do, State(row.resume or State.cooling))


def gate(do: Doing) -> Answer:
    """Lets it go on from this state, as soon as the people in it have done their part."""
    do.held.mark(do.person, Mark.gate, do.now, about=do.review.state)
    return Answer(Said.gate_opened)


def grant(do: Doing) -> Answer:
    """What is ticked may be read by the facilitator; what is not, no longer."""
    offered, ticked = choosable.grantable(do), set(do.many("grant"))
    if not ticked <= set(offered):
        raise at_field("grant", Reason.not_a_choice)
    for step in offered:
        if step in ticked:
            do.held.mark(do.person, Mark.grant, do.now, about=step)
        else:
            do.held.unmark(Mark.grant, do.person, step)
    return Answer(Said.granted)


def step_down(do: Doing) -> Answer:
    """Access ends with this act. The people in it are asked to find somebody else, without a reason."""
    lets_go(do)
    return Answer(Said.stepped_down)


def notice_loss(do: Doing) -> bool:
    """Whoever facilitates was deactivated, is no longer named, or is in somebody's line by now. Says whether.

    They could open nothing any more from that moment; here the people in it are asked anew.
    """
    if not do.held.facilitator_lost:
        return False
    lets_go(do)
    do.held.facilitator_lost = False
    if do.review.state is State.facilitation:
        ask_for_one(do)
    return True


def lets_go(do: Doing) -> None:
    """Nobody facilitates any more: what was granted to them is granted to nobody, and they are not proposed again."""
    row = do.held.row
    former = row.facilitator_id or ""
    do.held.unmark(Mark.grant)
    do.held.unmark(Mark.without)
    do.held.unmark(Mark.facilitator, about=former)
    do.held.mark(former, Mark.facilitator, do.now, about=former, value="no")
    row.facilitator_id, row.facilitator_serves = None, False
    do.homes.add(former)
    do.redraw()


def stop(do: Doing) -> Answer:
    """Ends it for everybody on the date that stands on the card, in the one neutral sentence."""
    row = do.held.row
    row.ending_at = leaving.told_at(do)
    row.stopped = True
    return Answer(Said.stopped, {"when": do.local(row.ending_at)})

"""The frame of every act: once only, hold the review, ask the rules, do it, note it, move the review, answer.

All of it is one transaction; whoever calls commits before answering.
"""

from collections.abc import Callable

from sqlmodel import Session

from schemas.commands import DoAct, KeepDraft, OpenReview
from schemas.readings import ActReading, FormReading
from schemas.vocabulary import Act, Reason, Said
from service.acts import (
    adjusting,
    changing,
    checking,
    coaching,
    drafting,
    facilitating,
    joining,
    keeping,
    learning,
    leaving,
    moving,
    offering,
    patterns,
    power,
    readings,
    reflecting,
    screening,
    screens,
    ways,
    writing,
)  # fmt: skip
from service.acts.doing import SEAL, Answer, Doing
from service.domain import absence, later, permits
from service.domain.refused import Refused
from service.store import audit, clock, once, people, reviews
from service.store.outbox import Outbox

ACTS: dict[Act, Callable[[Doing], Answer]] = {
    Act.screen: screening.screen,
    Act.unroute: screening.unroute,
    Act.choose_way: ways.choose_way,
    Act.write_private: ways.write_private,
    Act.rest: ways.rest,
    Act.send_short: ways.send_short,
    Act.answer_short: ways.answer_short,
    Act.send_note: ways.send_note,
    Act.read_note: ways.read_note,
    Act.join_in: ways.join_in,
    Act.another_way: ways.another_way,
    Act.want: patterns.want,
    Act.propose_facilitator: facilitating.propose,
    Act.agree_facilitator: facilitating.agree,
    Act.without_facilitator: facilitating.without,
    Act.serve: facilitating.serve,
    Act.gate: facilitating.gate,
    Act.grant: facilitating.grant,
    Act.step_down: facilitating.step_down,
    Act.bring_in: facilitating.bring_in,
    Act.stop: facilitating.stop,
    Act.decide: power.decide,
    Act.show_outcome: power.show_outcome,
    Act.after_check: power.after_check,
    Act.slow: leaving.slow,
    Act.describe: drafting.describe,
    Act.discard: drafting.discard,
    Act.invite: drafting.invite,
    Act.accept: joining.accept,
    Act.later: joining.later,
    Act.decline: joining.decline,
    Act.go_on_smaller: joining.go_on_smaller,
    Act.care: joining.care,
    Act.timeline: joining.timeline,
    Act.ready: joining.ready,
    Act.acknowledge: writing.keep_or_seal,
    Act.acknowledge_none: writing.keep_or_seal,
    Act.facts: writing.facts,
    Act.take_back: writing.take_back,
    Act.send_alone: ways.send_alone,
    Act.read: writing.read,
    Act.express: writing.keep_or_seal,
    Act.reflect: reflecting.reflect,
    Act.check_reflection: reflecting.check_reflection,
    Act.go_on_anyway: reflecting.go_on_anyway,
    Act.acknowledge_again: writing.acknowledge_again,
    Act.renegotiate: changing.renegotiate,
    Act.answer_change: changing.answer_change,
    Act.settle_changes: changing.settle_changes,
    Act.recommit: changing.recommit,
    Act.recommit_system: changing.recommit_system,
    Act.answer_recommitment: changing.answer_recommitment,
    Act.drop_recommitment: changing.drop_recommitment,
    Act.settle_recommitments: changing.settle_recommitments,
    Act.check_in: checking.check_in,
    Act.pulse: checking.pulse,
    Act.offer: offering.offer,
    Act.answer_offer: offering.answer_offer,
    Act.learning: learning.learning,
    Act.learning_agree: learning.learning_agree,
    Act.wait: leaving.wait,
    Act.adjust: adjusting.adjust,
    Act.soak: adjusting.soak,
    Act.pause: leaving.pause,
    Act.resume: leaving.resume,
    Act.leave: leaving.leave,
    Act.reopen: leaving.reopen,
}


def open_review(session: Session, outbox: Outbox, person: str, command: OpenReview, key: str | None) -> ActReading:
    """A private draft; answers with the screen that describes it."""
    refuse_twice(session, key)
    people.keep(session, command.people)
    now = clock.now(session)
    do, answer = drafting.open_review(session, outbox, person, command.values, command.hidden, now)
    audit.note(session, now, person, Act.open, do.held.row.id, do.held.row.state)
    return ActReading(said=answer.said, next=answer.next, review=readings.review(do.held, person, now))


def perform(
    session: Session, outbox: Outbox, person: str, review_id: str, command: DoAct, key: str | None
) -> ActReading:
    """One act on one review. Refuses with nothing changed."""
    refuse_twice(session, key)
    people.keep(session, command.people)
    do = begin(session, outbox, person, review_id, command.act, command.about)
    do.page, do.values, do.hidden = command.page, command.values, command.hidden
    if not screens.has_page(do, do.act, do.page):
        raise Refused(Reason.not_now)
    notice_changes(do)
    act = do.act
    see(do)
    done = True
    if waits_as_a_draft(do):
        coaching.keep_what_was_written(do)
        answer = Answer(Said.kept_for_later)
    else:
        permits.check(do.review, person, act, do.about, do.now, counts=counts(do))
        screens.refuse_if_changed(do)
        stopped = coaching.stopped(do, sealing=counts(do))
        answer = stopped or ACTS[act](do)
        done = stopped is None or keeps_drafts(do)  # a stopped one looks like a draft, and else as if nothing was sent
    if done:
        audit.note(session, do.now, person, screening.AUDITED_AS.get(act, act), review_id, do.held.row.state)
    if act is Act.discard:
        return ActReading(said=answer.said, params=answer.params)
    moving.settle(do)
    seen = readings.review(do.held, person, do.now) if readings.may_see(do.held, person, do.now) else None
    return ActReading(said=answer.said, params=answer.params, next=answer.next, review=seen)


def notice_changes(do: Doing) -> None:
    """Who has a say over whom, or who may facilitate, has changed: its rules hold before anything else is done."""
    lost, new_say = facilitating.notice_loss(do), power.notice_line(do)
    if lost or new_say:
        moving.settle(do)


def see(do: Doing) -> None:
    """That this person did something here today; written once a day."""
    party = next((p for p in do.held.parties if p.person_id == do.person), None)
    today = absence.day_of(do.now)
    if party and party.seen_at != today:
        party.seen_at = today


def begin(session: Session, outbox: Outbox, person: str, review_id: str, act: Act, about: str | None) -> Doing:
    held = reviews.hold(session, review_id)
    if held is None or held.row.id == "":
        raise Refused(Reason.not_found)
    do = Doing(held, outbox, person, act, clock.now(session), about or "")
    if not waits_as_a_draft(do) and (refusal := permits.why_not(do.review, person, act, do.about)):
        raise Refused(refusal)
    return do


def waits_as_a_draft(do: Doing) -> bool:
    """A window was open when the review was put down: what was written in it is kept, and not sealed."""
    return keeps_drafts(do) and later.waits(do.review, do.person, do.act, do.about)


def keeps_drafts(do: Doing) -> bool:
    """Whether what is written for this act is kept before it is sealed."""
    step = keeping.STEP_OF_ACT.get(do.act)
    return step is not None and step not in writing.NO_DRAFTS


def refuse_twice(session: Session, key: str | None) -> None:
    if once.was_done(session, key):
        raise Refused(Reason.already_done)


def counts(do: Doing) -> bool:
    """Whether this is the act itself, and not only a draft, a page before the last, or 'not today'."""
    pages = screens.pages(do, do.act)
    if do.page < len(pages) or do.values.get("ready.read") == "not_today":
        return False
    asks_to_seal = {"keep", "send", "add"} & set(pages[-1])
    return not asks_to_seal or any(do.values.get(name) in (SEAL, "nothing") for name in asks_to_seal)


def form(session: Session, person: str, review_id: str, act: Act, about: str | None, page: int) -> FormReading:
    """The screen of an act, if this person may do it now; floors do not matter for looking at it."""
    held = reviews.look(session, review_id)
    if held is None:
        raise Refused(Reason.not_found)
    do = readings.looking(held, person, clock.now(session), act, about or "")
    permits.check(do.review, person, act, do.about, do.now, counts=act in permits.NOT_BEFORE)
    if not 1 <= page <= len(screens.pages(do, act)):
        raise Refused(Reason.not_now)
    return screens.form(do, act, page)


def check_wording(session: Session, person: str, review_id: str, command: DoAct) -> FormReading:
    """'Check my wording': the screen as it is filled in, with what the coach has to say. Nothing is written."""
    held = reviews.look(session, review_id)
    if held is None or command.act not in coaching.ADVISED:
        raise Refused(Reason.not_found if held is None else Reason.not_now)
    do = readings.looking(held, person, clock.now(session), command.act, command.about or "")
    do.page, do.values, do.hidden = command.page, command.values, command.hidden
    permits.check(do.review, person, do.act, do.about, do.now, counts=False)
    if not screens.has_page(do, do.act, do.page):
        raise Refused(Reason.not_now)
    return coaching.asked(do)


def keep_draft(session: Session, outbox: Outbox, person: str, review_id: str, command: KeepDraft) -> None:
    """What stood in a closed window. Never refuses loudly: there is nobody left to read it."""
    if command.act not in keeping.STEP_OF_ACT:
        return
    do = begin(session, outbox, person, review_id, command.act, command.about)
    if screens.has_page(do, do.act, command.page):
        do.page, do.values = command.page, command.values
        writing.keep_draft(do)

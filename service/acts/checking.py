"""Checking in, and how it is now: asked of each alone. An answer is a choice; what stands beside it stays private."""

from dataclasses import replace

from schemas.vocabulary import Act, Reason, Said, Step, Way
from service.acts import screens
from service.acts.doing import Answer, Doing
from service.domain import inbox
from service.domain.refused import Refused
from service.domain.review import Mark, Status
from service.practice import forms
from service.store import words
from service.store.tables import CheckInRow, PulseRow

OWNER = ("kept", "not_kept", "not_come_up", "changed")
BENEFICIARY = ("kept", "partly", "not_kept", "not_come_up", "rather_not_say")
MOVED = ("kept", "not_kept", "not_come_up")
STANDS = ("repaired", "partly", "not_repaired", "rather_not_say")


def check_in(do: Doing) -> Answer:
    """One answer; where more check-ins wait for this person, the next one is asked at once."""
    check = next(c for c in do.held.checks if c.id == do.about)
    refuse_outside(do, check)
    keep_answer(do, check)
    left = (about for act, about in inbox.todos(do.review, do.person, do.now) if act is Act.check_in)
    following = next(left, None)
    if following is None:
        return Answer(Said.checked)
    form = screens.form(replace(do, about=following), do.act)
    form.notes = [forms.line("beside", "one_more"), *form.notes]
    return Answer(Said.checked, next=form)


def keep_answer(do: Doing, check: CheckInRow) -> None:
    """The owner says what they did, the person it is for whether it happened; neither sees the other's answer."""
    recommitment = next(r for r in do.held.recommitments if r.id == check.recommitment_id)
    if do.person != recommitment.owner_id:
        check.beneficiary_answer = do.one("chk.ben", BENEFICIARY)
    elif recommitment.beneficiary_id is None and do.held.row.way != Way.note.value:
        check.owner_answer = do.one("moved", MOVED)
    else:
        answer, miss = do.one("chk.own", OWNER), do.body(("chk.miss",))
        if miss:
            words.write(do.held, do.person, Step.check_in, miss, do.now, Status.draft, check.id)
        check.owner_answer = answer


def refuse_outside(do: Doing, check: CheckInRow) -> None:
    """Open for a few days; what was not said by then is no answer, and stays so."""
    if do.now < check.opens_at:
        raise Refused(Reason.too_early, when=do.local(check.opens_at))
    if do.now >= check.closes_at:
        raise Refused(Reason.too_late)


def pulse(do: Doing) -> Answer:
    """Two pages of choices; only where it stands counts for the outcome, and only all answers together are shown."""
    pages = screens.pages(do, do.act)
    answers = {n: do.hidden[n] for page in pages for n in page if do.hidden.get(n) in offered(n)}
    chosen = (n for n in pages[do.page - 1] if do.values.get(n) and offered(n))  # a text is kept among words alone
    answers |= {n: do.one(n, offered(n)) for n in chosen}
    if do.page < len(pages):
        return Answer(Said.draft_saved, next=screens.form(do, do.act, page=do.page + 1, hidden=answers))
    stands = do.one("pul.out", STANDS)
    if worth_keeping := do.body(("close.show",)):
        words.write(do.held, do.person, Step.close, worth_keeping, do.now, Status.draft)
    row = PulseRow(review_id=do.held.row.id, cycle=do.held.row.cycle, person_id=do.person,
                   answers=answers | {"pul.out": stands}, at=do.now)  # fmt: skip
    do.held.session.merge(row)
    do.held.mark(do.person, Mark.pulse, do.now, value=stands)
    return Answer(Said.pulse_kept)


def offered(name: str) -> tuple[str, ...]:
    """The choices of a question: whatever else was sent is no answer, and is not kept."""
    return tuple(option.value for option in forms.field(name).options)

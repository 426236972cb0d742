"""What changes, and what I'll do: changes that are agreed, recommitments that are accepted."""

from datetime import timedelta

from schemas.readings import FormReading
from schemas.vocabulary import Act, Kind, NewsKind, Reason, Said, State, Step, Way
from service.acts import moving, screens, telling, writing
from service.acts.doing import Answer, Doing, is_link
from service.domain import visibility
from service.domain.refused import Refused, at_field
from service.domain.review import Mark, Status
from service.domain.sharpen import vague_then
from service.practice import forms
from service.store import reviews, words
from service.store.tables import RecommitmentRow

MOST_EACH, FEWEST = 3, 1
"""Of a small thing, and where it has worn people, there is one each."""
ASKED_ONCE = "asked_once"
"""In a form's hidden part: the question 'really so?' was asked, and is not asked again."""


# ---- what changes ----


def renegotiate(do: Doing) -> Answer:
    """One's own answer to what should change; sent, it can be agreed to. Sent again, the answers to it start anew.

    What was sent stands as it is while its author works on the next wording, which is a draft of its own.
    """
    pages = forms.pages_of(do.act, do.kind)
    body = writing.own_body(do, words.next_wording(do.held, do.person))
    if do.page == len(pages) and do.status is Status.sealed:
        return send_change(do, body)
    words.write(do.held, do.person, Step.renegotiate, body, do.now, Status.draft, words.NEXT)
    if do.page == len(pages):
        return Answer(Said.kept)
    return Answer(Said.draft_saved, next=screens.form(do, do.act, page=do.page + 1))


def send_change(do: Doing, body: dict[str, str]) -> Answer:
    """Shares what should change. Whoever asks for nothing is asked once, in private, whether that is right."""
    writing.refuse_empty(do, body)
    asks = do.kind is Kind.conflict and "ren.c.ask" not in body
    if asks and ASKED_ONCE not in do.hidden:
        words.write(do.held, do.person, Step.renegotiate, body, do.now, Status.draft, words.NEXT)
        return Answer(Said.draft_saved, next=asked_for_nothing(do))
    words.write(do.held, do.person, Step.renegotiate, body, do.now, Status.released)
    words.write(do.held, do.person, Step.renegotiate, {}, do.now, Status.draft, words.NEXT)
    do.held.unmark(Mark.change, about=do.person)
    ask_anew(do, Mark.changes_settled)
    for party in do.review.partners(do.person):
        key = f"{do.person} {do.now}"
        do.tell(NewsKind.proposed, party.person_id, once=key, act=Act.answer_change, about=do.person, who=do.person)
    do.redraw()
    return Answer(Said.sent)


def asked_for_nothing(do: Doing) -> FormReading:
    """The same last page again, with the one private question above it."""
    form = screens.form(do, do.act, page=do.page, hidden={ASKED_ONCE: "yes"})
    form.notes = [screens.prompt("ren.asked").label, *form.notes]
    return form


def answer_change(do: Doing) -> Answer:
    answer = do.one("agree", ("yes", "no"))
    back = Act.settle_changes if answer == "yes" else Act.renegotiate
    do.held.mark(do.person, Mark.change, do.now, about=do.about, value=answer)
    if answer == "no":
        ask_anew(do, Mark.changes_settled)  # what was called enough may not be any more
    do.tell(NewsKind.answered, do.about, once=f"change {do.person} {do.now}", act=back)
    do.redraw()
    return Answer(Said.answered)


def agreed(do: Doing) -> bool:
    """Whether a change that this person can see was agreed to by everybody to whom it was open."""
    review = do.review
    return any(
        review.sealed(p.person_id, Step.renegotiate)
        and all(
            (mark := review.marked(o.person_id, Mark.change, p.person_id)) and mark.value == "yes"
            for o in review.partners(p.person_id)
        )
        for p in review.circle
        if review.exchange(do.person, p.person_id)
    )


def settle_changes(do: Doing) -> Answer:
    """'Enough' needs one agreed change; 'nothing needs to change' does not."""
    answer = do.one("changes", ("enough", "nothing"))
    if answer == "enough" and not agreed(do):
        raise at_field("changes", Reason.nothing_agreed)
    do.held.mark(do.person, Mark.changes_settled, do.now, value=answer)
    return Answer(Said.settled)


# ---- what I'll do ----


def recommit(do: Doing) -> Answer:
    """An if-then of one's own, for somebody. A vague 'then' is asked once to be sharpened, and may be kept."""
    body = do.body(("rec.if", "rec.then"))
    if missing := {name: Reason.missing for name in ("rec.if", "rec.then") if name not in body}:
        raise Refused(Reason.missing, missing)
    alone = do.review.state is State.noted
    beneficiary = None if alone else beneficiary_of(do)
    due = do.day("rec.when", first=do.today + timedelta(days=1))
    if vague_then(body["rec.then"]) and ASKED_ONCE not in do.hidden:
        return Answer(Said.draft_saved, next=sharper(do))
    if do.ticked("together"):
        body["together"] = "yes"
    row = listed(do, beneficiary)
    row.due_on, row.status, row.accepted_at = due, "proposed", None
    written = words.write(do.held, do.person, Step.recommit, body, do.now, Status.released, row.id)
    if beneficiary is None:
        written.audience = visibility.ALONE
        return checked_alone(do, row)
    key = f"{row.id} {do.now}"
    do.tell(NewsKind.recommitted, beneficiary, once=key, act=Act.answer_recommitment, about=row.id, who=do.person)
    return changed_list(do)


def checked_alone(do: Doing, row: RecommitmentRow) -> Answer:
    """Beside a note nobody else is asked: what I will do on my own, checked with me alone."""
    row.status, row.accepted_at = "accepted", do.now
    moving.plan_checks(do)
    for party in do.review.active:
        telling.check_ins(do, party)
    return Answer(Said.private_kept)


def beneficiary_of(do: Doing) -> str:
    """Somebody else who takes part; refused at the field otherwise."""
    chosen = do.one("rec.for")
    if chosen not in {p.person_id for p in do.review.partners(do.person)}:
        raise at_field("rec.for", Reason.owner_not_party)
    return chosen


def sharper(do: Doing) -> FormReading:
    """The same screen with everything still in it, and one question above."""
    form = screens.form(do, Act.recommit, hidden=do.hidden | {ASKED_ONCE: "yes"}, values=do.values)
    form.notes = [screens.prompt("rec.then").helper, "Sending it once more keeps it as it is.", *form.notes]
    return form


def listed(do: Doing, beneficiary: str | None) -> RecommitmentRow:
    """The one being changed, or a new one: up to three each."""
    found = next((r for r in do.held.recommitments if r.id == do.about), None)
    if found:
        if (found.beneficiary_id is None) != (beneficiary is None):
            raise Refused(Reason.not_now)  # an if-then stays one, and so does a change of the system
        found.beneficiary_id = beneficiary
        return found
    mine = [r for r in do.review.recommitments if r.owner_id == do.person and r.listed]
    few = do.held.row.repeats or do.held.row.way == Way.fast.value
    if len(mine) >= (FEWEST if few else MOST_EACH):
        raise Refused(Reason.three_each)
    row = RecommitmentRow(
        id=reviews.new_id(), review_id=do.held.row.id, cycle=do.held.row.cycle, owner_id=do.person,
        beneficiary_id=beneficiary, status="proposed", due_on=do.today, created_at=do.now,
    )  # fmt: skip
    do.held.session.add(row)
    do.held.session.flush()  # its check-ins, if they are planned at once, belong to a row that is there
    do.held.recommitments.append(row)
    return row


def changed_list(do: Doing) -> Answer:
    """Whoever had called the list complete is asked again: it has changed."""
    ask_anew(do, Mark.list_settled)
    do.redraw()
    return Answer(Said.recommitted)


def ask_anew(do: Doing, mark: Mark) -> None:
    """Takes back what was said about something that has changed, by everybody to whom it is open."""
    for person in (do.person, *(p.person_id for p in do.review.partners(do.person))):
        do.held.unmark(mark, person)


def recommit_system(do: Doing) -> Answer:
    """A change of the system after an incident: where it is tracked, who looks after it, by when."""
    link, owner = do.text("rec.link").strip(), do.one("owner")
    if not is_link(link) and not link.replace("-", "").isalnum():
        raise at_field("rec.link", Reason.bad_link)
    if owner not in {p.person_id for p in do.review.circle}:
        raise at_field("owner", Reason.owner_not_party)
    refuse_asking_first(do, owner)
    due = do.day("due", first=do.today + timedelta(days=1))
    row, mine = listed(do, None), owner == do.person
    row.owner_id, row.due_on = owner, due
    row.status, row.accepted_at = ("accepted", do.now) if mine else ("proposed", None)
    words.write(do.held, do.person, Step.recommit, {"rec.link": link}, do.now, Status.released, row.id)
    changed_list(do)
    if mine:
        return Answer(Said.listed)
    key = f"{row.id} {do.now}"
    do.tell(NewsKind.named_owner, owner, once=key, act=Act.answer_recommitment, about=row.id, who=do.person)
    return Answer(Said.owner_named)


def refuse_asking_first(do: Doing, owner: str) -> None:
    """Nothing is asked of the one with less say before the other has recommitted to something of their own."""
    higher = do.review.higher_id
    if owner == do.review.lower_id and not any(r.owner_id == higher and r.listed for r in do.review.recommitments):
        raise at_field("owner", Reason.higher_first)


def answer_recommitment(do: Doing) -> Answer:
    """The person it is for: yes, yes with a change, or not really."""
    answer = do.one("rec.ok", ("yes", "change", "no"))
    wish = do.body(("change",))
    row = next(r for r in do.held.recommitments if r.id == do.about)
    if wish:
        words.write(do.held, do.person, Step.change, wish, do.now, Status.released, row.id)
    # An if-then goes back to its owner to be worded anew; a change of the system nobody took on is off the list.
    refused = "declined" if row.beneficiary_id else "dropped"
    row.status = "accepted" if answer == "yes" else refused
    row.accepted_at = do.now if answer == "yes" else None
    back = Act.settle_recommitments if answer == "yes" else Act.recommit
    proposer = next(w.author_id for w in do.held.words if (w.step, w.about) == (Step.recommit.value, row.id))
    do.tell(NewsKind.answered, proposer, once=f"{row.id} {do.now}", act=back, about=row.id if answer != "yes" else "")
    if do.review.state is State.checking:
        moving.plan_checks(do)
    do.redraw()
    return Answer(Said.answered)


def drop_recommitment(do: Doing) -> Answer:
    row = next((r for r in do.held.recommitments if r.id == do.about), None)
    if row is None:
        raise Refused(Reason.not_yours)
    row.status = "dropped"
    changed_list(do)
    return Answer(Said.dropped)


def settle_recommitments(do: Doing) -> Answer:
    """'Complete' needs something on the list; 'none' needs an empty one."""
    answer = do.one("list", ("complete", "none"))
    shown = (r for r in do.review.recommitments if do.review.shows(do.person, r.owner_id, r.beneficiary_id))
    on_list = [r for r in shown if r.listed]
    if answer == "none" and on_list:
        raise at_field("list", Reason.list_not_empty)
    if answer == "complete" and not on_list:
        raise at_field("list", Reason.list_empty)
    do.held.mark(do.person, Mark.list_settled, do.now, value=answer)
    return Answer(Said.settled)

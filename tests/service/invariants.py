"""What must be so after every step of any review, said again here from what people did, and not from the product's
own rules: who may know which text, when words open, how a review goes on, and what is sent."""

import random
from collections import Counter
from collections.abc import Iterator

from sqlmodel import Session, select

from schemas.vocabulary import Act, Kind, NewsKind, Outcome, State
from service.acts import passages, perform, readings
from service.domain.calendar import zone_named
from service.domain.refused import Refused
from service.store import clock, reviews
from service.store.reviews import Held
from service.store.tables import WordsRow

from .lanes import Begun
from .world import Person

NOBODYS = {"draft", "private", "care", "ready", "check_in", "close", "pattern"}
"""Steps whose words are their author's alone, for ever."""
PRIVATE = {State.draft, State.ready, State.private}
ASKING = {State.invited, State.short, State.noted}
IN, ASKED = {"opener", "accepted"}, {"asked", "later"}
TO_ONE = {"reflect", "more", "offer", "change"}
TOGETHER = {"acknowledge", "express", "ack_again"}
MOST_MESSAGES = 3


def broken(here: Begun, before: State) -> list[str]:
    """Every rule that does not hold now, in words; `before`: where the review stood before the last step."""
    with here.world.database.reading() as session:
        held = reviews.look(session, here.world.review_id)
        if held is None:
            return []
        rules = (unheard_of(here, held), unreadable(session, here, held),
                 opened_together(held), heard_first(held, before), honest_end(held),
                 ways_out(here, session, held), dated(held), sent(here), managers(session, here, held))  # fmt: skip
        return [sentence for rule in rules for sentence in rule]


def went_wrong(here: Begun, before: State) -> list[str]:
    """Only how it went on: of several acts in one step, each is asked."""
    with here.world.database.reading() as session:
        held = reviews.look(session, here.world.review_id)
        if held is None:
            return []
        posted_by_all(here)  # remembers what was public between two looks
        return list(heard_first(held, before))


# ---- who may know of it at all ----


def unheard_of(here: Begun, held: Held) -> Iterator[str]:
    """Of a draft nobody but its opener was ever told anything, also when the private questions led elsewhere."""
    if State(held.row.state) not in PRIVATE:
        return
    for reading in here.world.chat.taken:
        about = any(item.review and item.review.id == held.row.id for item in reading.items)
        if (about and reading.reader_id != held.row.opener_id) or (reading.card and reading.card.id == held.row.id):
            yield f"{reading.reader_id or reading.channel} heard of a draft"


# ---- who may know which text ----


def unreadable(session: Session, here: Begun, held: Held) -> Iterator[str]:
    """No text reaches anybody who may not know it: not in words, forms, the review, App Home or any news."""
    texts = {t.value: t.author for t in here.people.texts}
    rows = list(session.exec(select(WordsRow).where(WordsRow.review_id == held.row.id)))
    posted = [n.model_dump_json() for n in here.world.chat.taken if n.home is None]
    for person in [*here.people.people, *here.others]:
        page = pages(session, here, held, person)
        known = {v for row in rows if row.author_id == person.id or may_know(held, person.id, row)
                 for v in row.body.values()}  # fmt: skip
        together = "\n".join(known)
        for text, author in texts.items():
            if text in page and author != person.id and text not in together and text not in posted_by_all(here):
                yield f"{person} finds {text} of {author}"
    anywhere = posted_by_all(here)
    for text in texts:
        if text not in anywhere and not text.startswith("canary title") and any(text in one for one in posted):
            yield f"{text} was posted"


def posted_by_all(here: Begun) -> set[str]:
    """Of an incident: titles; names of sides, also those of an earlier round, once it had begun; and the summary."""
    if here.lane.kind != "incident":
        return set()
    held = here.world.held()
    state = State(held.row.state)
    answered = state not in PRIVATE | ASKING and (state is not State.closed or held.row.started_at is not None)
    here.public |= {p.side for p in held.parties if p.side and (answered or p.person_id == held.row.opener_id)}
    here.public |= set(agreed_summary(held))
    return here.public | {t.value for t in here.people.texts if t.step == "title"}


def agreed_summary(held: Held) -> Iterator[str]:
    """What its author ticked, of what changes at work, once its author and all who take part agreed to the whole."""
    agreed = {m.person_id for m in held.marks if m.mark == "learning_agree"}
    if not {p.person_id for p in held.parties if p.consent in IN} <= agreed:
        return
    ticked = {(m.person_id, name) for m in held.marks if m.mark == "learning" for name in m.value.split(",")}
    for words in held.words:
        if words.step == "renegotiate" and words.status == "released" and words.author_id in agreed:
            yield from (text for name, text in words.body.items() if (words.author_id, name) in ticked)


def pages(session: Session, here: Begun, held: Held, person: Person) -> str:
    now = clock.now(session)
    found = [readings.home(session, person.id, now).model_dump_json()]
    if readings.may_see(held, person.id, now):
        drawn = readings.review(held, person.id, now)
        found += [drawn.model_dump_json(), str(passages.everything(readings.looking(held, person.id, now)))]
        for todo in drawn.todos:
            random.seed(0)
            try:
                form = perform.form(session, person.id, held.row.id, todo.act, todo.about, 1)
                found.append(form.model_dump_json())
            except Refused:
                continue
    return "\n".join(found)


def may_know(held: Held, reader: str, row: WordsRow) -> bool:
    """Said from what people chose: the author released it, the reader takes part, and it is for them."""
    party = next((p for p in held.parties if p.person_id == reader), None)
    if party is None:
        return reader == held.row.facilitator_id and held.row.facilitator_serves and for_facilitator(held, row)
    if row.step in NOBODYS or row.status != "released" or party.no_exchange:
        return False
    if row.step == "title":
        return party.consent in IN | ASKED | {"declined"}
    if row.step == "note":
        return party.consent in IN | ASKED
    takes_part = party.consent in IN or (party.consent in ASKED and held.row.state == "short")
    if not takes_part or not chose_each_other(held, row.author_id, reader) or row.audience == "go_between":
        return False
    return row.step not in TO_ONE or meant_for(held, reader, row)


def for_facilitator(held: Held, row: WordsRow) -> bool:
    if row.step in NOBODYS or row.status == "draft":
        return False
    granted = any((m.person_id, m.mark, m.about) == (row.author_id, "grant", row.step) for m in held.marks)
    return granted or row.audience == "go_between" or (row.step == "title" and row.status == "released")


def chose_each_other(held: Held, one: str, other: str) -> bool:
    inside = [p for p in held.parties if p.consent in IN | {"left"}]
    if held.row.kind != Kind.conflict.value or len(inside) <= 2:
        return True
    pairs = {(m.person_id, m.about) for m in held.marks if m.mark == "pair"}
    return (one, other) in pairs and (other, one) in pairs


def meant_for(held: Held, reader: str, row: WordsRow) -> bool:
    if row.step == "change":
        return any(r.id == row.about and reader in (r.owner_id, r.beneficiary_id) for r in held.recommitments)
    return row.about == reader or row.about == f"side:{held.party(reader).side}"


# ---- how it goes on ----


def opened_together(held: Held) -> Iterator[str]:
    """Where nobody has a say, the words of a step are opened for all at one instant."""
    for step in TOGETHER:
        at = {w.released_at for w in held.words if w.step == step and w.released_at}
        if len(at) > 1 and held.row.higher_id is None and held.row.way != "fast":
            yield f"{step} was opened at {at}"


def heard_first(held: Held, before: State) -> Iterator[str]:
    """Nothing is changed between people before they were heard, unless all chose that."""
    if (before, held.row.state) != (State.reflect, "renegotiate"):
        return
    inside = [p.person_id for p in held.parties if p.consent in IN | {"left"}]
    went_on = {m.person_id for m in held.marks if m.mark == "go_on"}
    if not set(inside) <= went_on:
        yield f"went on without being heard: only {went_on} had chosen it"


def honest_end(held: Held) -> Iterator[str]:
    """Only everybody's own word makes it repaired, and never a note."""
    if held.row.outcome != Outcome.repaired.value:
        return
    answers = {m.person_id: m.value for m in held.marks if m.mark == "pulse"}
    inside = [p.person_id for p in held.parties if p.consent in IN]
    if held.row.way == "note" or any(answers.get(p) != "repaired" for p in inside):
        yield f"repaired after {answers} by way of {held.row.way}"


def ways_out(here: Begun, session: Session, held: Held) -> Iterator[str]:
    """From every open state everybody gets out with one button, which asks for no reason."""
    state, now = State(held.row.state), clock.now(session)
    for party in held.parties:
        if state is State.closed or (state in PRIVATE and party.person_id != held.row.opener_id):
            continue
        if not readings.may_see(held, party.person_id, now):
            continue
        may = set(readings.review(held, party.person_id, now).may)
        out = Act.discard if state in PRIVATE else Act.leave if party.consent in IN else Act.decline
        if out not in may:
            yield f"{party.person_id} ({party.consent}) has no way out of {state}: {may}"


def dated(held: Held) -> Iterator[str]:
    """Every state that waits for somebody has a date that all parties see."""
    if State(held.row.state) not in {*PRIVATE, State.closed} and held.row.next_date is None:
        yield f"{held.row.state} has no date"


# ---- what is sent ----


def sent(here: Begun) -> Iterator[str]:
    """At most three messages a day and one reminder a step; nothing on a conflict's card but in its own group."""
    chat = here.world.chat
    days: Counter[tuple[str, str]] = Counter()
    for reading, at in zip(chat.taken, chat.at, strict=True):
        if reading.items and reading.reader_id:
            days[reading.reader_id, str(at.astimezone(zone_named(reading.tz)).date())] += 1
        if reading.card and reading.card.kind is Kind.conflict and (not reading.members or reading.card.title):
            yield "a conflict's card left its group"
        if reading.card and reading.card.kind is Kind.incident and reading.members:
            yield "an incident's card went to a group"
    yield from (f"{who} got {n} messages on {day}" for (who, day), n in days.items() if n > MOST_MESSAGES)
    reminders = Counter(
        (n.reader_id, i.review.state, i.review.id, i.review.opened_on, i.todo.act if i.todo else None)
        for n in chat.taken for i in n.items if i.kind is NewsKind.reminder and i.review
    )  # fmt: skip
    yield from (f"reminded {n} times: {what}" for what, n in reminders.items() if n > 1)


def managers(session: Session, here: Begun, held: Held) -> Iterator[str]:
    """A manager sees no row of a conflict without everybody's tick, and never names or words."""
    for manager in here.others:
        for item in readings.open_items(session, manager.id, clock.now(session)):
            if held.row.kind == Kind.conflict.value and (
                not item.nameless or item.title or item.teams or not all(p.manager_may_see for p in held.parties)
            ):
                yield f"{manager} sees {item}"

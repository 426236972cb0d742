"""Words to read: only what `store.words.opened` hands out for this reader, under plain headings."""

from collections.abc import Iterable

from schemas.readings import Field, Passage
from schemas.vocabulary import Act, Step
from service.acts import learning
from service.acts.doing import Doing
from service.acts.showing import day
from service.domain import permits
from service.domain.conditions import READING
from service.domain.reflection import SIDE, members
from service.domain.review import LEFT, Mark, Status
from service.practice import forms, library
from service.store import words
from service.store.reviews import Held
from service.store.words import Opened

HEADINGS = {
    Step.acknowledge: "My part", Step.facts: "I see the facts differently", Step.express: "How it was for me",
    Step.reflect: "What I heard", Step.more: "What I would add", Step.ack_again: "Now I've heard you",
    Step.renegotiate: "What changes", Step.recommit: "What I'll do", Step.change: "What would make it help",
    Step.offer: "An offer", Step.neutral_title: "Title", Step.note: "A note",
}  # fmt: skip
ACT_OF_STEP = {
    Step.acknowledge: Act.acknowledge, Step.express: Act.express, Step.reflect: Act.reflect,
    Step.ack_again: Act.acknowledge_again, Step.renegotiate: Act.renegotiate, Step.facts: Act.facts,
    Step.note: Act.send_note,
}  # fmt: skip
"""With which act words that are not opened are gone on with."""
PATTERN = "pat.what"
LABELS = {"sum.text": "In their own summary", "offer": "", "change": "", "title": "", "together": "Together"}
"""Answers that are no prompt of the practice."""
IN_ORDER = (Step.note, Step.acknowledge, Step.facts, Step.express, Step.reflect, Step.more, Step.ack_again,
            Step.renegotiate, Step.recommit, Step.change, Step.offer)  # fmt: skip


def everything(do: Doing) -> list[Passage]:
    """All that this person may read of others, and their own released words, step by step; then what they wrote for
    themselves alone."""
    found = readable(do)
    opened = [p for step in IN_ORDER for one in found if one.step is step for p in shown(do, one)]
    return opened + [p for one in [*words.kept_alone(do.held, do.person), *put_by(do)] for p in alone(do, one)]


def put_by(do: Doing) -> list[Opened]:
    """What this person alone reads of their own and cannot go on with now: it took another turn, is put down, or is
    over. A part that was sent as a note stands there already."""
    review, sent = do.review, words.sent_as_a_note(do.held, do.person)
    kept = (one for one in words.unopened(do.held, do.person) if one.step in ACT_OF_STEP)
    return [
        one
        for one in kept
        if one.body != sent
        and not (one.status is Status.sealed and review.marked(do.person, Mark.grant, one.step))
        and permits.why_not(review, do.person, ACT_OF_STEP[one.step], one.about)
    ]


def alone(do: Doing, one: Opened) -> list[Passage]:
    """Private words for their author, each under its question."""
    asked = forms.as_asked(one.body, do.kind)
    return [alone_with(forms.field(name), text) for name, text in asked.items() if forms.is_asked(name)]


def alone_with(question: Field, text: str) -> Passage:
    """What was written, exactly; of a choice what was picked, in the words of the screen."""
    labels = {option.value: option.label for option in question.options}
    said = ", ".join(labels.get(value, value) for value in text.split(",")) if labels else text
    return Passage(heading=forms.line("alone", "heading", question=question.label), text=said)


def readable(do: Doing) -> list[Opened]:
    """In the order it was written; where one has a say over the other, what the other one asks for comes first."""
    found = words.opened(do.held, do.review, do.person, own_too=True)
    return sorted(found, key=lambda one: one.step is Step.renegotiate and one.author_id == do.review.higher_id)


def before(do: Doing, act: Act) -> list[Passage]:
    """What stands above the questions of this act."""
    read = [p for one in picked(do, act, readable(do)) for p in shown(do, one)]
    return own_before(do, act) + read + summary(do, act)


def own_before(do: Doing, act: Act) -> list[Passage]:
    """Of the reader's own words alone: what keeps making it happen, before they say what should change; and before
    another round what they had said that they would do."""
    if act is Act.renegotiate:
        one = words.own(do.held, do.person, Step.pattern).get(PATTERN)
        return [alone_with(forms.field(PATTERN), one)] if one else []
    if act not in (Act.ready, Act.want):
        return []
    heading = forms.line("alone", "last_time")
    return [Passage(heading=heading, text=text) for text in words.if_thens_of_last_round(do.held, do.person)]


def wording(do: Doing, act: Act) -> str:
    """What an answer is about: the texts and their dates, without what others answered to them."""
    texts = [t for one in picked(do, act, readable(do)) for t in (*one.body.values(), *(p.text for p in due(do, one)))]
    return "\n".join([*texts, *(p.text for p in summary(do, act))])


def summary(do: Doing, act: Act) -> list[Passage]:
    return learning.summary(do.held) if act is Act.learning_agree else []


def picked(do: Doing, act: Act, found: list[Opened]) -> Iterable[Opened]:
    """Which of the words that this person may read belong above this act's questions."""
    if act is Act.read:
        step = READING.get(do.review.state)
        words = [o for o in found if o.step is step and o.author_id != do.person]
        return words + facts_with(do, words, [o for o in found if o.author_id != do.person])
    if act in (Act.decide, Act.answer_short):
        words = [o for o in found if o.step is Step.acknowledge and o.author_id != do.person]
        return words + facts_with(do, words, [o for o in found if o.author_id != do.person])
    if act is Act.read_note:
        return [o for o in found if o.step is Step.note]
    if act is Act.reflect:
        authors = members(do.review, do.about)
        return [o for o in found if o.step in (Step.express, Step.more) and o.author_id in authors]
    if act is Act.check_reflection:
        return [o for o in found if o.id == do.about]
    if act is Act.answer_change:
        return [o for o in found if o.step is Step.renegotiate and o.author_id == do.about]
    if act in (Act.answer_recommitment, Act.recommit, Act.drop_recommitment) and do.about:
        return [o for o in found if o.step in (Step.recommit, Step.change) and o.about == do.about]
    if act is Act.check_in:
        about = next((c.recommitment_id for c in do.held.checks if c.id == do.about), "")
        return [o for o in found if o.step is Step.recommit and o.about == about]
    if act in (Act.settle_changes, Act.settle_recommitments):
        step = Step.renegotiate if act is Act.settle_changes else Step.recommit
        return [o for o in found if o.step is step and is_listed(do, o)]
    return [o for o in found if act is Act.answer_offer and o.id == do.about]


def facts_with(do: Doing, words: list[Opened], found: list[Opened]) -> list[Opened]:
    """Facts seen differently that were opened at the same moment as these words: once, and after them."""
    opened_at = {row.id: row.released_at for row in do.held.words}
    moments = {opened_at[one.id] for one in words}
    return [o for o in found if o.step is Step.facts and opened_at[o.id] in moments]


def is_listed(do: Doing, one: Opened) -> bool:
    listed = {r.id for r in do.review.recommitments if r.listed}
    return one.step is not Step.recommit or one.about in listed


def shown(do: Doing, one: Opened) -> list[Passage]:
    """One passage an answer: whose it is (said once), what was asked, and exactly what was written."""
    who = "You" if one.author_id == do.person else do.held.name(one.author_id)
    whose = f"{who} · {HEADINGS.get(one.step, '')}"
    prompts = library.prompts()
    made: list[Passage] = []
    for name, text in forms.as_asked(one.body, do.kind).items():
        asked = library.prompt(name, do.held.count).label if name in prompts else LABELS.get(name, "")
        parts = ("" if made else whose, "" if one.step is Step.facts else asked)
        heading = " · ".join(part for part in parts if part) or whose
        made.append(Passage(heading=heading, text=text))
    return made + due(do, one) + answers(do, one)


def due(do: Doing, one: Opened) -> list[Passage]:
    """Beside an if-then: whom it is for, and its date."""
    row = next((r for r in do.held.recommitments if r.id == one.about), None)
    if one.step is not Step.recommit or row is None:
        return []
    date = day(row.due_on)
    if row.beneficiary_id:
        return [Passage(heading="For whom, and its date", text=f"For {do.held.name(row.beneficiary_id)}. {date}.")]
    return [Passage(heading="Who looks after it, and by when", text=f"{do.held.name(row.owner_id)}, by {date}.")]


def answers(do: Doing, one: Opened) -> list[Passage]:
    """What those said to whom these words were: it stands beside them for everybody who may read them."""
    label = {Step.reflect: "ref.check", Step.renegotiate: "agree", Step.offer: "offer_answer"}.get(one.step)
    if label is None or do.review.party(do.person) is None:
        return []  # whoever facilitates reads what its author let them read, and not what somebody else said to it
    if one.step is Step.offer:
        said = [(o.receiver_id, o.answer) for o in do.held.offers if o.id == one.id and o.answer not in (None, LEFT)]
    else:
        mark, about = (Mark.heard, one.id) if one.step is Step.reflect else (Mark.change, one.author_id)
        said = [(m.person_id, m.value) for m in do.held.marks if (m.mark, m.about) == (mark.value, about)]
    labels = forms.labels(label)
    said = [(who, value) for who, value in said if do.review.shows(do.person, who, one.author_id)]
    return [Passage(heading=f"Answer of {do.held.name(who)}", text=labels.get(value, value)) for who, value in said]


def about_name(do: Doing) -> str | None:
    """The person or side that an act concerns, by name."""
    about = do.about
    if about.startswith(SIDE):
        return about.removeprefix(SIDE)
    return person_name(do.held, owner_of(do, about)) if about else None


def owner_of(do: Doing, about: str) -> str:
    """Behind the id of words, an offer, a recommitment or a check-in: the person who made it."""
    makers = {w.id: w.author_id for w in do.held.words} | {o.id: o.sender_id for o in do.held.offers}
    makers |= {r.id: r.owner_id for r in do.held.recommitments}
    proposals = {r.id for r in do.held.recommitments if r.beneficiary_id is None and r.status == "proposed"}
    makers |= {w.about: w.author_id for w in do.held.words if w.about in proposals}
    makers |= {c.id: makers.get(c.recommitment_id, "") for c in do.held.checks}
    return makers.get(about, about)


def person_name(held: Held, person: str) -> str | None:
    return held.people[person].name if person in held.people else None

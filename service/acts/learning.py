"""The learning summary of an incident: built from what each author ticked, read by all, posted if all agree."""

from schemas.readings import Passage
from schemas.vocabulary import Act, Consent, NewsKind, Reason, Said, Step
from service.acts.doing import Answer, Doing
from service.domain.conditions import summary_is_there
from service.domain.refused import Refused
from service.domain.review import Mark, Status
from service.practice import library
from service.store import words
from service.store.outbox import Told, news
from service.store.reviews import Held
from service.store.tables import ReviewRow

PUBLISHABLE = ("ren.i.learn", "ren.i.system", "ren.i.talk", "ren.c.outside")
"""Only what was said about the work. Nothing from 'my part' or 'how it was' is on this list, ever."""


def learning(do: Doing) -> Answer:
    """Ticks which of one's own answers may be published; any change asks everybody anew."""
    if do.held.row.learning_posted_at:
        raise Refused(Reason.already_done)  # all have agreed to the text as it is
    chosen = [name for name in do.many("learned") if name in own_answers(do.held, do.person)]
    do.held.mark(do.person, Mark.learning, do.now, value=",".join(chosen))
    do.held.unmark(Mark.learning_agree)
    if summary_is_there(do.review, do.person, "") is None:
        for party in do.review.active:
            do.tell(NewsKind.learning_ready, party.person_id, once=f"learning {do.now}", act=Act.learning_agree)
    return Answer(Said.learning_kept)


def own_answers(held: Held, person: str) -> dict[str, str]:
    """What this person shared about the work, by prompt."""
    row = words.find(held, person, Step.renegotiate)
    if row is None or row.status != Status.released.value:
        return {}
    return {name: row.body[name] for name in PUBLISHABLE if name in row.body}


def summary(held: Held) -> list[Passage]:
    """The whole text as it would be posted: by question, without names."""
    found: dict[str, list[str]] = {}
    for mark in held.marks:
        if mark.mark == Mark.learning.value and held.party(mark.person_id).consent != Consent.gone.value:
            answers = own_answers(held, mark.person_id)
            for name in [n for n in mark.value.split(",") if n in answers]:
                found.setdefault(name, []).append(answers[name])
    return [Passage(heading=question(held, n), text="\n\n".join(sorted(found[n]))) for n in PUBLISHABLE if n in found]


def question(held: Held, name: str) -> str:
    """As it was asked of so many people."""
    return library.prompt(name, held.count).label


def learning_agree(do: Doing) -> Answer:
    """Agreed by everybody: the summary is posted once, to the thread of the incident's card."""
    if do.one("post", ("yes", "no")) == "no":
        return Answer(Said.answered)
    do.held.mark(do.person, Mark.learning_agree, do.now)
    if do.review.all_marked(Mark.learning_agree) and do.held.row.learning_posted_at is None:
        do.held.row.learning_posted_at = do.now
        post = news(NewsKind.learning, do.now, review_id=do.held.row.id)
        post.id = news_id(do.held.row)
        do.told.append(Told(post))
    return Answer(Said.learning_agreed)


def news_id(review: ReviewRow) -> str:
    """One summary in each round of a review."""
    return f"learning-{review.id}-{review.cycle}"

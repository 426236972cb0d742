"""Acknowledgment and expression: written alone, sealed, opened together; and what belongs to them."""

from schemas.vocabulary import Act, NewsKind, Reason, Said, State, Step
from service.acts import choosable, screens
from service.acts.doing import Answer, Doing
from service.acts.keeping import STEP_OF_ACT, next_turn, turn_of, writes_alone
from service.domain import visibility
from service.domain.conditions import READING, SEALING
from service.domain.floors import READING_TIME
from service.domain.refused import Refused, at_field
from service.domain.review import Mark, Status
from service.practice import forms
from service.store import words

NO_DRAFTS = (Step.care, Step.ready, Step.facts, Step.pattern)
"""Private notes and facts are written on one screen, and sent or not."""
FIRST = {
    Act.acknowledge: {"ack.c.part", "ack.i.part"},
    Act.acknowledge_none: {"ack.none"},
    Act.send_short: {"ack.c.part", "ack.i.part"},
    Act.acknowledge_again: {"ack2.add"},
    Act.reflect: {"ref.heard"},
}
"""What cannot be empty when it is sealed. Of a text of several pages: something."""


def prompts_on(do: Doing) -> tuple[str, ...]:
    """The questions of this page that are answered in one's own words."""
    return tuple(name for name in screens.on_page(do) if "." in name)


def gathered(do: Doing, turn: int = 1) -> dict[str, str]:
    """What was written on the pages before, with this page's answers in place of older ones."""
    return own_body(do, words.own(do.held, do.person, STEP_OF_ACT[do.act], do.about, turn))


def own_body(do: Doing, before: dict[str, str]) -> dict[str, str]:
    """`before`, with this page's answers in place of older ones and nothing of another way to answer the step.

    What stood on the page when it was drawn counts, also where other pages are asked by now: no word of it is lost.
    What was answered to a question that this person is asked no longer, and cannot see any more, is no part of it.
    """
    asked = [name for page in forms.pages_of(do.act, do.kind) for name in page if "." in name]
    offered = {name for page in screens.pages(do, do.act) for name in page}
    here = prompts_on(do)
    given = tuple(name for name in asked if name in here or name in do.values)
    kept = {name: text for name, text in before.items() if name not in given and name in asked and name in offered}
    return kept | do.body(given)


def set_aside(do: Doing) -> None:
    """What was answered to a question that is asked no longer: its author's own from here on, and read by them."""
    asked = {name for page in forms.pages_of(do.act, do.kind) for name in page if "." in name}
    offered = {name for page in screens.pages(do, do.act) for name in page}
    before = words.own(do.held, do.person, STEP_OF_ACT[do.act], do.about)
    unasked = {n: t for n, t in before.items() if n in asked and n not in offered and n not in do.values}
    if unasked:
        kept = words.own(do.held, do.person, Step.ready) | unasked
        words.write(do.held, do.person, Step.ready, kept, do.now, Status.draft)


def keep_or_seal(do: Doing) -> Answer:
    """One page of words: kept as a draft, then the next page; sealed on the last one if the author says so.

    'I don't see a part of mine yet' goes the very same way.
    """
    pages, step = screens.pages(do, do.act), STEP_OF_ACT[do.act]
    body = gathered(do)
    set_aside(do)
    keep_own_view(do, body)
    was_sealed = do.review.sealed(do.person, step)
    if do.page < len(pages):
        if do.act in FIRST and FIRST[do.act] & set(prompts_on(do)):
            refuse_empty(do, body)
        if body or words.find(do.held, do.person, step):
            words.write(do.held, do.person, step, body, do.now, Status.sealed if was_sealed and body else Status.draft)
        return Answer(Said.draft_saved, next=screens.form(do, do.act, page=do.page + 1))
    if do.status is Status.sealed:
        refuse_empty(do, body)
    if chose_readers_in_vain(do):
        words.write(do.held, do.person, step, body, do.now, Status.draft)
        return Answer(Said.draft_saved, next=screens.form(do, do.act, page=do.page))
    row = words.write(do.held, do.person, step, body, do.now, do.status)
    row.audience = audience(do, body, row.audience)
    if do.status is not Status.sealed:
        return Answer(Said.kept)
    return Answer(Said.sealed_alone if writes_alone(do, do.act) else Said.sealed)


def chose_readers_in_vain(do: Doing) -> bool:
    """Fewer readers were chosen on a screen than may be chosen by now: nothing is sealed for more of them unseen."""
    return not choosable.may_choose_readers(do) and do.values.get("audience") not in (None, visibility.FULL)


PERSPECTIVE = "ack.m.view"


def keep_own_view(do: Doing, body: dict[str, str]) -> None:
    """What it might be like to get this: written for oneself alone, and never part of what is opened."""
    if own := body.pop(PERSPECTIVE, ""):
        kept = words.own(do.held, do.person, Step.ready) | {PERSPECTIVE: own}
        words.write(do.held, do.person, Step.ready, kept, do.now, Status.draft)


def audience(do: Doing, body: dict[str, str], before: str) -> str:
    """Who may read it in place of everybody: the facilitator alone, or the others a summary. '' for everybody.

    Whoever may choose has to before they seal; a draft keeps what was chosen before.
    """
    asked = any("audience" in page for page in forms.pages_of(do.act, do.kind))
    if not asked or not choosable.may_choose_readers(do):
        return ""
    if do.status is Status.draft and not do.values.get("audience"):
        return before
    chosen = do.one("audience", choosable.audiences(do))
    if chosen == visibility.SUMMARY and visibility.SUMMARY_PROMPT not in body:
        raise at_field(visibility.SUMMARY_PROMPT, Reason.missing)
    if chosen == visibility.GO_BETWEEN and do.status is Status.sealed:
        do.held.mark(do.person, Mark.grant, do.now, about=STEP_OF_ACT[do.act])
    return "" if chosen == visibility.FULL else chosen


def refuse_empty(do: Doing, body: dict[str, str]) -> None:
    """Nothing can be sealed that says nothing; an untouched starter counts as empty."""
    asked, wanted = prompts_on(do), FIRST.get(do.act)
    if not (wanted & body.keys() if wanted else body):
        raise at_field(next((name for name in asked if not wanted or name in wanted), "keep"), Reason.missing)


def acknowledge_again(do: Doing) -> Answer:
    """Adds to one's part, or says that there is nothing to add."""
    if do.one("add", ("draft", "seal", "nothing")) == "nothing":
        words.set_status(do.held, do.person, Step.ack_again, Status.draft, do.now)
        do.held.mark(do.person, Mark.nothing_to_add, do.now)
        return Answer(Said.nothing_added)
    done = keep_or_seal(do)
    return Answer(Said.added) if done.said is Said.sealed else done


def facts(do: Doing) -> Answer:
    """Facts seen differently, kept apart; they open with the next words that open. Empty: taken back."""
    body = do.body(("ack.facts",))
    turn = next_turn(do)
    status = Status.sealed if body else Status.draft
    words.write(do.held, do.person, Step.facts, body, do.now, status, turn=turn)
    return Answer(Said.facts_kept)


def take_back(do: Doing) -> Answer:
    words.set_status(do.held, do.person, SEALING[do.review.state], Status.draft, do.now)
    return Answer(Said.taken_back)


def read(do: Doing) -> Answer:
    """Says that one has read what was opened. What one heard can be written 30 minutes after that."""
    step = READING[do.review.state]
    do.held.mark(do.person, Mark.read, do.now, about=step)
    if step is Step.express:
        do.tell(NewsKind.step, do.person, do.now + READING_TIME, once=f"reflect {do.held.row.version}", act=Act.reflect)
    return Answer(Said.read)


def keep_draft(do: Doing) -> None:
    """What stood in a window that was closed. Released or sealed words stay as they are; nothing is refused here.

    A text that is too long is kept as far as other pages go: this page is then left as it was.
    """
    step = STEP_OF_ACT.get(do.act)
    if step is None or step in NO_DRAFTS or do.review.state is State.closed:
        return
    turn, about = turn_of(do), words.NEXT if do.act is Act.renegotiate else do.about
    found = words.find(do.held, do.person, step, about, turn)
    if found and found.status != Status.draft.value:
        return
    try:
        body = own_body(do, words.own(do.held, do.person, step, about, turn))
    except Refused:
        return
    set_aside(do)
    keep_own_view(do, body)
    if body:
        words.write(do.held, do.person, step, body, do.now, Status.draft, about, turn)

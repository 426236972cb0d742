"""The buttons that stand on more than one surface, and the ids that the routing table knows them by."""

from collections.abc import Iterable, Sequence

from schemas.readings import ReviewReading
from schemas.vocabulary import Act
from slack_app.copy import COPY
from slack_app.views.blocks import Block, button, plain
from slack_app.views.marks import Press

ACT, SHOW, WHY, SURE, EXAMPLE, WORDS, LEARNING, WHO_SEES, RETRY_PLACE, HOME, MINE = (
    "act", "show", "why", "sure", "example", "words", "learning", "who_sees", "retry_place", "home", "mine",
)  # fmt: skip
CHECK_WORDING, COACH_OFF, COACH_ON = "check_wording", "coach_off", "coach_on"
CONTACTS, CONTACT, REMOVE, HOLD, FACILITATORS = (
    "contacts", "contact", "contact_remove", "contacts_hold", "facilitators",
)  # fmt: skip
"""What only an admin of the workspace presses."""


def act_button(act: Act, review: str | None, about: str | None = None, version: int | None = None) -> Block:
    """Opens the form of one act."""
    mark = Press(review=review, about=about, version=version)
    return button(COPY.act[act].button, f"{ACT}:{act}", mark.packed())


def extra_button(act: Act, review: ReviewReading) -> Block:
    """The same, where nothing waits."""
    made = act_button(act, review.id, version=review.version)
    label = COPY.act[act].extra
    return made | {"text": plain(label)} if label else made


def leave_button(review: ReviewReading | None) -> list[Block]:
    """ "Leave" stands wherever a person who may leave is asked for something."""
    return [act_button(Act.leave, review.id, version=review.version)] if review and Act.leave in review.may else []


def show_button(review: str, label: str) -> Block:
    return button(label, SHOW, Press(review=review).packed())


def reading_button(kind: str, review: str, page: int = 1, label: str | None = None) -> Block:
    """Opens, or turns, something to read: what was opened (`WORDS`), or the learning summary (`LEARNING`)."""
    labels = {WORDS: COPY.screen.words_button, LEARNING: COPY.screen.learning_all}
    pages = {kind: page} if page > 1 else {}
    return button(label or labels[kind], kind, Press(review=review, pages=pages).packed())


def who_sees_button(review: str | None = None) -> Block:
    return button(COPY.screen.who_sees, WHO_SEES, Press(review=review).packed())


def check_wording_button() -> Block:
    """Inside a writing window; what it checks is what stands in that window."""
    return button(COPY.screen.check_wording, CHECK_WORDING, Press().packed())


def coach_button(*, on: bool) -> Block:
    """Turns notes on one's own wording off, or on again."""
    label, action = (COPY.screen.coach_off, COACH_OFF) if on else (COPY.screen.coach_on, COACH_ON)
    return button(label, action, Press().packed())


def why_buttons(act: Act, review: str | None, about: str | None, kinds: Iterable[str] = (WHY, SURE)) -> list[Block]:
    """ "Why this step?", "How sure are we?" and "An example"."""
    labels = {WHY: COPY.screen.why, SURE: COPY.screen.sure, EXAMPLE: COPY.screen.example}
    mark = Press(review=review, act=act, about=about).packed()
    return [button(labels[kind], kind, mark) for kind in kinds]


def retry_place_button(review: str) -> Block:
    return button(COPY.screen.retry_place, RETRY_PLACE, Press(review=review).packed())


def may_buttons(review: ReviewReading, only: Sequence[Act] | None = None) -> list[Block]:
    """What else the reader may do now, in the service's order, with "Leave" at the end."""
    wanted = [act for act in review.may if act is not Act.leave and (only is None or act in only)]
    return [extra_button(act, review) for act in wanted] + leave_button(review)


def page_buttons(action: str, name: str, pages: dict[str, int], more: bool) -> list[Block]:
    """Back and more, for one list. Each button holds the pages of all lists, so that the others stay as they are."""
    page = pages.get(name, 1)
    steps = [(COPY.screen.earlier_page, page - 1)] if page > 1 else []
    steps += [(COPY.screen.later_page, page + 1)] if more else []
    return [button(label, f"{action}:{name}:{to}", Press(pages={**pages, name: to}).packed()) for label, to in steps]

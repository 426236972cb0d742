"""What is answered: every reading is made for ONE reader, and holds only what that reader may see.

All times are aware UTC; `tz` of the reader says how to show them.
"""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel

from schemas.vocabulary import Act, Kind, NewsKind, Outcome, Reason, Said, State, Way


class Option(BaseModel):
    """One choice of a field; `label` is at most 75 characters."""

    value: str
    label: str
    description: str | None = None


class Field(BaseModel):
    """One question of a form. Its `name` is unique in the form and the key in `values`."""

    name: str
    kind: Literal["text", "line", "choice", "choices", "person", "people", "channel", "date", "link"]
    """text: many lines; line: one; channel: a public or private channel; people: up to `most`."""
    label: str
    hint: str | None = None
    placeholder: str | None = None
    initial: str | list[str] | None = None
    options: list[Option] = []
    optional: bool = False
    max_length: int | None = None
    most: int | None = None
    anew: str | None = None
    """Said where `initial` is not what this reader has just typed here: it stands in place of that."""


class Passage(BaseModel):
    """Words this reader may read, under a heading. `text` is exactly what was written."""

    heading: str
    text: str


class FormReading(BaseModel):
    """One screen to fill in (or only to read, when it has no fields), for one reader at this moment."""

    act: Act
    review_id: str | None = None
    about: str | None = None
    version: int | None = None
    page: int = 1
    pages: int = 1
    title: str
    """At most 24 characters."""
    notes: list[str] = []
    """Plain sentences above the questions, in order: who will see this, what happens next."""
    passages: list[Passage] = []
    """Words to read before answering."""
    fields: list[Field] = []
    hidden: dict[str, str] = {}
    """Comes back unchanged with the act."""
    why: str | None = None
    sure: str | None = None
    instead: list[str] = []
    """What may be done in place of this step; it stands with why the step is there."""
    example: list[str] = []
    """A worked example of this step, line by line."""
    coach: bool = False
    """The author may have their wording checked before they send it in."""
    asks: bool = True
    """False: only to read; nothing is sent in."""
    also: list[Act] = []
    """Other acts that stand on this screen as buttons: the way out, or what may be done instead."""
    writes_words: bool = False
    """True: closing the window may lose what was typed; say so before anybody writes."""


class Todo(BaseModel):
    """Something that waits for this reader."""

    act: Act
    about: str | None = None
    about_name: str | None = None
    """Whom it concerns, when it is a person or a side."""
    review_id: str | None = None
    """Where no review stands beside it."""


class PartyReading(BaseModel):
    """Somebody who takes part, as every party may see it: never what they have or have not done."""

    person_id: str
    name: str
    side: str | None = None


class ReviewReading(BaseModel):
    """One review as one of its parties sees it."""

    id: str
    version: int
    kind: Kind
    title: str
    """May be shown in a modal, App Home or the web; of a conflict never in a message."""
    state: State
    step: int | None
    """1 to 7, or None before the first and after the last."""
    next_date: datetime | None
    paused_until: datetime | None = None
    outcome: Outcome | None = None
    opened_on: date
    opener_name: str
    parties: list[PartyReading]
    todos: list[Todo]
    may: list[Act]
    """What else this reader may do now: offer, pause, leave, reopen."""
    can_read: bool
    """There are released words that this reader may read."""
    timeline: str | None = None
    way: Way = Way.direct
    say: str = ""
    """'over': the reader has a say over the other's work or pay; 'under': the other way round; '' among peers."""
    plain: bool = False
    """It has come up often, or has worn people: it is closed without a word of praise."""
    closing: str | None = None
    """On a closed review that came to an exchange: a last line for this reader."""
    came_back: tuple[int, int] | None = None
    """On a closed review, for the two people in it alone: from how many of how many they came back in the last year."""
    twice: bool = False
    """On a review that ended without an exchange, for its opener alone: it was the second one in half a year."""
    facilitator_name: str | None = None
    """Who facilitates, once they have taken it on."""
    tz: str = "UTC"
    """Of the reader."""
    recommitments: list["RecommitmentReading"] = []


class RecommitmentReading(BaseModel):
    """A recommitment without its words."""

    id: str
    review_id: str
    title: str
    owner_id: str
    owner_name: str
    beneficiary_name: str | None
    due_on: date
    mine: bool
    state: str
    """proposed, accepted, declined, dropped."""
    next_check: datetime | None = None


class OpenItem(BaseModel):
    """One row of a manager's open items. A nameless row has no title, no teams and no exact dates."""

    nameless: bool
    title: str | None = None
    teams: list[str] = []
    age: str
    """Days for an incident ("12 days"), a band for a nameless row ("2 to 6 weeks")."""
    step: int | None = None
    coarse: str | None = None
    """For a nameless row: "not closed yet"."""
    next_date: datetime | None = None
    overdue: int | None = None
    """Recommitments past their date; None for a nameless row."""


class HomeReading(BaseModel):
    """App Home: the inbox of one person."""

    person_id: str
    name: str
    tz: str
    now: datetime
    missing_contacts: list[str]
    """Kinds of contact the workspace still has to name; nobody can open a review before."""
    is_admin: bool
    contacts_due: int = 0
    """For an admin: how many contacts nobody has confirmed for 90 days."""
    reviews: list[ReviewReading]
    """Open ones first, what waits for the reader on top; then closed ones of the last 90 days."""
    recommitments: list[RecommitmentReading]
    coach: bool = True
    """This person gets notes on their wording."""
    manages: bool
    open_items: list[OpenItem]


class ContactReading(BaseModel):
    """Whom somebody can turn to."""

    id: int | None = None
    kind: str
    name: str
    reach: str
    country: str
    """Two capitals, or "*" for everywhere."""
    confirmed_on: date | None = None
    due: bool = False
    """An admin has to confirm it anew: nobody has for 90 days."""


class StartReading(BaseModel):
    """What `/mend` needs: the first form, or why nobody can open a review yet."""

    form: FormReading | None
    missing_contacts: list[str] = []


class ActReading(BaseModel):
    """What came of an act. `next` is the page or the question that follows at once, with nothing lost."""

    said: Said
    params: dict[str, str] = {}
    next: FormReading | None = None
    review: ReviewReading | None = None


class Card(BaseModel):
    """The review's card in its thread, made for everybody who may see that place. Never words, never who is late."""

    review_id: str
    version: int
    kind: Kind
    title: str | None
    """Only of an incident."""
    state: State
    step: int | None
    next_date: datetime | None
    outcome: Outcome | None = None
    names: list[str]
    """Of a conflict: those in the group conversation. Of an incident: the sides, never people."""
    timeline: str | None = None
    moved: bool = False
    """This card stands where the review no longer is: it says so, and nothing of how it goes on."""


class Item(BaseModel):
    """One piece of news for one reader."""

    kind: NewsKind
    review: ReviewReading | None = None
    """Absent on a card. Its title must not be drawn into a message when it is a conflict."""
    todo: Todo | None = None
    who: str | None = None
    """The person it is from, where that may be named."""
    when: datetime | None = None


class NewsReading(BaseModel):
    """What is posted to the Slack app: for a person (`reader_id`), a card (`card`), or App Home (`home`)."""

    id: str
    reader_id: str | None = None
    tz: str = "UTC"
    items: list[Item] = []
    """One, or several that waited for the morning and become one message."""
    card: Card | None = None
    members: list[str] = []
    """Of a conflict's card: who is in the group conversation."""
    channel: str | None = None
    """Where it was posted before, or the channel chosen for an incident."""
    ts: str | None = None
    """Of the message to update; None: post it anew."""
    thread_ts: str | None = None
    passages: list[Passage] = []
    """Only of a learning summary that all parties agreed to post."""
    home: HomeReading | None = None
    look_first: bool = False
    """A second try: look whether the conversation has this news already."""


class Problem(BaseModel):
    """A refusal: why, and at which field."""

    reason: Reason
    params: dict[str, str] = {}
    """Dates in ISO form; times too, in the reader's own zone; kinds of contact with commas between them."""
    fields: dict[str, Reason] = {}
    field_params: dict[str, dict[str, str]] = {}
    """Of a field that has none here, `params` apply."""


ReviewReading.model_rebuild()

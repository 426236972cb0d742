"""Sample readings of everything that can be drawn.

Each text that somebody wrote is a canary: one that is found where it must not be names the place it came from.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from schemas.readings import (
    ActReading,
    Card,
    ContactReading,
    Field,
    FormReading,
    HomeReading,
    Item,
    NewsReading,
    OpenItem,
    Option,
    PartyReading,
    Passage,
    RecommitmentReading,
    ReviewReading,
    Todo,
)
from schemas.vocabulary import Act, Kind, NewsKind, Outcome, Said, State, Way

NOW = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)
NASTY = "<!channel> <@U0MIA000001> *stars* `code` & <https://evil.example|here> _x_"
"""What somebody might write to make Slack do something."""
_numbers = count(1)


def canary(place: str) -> str:
    """A text that exists once."""
    return f"CANARY-{place}-{next(_numbers):05d}"


def review(kind: Kind = Kind.conflict, **changes: Any) -> ReviewReading:
    """A review in the middle of its way, with everything in it."""
    people = [("U0MIA000001", "Mia Brandt"), ("U0RAJ000001", "Raj Nair")]
    base: dict[str, Any] = {
        "id": "rv1",
        "version": 7,
        "kind": kind,
        "title": canary(f"title-{kind}"),
        "state": State.express,
        "step": 2,
        "next_date": NOW,
        "opened_on": date(2026, 11, 12),
        "opener_name": "Mia Brandt",
        "parties": [PartyReading(person_id=each, name=name) for each, name in people],
        "todos": [Todo(act=Act.express), Todo(act=Act.answer_offer, about="of1", about_name="Raj Nair")],
        "may": [Act.offer, Act.pause, Act.leave],
        "can_read": True,
        "timeline": "https://status.example.org/77" if kind is Kind.incident else None,
        "tz": "Europe/Berlin",
        "recommitments": [recommitment()],
    }
    return ReviewReading(**(base | changes))


def facilitated(**changes: Any) -> ReviewReading:
    """A review as somebody in between sees it."""
    todos, may = [Todo(act=Act.gate)], [Act.step_down, Act.stop]
    return review(way=Way.mediated, facilitator_name="Sam Ortiz", todos=todos, may=may, can_read=False, **changes)


def recommitment(**changes: Any) -> RecommitmentReading:
    base: dict[str, Any] = {
        "id": "rc1",
        "review_id": "rv1",
        "title": canary("own-title"),
        "owner_id": "U0MIA000001",
        "owner_name": "Mia Brandt",
        "beneficiary_name": "Raj Nair",
        "due_on": date(2026, 12, 1),
        "mine": True,
        "state": "accepted",
        "next_check": NOW,
    }
    return RecommitmentReading(**(base | changes))


def field(kind: str, **changes: Any) -> Field:
    """A question of each kind, under its longest label."""
    options = [Option(value=f"v{number}", label="o" * 75, description="d" * 75) for number in range(4)]
    base: dict[str, Any] = {"name": f"a.{kind}", "kind": kind, "label": "l" * 150, "hint": "h" * 150}
    extra: dict[str, dict[str, Any]] = {
        "text": {"max_length": 3000, "initial": "On …", "placeholder": "p" * 150},
        "line": {"max_length": 150, "placeholder": "p" * 151},
        "choice": {"options": options, "initial": "v1"},
        "choices": {"options": options, "initial": ["v0", "v2"]},
        "person": {"initial": "U0RAJ000001", "placeholder": "Choose somebody"},
        "people": {"most": 7, "initial": ["U0RAJ000001"]},
        "channel": {},
        "date": {"initial": "2026-12-01"},
        "link": {"placeholder": "https://…", "optional": True},
    }
    return Field(**(base | extra[kind] | changes))


KINDS = ("text", "line", "choice", "choices", "person", "people", "channel", "date", "link")


def form(act: Act = Act.express, **changes: Any) -> FormReading:
    base: dict[str, Any] = {
        "act": act,
        "review_id": None if act is Act.open else "rv1",
        "version": 7,
        "page": 1,
        "pages": 2,
        "title": "How it was for me",
        "notes": ["Only you see this while you write.", "n" * 3500],
        "passages": [Passage(heading="Raj Nair: my part", text=canary("passage"))],
        "fields": [field(kind) for kind in KINDS],
        "hidden": {"link": "https://larkhill.slack.com/archives/C1/p1"},
        "example": ["Somebody writes:", "“My part was …”"],
        "coach": True,
        "why": "What isn't said leaks out later.",
        "sure": "some: therapy research",
        "also": [] if act is Act.open else [Act.leave],
        "writes_words": True,
    }
    return FormReading(**(base | changes))


def forms() -> Iterator[tuple[str, FormReading]]:
    """Every act's form, and the awkward ones."""
    for act in Act:
        yield f"form-{act}", form(act)
    many = [Option(value=f"v{number}", label=f"Choice {number}") for number in range(40)]
    fields = [field("choice", name="one", options=many), field("choices", name="some", options=many, initial=["v39"])]
    yield "form-many-choices", form(fields=fields)
    yield "form-only-to-read", form(Act.read, fields=[], writes_words=False, pages=1)
    yield "form-bare", form(Act.leave, fields=[], notes=[], passages=[], why=None, sure=None, pages=1)
    bare = {"fields": [], "passages": [], "why": None, "sure": None, "pages": 1, "writes_words": False}
    lines = ["Nobody was told.", *(f"{NASTY} {number}: " + "r" * 200 for number in range(30))]
    yield "form-card", form(Act.unroute, notes=lines, also=[Act.write_private, Act.discard], **bare)
    yield "form-card-to-read", form(Act.after_check, notes=lines, also=[], asks=False, **bare)
    ten = [Option(value=f"v{number}", label="o" * 75) for number in range(10)]
    yield "form-ten-boxes", form(Act.screen, fields=[field("choices", options=ten, initial=None)], writes_words=False)
    yield "form-long-starter", form(fields=[field("line", initial="s" * 400)])
    yield "form-much-to-read", form(passages=long_passages())
    yield "form-no-labels-initial", form(fields=[field("choice", initial="gone"), field("choices", initial=None)])


def long_passages(number: int = 60) -> list[Passage]:
    """As many and as long as eight people can write, in letters that JSON spells with six bytes and more."""
    return [Passage(heading=f"Somebody {each} {NASTY}", text="ü😀" * 1500) for each in range(number)]


def cards() -> Iterator[tuple[str, Card]]:
    names = {Kind.conflict: ["Mia Brandt", NASTY], Kind.incident: ["Payments", "Data"]}
    for kind in Kind:
        for state in State:
            title = canary("incident-title") if kind is Kind.incident else None
            step = 2 if state is State.express else None
            yield (
                f"card-{kind}-{state}",
                Card(
                    review_id="rv1",
                    version=7,
                    kind=kind,
                    title=title,
                    state=state,
                    step=step,
                    next_date=NOW,
                    outcome=Outcome.repaired if state is State.closed else None,
                    names=names[kind],
                    timeline="https://x.example/<|>" if kind is Kind.incident else None,
                ),
            )


def item(kind: NewsKind, of: Kind = Kind.conflict, **changes: Any) -> Item:
    may = [Act.accept, Act.later, Act.decline, Act.wait, Act.take_back, Act.pause, Act.reopen, Act.leave]
    about = review(of, may=may, outcome=Outcome.repaired if kind is NewsKind.closed else None)
    base: dict[str, Any] = {"kind": kind, "review": about, "todo": Todo(act=Act.express), "who": NASTY, "when": NOW}
    return Item(**(base | changes))


DM_NEWS = [kind for kind in NewsKind if kind not in (NewsKind.card, NewsKind.home, NewsKind.learning)]


def news(*items: Item, **changes: Any) -> NewsReading:
    return NewsReading(
        **({"id": "nw1", "reader_id": "U0MIA000001", "tz": "Europe/Berlin", "items": list(items)} | changes)
    )


def prompts() -> Iterator[tuple[str, NewsReading]]:
    """Each kind of news for one person, alone and as one of many."""
    for of in Kind:
        for kind in DM_NEWS:
            yield f"news-{of}-{kind}", news(item(kind, of))
            yield f"news-bare-{of}-{kind}", news(item(kind, of, todo=None, who=None, when=None))
    alone = Todo(act=Act.after_check, about="7", review_id="rv1")
    yield "news-alone", news(Item(kind=NewsKind.after_check, todo=alone))
    for way in Way:
        for say in ("over", "under"):
            about = review(way=way, say=say)
            yield f"news-{way}-{say}", news(item(NewsKind.invitation, review=about), item(NewsKind.step, review=about))
    yield "news-many", news(*[item(kind) for kind in DM_NEWS])


def home(number: int = 2, **changes: Any) -> HomeReading:
    """An inbox with this many reviews, half of them waiting for the reader."""
    listed = [review(todos=[] if each % 2 else review().todos) for each in range(number)]
    base: dict[str, Any] = {
        "person_id": "U0MIA000001",
        "name": "Mia Brandt",
        "tz": "Europe/Berlin",
        "now": NOW,
        "missing_contacts": [],
        "is_admin": False,
        "reviews": listed,
        "recommitments": [recommitment() for _ in range(number)],
        "manages": True,
        "open_items": open_items(number),
    }
    return HomeReading(**(base | changes))


def open_items(number: int) -> list[OpenItem]:
    named = OpenItem(
        nameless=False, title=NASTY, teams=["Payments", NASTY], age="12 days", step=3, next_date=NOW, overdue=2
    )
    nameless = OpenItem(nameless=True, age="2 to 6 weeks", coarse="not closed yet")
    return [nameless if each % 2 else named for each in range(number)]


def homes() -> Iterator[tuple[str, HomeReading]]:
    yield "home-empty", home(0, manages=False)
    yield "home-without-notes", home(0, coach=False)
    yield "home-few", home(2)
    yield "home-untitled", home(0, reviews=[review(title="", todos=[]), review(title=" ")])
    yield "home-crowded", home(500)
    alone = [review(state=State.private, way=way, step=None, todos=[]) for way in (Way.private, Way.rest)]
    yield "home-alone", home(0, reviews=alone)
    yield "home-contacts-due", home(1, contacts_due=3, is_admin=True)
    yield "home-facilitator", home(0, reviews=[facilitated()])
    yield "home-no-contacts", home(0, missing_contacts=["people_team", "crisis"], is_admin=True)


def dones() -> Iterator[tuple[str, ActReading]]:
    for said in Said:
        yield f"done-{said}", ActReading(said=said, review=review(may=[Act.leave]))
    yield "done-alone", ActReading(said=Said.discarded)


def reviews() -> Iterator[tuple[str, ReviewReading]]:
    for state in State:
        yield f"review-{state}", review(state=state, step=None if state is State.closed else 2)
    crowd = [PartyReading(person_id=f"U{n}", name=f"Person {n} " + "n" * 180, side="s" * 60) for n in range(8)]
    todos = [Todo(act=act, about="x", about_name=NASTY) for act in Act]
    promises = [recommitment(beneficiary_name=None, state="proposed") for _ in range(24)]
    yield "review-crowded", review(parties=crowd, todos=todos, may=list(Act)[:14], recommitments=promises)
    for way in Way:
        yield f"review-{way}", review(way=way, state=State.private if way in (Way.rest, Way.private) else State.cooling)
    yield "review-facilitator", facilitated()
    yield "review-untitled", review(title="", state=State.draft, step=None)
    agreeing = {"state": State.recommit, "recommitments": [recommitment(id=f"rc{each}") for each in range(24)]}
    yield "review-recommit-crowded", review(**agreeing)
    yield "review-bare", review(todos=[], may=[], can_read=False, next_date=None, recommitments=[], step=None)


CONTACTS = [
    ContactReading(id=1, kind="people_team", name="Ada Lindqvist", reach="ada@larkhill.example", country="*",
                   confirmed_on=date(2026, 11, 1)),
    ContactReading(id=2, kind="crisis", name="Helpline", reach="116 123", country="DE", due=True),
]  # fmt: skip
MANY_CONTACTS = [
    ContactReading(id=each, kind="crisis", name=NASTY, reach="r" * 200, country="*", due=bool(each % 2))
    for each in range(300)
]
NAMED = [PartyReading(person_id=f"U0SAM{each:06d}", name=f"Sam {each}") for each in range(3)]

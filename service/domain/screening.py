"""Is this the right place? Answers -> a route: one table, no score, no label on a person.

Pure and total: every combination of answers has a route, and one more yes never makes it milder. The answers live for
the one request that brings them; nobody keeps, logs, sends or counts them. What may be kept afterwards is in
`acts/screening`: that the questions were answered, and what the person then chose.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Route(IntEnum):
    """How the questions end, the mildest first."""

    clear = 0
    """Every way is offered."""
    amber = 1
    """Ways with somebody in between, in writing only, or without talking are offered."""
    look_first = 2
    """The contacts are shown; the person may carry on from there."""
    red = 3
    """Another route: nothing of this is sent to anybody."""
    urgent = 4
    """Somebody may be in danger now: whom to call comes first."""


class Card(StrEnum):
    """What is shown with a route: each is a table of `practice/routes.toml`."""

    none = "none"
    look_first = "look_first"
    people = "people"
    ethics = "ethics"
    investigation = "investigation"
    urgent = "urgent"


class Signal(StrEnum):
    """One thing a person may say yes to. The value is the choice's value on the screen."""

    force = "force"
    """Hit, pushed, blocked the way, threw something, or threatened to."""
    sexual = "sexual"
    """Touch, remarks about a body, sexual content, unwanted."""
    ground = "ground"
    """About who somebody is: origin, sex, religion, age, disability and the like."""
    followed = "followed"
    """Followed, watched, contacted after asking not to, private things threatened."""
    pressed = "pressed"
    """Job, pay, shifts, visa or a reference hung on keeping quiet or going along."""
    unlawful = "unlawful"
    """Something illegal, unsafe or fraudulent."""
    worse_since = "worse_since"
    """Things got worse at work after speaking up."""
    rather_not = "rather_not"
    """Would rather not say whether any of these is so."""
    danger = "danger"
    """Somebody may be hurt, or thinks about harming themselves."""
    danger_unsaid = "danger_unsaid"
    formal = "formal"
    """A complaint, an investigation or a case is open, or wanted."""
    formal_unsaid = "formal_unsaid"
    say = "say"
    """One of the two decides about the other's pay, tasks, schedule or contract."""
    cost = "cost"
    """Honest words could make work harder, or saying no would have a price."""
    told_to = "told_to"
    """Somebody asked for this to be done."""
    went_on = "went_on"
    """The same went on after somebody clearly asked for it to stop."""
    never_heard = "never_heard"
    """What was raised before was never taken in."""
    too_close = "too_close"
    """Cannot think about it yet without it taking over."""
    alone = "alone"
    """Would stand alone against three or more: somebody has to be in between, whatever the route."""


@dataclass(frozen=True)
class Row:
    """All of `when` together lead to at least this route, with this card."""

    when: frozenset[Signal]
    route: Route
    card: Card


def row(route: Route, card: Card, *when: Signal) -> Row:
    return Row(frozenset(when), route, card)


TABLE: tuple[Row, ...] = (
    row(Route.urgent, Card.urgent, Signal.danger),
    row(Route.red, Card.people, Signal.force),
    row(Route.red, Card.people, Signal.sexual),
    row(Route.red, Card.people, Signal.ground),
    row(Route.red, Card.people, Signal.followed),
    row(Route.red, Card.people, Signal.pressed),
    row(Route.red, Card.people, Signal.worse_since),
    row(Route.red, Card.people, Signal.went_on, Signal.rather_not),
    row(Route.red, Card.ethics, Signal.unlawful),
    row(Route.red, Card.investigation, Signal.formal),
    row(Route.look_first, Card.look_first, Signal.rather_not),
    row(Route.look_first, Card.look_first, Signal.danger_unsaid),
    row(Route.look_first, Card.look_first, Signal.formal_unsaid),
    row(Route.amber, Card.none, Signal.say),
    row(Route.amber, Card.none, Signal.cost),
    row(Route.amber, Card.none, Signal.told_to),
    row(Route.amber, Card.none, Signal.went_on),
    row(Route.amber, Card.none, Signal.never_heard),
    row(Route.amber, Card.none, Signal.too_close),
)
"""Read from the top: the first row that holds names the card; what holds nowhere is clear. Rows stand by severity."""


def route(answers: Iterable[Signal], table: tuple[Row, ...] = TABLE) -> tuple[Route, Card]:
    """Where these answers lead, and which card is shown. No answer at all is clear."""
    given = frozenset(answers)
    found = next((r for r in table if r.when <= given), None)
    return (found.route, found.card) if found else (Route.clear, Card.none)


NOTHING = frozenset({"none", "no"})
"""Answers that say nothing is so."""
APART = "scr.rating"
"""A question that leads nowhere by itself: it counts where one has a say over the other (`acts/power`)."""
SAID: Mapping[tuple[str, str], Signal] = {
    ("scr.danger", "yes"): Signal.danger,
    ("scr.danger", "unsaid"): Signal.danger_unsaid,
    ("scr.formal", "yes"): Signal.formal,
    ("scr.formal", "unsaid"): Signal.formal_unsaid,
    ("scr.say", "they"): Signal.say,
    ("scr.say", "me"): Signal.say,
}
"""Answers whose value is not a signal's own name."""


def signals(field: str, values: Iterable[str]) -> frozenset[Signal]:
    """What the answers to one question say. A tick box's value is its signal; 'none of these' beside others is
    taken for a slip, and the others count."""
    said = () if field == APART else (value for value in values if value not in NOTHING)
    return frozenset(SAID.get((field, value)) or Signal(value) for value in said)

"""One review as plain values: what the rules look at. Times are aware UTC, zones IANA names."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from schemas.vocabulary import Consent, Kind, Outcome, Size, State, Step, Way


class Mark(StrEnum):
    """Something a person did that is no words: kept once a person and thing in each round of a review."""

    smaller = "smaller"
    care = "care"
    ready = "ready"
    read = "read"
    """about: the step whose opened words were read."""
    heard = "heard"
    """about: the reflection's id; value: yes, partly, not_yet."""
    go_on = "go_on"
    nothing_to_add = "nothing_to_add"
    change = "change"
    """about: the author of the change; value: yes, no."""
    changes_settled = "changes_settled"
    """value: enough, nothing."""
    list_settled = "list_settled"
    """value: complete, none."""
    pulse = "pulse"
    """value: the answer to 'where does this stand'."""
    learning = "learning"
    """value: the prompts whose answers may be published."""
    learning_agree = "learning_agree"
    unmet = "unmet"
    """Nobody chose them: they are out, and go on seeing that it is open until the date on which they hear of it."""
    screened = "screened"
    """The private questions were answered, and nothing spoke against going on."""
    say = "say"
    """value: who has a say over the other, as somebody asked has said. It counts once they say yes: before, nobody can
    tell that they answered anything."""
    way = "way"
    """value: the way its opener chose."""
    more = "more"
    """Somebody sent one small thing asked to hear more."""
    want = "want"
    """value: yes, not_sure, no."""
    set_up = "set_up"
    """Would rather change the set-up than talk."""
    pair = "pair"
    """about: a person with whom, in a group, words may be exchanged."""
    facilitator = "facilitator"
    """about: the facilitator; value: yes, no."""
    without = "without"
    bring_in = "bring_in"
    """Would like somebody in between, midway. It holds once all have said so."""
    gate = "gate"
    """about: the state that the facilitator let go on."""
    grant = "grant"
    """about: the step whose words the facilitator may read."""
    decided = "decided"
    """value: on, facilitator, note."""
    after_check = "after_check"
    """about: which one; never the answer."""
    soak = "soak"
    """value: the day that this person chose for the changes to begin, in ISO form."""


class Status(StrEnum):
    """Where a person's words stand."""

    draft = "draft"
    sealed = "sealed"
    released = "released"


PAIR = 2
TWICE = 2
"""Pauses without a step between them, until it is asked what to do."""
LEFT = "none"
"""The answer to an offer that nobody hears of."""
WRITTEN_BY = {Step.acknowledge: "higher", Step.express: "lower", Step.reflect: "higher"}
"""Of whom each step is asked where one has a say over the other. The other one is not asked for it."""


@dataclass(frozen=True)
class Party:
    person_id: str
    consent: Consent
    zone: str
    side: str | None = None
    closest: bool = False
    manager_may_see: bool = False
    no_exchange: bool = False
    careful: bool = False
    slow: bool = False
    needs_facilitator: bool = False
    seen_at: datetime | None = None


@dataclass(frozen=True)
class Marked:
    person_id: str
    mark: Mark
    about: str
    value: str
    at: datetime


@dataclass(frozen=True)
class Words:
    """That words exist, never what they say. `about`: the person, side, recommitment or statement they concern."""

    id: str
    author_id: str
    step: Step
    about: str
    turn: int
    """1, or 2 for a second try at a reflection."""
    status: Status
    prompts: frozenset[str] = frozenset()
    """Which questions were answered."""
    audience: str = ""
    """'' (as the step promises), `go_between` or `summary`."""


@dataclass(frozen=True)
class CheckIn:
    id: str
    recommitment_id: str
    opens_at: datetime
    closes_at: datetime
    owner_answer: str | None = None
    beneficiary_answer: str | None = None


@dataclass(frozen=True)
class Recommitment:
    id: str
    owner_id: str
    beneficiary_id: str | None
    """None for a change of the system."""
    status: str
    """proposed, accepted, declined, dropped."""
    due_on: date
    checks: tuple[CheckIn, ...] = ()

    @property
    def answered_by(self) -> str:
        """Who is asked whether it would help; of a change of the system, whether they will look after it."""
        return self.beneficiary_id or self.owner_id

    @property
    def listed(self) -> bool:
        """On the list that will be checked, or may still come to it."""
        return self.status in ("proposed", "accepted", "declined")


@dataclass(frozen=True)
class Offer:
    id: str
    sender_id: str
    receiver_id: str
    answer: str | None


@dataclass(frozen=True)
class Review:
    id: str
    kind: Kind
    size: Size
    state: State
    opener_id: str
    entered_at: datetime
    """When this state began."""
    opened_at: datetime
    parties: tuple[Party, ...]
    version: int = 1
    marks: tuple[Marked, ...] = ()
    words: tuple[Words, ...] = ()
    recommitments: tuple[Recommitment, ...] = ()
    offers: tuple[Offer, ...] = ()
    resume: State | None = None
    """Where a paused review, or a smaller circle, goes on."""
    floor_at: datetime | None = None
    ceiling_at: datetime | None = None
    asked: bool = False
    """At its ceiling this state has asked what to do."""
    release_at: datetime | None = None
    """When sealed words will be opened: all had sealed."""
    paused_until: datetime | None = None
    paused_by: str | None = None
    """Who may end the pause early, with commas between them: who asked for it, or for whom it waits."""
    ending_at: datetime | None = None
    """When the others hear that somebody is no longer part."""
    incident_over_at: datetime | None = None
    incident_night: bool = False
    outcome: Outcome | None = None
    closed_at: datetime | None = None
    way: Way = Way.direct
    higher_id: str | None = None
    """Who has a say over the other's work or pay."""
    repeats: bool = False
    facilitator_id: str | None = None
    facilitator_serves: bool = False
    pauses: int = 0
    outcome_shown: bool = False
    stopped: bool = False
    """The facilitator has ended it: nothing opens any more, and it ends on its date."""

    def party(self, person_id: str) -> Party | None:
        return next((p for p in self.parties if p.person_id == person_id), None)

    @property
    def asks_what_now(self) -> bool:
        """Its days are over, or it was put down twice."""
        return self.asked or self.pauses >= TWICE

    @property
    def circle(self) -> tuple[Party, ...]:
        """Those whose part is needed: also somebody who left, as long as the others have not been told."""
        inside = (Consent.opener, Consent.accepted, Consent.left)
        return tuple(p for p in self.parties if p.consent in inside)

    @property
    def active(self) -> tuple[Party, ...]:
        """Those who take part now."""
        return tuple(p for p in self.parties if p.consent in (Consent.opener, Consent.accepted))

    def others(self, person_id: str) -> tuple[Party, ...]:
        return tuple(p for p in self.circle if p.person_id != person_id)

    def marked(self, person_id: str, mark: Mark, about: str = "") -> Marked | None:
        return next((m for m in self.marks if (m.person_id, m.mark, m.about) == (person_id, mark, about)), None)

    def all_marked(self, mark: Mark, about: str = "") -> bool:
        return all(self.marked(p.person_id, mark, about) for p in self.circle)

    def marks_of(self, mark: Mark) -> tuple[Marked, ...]:
        return tuple(m for m in self.marks if m.mark is mark)

    @property
    def by_pairs(self) -> bool:
        """In a conflict of three or more each chooses with whom; that holds also when fewer are left."""
        return self.kind is Kind.conflict and (len(self.circle) > PAIR or bool(self.marks_of(Mark.pair)))

    def exchange(self, one: str, other: str) -> bool:
        """Whether these two read each other. Where it goes by pairs only what both chose counts; nobody learns of
        another pair."""
        if one == other or not self.by_pairs:
            return True
        return bool(self.marked(one, Mark.pair, other) and self.marked(other, Mark.pair, one))

    def partners(self, person_id: str) -> tuple[Party, ...]:
        """The others with whom this person exchanges words."""
        return tuple(p for p in self.others(person_id) if self.exchange(person_id, p.person_id))

    def shows(self, reader_id: str, *concerned: str | None) -> bool:
        """Whether what is between these people may be seen by this reader: where it goes by pairs, by themselves."""
        return not self.by_pairs or reader_id in concerned

    @property
    def lower_id(self) -> str | None:
        """The one with less say, where one of two has a say over the other."""
        if self.higher_id is None:
            return None
        there = (p.person_id for p in self.parties if p.consent is not Consent.gone)
        return next((person for person in there if person != self.higher_id), None)

    def say(self, person_id: str) -> str:
        """'over' for whoever has a say over the other, 'under' for the other one, '' among peers and for no party."""
        if self.higher_id is None or self.party(person_id) is None:
            return ""
        return "over" if person_id == self.higher_id else "under"

    def writers(self, step: Step) -> tuple[Party, ...]:
        """Whose words a step waits for. With a say over the other: my part and what I heard are asked of whoever has
        it, how it was of the other one."""
        if self.higher_id is None or step not in WRITTEN_BY:
            return self.circle
        wanted = self.higher_id if WRITTEN_BY[step] == "higher" else self.lower_id
        return tuple(p for p in self.circle if p.person_id == wanted)

    def written(self, person_id: str, step: Step, about: str = "") -> Words | None:
        """The newest words of a person in a step, in whatever status."""
        found = [w for w in self.words if (w.author_id, w.step, w.about) == (person_id, step, about)]
        return max(found, key=lambda w: w.turn, default=None)

    def sealed(self, person_id: str, step: Step, about: str = "") -> bool:
        words = self.written(person_id, step, about)
        return words is not None and words.status is not Status.draft

    def all_sealed(self, step: Step) -> bool:
        """Everybody whose words this step waits for has sealed them."""
        return all(self.sealed(p.person_id, step) for p in self.writers(step))

"""What every act works with: the held review, who asks, what was asked, and how others hear of it."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from schemas.commands import Value
from schemas.readings import FormReading
from schemas.vocabulary import Act, Kind, NewsKind, Reason, Said
from service.domain import calendar
from service.domain.refused import Refused, at_field
from service.domain.review import Review, Status
from service.practice import library
from service.practice.forms import MOST_CHARACTERS
from service.store.outbox import Outbox, Told, id_of, news
from service.store.reviews import Held, snapshot

SEAL = "seal"
A_YEAR = 366


@dataclass
class Answer:
    """What came of an act: what its author reads, and the screen that follows at once."""

    said: Said
    params: dict[str, str] = field(default_factory=dict)
    next: FormReading | None = None


@dataclass
class Doing:
    """One act being done, inside its transaction."""

    held: Held
    outbox: Outbox
    person: str
    act: Act
    now: datetime
    about: str = ""
    page: int = 1
    values: dict[str, Value] = field(default_factory=dict)
    hidden: dict[str, str] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)
    """What the outbox gets at the end, all at once."""
    homes: set[str] = field(default_factory=set)
    """Whose App Home is drawn anew besides: of somebody who has to do with it no more."""

    @property
    def review(self) -> Review:
        """The review as it stands now, also after something was written."""
        return snapshot(self.held)

    @property
    def kind(self) -> Kind:
        return Kind(self.held.row.kind)

    @property
    def zone(self) -> str:
        return self.held.zone(self.person)

    # ---- what was asked ----

    def one(self, name: str, among: tuple[str, ...] = ()) -> str:
        """A chosen value; refuses an empty one, and one that was not offered."""
        value = self.values.get(name)
        text = value[0] if isinstance(value, list) and value else value
        if not text or not isinstance(text, str):
            raise at_field(name, Reason.missing)
        if among and text not in among:
            raise at_field(name, Reason.not_a_choice)
        return text

    def many(self, name: str) -> list[str]:
        value = self.values.get(name)
        return value if isinstance(value, list) else [value] if value else []

    def ticked(self, name: str) -> bool:
        return bool(self.many(name))

    def text(self, name: str, most: int = MOST_CHARACTERS) -> str:
        """What was written, exactly; '' for an untouched starter. Refuses what is too long: nothing is cut."""
        value = self.values.get(name)
        if not isinstance(value, str) or (name in library.prompts() and library.is_empty(name, value)):
            return ""
        if len(value) > most:
            raise at_field(name, Reason.too_long, most=str(most), length=str(len(value)))
        return value if value.strip() else ""

    def label(self, name: str, most: int) -> str | None:
        """A short name that others see in a message: without signs that would format it; None when empty."""
        plain = "".join(sign for sign in self.text(name, most) if sign.isprintable() and sign not in "*_~`<>|")
        return plain.strip() or None

    def body(self, names: tuple[str, ...]) -> dict[str, str]:
        """The texts that say something, by prompt. All that are too long are refused together."""
        found: dict[str, str] = {}
        long: dict[str, Reason] = {}
        for name in names:
            try:
                found[name] = self.text(name)
            except Refused as refused:
                long |= refused.fields
        if long:
            length = max(len(str(self.values[name])) for name in long)
            raise Refused(Reason.too_long, long, most=str(MOST_CHARACTERS), length=str(length))
        return {name: text for name, text in found.items() if text}

    def day(self, name: str, first: date | None = None, last: date | None = None) -> date:
        """A date in the asker's own zone, between `first` (today) and `last` (a year on), both included."""
        today = self.today
        try:
            found = date.fromisoformat(self.one(name))
        except ValueError:
            raise at_field(name, Reason.date_bad) from None
        if found < today:
            raise at_field(name, Reason.date_past)
        if (found - today).days > A_YEAR:
            raise at_field(name, Reason.date_far)
        if (first and found < first) or (last and found > last):
            raise at_field(name, Reason.date_bounds, first=str(first or today),
                           last=str(last or today + timedelta(days=A_YEAR)))  # fmt: skip
        return found

    @property
    def today(self) -> date:
        return self.now.astimezone(calendar.zone_named(self.zone)).date()

    def local(self, moment: datetime) -> str:
        """An instant in ISO form, in the asker's own zone."""
        return moment.astimezone(calendar.zone_named(self.zone)).isoformat()

    @property
    def status(self) -> Status:
        """Whether the words are sealed now, or kept as a private draft."""
        chosen = self.values.get("keep") or self.values.get("send") or self.values.get("add")
        return Status.sealed if chosen == SEAL else Status.draft

    # ---- how others hear of it ----

    def tell(
        self, kind: NewsKind, reader: str, at: datetime | None = None, *, once: str = "", act: Act | None = None,
        about: str = "", who: str | None = None, gently: bool = False, move: bool = False,
    ) -> None:  # fmt: skip
        """News for one person, in their own hours at or after `at`. With `once` it is told a single time ever.

        `gently`: words to read, or an invitation; it does not come in the last hours before a day off.
        `move`: what was planned under the same `once` and has not gone out gets the new date.
        """
        wished = max(at or self.now, self.now)
        allowed = calendar.next_invitation if gently else calendar.next_send
        due = allowed(wished, self.held.zone(reader))
        row = news(
            kind, due, review_id=self.held.row.id, reader_id=reader, act=act.value if act else None,
            about=about or None, who=who, version=self.held.row.version, held=due > wished,
        )  # fmt: skip
        if once:
            row.id = id_of(self.held.row.id, str(self.held.row.cycle), kind.value, reader, once)
        self.told.append(Told(row, once=bool(once), move=move))

    def hand_over(self) -> None:
        """Gives the outbox what there is to tell. Call it at the end of everything that tells."""
        told, self.told = self.told, []
        self.outbox.tell(self.held.session, told, self.now)

    def redraw(self) -> None:
        """Everybody's App Home, and the card if there is one."""
        self.held.changed = True


def is_link(text: str) -> bool:
    """An address and nothing else: no text hides in it."""
    scheme, _, rest = text.partition("://")
    plain = text.isprintable() and not any(c in text for c in " <>|\"'`")
    return scheme in ("https", "http") and bool(rest) and plain and len(text) <= 500


@dataclass
class Looking(Doing):
    """The same view for reading only: nothing is written meanwhile, so the rows are read once and not at each look."""

    @cached_property
    def review(self) -> Review:
        return snapshot(self.held)

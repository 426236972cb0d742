"""What may be asked of the service. The person asking is named by the signed header, never in a body."""

from pydantic import BaseModel, ConfigDict, Field

from schemas.vocabulary import Act

Value = str | list[str] | None
"""What one field of a form holds: a text, a chosen value, several values, an ISO date, ids; None when untouched."""


class Command(BaseModel):
    """Refuses unknown fields, so that a typing mistake is a 422 and not a silence."""

    model_config = ConfigDict(extra="forbid")


class PersonFacts(Command):
    """What the chat system says about a person, as the Slack app read it just now."""

    id: str = Field(max_length=64)
    name: str = Field(max_length=200)
    tz: str = Field(default="UTC", max_length=64)
    """IANA name."""
    is_admin: bool = False
    is_bot: bool = False
    is_guest: bool = False
    is_stranger: bool = False
    """Of another workspace."""
    deactivated: bool = False


class OpenReview(Command):
    """Start a private draft. `values` answers the form `open`; `people` has facts for everybody named in it."""

    values: dict[str, Value]
    people: list[PersonFacts] = []
    hidden: dict[str, str] = {}
    """For example `link`: the message a shortcut was used on."""


class DoAct(Command):
    """One act on one review."""

    act: Act
    about: str | None = None
    """The person, side, offer, recommitment or check-in that it concerns."""
    page: int = 1
    """Of a form of several pages; only the last one seals."""
    version: int | None = None
    """The version its button was drawn from; None where the form was fetched just now."""
    values: dict[str, Value] = {}
    hidden: dict[str, str] = {}
    people: list[PersonFacts] = []


class KeepDraft(Command):
    """What stood in a modal that was closed: kept as the author's own draft."""

    act: Act
    about: str | None = None
    page: int = 1
    values: dict[str, Value]


class People(Command):
    """Fresh facts about people, for example after Slack's `user_change`."""

    people: list[PersonFacts]


class NameContact(Command):
    """Whom the workspace names: a kind of the vocabulary, a name, how to reach them, and a country ("*": all)."""

    kind: str | None = None
    name: str | None = None
    reach: str | None = None
    country: str | None = None


class ConfirmContacts(Command):
    """These still hold: the contacts that an admin has just looked at, by id."""

    ids: list[int] = Field(max_length=1000)


class NameFacilitators(Command):
    """Who may be asked to facilitate, in place of whoever was named before; `people` has facts about each."""

    person_ids: list[str] = Field(max_length=100)
    people: list[PersonFacts] = []


class Receipt(Command):
    """Where a news went: the message's conversation and timestamp, for later updates."""

    channel: str | None = None
    ts: str | None = None
    refused: str | None = None
    """Slack's error when trying again is of no use, for example `not_in_channel`."""
    retry_after: float | None = None
    """Seconds of real time; the news is tried again then."""
    unknown: bool = False
    """It may have arrived all the same: the next try waits until nothing can be under way, and looks first."""


class AdvanceClock(Command):
    """Demo only."""

    advance_seconds: int = Field(ge=0, le=400 * 86400)


class Coach(Command):
    """Whether this person wants notes on their wording."""

    off: bool

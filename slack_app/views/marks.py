"""What Mend writes on its own buttons and modals to know them again: opaque ids, never words."""

from pydantic import BaseModel, ConfigDict

from schemas.vocabulary import Act

FORM = "form"
"""The callback id of every modal that can be sent in."""
CONTACT, REMOVE_CONTACT, FACILITATORS = "contact", "contact_remove", "facilitators"
"""The callback ids of what an admin sends in."""
CARD = "card"
"""The block id of the buttons on a card in a thread: only a press there may belong to a doubled card."""


class _Mark(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    def packed(self) -> str:
        """Compact JSON without what is empty."""
        return self.model_dump_json(exclude_defaults=True)


class Press(_Mark):
    """What a button is about."""

    review: str | None = None
    act: Act | None = None
    about: str | None = None
    version: int | None = None
    """The version of the review that the button was drawn from."""
    pages: dict[str, int] = {}
    """Which page of which list is wanted, on App Home and where opened words are read."""


class Sheet(_Mark):
    """What a form brings back when it is sent in."""

    act: Act
    review: str | None = None
    about: str | None = None
    page: int = 1
    version: int | None = None
    hidden: dict[str, str] = {}

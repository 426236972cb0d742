"""Reviews as plain values, for the tests of the rules."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from schemas.vocabulary import Consent, Kind, Size, State
from service.domain.review import CheckIn, Party, Recommitment, Review

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
MIA = Party("mia", Consent.opener, "Europe/Berlin")
RAJ = Party("raj", Consent.accepted, "Europe/London")


def review(state: State, **facts: Any) -> Review:
    """A review between Mia, who opened it, and Raj; with a check-in that is open."""
    check = CheckIn("c1", "r1", NOW - timedelta(days=1), NOW + timedelta(days=2))
    promise = Recommitment("r1", "mia", "raj", "accepted", NOW.date(), (check,))
    made = Review(
        id="r", kind=Kind.conflict, size=Size.small, state=state, opener_id="mia", entered_at=NOW, opened_at=NOW,
        parties=(MIA, RAJ), recommitments=(promise,), ceiling_at=NOW + timedelta(days=3),
        paused_until=NOW + timedelta(days=1) if state is State.paused else None,
    )  # fmt: skip
    return replace(made, **facts)

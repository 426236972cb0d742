"""Short-lived keys Slack hands out with an interaction: trigger ids and response addresses."""

from dataclasses import dataclass

from .clock import Clock, Ids
from .limits import RESPONSE_URL_SECONDS, RESPONSE_URL_USES, TRIGGER_SECONDS
from .refusal import Refusal


@dataclass
class Trigger:
    """Allows one modal for one person, for three seconds. `view_id`: where it was pressed; `channel`: what they saw."""

    person: str
    until: float
    view_id: str | None = None
    channel: str | None = None
    used: bool = False


@dataclass
class ResponseAddress:
    """Allows five answers in thirty minutes. `ts`: the message it answers, `seen_by` its reader if ephemeral."""

    person: str
    channel: str
    until: float
    ts: str | None = None
    uses: int = 0


class Tickets:
    """All keys handed out; real time decides whether one still holds."""

    def __init__(self, clock: Clock, ids: Ids) -> None:
        self._clock, self._ids = clock, ids
        self._triggers: dict[str, Trigger] = {}
        self._addresses: dict[str, ResponseAddress] = {}

    def trigger(self, person: str, view_id: str | None = None, channel: str | None = None) -> str:
        """A new trigger_id."""
        key = self._ids.trigger(self._clock.real())
        self._triggers[key] = Trigger(person, self._clock.real() + TRIGGER_SECONDS, view_id, channel)
        return key

    def expire(self) -> None:
        """Every trigger_id handed out so far is too old now, without waiting for it."""
        for trigger in self._triggers.values():
            trigger.until = 0.0

    def use_trigger(self, key: str) -> Trigger:
        """Spend a trigger_id. docs: /surfaces/modals#opening_modals"""
        found = self._triggers.get(key)
        if found is None:
            raise Refusal("invalid_trigger_id", "/reference/methods/views.open#errors")
        if found.used:
            raise Refusal("exchanged_trigger_id", "/reference/methods/views.open#errors")
        if self._clock.real() > found.until:
            raise Refusal("expired_trigger_id", "/reference/methods/views.open#errors")
        found.used = True
        return found

    def address(self, person: str, channel: str, ts: str | None = None) -> str:
        """A new secret for a response_url."""
        key = self._ids.secret()
        until = self._clock.real() + RESPONSE_URL_SECONDS
        self._addresses[key] = ResponseAddress(person, channel, until, ts)
        return key

    def use_address(self, key: str) -> ResponseAddress:
        """Spend one use. docs: /interactivity/handling-user-interaction#message_responses"""
        page = "/interactivity/handling-user-interaction#message_responses"
        found = self._addresses.get(key)
        if found is None or self._clock.real() > found.until:
            raise Refusal("expired_url", page)
        if found.uses >= RESPONSE_URL_USES:
            raise Refusal("used_url", page)
        found.uses += 1
        return found

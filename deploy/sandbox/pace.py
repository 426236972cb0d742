"""Slack's rate limits: tiers a minute for each method, one message a second for each conversation.

docs: /apis/web-api/rate-limits
"""

from collections import deque

from .clock import Clock

A_MINUTE = {1: 1, 2: 20, 3: 50, 4: 100}
BURST = 2.0  # one message more than one a second is let through


class Pace:
    """Counts calls in real time. Switched off it allows everything."""

    def __init__(self, clock: Clock, on: bool) -> None:
        self._clock = clock
        self.on = on
        self._calls: dict[str, deque[float]] = {}
        self._buckets: dict[str, tuple[float, float]] = {}

    def wait_for_call(self, method: str, tier: int) -> int:
        """Seconds to wait before this method may be called again; 0 if it may now (and the call is counted)."""
        if not self.on or tier not in A_MINUTE:
            return 0
        now, calls = self._clock.real(), self._calls.setdefault(method, deque())
        while calls and calls[0] <= now - 60:
            calls.popleft()
        if len(calls) >= A_MINUTE[tier]:
            return max(1, int(calls[0] + 60 - now) + 1)
        calls.append(now)
        return 0

    def wait_for_message(self, channel: str) -> int:
        """The same for one more message in a conversation."""
        if not self.on:
            return 0
        now = self._clock.real()
        left, since = self._buckets.get(channel, (BURST, now))
        left = min(BURST, left + now - since)
        if left < 1:
            return 1
        self._buckets[channel] = (left - 1, now)
        return 0

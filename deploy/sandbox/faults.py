"""What can be made to go wrong, each switch in one place. The panel on the page and the driver turn them."""

import random
from dataclasses import dataclass, field, fields
from typing import Any


@dataclass
class Faults:
    """The switches; all off at the start. Numbers count down where a `next_` says so."""

    slow_app_seconds: float = 0.0  # wait before handing anything to the app
    drop_next_acks: int = 0  # the app hears it, Slack never hears the answer
    duplicate_events: bool = False  # every event comes twice, with the same event_id
    duplicate_presses: bool = False  # every button press comes twice, as from a double click
    next_429: int = 0  # refuse so many Web API calls with Retry-After: 1
    down_until: float = 0.0  # real time until which every Web API call answers 500
    drop_post_share: float = 0.0  # share of chat.postMessage calls: accepted, then the connection is cut
    luck: random.Random = field(default_factory=random.Random, repr=False)

    def take(self, name: str) -> bool:
        """Count one down; True if there was one left."""
        left = int(getattr(self, name))
        if left > 0:
            setattr(self, name, left - 1)
        return left > 0

    def cut_this_post(self) -> bool:
        """Whether to drop the connection after this post."""
        return self.luck.random() < self.drop_post_share

    def turn(self, settings: dict[str, Any], real_now: float) -> None:
        """Set switches by name. `down_seconds` counts from `real_now`. Unknown names raise KeyError."""
        settings = dict(settings)
        if "down_seconds" in settings:
            self.down_until = real_now + float(settings.pop("down_seconds") or 0)
        kinds = {each.name: type(getattr(self, each.name)) for each in fields(self)}
        for name, value in settings.items():
            setattr(self, name, kinds[name](value))

    def shown(self) -> dict[str, Any]:
        """The switches and their values."""
        return {each.name: getattr(self, each.name) for each in fields(self) if each.name != "luck"}

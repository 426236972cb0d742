"""The cards that show another route, from `routes.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class RouteCard:
    """Shown when this is not the right place: `first` is the order of the kinds of contact; a line `{contacts}`
    stands for them, and a line `{yours}` for what becomes of one's own words."""

    title: str
    first: tuple[str, ...]
    lines: tuple[str, ...]
    yours: str
    """As long as nobody else knows of it, or the reader is still in it."""
    gone: str
    """Once others know of it, and the reader is out."""


@cache
def routes() -> Mapping[str, RouteCard]:
    """The cards that show another route, by name."""
    tables = tomllib.loads(resources.files(__package__).joinpath("routes.toml").read_text(encoding="utf-8"))
    gone = tables.pop("gone")
    cards = {
        name: RouteCard(table["title"], tuple(table["first"]), tuple(table["lines"]), table.get("yours", ""), gone)
        for name, table in tables.items()
    }
    return MappingProxyType(cards)

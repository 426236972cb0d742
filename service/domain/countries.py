"""Which country a time zone lies in: the only thing Mend knows about where somebody is.

Read from the zone table of the tz database (public domain), shipped with the package `tzdata`.
"""

from collections.abc import Mapping
from functools import cache
from importlib import resources

ANYWHERE = "*"


@cache
def table() -> Mapping[str, frozenset[str]]:
    """Zone -> its countries, as two letters."""
    text = resources.files("tzdata").joinpath("zoneinfo", "zone1970.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    found = {columns[2]: frozenset(columns[0].split(",")) for columns in rows}
    own = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    single = (line.split("\t") for line in own.splitlines() if line and not line.startswith("#"))
    return found | {columns[2]: frozenset({columns[0]}) for columns in single}


def is_known(country: str) -> bool:
    """Two capitals of a country that has a time zone, or the sign for everywhere."""
    return country == ANYWHERE or any(country in countries for countries in table().values())


def of_zone(zone: str) -> frozenset[str]:
    """The countries of an IANA zone; none for UTC and for an unknown name."""
    return table().get(zone, frozenset())

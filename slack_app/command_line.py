"""What stands behind `/mend`: one of four commands, or something that gets the usage line."""

from enum import StrEnum


class Asked(StrEnum):
    """What was asked for."""

    start = ""
    help = "help"
    open = "open"
    mine = "mine"
    usage = "usage"


def parse(text: str) -> Asked:
    """`text` is what follows `/mend`. Case and spaces do not matter; anything unknown is `usage`."""
    words = text.lower().split()
    known = {Asked.start, Asked.help, Asked.open, Asked.mine}
    return next((each for each in known if words == ([each] if each else [])), Asked.usage)

"""Logging: what happened to which row, never what a person wrote, never a payload."""

import logging

log = logging.getLogger("mend")


def set_up(level: str = "INFO") -> None:
    """One line an event on standard error. Libraries speak up only when something is wrong."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    log.setLevel(level)

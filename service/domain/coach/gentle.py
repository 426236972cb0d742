"""Harshness against oneself, and making one's own hurt small: never a label or a flag, only one kind line for its
author (reading rule 15, and "no step needs self-blame")."""

import re

HARD = re.compile(
    r"\bi(?:'m| am| was|'m just| am just) (?:such |just |so |being )*(?:an? |the )?"
    r"(?:complete |total |real |terrible |awful |horrible )*"
    r"(?:idiot|fool|failure|disgrace|fraud|burden|moron|loser|useless|worthless|pathetic|hopeless|stupid|dumb|"
    r"(?:terrible|awful|horrible|bad) (?:person|human|colleague|friend|manager|engineer|human being))\b"
    r"|\bi (?:always|just) (?:ruin|wreck|destroy|mess up|screw up) everything\b"
    r"|\bi (?:hate|despise) myself\b|\bi(?:'ll| will) never forgive myself\b|\bi can(?:'t|not) do anything right\b"
    r"|\b(?:it(?:'s| is)|this is|that(?:'s| is)) all my (?:own )?fault\b|\bi don't deserve\b",
    re.IGNORECASE,
)
SMALL = re.compile(
    r"\bi(?:'m| am| was) (?:probably |just |surely |being )*"
    r"(?:overreacting|too sensitive|oversensitive|making too much)\b"
    r"|\b(?:i know )?(?:it(?:'s| is)|that(?:'s| is)|this is) (?:probably |just |really )*"
    r"(?:silly|stupid|childish|ridiculous|petty) (?:of me|that i|to feel|to be (?:hurt|upset|angry|sad))"
    r"|\bi shouldn't (?:feel|be (?:hurt|upset|angry|sad))\b|\bi've no right to (?:feel|be)\b",
    re.IGNORECASE,
)


QUOTED = re.compile(r"\"[^\"]*\"|\u201c[^\u201d]*\u201d")


def is_hard_on_oneself(text: str) -> bool:
    """Whether the author calls themselves names, or makes small what it was like for them; what is quoted does not
    count. English only: in another language it finds nothing."""
    own = QUOTED.sub(" ", text).replace("\u2019", "'")
    return bool(HARD.search(own) or SMALL.search(own))

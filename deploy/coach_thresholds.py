"""Where each category of the wording coach begins, and which rules decide alone; chosen while it is trained."""

from collections import Counter
from collections.abc import Sequence

from deploy.coach_sentences import Line
from service.domain.coach import EXITS, LANGUAGE, features, judging, lexicon
from service.domain.coach.verdict import ANY_EXIT

FLOORS = [number / 100 for number in range(84, 99)]
"""The precision from which on a language category is said: the first of these with few enough clean drafts noted."""
CLEAN_NOTED = 0.08
"""The share of clean drafts, of families that the model does not know, that may get any note."""
CLEAN_ROUTED = 0.023
"""The share of them that may be taken for an exit signal."""
ELSEWHERE = {"contempt": 0.05}
"""Where authors agree least on what it is: so much more precision is asked here."""
SURE_EXIT = 0.92
"""The precision from which on an exit signal is called by its own name."""
SURE_THREAT = 0.89
"""The precision from which on a text is held back as a threat."""
NO_SCORE = 1 << 22
"""Higher than any score."""
RIGHT_ENOUGH = 0.75
"""Of a rule's hits and two doubtful ones more, so that two right hits are the fewest."""
GRAVE = frozenset({"threat", *EXITS})
"""Here a rule that was never wrong decides even if the sentences hardly have it: a miss is worse than a false alarm."""


def said(seen: Sequence[tuple[features.Seen, ...]], rules: frozenset[str]) -> list[frozenset[str]]:
    """For every draft the categories that rules say by themselves."""
    return [
        frozenset(
            hit.rule.label
            for each in sentences
            for hit in each.hits
            if hit.rule.name in rules and (hit.own or hit.rule.label in EXITS)
        )
        for sentences in seen
    ]


def thresholds(
    taught: Sequence[Line], scores: Sequence[dict[str, int]], by_rule: Sequence[frozenset[str]]
) -> dict[str, int]:
    """Where each category begins."""
    clean = [at for at, line in enumerate(taught) if not line.labels]
    found = {label: _threshold(_ranked(taught, scores, label), SURE_EXIT) for label in EXITS}
    highest = sorted(
        (
            1 << 30
            if not by_rule[at].isdisjoint(EXITS) or any(scores[at][label] >= found[label] for label in EXITS)
            else scores[at][ANY_EXIT]
            for at in clean
        ),
        reverse=True,
    )
    found[ANY_EXIT] = highest[int(len(clean) * CLEAN_ROUTED)]
    for floor in FLOORS:
        found |= {label: _threshold(_ranked(taught, scores, label), asked(label, floor)) for label in LANGUAGE}
        noted = sum(bool({*judging.found_labels(scores[at], found, taught[at].kind), *by_rule[at]}) for at in clean)
        if noted <= CLEAN_NOTED * len(clean):
            break
    return found


def asked(label: str, floor: float) -> float:
    """The precision that is asked of a language category, given what is asked of all."""
    return SURE_THREAT if label == "threat" else floor + ELSEWHERE.get(label, 0)


def _ranked(taught: Sequence[Line], scores: Sequence[dict[str, int]], label: str) -> list[tuple[int, bool]]:
    return sorted(
        (
            (score[label], label in line.labels)
            for score, line in zip(scores, taught, strict=True)
            if judging.may_apply(label, line.kind)
        ),
        reverse=True,
    )


def _threshold(ranked: Sequence[tuple[int, bool]], precision: float) -> int:
    """The lowest score down to which so many of the drafts above it have the category; if there is none, no score."""
    found, hits = NO_SCORE, 0
    for number, (score, flag) in enumerate(ranked, 1):
        hits += flag
        if flag and hits >= precision * number:
            found = score
    return found


def decisive(taught: Sequence[Line], seen: Sequence[tuple[features.Seen, ...]]) -> list[str]:
    """The sure rules that were right so often that they decide alone; see `RIGHT_ENOUGH`."""
    right: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for line, sentences in zip(taught, seen, strict=True):
        for hit in (hit for each in sentences for hit in each.hits if hit.own or hit.rule.label in EXITS):
            every[hit.rule.name] += 1
            right[hit.rule.name] += hit.rule.label in line.labels
    return [
        rule.name
        for rule in lexicon.rules()
        if rule.sure
        and not rule.always
        and (
            (right[rule.name] + 1) / (every[rule.name] + 2) >= RIGHT_ENOUGH
            or (rule.label in GRAVE and right[rule.name] == every[rule.name])
        )
    ]

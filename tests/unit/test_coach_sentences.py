import itertools
import re
from collections import Counter, defaultdict

import pytest

from deploy.coach_sentences import ENGLISHES, PARTS, Line, WrongLine, lines, part_of, read_line
from service.domain.coach import KINDS, LABELS, STEPS

ALL = {part: lines(part) for part in PARTS}
EVERY = [line for part in ALL.values() for line in part]
NEAR = 0.8
"""Two texts that share more of their pairs of words are taken for one."""


def pairs_of(line: Line) -> frozenset[tuple[str, str]]:
    words = re.findall(r"[a-z]+", line.text.lower())
    return frozenset(itertools.pairwise(words))


def alike(left: list[Line], right: list[Line]) -> list[tuple[str, str]]:
    """Texts of two parts that are nearly the same. Of the pairs of one, fewer than a fifth may be missing in the other,
    so that they share one at least of its rarest fifth and one more: only those are compared."""
    holding = defaultdict(set)
    pairs = [pairs_of(line) for line in right]
    for at, of_line in enumerate(pairs):
        for pair in of_line:
            holding[pair].add(at)
    found = []
    for line in left:
        mine = pairs_of(line)
        rarest = sorted(mine, key=lambda pair: len(holding.get(pair, ())))[: len(mine) // 5 + 1]
        near = set().union(*(holding.get(pair, ()) for pair in rarest))
        found += [(line.text, right[at].text) for at in near if len(mine & pairs[at]) > NEAR * len(mine | pairs[at])]
    return found


@pytest.mark.parametrize("part", PARTS)
def test_a_family_stands_in_the_part_that_its_name_says(part: str) -> None:
    assert {line.family for line in ALL[part] if part_of(line.family) != part} == set()


def test_no_family_stands_on_two_sides() -> None:
    families = {part: {line.family for line in of_part} for part, of_part in ALL.items()}
    assert families["train"] & families["development"] == set()
    assert (families["train"] | families["development"]) & families["test"] == set()


def test_no_sentence_of_the_test_part_nearly_stands_in_another() -> None:
    assert alike(list(ALL["test"]), [*ALL["train"], *ALL["development"]]) == []


def test_nearly_the_same_sentence_is_noticed() -> None:
    line = ALL["train"][0]
    changed = Line("x", line.text + " Yes.", line.step, line.kind, line.english, line.labels)
    assert alike([changed], [line]) == [(changed.text, line.text)]


def test_no_sentence_is_there_twice() -> None:
    plain = Counter(" ".join(re.findall(r"\w+", line.text.lower())) for line in EVERY)
    assert [text for text, count in plain.items() if count > 1] == []


def test_there_are_enough_of_every_sort() -> None:
    assert len(EVERY) >= 2500
    assert 0.5 <= sum(not line.labels for line in EVERY) / len(EVERY) <= 0.65
    assert {line.english for line in EVERY} == set(ENGLISHES)
    for english in ENGLISHES:
        assert sum(line.english == english for line in EVERY) >= len(EVERY) / 6
    for part, of_part in ALL.items():
        assert {line.step for line in of_part} == set(STEPS)
        assert {line.kind for line in of_part} == set(KINDS)
        counted = Counter(label for line in of_part for label in line.labels)
        assert [label for label in LABELS if counted[label] < 5] == [], part


def test_hindsight_is_only_said_of_incidents() -> None:
    assert [line.text for line in EVERY if "hindsight" in line.labels and line.kind != "incident"] == []


GOOD = '{"text": "x", "step": "expression", "kind": "conflict", "labels": []}'


@pytest.mark.parametrize(
    "line",
    [
        "",
        "[]",
        "nonsense",
        "[" * 100_000,
        GOOD.replace('"x"', "1"),
        GOOD.replace("expression", "praise"),
        GOOD.replace('"conflict"', "[]"),
        GOOD.replace("[]", '["unheard_of"]'),
        GOOD.replace(', "labels": []', ""),
    ],
)
def test_a_wrong_line_is_refused_with_a_reason(line: str) -> None:
    assert read_line(GOOD).text == "x"
    with pytest.raises(WrongLine, match=r"\w"):
        read_line(line)

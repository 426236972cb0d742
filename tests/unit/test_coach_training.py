"""What the coach's training makes of a few drafts, small enough to see what it should be."""

import pytest

from deploy import coach_training
from deploy.coach_sentences import Line
from service.domain.coach import features, model, reading

OPENINGS = ("Well", "Today", "Again", "Look", "Okay", "Friday")


def drafts() -> list[Line]:
    """Six families each: "careful" only where it is a threat, "table" nowhere in particular."""
    return [
        Line(f"{opening}-{label}", f"{opening}, {text} the table.", "expression", "conflict", "us", frozenset(labels))
        for opening in OPENINGS
        for label, text, labels in (
            ("threat", "be careful with", ["threat"]),
            ("clean", "we moved", []),
            ("exit", "he hit me at", ["exit_violence"]),
        )
    ]


def learned(taught: list[Line]) -> model.Model:
    seen = [features.see(reading.sentences(line.text), line.step, line.kind) for line in taught]
    return model.read(coach_training.written(coach_training.weigh(taught, seen, range(len(taught))), {}, []))


def test_a_word_speaks_for_the_category_that_it_stands_with() -> None:
    weighed = learned(drafts())
    assert weighed.own.weight("careful", "threat") > 0
    assert weighed.own.weight("careful", "threat") > weighed.own.weight("table", "threat")
    assert weighed.any_voice.weight("hit", "exit_violence") > 0 >= weighed.any_voice.weight("moved", "exit_violence")


def test_what_too_few_families_say_is_not_learned() -> None:
    few = coach_training.FEWEST_FAMILIES - 1
    rare = [
        Line(f"rare-{number}", "Beware the zebra.", "expression", "conflict", "us", frozenset({"threat"}))
        for number in range(few)
    ]
    once_more = [*rare, Line("rare-more", rare[0].text, "expression", "conflict", "us", frozenset({"threat"}))]
    assert "zebra" not in learned([*drafts(), *rare]).own.of
    assert "zebra" in learned([*drafts(), *once_more]).own.of


def test_of_many_weights_those_that_move_most_drafts_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    taught = drafts()
    seen = [features.see(reading.sentences(line.text), line.step, line.kind) for line in taught]
    every = coach_training.weigh(taught, seen, range(len(taught)))["own"]
    monkeypatch.setitem(coach_training.MOST_WEIGHTS, "own", 20)
    few = coach_training.weigh(taught, seen, range(len(taught)))["own"]
    assert sum(len(pairs) // 2 for pairs in few.values()) <= 20 < sum(len(pairs) // 2 for pairs in every.values())
    assert set(few) <= set(every)
    assert model.BIAS in few

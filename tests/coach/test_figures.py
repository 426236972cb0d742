"""What the coach is able to do, measured on sentences that it was not taught, and whether its model is made of them."""

import time

import pytest

from deploy import coach, coach_training
from deploy.coach_sentences import ENGLISHES, lines
from service.domain.coach import EXITS, LANGUAGE, judge

pytestmark = pytest.mark.slow

MOST_NOTED = 0.08
MOST_ROUTED = 0.025
EXIT_RECALL = 0.83
PRECISION = 0.80
"""Of all language notes together. The floors guard against falling back; README.md has the figures themselves."""


@pytest.fixture(scope="module")
def figures() -> coach.Figures:
    return coach.measure(lines("test"))


def test_clean_sentences_are_mostly_left_alone(figures: coach.Figures) -> None:
    assert figures.noted <= MOST_NOTED
    assert figures.routed <= MOST_ROUTED


def test_exit_signals_are_mostly_found(figures: coach.Figures) -> None:
    assert figures.exits.recall >= EXIT_RECALL
    assert all(figures.of_label[label].recall >= EXIT_RECALL / 2 for label in EXITS)


def test_language_notes_are_mostly_right(figures: coach.Figures) -> None:
    hit = sum(figures.of_label[label].hit for label in LANGUAGE)
    false = sum(figures.of_label[label].false for label in LANGUAGE)
    assert hit / (hit + false) >= PRECISION


def test_no_english_is_noted_far_more_often_than_another() -> None:
    clean = [line for line in lines("test") if not line.labels]
    shares = {
        english: coach.measure([line for line in clean if line.english == english]).noted for english in ENGLISHES
    }
    assert max(shares.values()) <= 2 * min(shares.values()) + 0.02, shares


def test_the_model_is_what_the_sentences_and_tables_give() -> None:
    told = coach_training.train([*lines("train"), *lines("development")])
    assert told == coach_training.MODEL.read_text(encoding="utf-8")


def test_a_longer_draft_takes_no_more_than_its_share_longer() -> None:
    text = " ".join(line.text for line in lines("development"))[:16_000]
    judge(text[:1000], "expression", "conflict")

    def spent(letters: int) -> int:
        tries = []
        for _ in range(5):
            began = time.process_time_ns()
            judge(text[:letters], "expression", "conflict")
            tries.append(time.process_time_ns() - began)
        return min(tries)

    assert spent(16_000) <= 40 * spent(1_000)

import json

import pytest
from typer.testing import CliRunner

from deploy import coach
from deploy.cli import app
from deploy.coach_sentences import Line
from service.domain.coach import LABELS, MOST_NOTES

DRAFT = {"text": "You made me lose my temper.", "step": "expression", "kind": "conflict"}


def line(text: str, *labels: str, english: str = "uk") -> Line:
    return Line("f", text, "expression", "conflict", english, frozenset(labels))


FLAGGED = line(DRAFT["text"], "you_blame")
CLEAN = line("I moved the meeting and forgot to tell you.", english="in")
CALLED_CLEAN = line("You made me lose my temper again.", english="in")


def test_answers_come_one_a_line_in_order_with_known_words() -> None:
    clean = {"text": CLEAN.text, "step": "acknowledgment", "kind": "incident"}
    told = [json.loads(each) for each in coach.answer([json.dumps(DRAFT), json.dumps(clean)], pytest.fail)]
    assert [each["labels"] for each in told] == [["you_blame"], []]
    assert set(told[0]["labels"]) <= set(LABELS)
    assert len(told[0]["notes"]) <= MOST_NOTES
    assert told[0]["notes"][0]["quote"] == DRAFT["text"]
    assert set(told[0]["notes"][0]) == {"label", "quote", "start", "end", "rule", "why", "try"}


def test_a_line_that_cannot_be_read_is_named_and_the_others_go_on() -> None:
    given = "\n".join((json.dumps(DRAFT), "{nonsense", json.dumps(DRAFT | {"step": "praise"}), json.dumps(DRAFT)))
    ran = CliRunner().invoke(app, ["coach"], input=given)
    told = [json.loads(each) for each in ran.stdout.splitlines()]
    assert [each["labels"] for each in told] == [["you_blame"], [], [], ["you_blame"]]
    assert [bool(each.get("error")) for each in told] == [False, True, True, False]
    assert [each.split(":")[0] for each in ran.stderr.splitlines()] == ["line 2", "line 3"]
    assert ran.exit_code == 1


def test_all_lines_in_order_end_well() -> None:
    ran = CliRunner().invoke(app, ["coach"], input=json.dumps(DRAFT) + "\n\n")
    assert (ran.exit_code, ran.stderr, len(ran.stdout.splitlines())) == (0, "", 1)


@pytest.mark.parametrize("text", ["", "🙃", "\ud800", "a" * 10_000, "\u202eשלום\u202c", "\x00"])
def test_odd_texts_are_answered_in_one_line(text: str) -> None:
    (told,) = coach.answer([json.dumps(DRAFT | {"text": text})], pytest.fail)
    assert "\n" not in told
    told.encode("ascii")
    assert json.loads(told)["notes"] == []


def test_what_other_tools_write_around_a_line_does_not_lose_it() -> None:
    breaks = DRAFT | {"text": "You made me\u2028lose my temper.\u0085", "labels": ["you_blame"], "english": None}
    rows = [json.dumps(breaks, ensure_ascii=False), json.dumps(DRAFT | {"labels": ["of their own"]})]
    told = [json.loads(each) for each in coach.answer(["\ufeff" + rows[0], rows[1]], pytest.fail)]
    assert [each["labels"] for each in told] == [["you_blame"], ["you_blame"]]
    complaints: list[str] = []
    (read,) = coach.read_all("\ufeff" + "\n".join(rows), complaints.append)
    assert (read.english, read.labels) == ("", {"you_blame"})
    assert [each.split(":")[0] for each in complaints] == ["line 2"]


def test_another_language_is_told_in_one_line() -> None:
    (told,) = coach.answer(
        [json.dumps(DRAFT | {"text": "Du hast mich nie gefragt und das war nicht gut."})], pytest.fail
    )
    assert json.loads(told) == {"labels": [], "notes": [], "english": False, "told": coach.ENGLISH_ONLY}


def test_figures_count_hits_misses_and_false_notes() -> None:
    missed = line("The tea was good.", "threat")
    figures = coach.measure([FLAGGED, CLEAN, CALLED_CLEAN, missed])
    assert figures.of_label["you_blame"] == coach.Count(hit=1, missed=0, false=1)
    assert figures.of_label["you_blame"].precision == pytest.approx(0.5)
    assert figures.of_label["threat"].recall == pytest.approx(0)
    assert (figures.clean, figures.noted, figures.routed) == (2, pytest.approx(0.5), 0)


def test_a_report_has_a_table_for_each_kind_of_english(tmp_path) -> None:
    rows = [
        json.dumps(
            {"text": each.text, "step": each.step, "kind": each.kind, "english": each.english, "labels": [*each.labels]}
        )
        for each in (FLAGGED, CLEAN)
    ]
    file = tmp_path / "bank.jsonl"
    file.write_text("\n".join([*rows, "[]"]), encoding="utf-8")
    ran = CliRunner().invoke(app, ["coach", "--report", str(file)])
    assert "All 2 sentences" in ran.stdout
    assert "English uk: 1 sentences" in ran.stdout
    assert "of 1 clean sentences: 0.0% with any note, 0.0% routed" in ran.stdout
    assert "line 3" in ran.stderr
    assert ran.exit_code == 1

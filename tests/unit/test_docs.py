"""The documents say what is true: generated parts are in date, and what they name exists."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest
from typer.main import get_command

from deploy import cli, docs
from schemas.vocabulary import State
from service.domain.lifecycle import MOVES

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = ("README.md", "ARCHITECTURE.md", "DECISIONS.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")
# What a reader writes, or what a command makes on their machine.
THEIRS = {".env", "contacts.toml", "people.csv", ".venv/bin/mend", ".venv/bin/pytest"}
TOPS = ("schemas", "service", "slack_app", "deploy", "tests")
ENDINGS = ("py", "toml", "yaml", "jsonl", "md", "txt", "csv", "example")


@cache
def text_of(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


@cache
def paths() -> list[str]:
    """Every file, and every folder with a file in it."""
    skipped = {".venv", ".git", "build", ".demo", "__pycache__"}
    files = [path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file()]
    kept = [path for path in files if not skipped & set(path.parts)]
    return [f"/{each.as_posix()}" for each in {*kept, *(folder for path in kept for folder in path.parents)}]


def exists(name: str) -> bool:
    """A path may be given in full, or from any folder that makes it clear."""
    wanted = f"/{name.strip('/')}"
    return name in THEIRS or any(path.endswith(wanted) for path in paths())


def code_in(document: str) -> list[str]:
    """Everything in backticks: short pieces, and the lines of blocks."""
    blocks = re.findall(r"```.*?\n(.*?)```", text_of(document), flags=re.DOTALL)
    rest = re.sub(r"```.*?```", "", text_of(document), flags=re.DOTALL)
    return [line for block in blocks for line in block.splitlines()] + re.findall(r"`([^`\n]+)`", rest)


def headings_in(document: str) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", text_of(document), flags=re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


# --------------------------------------------------------------------------------------------------- generated parts


@pytest.mark.parametrize("document", docs.PARTS)
def test_the_generated_parts_are_what_the_code_says(document: str) -> None:
    assert docs.stale(document) == [], "`make docs` writes them anew"


def test_a_part_that_is_out_of_date_is_named_in_one_line_and_written_anew(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for document in docs.PARTS:
        (tmp_path / document).write_text(text_of(document).replace("Link a timeline", "Tell a story"), encoding="utf-8")
    assert docs.check(tmp_path) == 1
    assert capsys.readouterr().err == "Out of date (ARCHITECTURE.md: lifecycle). `make docs` writes them anew.\n"
    docs.write("ARCHITECTURE.md", tmp_path)
    assert docs.check(tmp_path) == 0


def test_what_stands_outside_the_markers_is_left_alone() -> None:
    text = "before\n<!-- generated:x begin -->\nold\n<!-- generated:x end -->\nafter\n"
    new = "before\n<!-- generated:x begin -->\nnew\n<!-- generated:x end -->\nafter\n"
    assert docs.fill(text, "x", "new") == new
    with pytest.raises(SystemExit, match="each stand once"):
        docs.fill(text + text, "x", "new")


def test_the_diagram_has_every_state_and_every_move_with_a_reason() -> None:
    arrows = [line.split(" : ") for line in docs.diagram().splitlines() if " --> " in line and " : " in line]
    drawn = {end for ends, _why in arrows for end in ends.split(" --> ")}
    assert {state.value for state in State} - {end.strip() for end in drawn} == set()
    for move in MOVES:
        assert any(ends.strip() == f"{move.state} --> {move.to or 'before'}" for ends, _why in arrows)
    assert [why for _ends, why in arrows if not why or re.search("[:;]", why)] == []


# ------------------------------------------------------------------------------------------------- what is named exists


def links() -> Iterator[tuple[str, str]]:
    for document in DOCUMENTS:
        yield from ((document, target) for target in re.findall(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)", text_of(document)))


def test_every_link_leads_somewhere() -> None:
    for document, target in links():
        if "://" in target:
            continue
        path, _, heading = target.partition("#")
        assert (ROOT / path).is_file(), f"{document}: {target}"
        assert not heading or heading in headings_in(path or document), f"{document}: {target}"


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_file_and_folder_that_is_named_exists(document: str) -> None:
    named = {
        word.rstrip(".,:")
        for piece in code_in(document)
        for word in re.findall(r"(?<![\w/:.@*-])[\w./-]+", piece)
        if re.search(rf"\.({'|'.join(ENDINGS)})$|\w/$|^({'|'.join(TOPS)})/", word.rstrip(".,:")) and word[0] != "/"
    }
    assert named or document == "CHANGELOG.md"
    assert sorted(name for name in named if not exists(name)) == []


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):.*## ", text_of("Makefile"), flags=re.MULTILINE))
    named = {name for d in DOCUMENTS for piece in code_in(d) for name in re.findall(r"\bmake ([a-z]+)", piece)}
    assert {"demo", "test"} <= named
    assert named - targets == set()


def commands(of: click.Command, name: str = "") -> Iterator[tuple[str, set[str]]]:
    """Each command of `mend`, with its options."""
    yield name, {option for parameter in of.params for option in parameter.opts}
    for each, below in getattr(of, "commands", {}).items():
        yield from commands(below, f"{name} {each}".strip())


def test_every_mend_command_and_option_that_is_named_exists() -> None:
    known = dict(commands(get_command(cli.app)))
    named = [piece for d in DOCUMENTS for piece in code_in(d) if re.match(r"mend [a-z]", piece)]
    assert named
    for piece in named:
        command = next(
            (c for c in sorted(known, key=len, reverse=True) if c and f"{piece} ".startswith(f"mend {c} ")), ""
        )
        assert command, f"there is no `{piece}`"
        assert set(re.findall(r"--[a-z-]+", piece)) - known[command] == set(), piece


# ------------------------------------------------------------------------------------------------- nothing is left out


def test_every_setting_is_explained_and_stands_in_the_example() -> None:
    example = dict(re.findall(r"^([A-Z_]+)=(.*)$", text_of(".env.example"), flags=re.MULTILINE))
    defaults = docs.defaults()
    assert set(example) == set(defaults)
    assert [name for name in defaults if not docs.explained().get(name)] == []
    assert [name for name, value in example.items() if value and f"`{value}`" != defaults[name]] == []


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads(text_of("pyproject.toml"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.split(r"[\[<>=]", each)[0] for each in wanted}
    rows = re.findall(r"^\| ([\w, -]+) \|", text_of("DECISIONS.md"), flags=re.MULTILINE)
    explained = {name.strip() for row in rows for name in row.split(",")}
    assert sorted(names - explained) == []


def test_the_readme_is_short() -> None:
    assert len(text_of("README.md").splitlines()) < 200


def test_both_pictures_are_there_and_say_what_they_show() -> None:
    pictures = re.findall(r"!\[(.*?)\]\((.*?)\)", text_of("README.md"))
    assert len(pictures) == 2
    assert [words for words, _path in pictures if len(words.split()) < 5] == []
    assert [path for _words, path in pictures if not (ROOT / path).is_file()] == []

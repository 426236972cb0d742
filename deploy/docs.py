"""`python -m deploy.docs [--check]`: writes the parts of the documents that are drawn from the code.

A generated part stands between `<!-- generated:NAME begin -->` and `<!-- generated:NAME end -->`; nothing else in a
document is touched. Rules are read from the tables themselves. What a table does not keep at run time (the sentence
after an enum's member, the defaults of a settings class) is read from its source, without importing the Slack half.
"""

import argparse
import ast
import re
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from schemas.vocabulary import Act, State
from service.domain.lifecycle import ANY_TIME, BY_DATE, CEILINGS, MOVES, OPEN, STEP_OF, WORKING, Move
from service.domain.permits import RULES
from service.domain.visibility import PROMISES

ROOT = Path(__file__).resolve().parents[1]
VOCABULARY = ROOT / "schemas" / "vocabulary.py"
COPY = ROOT / "slack_app" / "copy.toml"
EXAMPLE = ROOT / ".env.example"
SETTINGS = (ROOT / "slack_app" / "settings.py", ROOT / "service" / "settings.py", ROOT / "deploy" / "cli.py")
FROM_MANY = (
    ("pausable", "paused", "one party pauses"),
    ("paused", "before", "its date has come, or its author ends it early"),
    ("leavable", "circle", "somebody left, and at the next date two or more remain"),
    ("leavable", "closed", "somebody left, and at the next date fewer than two remain"),
)
"""The moves of `ANY_TIME`."""


# ---- what the sources say ----


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=path.name)


@dataclass(frozen=True)
class Field:
    """One assignment in a class: its name, its value if it has one, and the docstring after it."""

    name: str
    value: ast.expr | None
    meaning: str


def classes(path: Path) -> Iterator[ast.ClassDef]:
    return (node for node in tree(path).body if isinstance(node, ast.ClassDef))


def fields(of: ast.ClassDef) -> Iterator[Field]:
    for node, after in zip(of.body, [*of.body[1:], None], strict=True):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield Field(node.targets[0].id, node.value, text_of(after))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield Field(node.target.id, node.value, text_of(after))


def text_of(node: ast.stmt | None) -> str:
    """The docstring that this statement is; '' for any other."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
        return " ".join(node.value.value.split())
    return ""


@cache
def meanings() -> dict[str, dict[str, str]]:
    """Of every enum in the vocabulary: member -> its meaning."""
    return {each.name: {f.name: f.meaning for f in fields(each) if f.meaning} for each in classes(VOCABULARY)}


@cache
def copy() -> dict[str, dict[str, dict[str, str]]]:
    """The words on Slack's screens, as data."""
    return tomllib.loads(COPY.read_text(encoding="utf-8"))


def first_sentence(text: str | None) -> str:
    """Up to the first full stop, colon or semicolon: Mermaid takes no more in a label."""
    return re.split(r"[.:;](?:\s|$)", " ".join((text or "").split()), maxsplit=1)[0]


def table(header: str, rows: list[str]) -> str:
    columns = header.count("|") + 1
    return "\n".join([f"| {header} |", "|" + "---|" * columns, *(f"| {row} |" for row in rows)])


# ---- the life of a review ----


def lifecycle() -> str:
    return f"{diagram()}\n\n{states()}"


def diagram() -> str:
    moves = [arrow(move.state, move.to or "before", label(move)) for move in MOVES]
    by_date = [arrow(start.value, end.value if end else "[*]", why) for start, end, why in BY_DATE]
    outside = [*by_date, *(arrow(*row) for row in FROM_MANY)]
    return "\n".join(["```mermaid", "stateDiagram-v2", *named_runs(), "    [*] --> draft", *moves, *outside, "```"])


def arrow(start: str, end: str, why: str) -> str:
    return f"    {start} --> {end} : {why}"


def label(move: Move) -> str:
    """Why a review moves: the guard's own sentence, or the act's; and whether sealed words open with it."""
    why = first_sentence(move.guard.__doc__ if move.guard else meanings()["Act"][str(move.act)])
    return f"{why} (then opened to all at one moment)" if move.opens else why


def named_runs() -> list[str]:
    """Pausing and leaving are drawn once for all the states they belong to."""
    return [
        '    state "where it stood before" as before',
        f'    state "{span(ANY_TIME[Act.pause])}" as pausable',
        f'    state "{span(ANY_TIME[Act.leave])}" as leavable',
    ]


def span(of: tuple[State, ...]) -> str:
    """Names a run of states by its ends, and what is added to it one by one."""
    run = list(WORKING)
    others = [state for state in of if state not in run]
    return ", ".join([f"{run[0]} to {run[-1]}", *others])


def states() -> str:
    rows = [f"`{s}` | {step(s)} | {ceiling(s)} | {copy()['state'][s]} | {buttons(s)}" for s in State]
    return table("state | step | ceiling | what its card says | its buttons", rows)


def step(state: State) -> str:
    return f"{STEP_OF[state]} of 7" if state in STEP_OF else "–"


def ceiling(state: State) -> str:
    return f"{CEILINGS[state]} working days" if state in CEILINGS else "–"


def buttons(state: State) -> str:
    """What people may press in this state; what stands in every open state is left out."""
    here = [act for act, rule in RULES.items() if state in rule.states and act not in ANY_TIME]
    return " · ".join(copy()["act"][act]["button"] for act in here if not set(RULES[act].states) >= OPEN) or "–"


# ---- who may read whose words ----


def promises() -> str:
    rows = [
        f"{plain(meanings()['Step'][each.name])} (`{each}`) | {promise.readers} | {promise.when}"
        for each, promise in PROMISES.items()
    ]
    return table("whose words | who may read them besides their author | when", rows)


def plain(meaning: str) -> str:
    return meaning.rstrip(".").replace("|", "/")


# ---- the glossary ----


def glossary() -> str:
    documents = {each.name: text_of(each.body[0]) for each in classes(VOCABULARY)}
    parts = [f"### {name}\n\n{documents[name]}\n\n{words(members)}" for name, members in meanings().items() if members]
    return "\n\n".join(parts)


def words(members: dict[str, str]) -> str:
    return table("word | meaning", [f"`{name}` | {meaning.replace('|', '/')}" for name, meaning in members.items()])


# ---- settings ----


def settings() -> str:
    known = explained()
    rows = [f"`{name}` | {default} | {known.get(name, '')}" for name, default in defaults().items()]
    return table("name | default | meaning", rows)


def defaults() -> dict[str, str]:
    """Every setting -> its default as it is written in the table."""
    return {
        field.name.upper(): shown(field.value)
        for path in SETTINGS
        for each in classes(path)
        for field in fields(each)
        if "BaseSettings" in map(ast.unparse, each.bases) and field.name != "model_config"
    }


def shown(value: ast.expr | None) -> str:
    """A default, as a person would type it in `.env`."""
    if isinstance(value, ast.Call):  # Field(default=…)
        value = next((word.value for word in value.keywords if word.arg == "default"), None)
    if value is None:
        return "none: needed"
    found = ast.literal_eval(value)
    return "not set" if found in (None, False, "") else f"`{found}`"


def explained() -> dict[str, str]:
    """What `.env.example` says above each setting: the one place where they are explained."""
    found: dict[str, str] = {}
    above: list[str] = []
    for line in EXAMPLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("# ") and not line.startswith("# ---"):
            above.append(line.removeprefix("# ").strip())
        elif name := re.match(r"#?([A-Z_]+)=", line):
            found[name[1]], above = " ".join(above), []
        else:
            above = []
    return found


# ---- putting it in ----

PARTS: dict[str, dict[str, Callable[[], str]]] = {
    "ARCHITECTURE.md": {"lifecycle": lifecycle, "promises": promises, "glossary": glossary},
    "README.md": {"settings": settings},
}


def fill(text: str, name: str, content: str) -> str:
    """The document with this part written anew. Refuses one that has no place for it."""
    begin, end = f"<!-- generated:{name} begin -->", f"<!-- generated:{name} end -->"
    if text.count(begin) != 1 or text.count(end) != 1:
        raise SystemExit(f"{begin} and {end} must each stand once in the document")
    before, rest = text.split(begin)
    return f"{before}{begin}\n{content}\n{end}{rest.split(end)[1]}"


def stale(document: str, folder: Path = ROOT) -> list[str]:
    """The parts of this document that are not what the code says."""
    text = (folder / document).read_text(encoding="utf-8")
    return [name for name, made in PARTS[document].items() if fill(text, name, made()) != text]


def write(document: str, folder: Path = ROOT) -> None:
    path = folder / document
    text = path.read_text(encoding="utf-8")
    for name, made in PARTS[document].items():
        text = fill(text, name, made())
    path.write_text(text, encoding="utf-8")


def check(folder: Path = ROOT) -> int:
    """1, with one line that names them, when parts are out of date."""
    old = [f"{document}: {', '.join(names)}" for document in PARTS if (names := stale(document, folder))]
    if old:
        print(f"Out of date ({'; '.join(old)}). `make docs` writes them anew.", file=sys.stderr)
    return 1 if old else 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m deploy.docs", description="Writes the generated parts anew.")
    parser.add_argument("--check", action="store_true", help="change nothing; fail when a part is out of date")
    if parser.parse_args().check:
        return check()
    for document in PARTS:
        write(document)
    return 0


if __name__ == "__main__":
    sys.exit(main())

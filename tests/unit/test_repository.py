"""The house rules that no linter knows."""

import ast
import asyncio
import re
import socket
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("schemas", "service", "slack_app", "deploy")
LONGEST_MODULE = 300
LONGEST_FUNCTION = 40

# Each exception names its reason. The tests below also fail when an exception is no longer needed.
LONG_MODULES: dict[str, str] = {
    "schemas/vocabulary.py": "one sentence a word: a glossary is as long as the language, and is read in one place",
    "service/store/migrations/versions/0001_the_first_tables.py": "every table as it was at first",
}
LONG_FUNCTIONS: dict[str, str] = {
    "service/store/migrations/versions/0001_the_first_tables.py::upgrade": "every table as it was at first",
    "service/store/migrations/versions/0001_the_first_tables.py::downgrade": "all of them taken away again",
}
BROAD_EXCEPTS: dict[str, str] = {}  # "deploy/process.py::name": "what may go wrong there that nobody can name"

# A name that says nothing of what is inside collects everything. ("managers" is not among them: here they are people.)
EMPTY_NAMES = {"util", "utils", "helper", "helpers", "common", "base", "manager", "handler", "handlers", "misc"}

# Written in two halves, so that this file does not contain what it forbids.
REGISTRY_HOSTS = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("pypi", "python", "org"),
        ("registry", "npmjs", "org"),
        ("registry", "yarnpkg", "com"),
        ("deb", "debian", "org"),
        ("security", "debian", "org"),
        ("ghcr", "io"),
        ("docker", "io"),
        ("quay", "io"),
        ("crates", "io"),
        ("conda", "anaconda", "org"),
    )
]
MACHINE_PATHS = [
    "/".join(parts) for parts in (("", "work", ""), ("..", "shared"), ("", "root", ""), ("", "opt", "pypi"))
]
INDEX_OPTIONS = ["--" + option for option in ("index-url", "extra-index-url", "find-links", "trusted-host")]


# ------------------------------------------------------------------------------------------------------ what there is


@cache
def files() -> list[Path]:
    """What is in the repository or about to be, or, where there is no git, whatever looks like it."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0:
        found = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    else:
        hidden = {".venv", ".git", "build", "__pycache__"}
        found = [path for path in ROOT.rglob("*") if not hidden & set(path.relative_to(ROOT).parts)]
    return sorted(path for path in found if path.is_file())


def product_modules() -> list[Path]:
    return [path for path in files() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in PRODUCT]


@cache
def texts() -> list[tuple[str, str]]:
    """The name and content of every file that is text."""
    contents = ((name_of(path), path.read_bytes()) for path in files())
    return [(name, content.decode("utf-8", errors="replace")) for name, content in contents if b"\0" not in content]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def functions_in(path: Path) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Every function and method, as "path::Class.name", with its nested ones."""

    def below(node: ast.AST, prefix: str) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{name_of(path)}::{prefix}{child.name}", child
            inner = f"{prefix}{child.name}." if hasattr(child, "name") and hasattr(child, "body") else prefix
            yield from below(child, inner)

    yield from below(tree_of(path), "")


def broad_excepts_in(path: Path) -> Iterator[str]:
    """Where everything is caught: "path::function", or "path::" at the top of the module."""

    def below(node: ast.AST, where: str) -> Iterator[str]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.ExceptHandler) and catches_everything(child):
                yield f"{name_of(path)}::{where}"
            named = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            yield from below(child, f"{where}.{child.name}".lstrip(".") if named else where)

    yield from below(tree_of(path), "")


def catches_everything(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(ast.unparse(kind).split(".")[-1] in {"Exception", "BaseException"} for kind in caught)


# ---------------------------------------------------------------------------------------------------- nothing of here


@pytest.mark.parametrize("host", REGISTRY_HOSTS)
def test_no_file_names_a_registry_host(host: str) -> None:
    assert [name for name, text in texts() if host in text.lower()] == []


@pytest.mark.parametrize("path", MACHINE_PATHS)
def test_no_file_names_a_path_of_the_machine_it_was_written_on(path: str) -> None:
    alone = re.compile(rf"(?<![\w.:/}}-]){re.escape(path)}")
    assert [name for name, text in texts() if alone.search(text)] == []


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_a_lock_holds_exact_versions_with_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert [option for option in INDEX_OPTIONS if option in text] == []
    assert "://" not in text
    entries = re.sub(r"\\\n\s*", " ", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE)).strip().splitlines()
    unpinned = [entry for entry in entries if not re.match(r"[\w.-]+==[\w.]+ +--hash=sha256:[0-9a-f]{64}", entry)]
    assert entries
    assert unpinned == []


def test_the_development_lock_holds_everything_that_runs_in_production() -> None:
    pins = {
        lock: set(re.findall(r"^[\w.-]+==\S+", (ROOT / lock).read_text(encoding="utf-8"), flags=re.MULTILINE))
        for lock in ("requirements.txt", "requirements-dev.txt")
    }
    assert pins["requirements.txt"] - pins["requirements-dev.txt"] == set()


# ----------------------------------------------------------------------------------------------------- size and shape


def test_no_module_is_longer_than_a_person_reads_at_once() -> None:
    long = {}
    for path in product_modules():
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > LONGEST_MODULE:
            long[name_of(path)] = lines
    assert {name: lines for name, lines in long.items() if name not in LONG_MODULES} == {}
    assert set(LONG_MODULES) - set(long) == set(), "no longer needed as exceptions"


def test_no_function_is_longer_than_a_screen() -> None:
    long = {}
    for path in product_modules():
        for name, function in functions_in(path):
            lines = (function.end_lineno or function.lineno) - function.lineno + 1
            if lines > LONGEST_FUNCTION:
                long[name] = lines
    assert {name: lines for name, lines in long.items() if name not in LONG_FUNCTIONS} == {}
    assert set(LONG_FUNCTIONS) - set(long) == set(), "no longer needed as exceptions"


def test_nothing_catches_every_exception_without_a_reason() -> None:
    broad = {where for path in product_modules() for where in broad_excepts_in(path)}
    assert broad - set(BROAD_EXCEPTS) == set()
    assert set(BROAD_EXCEPTS) - broad == set(), "no longer needed as exceptions"


def test_every_exception_from_the_rules_gives_its_reason() -> None:
    reasons = [*LONG_MODULES.values(), *LONG_FUNCTIONS.values(), *BROAD_EXCEPTS.values()]
    assert [reason for reason in reasons if len(reason.split()) < 4] == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    words = re.compile(r"[a-z]+")
    vague = []
    for path in files():
        if path.suffix == ".py":
            parts = path.relative_to(ROOT).with_suffix("").parts
            named = {word for part in parts for word in words.findall(part)}
            vague += [name_of(path)] if named & EMPTY_NAMES else []
    assert vague == []


def test_every_package_says_what_it_is_for() -> None:
    packages = [path for path in product_modules() if path.name == "__init__.py"]
    assert packages
    assert [name_of(path) for path in packages if not ast.get_docstring(tree_of(path))] == []


def test_every_module_says_what_it_is_for() -> None:
    modules = [path for path in product_modules() if path.name != "__init__.py"]
    assert [name_of(path) for path in modules if not ast.get_docstring(tree_of(path))] == []


def test_every_folder_of_modules_is_a_package() -> None:
    folders = {path.parent for path in product_modules() if "migrations" not in path.parts}
    assert [name_of(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


# ------------------------------------------------------------------------------------------- the rules above can fail


@pytest.mark.parametrize(
    ("caught", "broad"),
    [
        ("except:", True),
        ("except Exception:", True),
        ("except (ValueError, BaseException) as e:", True),
        ("except builtins.Exception:", True),
        ("except ValueError:", False),
        ("except (KeyError, ValueError):", False),
    ],
)
def test_a_broad_except_is_seen_in_every_spelling(caught: str, *, broad: bool) -> None:
    handler = next(
        node for node in ast.walk(ast.parse(f"try:\n    x\n{caught}\n    y")) if isinstance(node, ast.ExceptHandler)
    )
    assert catches_everything(handler) is broad


async def test_no_test_reaches_another_machine() -> None:
    with pytest.raises(AssertionError, match="tried to reach"), socket.socket() as outside:
        outside.connect(("192.0.2.1", 80))
    with pytest.raises(AssertionError, match="tried to reach"):
        await asyncio.open_connection("192.0.2.1", 80)
    with pytest.raises(AssertionError, match="tried to look up"):
        await asyncio.open_connection("mend.example.org", 80)
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
    async with server:
        _, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.close()
        await writer.wait_closed()

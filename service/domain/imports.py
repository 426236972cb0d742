"""Reads the two files a workspace brings: who works where (CSV), and whom to turn to (TOML).

Nothing here raises on a bad text. Each complaint is one line that says where: "line 4: ..." counts the file's lines
from 1, header and blank lines included; "contact 2: ..." counts the tables. Rows that are fine are returned beside the
complaints; a caller that wants all or nothing looks at `errors` first.
"""

import csv
import io
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from schemas.vocabulary import ContactKind

PEOPLE_COLUMNS = ("slack_user_id", "unit", "manager_slack_user_id")
SLACK_USER_ID = re.compile(r"[UW][A-Z0-9]{2,}")
COUNTRY = re.compile(r"\*|[A-Za-z]{2}")
LONGEST_UNIT = 80
LONGEST_CONTACT: Mapping[str, int] = {"kind": 20, "name": 80, "reach": 200, "country": 2}

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person: Slack user id, unit, and whose line they are in (None at the top)."""

    user: str
    unit: str
    manager: str | None


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One contact: what kind, their name, how to reach them, and for which country ("*": all, else two capitals)."""

    kind: ContactKind
    name: str
    reach: str
    country: str


@dataclass(frozen=True, slots=True)
class Parsed(Generic[Row]):
    """The rows that can be used, and one line for each thing that is wrong."""

    rows: tuple[Row, ...]
    errors: tuple[str, ...]


def parse_people(text: str) -> Parsed[PersonRow]:
    """People from CSV with the header `slack_user_id,unit,manager_slack_user_id`; a byte-order mark is tolerated.

    Wrong: another header or number of columns, an id that is none, no unit or one over 80 characters, a person twice,
    somebody as their own manager, and managers that form a ring (its people are named).
    """
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    try:
        lines = [(reader.line_num, stripped) for cells in reader if any(stripped := [cell.strip() for cell in cells])]
    except csv.Error as problem:  # a cell of more than 128 KiB, say after a quote that was never closed
        return Parsed((), (f"line {reader.line_num}: not a CSV file: {problem}",))
    if not lines or tuple(cell.lower() for cell in lines[0][1]) != PEOPLE_COLUMNS:
        where = lines[0][0] if lines else 1
        return Parsed((), (f"line {where}: the first line must be {','.join(PEOPLE_COLUMNS)}",))
    rows: dict[str, PersonRow] = {}
    found_at: dict[str, int] = {}
    errors: list[str] = []
    for number, cells in lines[1:]:
        wrong = _wrong_with_person(cells, rows)
        if wrong:
            errors.append(f"line {number}: {wrong}")
        else:
            rows[cells[0]] = PersonRow(cells[0], cells[1], cells[2] or None)
            found_at[cells[0]] = number
    errors += [f"line {found_at[ring[0]]}: {_ring_text(ring)}" for ring in _rings(rows)]
    return Parsed(tuple(rows.values()), tuple(errors))


def parse_contacts(text: str) -> Parsed[ContactRow]:
    """Contacts from TOML tables `[[contact]]` with `kind`, `name`, `reach` and `country`.

    Wrong: anything else in the file, a missing, unknown, empty or too long entry, an unknown kind, a country that is
    neither "*" nor two letters, and the same contact twice.
    """
    try:
        told = tomllib.loads(text.removeprefix("\ufeff"))
    except (tomllib.TOMLDecodeError, RecursionError) as problem:
        return Parsed((), (f"not a TOML file: {problem}",))
    errors = [f"unknown entry {name!r}: only [[contact]] tables" for name in told if name != "contact"]
    tables = told.get("contact", [])
    if not isinstance(tables, list):
        return Parsed((), (*errors, "contacts are tables: write [[contact]], with two brackets"))
    rows: dict[ContactRow, None] = {}
    for number, table in enumerate(tables, 1):
        read = _contact(table)
        if isinstance(read, ContactRow) and read in rows:
            read = "the same contact is there twice"
        if isinstance(read, ContactRow):
            rows[read] = None
        else:
            errors.append(f"contact {number}: {read}")
    return Parsed(tuple(rows), tuple(errors))


def missing_kinds(rows: Iterable[ContactRow]) -> tuple[ContactKind, ...]:
    """The kinds of contact that a workspace still has to name before anybody can open a review."""
    named = {row.kind for row in rows}
    return tuple(kind for kind in ContactKind if kind not in named)


def _wrong_with_person(cells: list[str], before: Mapping[str, PersonRow]) -> str | None:
    if len(cells) != len(PEOPLE_COLUMNS):
        return f"{len(cells)} columns instead of {len(PEOPLE_COLUMNS)}"
    user, unit, manager = cells
    if not SLACK_USER_ID.fullmatch(user):
        return f"{user[:40]!r} is not a Slack user id (U or W, then capitals and digits)"
    if manager and not SLACK_USER_ID.fullmatch(manager):
        return f"{manager[:40]!r} is not a Slack user id (U or W, then capitals and digits)"
    if not unit:
        return f"{user} has no unit"
    if len(unit) > LONGEST_UNIT:
        return f"the unit of {user} has {len(unit)} characters, at most {LONGEST_UNIT} fit"
    if user in before:
        return f"{user} is there twice"
    return f"{user} cannot be their own manager" if user == manager else None


def _rings(rows: Mapping[str, PersonRow]) -> Iterator[list[str]]:
    """Each ring of managers once, from the person in it whose row comes first."""
    done: set[str] = set()
    for start in rows:
        path: list[str] = []
        person: str | None = start
        while person is not None and person in rows and person not in done:
            done.add(person)
            path.append(person)
            person = rows[person].manager
        if person in path:
            ring = path[path.index(person) :]
            first = min(ring, key=list(rows).index)
            yield ring[ring.index(first) :] + ring[: ring.index(first)]


def _ring_text(ring: list[str]) -> str:
    return f"managers form a ring: {' -> '.join([*ring, ring[0]])}"


def _contact(table: object) -> ContactRow | str:
    """The contact in one table, or what is wrong with it."""
    if not isinstance(table, dict):
        return "not a table"
    if wrong := _wrong_with_contact(table):
        return wrong
    told = {key: value.strip() for key, value in table.items()}
    return ContactRow(ContactKind(told["kind"]), told["name"], told["reach"], told["country"].upper())


def _wrong_with_contact(table: Mapping[str, object]) -> str | None:
    if unknown := sorted(table.keys() - LONGEST_CONTACT.keys()):
        return f"unknown key {unknown[0]!r}"
    for key, most in LONGEST_CONTACT.items():
        value = table.get(key)
        if not isinstance(value, str) or not value.strip():
            return f"{key} is missing" if key not in table else f"{key} must be a text that is not empty"
        if len(value.strip()) > most:
            return f"{key} has {len(value.strip())} characters, at most {most} fit"
    kind, country = str(table["kind"]).strip(), str(table["country"]).strip()
    if kind not in list(ContactKind):
        return f"unknown kind {kind!r}: {', '.join(ContactKind)}"
    return None if COUNTRY.fullmatch(country) else f"country {country!r} must be * or two letters"

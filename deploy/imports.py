"""Takes the two files a workspace brings into the database: all of a file, or nothing of it."""

from datetime import datetime
from typing import TypeVar

from service.domain import imports
from service.domain.imports import ContactRow, Parsed, PersonRow
from service.store import clock, people, tables
from service.store.database import Database

Row = TypeVar("Row")


class Wrong(Exception):
    """The file cannot be used. `lines` says why, one line a mistake; nothing was imported."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def read_people(text: str) -> tuple[PersonRow, ...]:
    """Who works where and for whom, from CSV; `Wrong` for anything that is not right."""
    return checked(imports.parse_people(text), "nobody is in this file")


def read_contacts(text: str) -> tuple[ContactRow, ...]:
    """Whom to turn to, from TOML; `Wrong` for anything that is not right."""
    return checked(imports.parse_contacts(text), "no contact is in this file")


def checked(parsed: Parsed[Row], when_empty: str) -> tuple[Row, ...]:
    if parsed.errors or not parsed.rows:
        raise Wrong(parsed.errors or (when_empty,))
    return parsed.rows


def keep_people(database: Database, rows: tuple[PersonRow, ...]) -> None:
    """In place of every line that was there."""
    made = [tables.LineRow(person_id=r.user, unit=r.unit, manager_id=r.manager) for r in rows]
    with database.writing() as session:
        people.replace_lines(session, made)


def keep_contacts(database: Database, rows: tuple[ContactRow, ...]) -> None:
    """In place of every contact that was there; they count as confirmed now."""
    with database.writing() as session:
        now = clock.now(session)
        people.replace_contacts(session, [contact(row, now) for row in rows])


def contact(row: ContactRow, now: datetime) -> tables.ContactRow:
    return tables.ContactRow(kind=row.kind.value, name=row.name, reach=row.reach, country=row.country, confirmed_at=now)


def still_missing(rows: tuple[ContactRow, ...]) -> str:
    """The kinds of contact that have still to be named, with commas; empty when none."""
    return ", ".join(kind.value for kind in imports.missing_kinds(rows))

"""What an admin of the workspace names: whom to turn to, and who may facilitate. Nobody else, and nothing by half."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlmodel import Session

from deploy import doctor
from schemas.readings import ContactReading, Problem
from schemas.vocabulary import ContactKind, Reason
from service.store import people
from service.store.tables import AuditRow, ContactRow

from .world import Person, World, canary

HELPLINE = {"kind": "crisis", "name": "A helpline", "reach": "116 123", "country": "de"}
BASE = "/api/v1/contacts"


@pytest.fixture
def admin(world: World) -> Person:
    return world.person("Ada", is_admin=True)


def asks(person: Person, method: str, path: str, body: Any = None, once: str | None = None) -> httpx.Response:
    return person.world.asks(person.id, method, path, body, once)


def done(answer: httpx.Response) -> None:
    assert answer.status_code == 204, answer.text


def problem(answer: httpx.Response) -> Problem:
    assert answer.status_code >= 400, answer.text
    return Problem.model_validate_json(answer.content)


def listed(person: Person) -> list[ContactReading]:
    return [ContactReading.model_validate(each) for each in person.gets(BASE).json()]


def of_kind(person: Person, kind: ContactKind) -> ContactReading:
    return next(each for each in listed(person) if each.kind == kind.value)


def test_an_admin_adds_changes_and_removes_a_contact(world: World, admin: Person) -> None:
    done(asks(admin, "POST", BASE, HELPLINE, once="a"))
    assert problem(asks(admin, "POST", BASE, HELPLINE, once="a")).reason is Reason.already_done
    added = listed(admin)[-1]
    assert (added.name, added.reach, added.country, added.due) == ("A helpline", "116 123", "DE", False)
    done(asks(admin, "PUT", f"{BASE}/{added.id}", HELPLINE | {"reach": "new", "country": "*"}))
    assert (listed(admin)[-1].reach, listed(admin)[-1].country) == ("new", "*")
    done(asks(admin, "DELETE", f"{BASE}/{added.id}"))
    assert added.id not in [each.id for each in listed(admin)]
    assert problem(asks(admin, "DELETE", f"{BASE}/{added.id}")).reason is Reason.not_found
    acts = [row.act for row in world.rows(AuditRow)]
    assert acts == ["contact_added", "contact_changed", "contact_removed"]


def test_nobody_but_an_admin_may(world: World, admin: Person, mia: Person) -> None:
    before = listed(admin)
    asked = [
        ("POST", BASE, HELPLINE),
        ("PUT", f"{BASE}/{before[0].id}", HELPLINE),
        ("DELETE", f"{BASE}/{before[0].id}", None),
        ("PUT", f"{BASE}/confirmed", {"ids": [before[0].id]}),
        ("PUT", "/api/v1/facilitators", {"person_ids": [mia.id]}),
        ("GET", "/api/v1/facilitators", None),
    ]
    for person in (mia, Person(world, "U-nobody", "Nobody", "UTC")):
        for method, path, body in asked:
            answer = asks(person, method, path, body)
            assert (answer.status_code, problem(answer).reason) == (403, Reason.not_admin), path
    assert listed(mia) == before
    assert world.rows(AuditRow) == []


def test_an_admin_of_yesterday_may_no_longer(world: World, admin: Person) -> None:
    done(asks(admin, "POST", BASE, HELPLINE))
    world.knows(admin, is_admin=False)
    assert problem(asks(admin, "POST", BASE, HELPLINE | {"name": "Another"})).reason is Reason.not_admin


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"name": " ", "reach": None}, {"name": Reason.missing, "reach": Reason.missing}),
        ({"name": "n" * 81, "reach": "r" * 201}, {"name": Reason.too_long, "reach": Reason.too_long}),
        ({"kind": "police", "country": "ZZ"}, {"kind": Reason.not_a_choice, "country": Reason.bad_country}),
        ({"kind": None}, {"kind": Reason.missing}),
        ({"country": "Germany"}, {"country": Reason.bad_country}),
    ],
)
def test_all_that_is_wrong_is_said_at_its_field_and_nothing_is_kept(
    world: World, admin: Person, changes: dict[str, Any], fields: dict[str, Reason]
) -> None:
    before = listed(admin)
    for method, path in (("POST", BASE), ("PUT", f"{BASE}/{before[0].id}")):
        assert problem(asks(admin, method, path, HELPLINE | changes)).fields == fields
    assert listed(admin) == before
    assert world.rows(AuditRow) == []


def test_the_last_of_a_kind_stays_until_there_is_another(world: World, admin: Person) -> None:
    only = of_kind(admin, ContactKind.crisis)
    assert problem(asks(admin, "DELETE", f"{BASE}/{only.id}")).reason is Reason.last_contact
    other_kind = HELPLINE | {"kind": "people_team"}
    assert problem(asks(admin, "PUT", f"{BASE}/{only.id}", other_kind)).fields == {"kind": Reason.last_contact}
    done(asks(admin, "POST", BASE, HELPLINE))
    done(asks(admin, "DELETE", f"{BASE}/{only.id}"))
    assert admin.home.missing_contacts == []


def test_the_same_contact_is_not_there_twice(world: World, admin: Person) -> None:
    done(asks(admin, "POST", BASE, HELPLINE))
    assert problem(asks(admin, "POST", BASE, HELPLINE)).fields == {"name": Reason.contact_twice}
    mine = listed(admin)[-1]
    done(asks(admin, "PUT", f"{BASE}/{mine.id}", HELPLINE))


def test_after_ninety_days_admins_are_asked_to_confirm_and_only_what_was_looked_at_counts(
    world: World, admin: Person, mia: Person
) -> None:
    world.advance(days=89)
    assert admin.home.contacts_due == 0
    world.advance(days=2)
    assert (admin.home.contacts_due, mia.home.contacts_due) == (3, 0)
    assert all(each.due for each in listed(admin))
    assert world.read(doctor.about_contacts).state == doctor.WRONG
    one, *rest = [each.id for each in listed(admin)]
    done(asks(admin, "PUT", f"{BASE}/confirmed", {"ids": [one]}))
    assert admin.home.contacts_due == 2
    done(asks(admin, "PUT", f"{BASE}/confirmed", {"ids": [*rest, 12345]}))
    assert admin.home.contacts_due == 0
    assert world.read(doctor.about_contacts).state == doctor.OK


def test_changing_a_contact_confirms_it(world: World, admin: Person) -> None:
    world.advance(days=100)
    crisis = of_kind(admin, ContactKind.crisis)
    done(asks(admin, "PUT", f"{BASE}/{crisis.id}", HELPLINE))
    assert [each.due for each in listed(admin) if each.id == crisis.id] == [False]
    assert admin.home.contacts_due == 2


def test_an_admin_names_who_may_facilitate_and_takes_them_off_again(world: World, admin: Person, mia: Person) -> None:
    assert world.read(doctor.about_facilitators).state == doctor.MISSING
    sam = {"id": "U-Sam", "name": "Sam", "tz": "Europe/Berlin"}
    done(asks(admin, "PUT", "/api/v1/facilitators", {"person_ids": [mia.id, "U-Sam"], "people": [sam]}))
    assert {each["name"] for each in admin.gets("/api/v1/facilitators").json()} == {"Mia", "Sam"}
    assert world.read(doctor.about_facilitators).state == doctor.OK
    done(asks(admin, "PUT", "/api/v1/facilitators", {"person_ids": []}))
    assert admin.gets("/api/v1/facilitators").json() == []


@pytest.mark.parametrize("fact", ["is_bot", "is_guest", "is_stranger", "deactivated"])
def test_whom_nobody_could_ask_is_refused_at_the_field_and_the_old_names_stay(
    world: World, admin: Person, mia: Person, fact: str
) -> None:
    path = "/api/v1/facilitators"
    done(asks(admin, "PUT", path, {"person_ids": [mia.id]}))
    other = world.person("Other", **{fact: True})
    expected = Reason.is_deactivated if fact == "deactivated" else Reason(fact)
    refused = problem(asks(admin, "PUT", path, {"person_ids": [mia.id, other.id]}))
    assert refused.fields == {"facilitators": expected}
    unknown = problem(asks(admin, "PUT", path, {"person_ids": ["U-who"]}))
    assert unknown.fields == {"facilitators": Reason.unknown_person}
    assert [each["person_id"] for each in admin.gets(path).json()] == [mia.id]


def test_what_an_admin_writes_is_in_no_refusal_and_no_audit_row(world: World, admin: Person) -> None:
    text = canary("contact")
    done(asks(admin, "POST", BASE, HELPLINE | {"name": text}))
    answer = asks(admin, "POST", BASE, HELPLINE | {"name": text * 9})
    assert text not in answer.text
    assert text in world.dump()
    assert text not in world.dump("contact")


def test_a_contact_kept_by_an_admin_is_a_row_like_an_imported_one(world: World, admin: Person) -> None:
    done(asks(admin, "POST", BASE, HELPLINE))

    def newest(session: Session) -> ContactRow:
        return people.contacts(session)[-1]

    row = world.read(newest)
    assert (row.kind, row.country) == ("crisis", "DE")
    assert abs(row.confirmed_at - world.now) < timedelta(minutes=1)

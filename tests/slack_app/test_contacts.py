"""An admin looks after the contacts and the people in between: nothing by half, and each mistake at its field."""

from typing import Any

from schemas.readings import Problem
from schemas.vocabulary import Reason
from slack_app.copy import COPY
from tests import gallery

from .conftest import Stage

NEW = {"kind": "crisis", "name": "A helpline", "reach": "116 123", "country": "DE"}


async def listed(stage: Stage) -> Any:
    """The list of contacts, opened from App Home by an admin."""
    ada = stage.workspace.person("ada")
    stage.service.admin = True
    await ada.open_home()
    outcome = await ada.press_home(COPY.screen.contacts_button)
    assert outcome.modal is not None and outcome.modal.title == COPY.screen.contacts_title
    return outcome.modal


async def test_a_contact_is_added_and_the_list_says_that_it_is_saved(stage: Stage) -> None:
    window = await listed(stage)
    form = (await window.press(COPY.screen.add_contact)).modal
    await form.fill(NEW)
    after = (await form.submit()).modal

    assert stage.service.named == [("POST", "contacts", NEW)]
    assert COPY.screen.contacts_kept in after.all_text
    assert stage.refused() == []


async def test_a_contact_is_changed_with_what_it_says_now_as_the_beginning(stage: Stage) -> None:
    window = await listed(stage)
    form = (await window.press(COPY.screen.change_contact)).modal
    await form.fill({"reach": "ext. 12"})
    await form.submit()

    known = gallery.CONTACTS[0]
    expected = {"kind": known.kind, "name": known.name, "reach": "ext. 12", "country": known.country}
    assert stage.service.named == [("PUT", "contacts/1", expected)]


async def test_a_contact_is_removed_after_one_question(stage: Stage) -> None:
    form = (await (await listed(stage)).press(COPY.screen.change_contact, nth=1)).modal
    asked = (await form.press(COPY.screen.remove_contact)).modal
    assert gallery.CONTACTS[1].name in asked.all_text
    assert stage.service.named == []
    await asked.submit()

    assert stage.service.named == [("DELETE", "contacts/2", {})]


async def test_those_that_were_looked_at_are_confirmed(stage: Stage) -> None:
    after = (await (await listed(stage)).press(COPY.screen.contacts_hold)).modal

    assert stage.service.named == [("PUT", "contacts/confirmed", {"ids": [1, 2]})]
    assert COPY.screen.contacts_kept in after.all_text


async def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(stage: Stage) -> None:
    form = (await (await listed(stage)).press(COPY.screen.add_contact)).modal
    wrong = {"country": Reason.bad_country, "name": Reason.contact_twice}
    stage.service.naming_refused = Problem(reason=Reason.bad_country, fields=wrong)
    await form.fill(NEW)
    outcome = await form.submit()

    assert outcome.errors == {name: COPY.reason[reason] for name, reason in wrong.items()}
    assert outcome.modal.fields["reach"].value == "116 123"


async def test_the_last_of_a_kind_is_not_removed_and_the_admin_reads_why(stage: Stage) -> None:
    form = (await (await listed(stage)).press(COPY.screen.change_contact)).modal
    asked = (await form.press(COPY.screen.remove_contact)).modal
    stage.service.naming_refused = Problem(reason=Reason.last_contact)
    outcome = await asked.submit()

    assert COPY.reason[Reason.last_contact] in outcome.modal.all_text


async def test_people_in_between_are_named_with_fresh_facts_about_each(stage: Stage) -> None:
    form = (await (await listed(stage)).press(COPY.screen.facilitators_button)).modal
    await form.fill({"facilitators": ["noor", "guest"]})
    await form.submit()

    method, path, body = stage.service.named[-1]
    assert (method, path) == ("PUT", "facilitators")
    facts = {each["id"]: each["is_guest"] for each in body["people"]}
    assert sorted(facts) == sorted(body["person_ids"])
    assert sorted(facts.values()) == [False, True]


async def test_somebody_who_is_no_admin_any_more_reads_so_at_once(stage: Stage) -> None:
    window = await listed(stage)
    stage.service.not_admin = True
    outcome = await window.press(COPY.screen.add_contact)

    assert COPY.reason[Reason.not_admin] in outcome.modal.all_text

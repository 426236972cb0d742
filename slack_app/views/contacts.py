"""Whom the workspace names, for an admin to look after: the contacts, and who may be asked to be in between."""

from schemas.readings import ContactReading, PartyReading
from schemas.vocabulary import ContactKind
from slack_app.copy import COPY, fill
from slack_app.views import blocks as b
from slack_app.views import buttons, marks
from slack_app.views.dates import day
from slack_app.views.marks import Press
from slack_app.views.notice import contact_names

SHOWN = 80
"""A line each, within the hundred blocks of a window."""
EVERYWHERE = "*"
LONGEST = {"name": 80, "reach": 200, "country": 2}


def contacts_view(contacts: list[ContactReading], *, kept: bool = False) -> b.View:
    """All contacts, each with a button to change it; `kept`: something was saved just now."""
    said = [b.section(COPY.screen.contacts_kept)] if kept else []
    rows = [b.section(_line(each), _change(each)) for each in contacts[:SHOWN]]
    unseen = len(contacts) - SHOWN
    more = [b.rich(fill(COPY.screen.contacts_more, count=unseen))] if unseen > 0 else []
    seen = Press(about=",".join(str(each.id) for each in contacts[:SHOWN]))
    hold = [b.button(COPY.screen.contacts_hold, buttons.HOLD, seen.packed())] if contacts else []
    row = [b.button(COPY.screen.add_contact, buttons.CONTACT, Press().packed()), *hold, facilitators_button()]
    drawn = [*said, b.section(COPY.screen.contacts_intro), *rows, *more, b.divider(), *b.actions(row)]
    # What lies beneath it was drawn from older contacts.
    return b.modal(COPY.screen.contacts_title, drawn, COPY.screen.close, clear_on_close=kept)


def contact_view(contact: ContactReading | None) -> b.View:
    """One contact to fill in; with None a new one."""
    known = contact or ContactReading(kind="", name="", reach="", country=EVERYWHERE)
    kinds = [b.option(str(kind), COPY.contact[kind]) for kind in ContactKind]
    chosen = [option for option in kinds if option["value"] == known.kind]
    initial = {"initial_option": chosen[0]} if chosen else {}
    # Slack keeps what was typed under the same id when a view is replaced: each contact has ids of its own.
    radio = {"type": "radio_buttons", "action_id": f"kind:{known.id}", "options": kinds, **initial}
    screen = COPY.screen
    drawn = [
        b.input_block("kind", screen.contact_kind, radio, hint=None),
        _text(known, "name", screen.contact_name, screen.contact_name_hint),
        _text(known, "reach", screen.contact_reach, screen.contact_reach_hint),
        _text(known, "country", screen.contact_country, screen.contact_country_hint),
        *b.actions([_remove(contact)] if contact else []),
    ]
    title = screen.change_contact if contact else screen.add_contact
    return _form(title, drawn, screen.save, marks.CONTACT, _about(contact))


def remove_view(contact: ContactReading) -> b.View:
    """Asks once before a contact goes."""
    said = [b.section(fill(COPY.screen.remove_sure, name=contact.name))]
    title = COPY.screen.remove_contact
    return _form(title, said, title, marks.REMOVE_CONTACT, _about(contact))


def facilitators_view(named: list[PartyReading]) -> b.View:
    """Who may be asked to be in between."""
    picked = {"initial_users": [each.person_id for each in named]} if named else {}
    menu = {"type": "multi_users_select", "action_id": "facilitators", **picked}
    label, hint = COPY.screen.facilitators_label, COPY.screen.facilitators_hint
    asked = b.input_block("facilitators", label, menu, hint=hint, optional=True)
    drawn = [b.section(COPY.screen.facilitators_intro), asked]
    return _form(COPY.screen.facilitators_title, drawn, COPY.screen.save, marks.FACILITATORS, Press())


def contacts_button() -> b.Block:
    return b.button(COPY.screen.contacts_button, buttons.CONTACTS, Press().packed())


def facilitators_button() -> b.Block:
    return b.button(COPY.screen.facilitators_button, buttons.FACILITATORS, Press().packed())


def _form(title: str, drawn: list[b.Block], submit: str, callback: str, about: Press) -> b.View:
    more = {"submit": b.plain(submit), "callback_id": callback, "private_metadata": about.packed()}
    return b.modal(title, drawn, COPY.screen.close, **more)


def _line(contact: ContactReading) -> str:
    line = COPY.screen.contacts_row_due if contact.due else COPY.screen.contacts_row
    when = day(contact.confirmed_on) if contact.confirmed_on else COPY.screen.a_date
    country = COPY.screen.everywhere if contact.country == EVERYWHERE else contact.country
    kind = contact_names([contact.kind])
    return fill(line, kind=kind, country=country, name=contact.name, reach=contact.reach, when=when)


def _change(contact: ContactReading) -> b.Block:
    return b.button(COPY.screen.change_contact, f"{buttons.CONTACT}:{contact.id}", _about(contact).packed())


def _remove(contact: ContactReading) -> b.Block:
    return b.button(COPY.screen.remove_contact, buttons.REMOVE, _about(contact).packed())


def _about(contact: ContactReading | None) -> Press:
    return Press(about=str(contact.id) if contact else None)


def _text(contact: ContactReading, name: str, label: str, hint: str) -> b.Block:
    initial = str(getattr(contact, name))
    element = {"type": "plain_text_input", "action_id": f"{name}:{contact.id}", "max_length": LONGEST[name]}
    return b.input_block(name, label, element | ({"initial_value": initial} if initial else {}), hint=hint)

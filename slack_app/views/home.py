"""App Home: the inbox of one person, in at most 100 blocks however many reviews there are."""

from schemas.readings import HomeReading
from schemas.vocabulary import Act
from slack_app.copy import COPY, fill
from slack_app.views import blocks as b
from slack_app.views import buttons
from slack_app.views.contacts import contacts_button
from slack_app.views.listing import lists, open_row, paged
from slack_app.views.notice import contact_names


def home_view(home: HomeReading, pages: dict[str, int] | None = None) -> b.View:
    """The whole of App Home. `pages`: which page of which list; the first where nothing is said."""
    turned = pages or {}
    drawn = [*_first_look(home), *_missing(home), *b.actions(_start(home)), *lists(home, turned), *_open(home, turned)]
    return {"type": "home", "blocks": drawn}


def _first_look(home: HomeReading) -> list[b.Block]:
    if home.reviews:
        return [b.context(COPY.screen.start_here)]
    begins = () if home.missing_contacts else (COPY.screen.first_start,)  # nobody can begin yet: there is no button
    told = (COPY.screen.first_why, COPY.screen.first_what, COPY.screen.first_sees, *begins)
    return [b.section(COPY.screen.start_here), *map(b.rich, told)]


def _missing(home: HomeReading) -> list[b.Block]:
    if not home.missing_contacts:
        return [b.section(fill(COPY.screen.contacts_due, count=home.contacts_due))] if home.contacts_due else []
    said = fill(COPY.screen.missing_contacts, missing=b.escape(contact_names(home.missing_contacts)))
    how = COPY.screen.missing_for_admin if home.is_admin else COPY.screen.missing_for_others
    return [b.rich(f"{said}\n{how}")]


def _start(home: HomeReading) -> list[b.Block]:
    start = [] if home.missing_contacts else [buttons.act_button(Act.open, None)]
    admin = [contacts_button()] if home.is_admin else []
    return [*start, buttons.who_sees_button(), buttons.coach_button(on=home.coach), *admin]


def _open(home: HomeReading, pages: dict[str, int]) -> list[b.Block]:
    if not home.manages:
        return []
    rows = paged("open", COPY.screen.home_open, home.open_items, pages, lambda item: open_row(item, home.tz))
    return rows + ([] if home.open_items else [b.section(COPY.screen.home_none_open)])

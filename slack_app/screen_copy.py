"""The single lines of Slack screens, each named, so that one that is missing or unknown is an error."""

from pydantic import BaseModel, ConfigDict


class ScreenCopy(BaseModel):
    """`[screen]` of copy.toml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    check_wording: str
    coach_off: str
    coach_on: str
    close: str
    done: str
    not_done: str
    one_moment: str
    one_moment_text: str
    page_of: str
    closing: str
    next_page: str
    more_to_read: str
    why: str
    sure: str
    example: str
    no_example: str
    no_why: str
    sure_is: str
    who_sees: str
    who_sees_lines: list[str]
    contacts: str
    contact_line: str
    review: str
    untitled: str
    forgotten: str
    reword: str
    step_of: str
    after_ending: str
    reached_out_twice: str
    came_back: str
    next_date: str
    paused_until: str
    taking_part: str
    concerns: str
    sides: str
    how: str
    in_between: str
    opened_by: str
    about_incident: str
    timeline: str
    waits_for_you: str
    you: str
    nothing_waits: str
    agreed: str
    agreed_line: str
    agreed_line_all: str
    next_check: str
    words_button: str
    words: str
    no_words: str
    later_page: str
    earlier_page: str
    show: str
    see: str
    retry_place: str
    retrying: str
    card_conflict: str
    card_incident: str
    card_frame: str
    card_text: str
    card_closed: str
    card_moved: str
    learning_title: str
    learning_more: str
    learning_all: str
    learning_rest: str
    notification: str
    several: str
    more_in_home: str
    somebody: str
    a_date: str
    start_here: str
    first_why: str
    first_what: str
    first_out: str
    first_sees: str
    first_start: str
    home_waiting: str
    home_mine: str
    home_reviews: str
    home_open: str
    home_nothing: str
    home_none_open: str
    home_more: str
    missing_contacts: str
    missing_for_admin: str
    missing_for_others: str
    contacts_due: str
    contacts_button: str
    contacts_title: str
    contacts_intro: str
    contacts_row: str
    contacts_row_due: str
    contacts_more: str
    contacts_kept: str
    everywhere: str
    add_contact: str
    change_contact: str
    remove_contact: str
    remove_sure: str
    contacts_hold: str
    contact_kind: str
    contact_name: str
    contact_name_hint: str
    contact_reach: str
    contact_reach_hint: str
    contact_country: str
    contact_country_hint: str
    save: str
    facilitators_button: str
    facilitators_title: str
    facilitators_intro: str
    facilitators_label: str
    facilitators_hint: str
    mine: str
    open_title: str
    open_named: str
    open_nameless: str
    open_step: str
    open_overdue: str
    open_teams: str
    not_a_manager: str
    usage: str
    help: str
    too_slow: str
    not_shown: str
    stranger: str
    not_opened: str
    not_checked: str


SCREEN_FIELDS: dict[str, frozenset[str]] = {
    "page_of": frozenset({"page", "pages"}),
    "sure_is": frozenset({"sure"}),
    "contact_line": frozenset({"kind", "name", "reach"}),
    "step_of": frozenset({"name", "step"}),
    "came_back": frozenset({"n", "m"}),
    "next_date": frozenset({"when"}),
    "paused_until": frozenset({"when"}),
    "concerns": frozenset({"names"}),
    "taking_part": frozenset({"names"}),
    "sides": frozenset({"names"}),
    "how": frozenset({"way"}),
    "in_between": frozenset({"who"}),
    "opened_by": frozenset({"when", "who"}),
    "about_incident": frozenset({"title"}),
    "agreed_line": frozenset({"beneficiary", "due", "owner", "standing"}),
    "agreed_line_all": frozenset({"due", "owner", "standing"}),
    "next_check": frozenset({"when"}),
    "card_conflict": frozenset({"names"}),
    "card_incident": frozenset({"title"}),
    "card_closed": frozenset({"outcome"}),
    "more_in_home": frozenset({"count"}),
    "home_more": frozenset({"count", "first", "last"}),
    "missing_contacts": frozenset({"missing"}),
    "contacts_due": frozenset({"count"}),
    "contacts_row": frozenset({"country", "kind", "name", "reach", "when"}),
    "contacts_row_due": frozenset({"country", "kind", "name", "reach", "when"}),
    "contacts_more": frozenset({"count"}),
    "remove_sure": frozenset({"name"}),
    "open_named": frozenset({"age", "title"}),
    "open_nameless": frozenset({"age"}),
    "open_step": frozenset({"step"}),
    "open_overdue": frozenset({"count"}),
    "open_teams": frozenset({"teams"}),
}
"""Which fields a line is filled in with; a line that is not here has none."""

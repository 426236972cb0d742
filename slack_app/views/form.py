"""One drawing for every screen that asks something: the form comes from the service as data."""

import json
from collections.abc import Callable

from schemas.readings import Field, FormReading, Passage
from schemas.readings import Option as Choice
from schemas.vocabulary import Act
from slack_app.copy import COPY, fill
from slack_app.views import blocks as b
from slack_app.views import buttons
from slack_app.views.marks import FORM, Sheet

FEW, MANY = 10, 100
"""Slack's limits: radio buttons and checkboxes; menus."""
PLACEHOLDER = 150
READING_MOST = 60
"""Blocks that passages may take in a form; the rest is read in the review."""
READING_BYTES = 150_000
"""A view may have 250 kB of JSON, in which a letter outside ASCII takes six bytes and more."""


def form_view(form: FormReading) -> b.View:
    """A modal that asks what `form` asks, under what there is to know and to read first."""
    drawn = [*_above(form), *_fields(form), *_below(form)]
    more = {"notify_on_close": True} if form.writes_words else {}
    submit = COPY.screen.next_page if form.page < form.pages else COPY.act[form.act].submit
    if not form.asks:
        return b.modal(form.title, drawn, COPY.screen.close)
    return b.modal(
        form.title,
        drawn,
        COPY.screen.close,
        submit=b.plain(submit),
        callback_id=FORM,
        private_metadata=_sheet(form).packed(),
        **more,
    )


def reading_blocks(passages: list[Passage], most: int) -> tuple[list[b.Block], int]:
    """Headings and words, whole passages only, up to `most` blocks but at least one; and how many were drawn."""
    drawn: list[b.Block] = []
    size = 0
    for count, each in enumerate(passages):
        together = [b.rich(b.bold(each.heading)), *b.passage(each.text)]
        size += len(json.dumps(together))
        if drawn and (len(drawn) + len(together) > most or size > READING_BYTES):
            return drawn, count
        drawn += together
    return drawn, len(passages)


def short(passages: list[Passage]) -> list[Passage]:
    """The same in passages of one block each: a summary has the answers of many people in one."""
    return [Passage(heading=each.heading, text=piece) for each in passages for piece in b.pieces(each.text)]


def _sheet(form: FormReading) -> Sheet:
    return Sheet(
        act=form.act,
        review=form.review_id,
        about=form.about,
        page=form.page,
        version=form.version,
        hidden=form.hidden,
    )


def _above(form: FormReading) -> list[b.Block]:
    paging = [b.context(fill(COPY.screen.page_of, page=form.page, pages=form.pages))] if form.pages > 1 else []
    notes = [b.section(piece) for note in form.notes for piece in b.pieces(note)]
    there = short(form.passages)
    passages, drawn = reading_blocks(there, READING_MOST)
    return [*paging, *notes, *passages, *(_unread(form) if drawn < len(there) else [])]


def _unread(form: FormReading) -> list[b.Block]:
    """Where the rest can be read: nobody agrees to a summary of which they saw a part."""
    if form.act is Act.learning_agree and form.review_id:
        whole = b.actions([buttons.reading_button(buttons.LEARNING, form.review_id)])
        return [b.context(COPY.screen.learning_rest), *whole]
    return [b.context(COPY.screen.more_to_read)]


def _below(form: FormReading) -> list[b.Block]:
    warning = [b.context(COPY.screen.closing)] if any(field.kind == "text" for field in form.fields) else []
    check = b.actions([buttons.check_wording_button()]) if form.coach else []
    asked = [(buttons.WHY, form.why), (buttons.SURE, form.sure), (buttons.EXAMPLE, form.example)]
    row = buttons.why_buttons(form.act, form.review_id, form.about, [kind for kind, text in asked if text])
    row.append(buttons.who_sees_button(form.review_id))
    row += [buttons.act_button(act, form.review_id, version=form.version) for act in form.also]
    return [*check, *warning, *b.actions(row)]


def _fields(form: FormReading) -> list[b.Block]:
    return [_field(field, _memory(form, field)) for field in form.fields]


def _memory(form: FormReading, field: Field) -> str:
    """The action id of an input. Slack keeps what was typed under the same ids when a view is replaced, so the next
    question must not share them: else words about one person would stand in the answer about another, and a sentence
    that was moved would still be where it was."""
    return ":".join(str(part) for part in ("value", form.act, form.page, form.about, field.anew) if part)


def _field(field: Field, memory: str) -> b.Block:
    element = _ELEMENTS[field.kind](field) | {"action_id": memory}
    hint = field.hint
    if field.placeholder and len(field.placeholder) > PLACEHOLDER:
        hint = f"{hint or ''} {field.placeholder}".strip()
    elif field.placeholder and element["type"] not in ("radio_buttons", "checkboxes"):
        element["placeholder"] = b.plain(field.placeholder)
    return b.input_block(field.name, field.label, element, hint=hint, optional=field.optional)


def _text(field: Field) -> b.Block:
    initial = {"initial_value": field.initial} if isinstance(field.initial, str) and field.initial else {}
    # A starter longer than the limit would be refused by Slack; then the service's own check has to do.
    most = min(field.max_length or b.TEXT, b.TEXT)
    kept = {"max_length": most} if len(str(field.initial or "")) <= most else {}
    return {"type": "plain_text_input", "multiline": field.kind == "text", **kept, **initial}


def _choice(field: Field) -> b.Block:
    options = [_option(each) for each in field.options]
    chosen = [option for option in options if option["value"] == field.initial]
    kind = "radio_buttons" if len(options) <= FEW else "static_select"
    return {"type": kind, "options": options} | ({"initial_option": chosen[0]} if chosen else {})


def _choices(field: Field) -> b.Block:
    options = [_option(each) for each in field.options]
    chosen = [option for option in options if option["value"] in (field.initial or [])]
    kind = "checkboxes" if len(options) <= FEW else "multi_static_select"
    return {"type": kind, "options": options} | ({"initial_options": chosen} if chosen else {})


def _option(choice: Choice) -> b.Block:
    return b.option(choice.value, choice.label, choice.description)


def _person(field: Field) -> b.Block:
    return {"type": "users_select"} | ({"initial_user": field.initial} if field.initial else {})


def _people(field: Field) -> b.Block:
    most = {"max_selected_items": field.most} if field.most else {}
    return {"type": "multi_users_select", **most} | ({"initial_users": field.initial} if field.initial else {})


def _channel(field: Field) -> b.Block:
    places = {"include": ["public", "private"], "exclude_bot_users": True, "exclude_external_shared_channels": True}
    start = {"initial_conversation": field.initial} if field.initial else {"default_to_current_conversation": True}
    return {"type": "conversations_select", "filter": places, **start}


def _date(field: Field) -> b.Block:
    return {"type": "datepicker"} | ({"initial_date": field.initial} if field.initial else {})


_ELEMENTS: dict[str, Callable[[Field], b.Block]] = {
    "text": _text,
    "line": _text,
    "link": _text,
    "choice": _choice,
    "choices": _choices,
    "person": _person,
    "people": _people,
    "channel": _channel,
    "date": _date,
}

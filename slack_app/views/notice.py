"""Small modals that say one thing: done, refused, one moment, why, who sees what, and what was opened."""

from schemas.readings import ActReading, ContactReading, FormReading, Passage, Problem, ReviewReading
from schemas.vocabulary import REASONS_WITHOUT_ACT, ContactKind
from slack_app.copy import COPY, fill, sentence
from slack_app.views import blocks as b
from slack_app.views import buttons
from slack_app.views.dates import in_words, moment
from slack_app.views.form import reading_blocks, short

WORDS_MOST = 80
"""Blocks of opened words on one screen; the rest is on the next."""


def notice(title: str, texts: list[str], below: list[b.Block] | None = None) -> b.View:
    """A modal that only says something. `clear_on_close`: what lay beneath it is over as well."""
    said = [b.section(piece) for text in texts for piece in b.pieces(text)]
    return b.modal(title, said + (below or []), COPY.screen.close)


def done_view(done: ActReading) -> b.View:
    """What a person reads right after their own act."""
    review = done.review
    when = in_words(done.params["when"]) if "when" in done.params else COPY.screen.a_date
    view = notice(
        COPY.screen.done, [fill(COPY.said[done.said], both=both(review), when=when), *_next(review)], _onward(review)
    )
    return view | {"clear_on_close": True}


def refused_view(problem: Problem) -> b.View:
    """Why a press did nothing, for the one who pressed."""
    return notice(COPY.screen.not_done, [refusal_text(problem)])


def refusal_text(problem: Problem) -> str:
    """The sentence of a refusal where no words wait in a form."""
    if problem.reason in REASONS_WITHOUT_ACT:
        return COPY.screen.not_opened
    return sentence(problem.reason, spoken(problem.params))


def field_texts(problem: Problem) -> dict[str, str]:
    """What stands beside each field that is refused."""
    details = {name: problem.field_params.get(name) or problem.params for name in problem.fields}
    return {name: sentence(why, spoken(details[name])) for name, why in problem.fields.items()}


def spoken(params: dict[str, str]) -> dict[str, str]:
    """The details of a refusal in plain words: dates and times, kinds of contact by their names."""
    dated = {name: in_words(text) for name, text in params.items()}
    missing = params.get("missing")
    return dated | ({"missing": contact_names(missing.split(","))} if missing else {})


def contact_names(kinds: list[str]) -> str:
    """Kinds of contact as people say them; a kind that copy.toml does not know stays as it is."""
    known = {str(kind): text for kind, text in COPY.contact.items()}
    return "; ".join(known.get(kind.strip(), kind.strip()) for kind in kinds)


def both(review: ReviewReading | None) -> str:
    """ "both" for two people, "all" for more."""
    return "both" if review is None or len(review.parties) <= 2 else "all"


def moment_view() -> b.View:
    """Opened inside Slack's three seconds when the answer itself takes longer."""
    return notice(COPY.screen.one_moment, [COPY.screen.one_moment_text])


def why_view(form: FormReading) -> b.View:
    sure = [fill(COPY.screen.sure_is, sure=form.sure)] if form.sure else []
    return notice(COPY.screen.why, [form.why or COPY.screen.no_why, *sure, *form.instead])


def example_view(form: FormReading) -> b.View:
    """A worked example of the step."""
    return notice(COPY.screen.example, form.example or [COPY.screen.no_example])


def sure_view(form: FormReading) -> b.View:
    return notice(COPY.screen.sure, [form.sure or COPY.screen.no_why])


def who_sees_view(contacts: list[ContactReading]) -> b.View:
    """The steps and the ways out, who can see what, and whom to turn to when a review is not the right place.

    Somebody asked can open it before they answer, so what a yes leads to stands on top.
    """
    above = [b.rich(COPY.screen.first_what), b.rich(COPY.screen.first_out), b.divider()]
    sees = [b.section(line) for line in COPY.screen.who_sees_lines]
    lines = [b.section(contact_line(each)) for each in contacts]
    heading = [b.divider(), b.rich(b.bold(COPY.screen.contacts))] if lines else []
    return b.modal(COPY.screen.who_sees, [*above, *sees, *heading, *lines], COPY.screen.close)


def contact_line(contact: ContactReading) -> str:
    kind = contact_names([contact.kind])
    return fill(COPY.screen.contact_line, kind=kind, name=contact.name, reach=contact.reach)


def missing_view(kinds: list[str]) -> b.View:
    """Why nobody can start a review yet. `ContactKind` values in, plain words out."""
    said = fill(COPY.screen.missing_contacts, missing=contact_names(kinds or [str(kind) for kind in ContactKind]))
    return notice(COPY.screen.not_done, [said, COPY.screen.missing_for_others])


def words_view(review: str, passages: list[Passage], page: int, kind: str = buttons.WORDS) -> b.View:
    """What this reader can read of a review, or the learning summary, a screenful at a time."""
    title = COPY.screen.learning_title if kind == buttons.LEARNING else COPY.screen.words
    drawn, rest = _screenful(short(passages), page)
    if not drawn:
        return notice(title, [COPY.screen.no_words])
    back = [buttons.reading_button(kind, review, page - 1, COPY.screen.earlier_page)] if page > 1 else []
    more = [buttons.reading_button(kind, review, page + 1, COPY.screen.later_page)] if rest else []
    return b.modal(title, [*drawn, *b.actions([*back, *more])], COPY.screen.close)


def _screenful(passages: list[Passage], page: int) -> tuple[list[b.Block], bool]:
    rest = passages
    drawn: list[b.Block] = []
    for _ in range(page):
        drawn, count = reading_blocks(rest, WORDS_MOST)
        rest = rest[count:]
    return drawn, bool(rest)


def _next(review: ReviewReading | None) -> list[str]:
    if review is None or review.next_date is None:
        return []
    return [fill(COPY.screen.next_date, when=moment(review.next_date, review.tz))]


def _onward(review: ReviewReading | None) -> list[b.Block]:
    if review is None:
        return []
    row = [buttons.show_button(review.id, COPY.screen.see), buttons.who_sees_button(review.id)]
    return b.actions([*row, *buttons.leave_button(review)])

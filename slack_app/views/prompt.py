"""What Mend writes to one person: a sentence and buttons for each piece of news, never a conflict's title or words."""

from schemas.readings import Item, NewsReading, ReviewReading
from schemas.vocabulary import Act, Kind, NewsKind, Way
from slack_app.copy import COPY, NewsCopy, fill
from slack_app.views import blocks as b
from slack_app.views import buttons
from slack_app.views.dates import day, moment
from slack_app.views.notice import both
from slack_app.views.review import how_it_ended, step_line, todo_button

ITEMS_MOST = 15
"""Three blocks each, within Slack's 50 of a message."""
ALSO: dict[NewsKind, tuple[Act, ...]] = {
    NewsKind.invitation: (Act.accept, Act.another_way, Act.later, Act.decline),
    NewsKind.smaller_circle: (Act.go_on_smaller,),
    NewsKind.what_else: (Act.want, Act.pause),
    NewsKind.short: (Act.decline,),
    NewsKind.note: (Act.join_in, Act.decline),
    NewsKind.draft_old: (Act.discard,),
    NewsKind.rest_over: (Act.choose_way, Act.write_private, Act.discard),
    NewsKind.facilitator: (Act.without_facilitator,),
    NewsKind.gate: (Act.step_down, Act.stop),
    NewsKind.cooling: (Act.pause,),
    NewsKind.ceiling: (Act.wait, Act.send_alone, Act.bring_in, Act.take_back, Act.slow, Act.pause),
    NewsKind.age14: (Act.offer, Act.pause),
    NewsKind.paused: (Act.resume,),
    NewsKind.paused_twice: (Act.slow, Act.bring_in),
    NewsKind.closed: (Act.show_outcome, Act.reopen),
    NewsKind.ended: (Act.send_note, Act.reopen),
}
"""What stands beside the one thing that is asked, where the reader may do it."""
READ = frozenset({NewsKind.answered})
"""What is to be read stands among everything that was opened."""
ASKS_WHOM = frozenset({NewsKind.invitation, NewsKind.what_else})
"""Whoever reads it may want to know who sees what, and whom to turn to."""
ANY_TIME = frozenset({Act.wait})
"""Acts that are allowed whenever they are asked for, and so not listed in `may`."""


def prompt_blocks(news: NewsReading) -> list[b.Block]:
    """One message: a single item, or all that waited for the morning, each with its own buttons."""
    opening = [b.section(COPY.screen.several)] if len(news.items) > 1 else []
    items = [block for item in news.items[:ITEMS_MOST] for block in _item(item, news.tz)]
    unseen = len(news.items) - ITEMS_MOST
    more = [b.context(fill(COPY.screen.more_in_home, count=unseen))] if unseen > 0 else []
    return [*opening, *items, *more]


def item_text(item: Item, tz: str) -> str:
    """The sentence of one piece of news. A title is filled in for incidents only."""
    words = COPY.news[item.kind]
    review = item.review
    of_incident = review is not None and review.kind is Kind.incident
    return fill(
        _wording(words, review),
        who=item.who or COPY.screen.somebody,
        when=moment(item.when, tz) if item.when else COPY.screen.a_date,
        title=review.title if review and of_incident else "",
        step=COPY.state[review.state] if review else "",
        outcome=_outcome(review),
        both=both(review),
    )


def _wording(words: NewsCopy, review: ReviewReading | None) -> str:
    """The text as it stands for this review: of an incident, of a working arrangement, from somebody with a say."""
    if review is None:
        return words.text
    from_above = words.from_above if review.say == "under" else None
    unequal = words.unequal if review.say else None
    arrangement = words.arrangement if review.way is Way.arrangement else None
    incident = words.incident if review.kind is Kind.incident else None
    return arrangement or from_above or unequal or incident or words.text


def _item(item: Item, tz: str) -> list[b.Block]:
    about = [b.context(_about(item.review))] if item.review else []
    return [b.section(item_text(item, tz)), *about, *_private_first(item), *b.actions(_row(item))]


def _private_first(item: Item) -> list[b.Block]:
    """Why there is no yes among the buttons yet."""
    private = item.todo is not None and item.todo.act is Act.screen
    return [b.context(COPY.act[Act.screen].todo or "")] if private else []


def _about(review: ReviewReading) -> str:
    """How a reader of several reviews knows which one is meant, without a conflict's title."""
    opened = fill(COPY.screen.opened_by, who=review.opener_name, when=day(review.opened_on))
    may_be_named = review.kind is Kind.incident and review.title
    titled = [fill(COPY.screen.about_incident, title=review.title)] if may_be_named else []
    return " · ".join([*titled, opened, step_line(review.state, review.step)])


def _row(item: Item) -> list[b.Block]:
    review = item.review
    if review is None:
        todo = item.todo
        alone = todo is not None and todo.review_id is not None
        return [buttons.act_button(todo.act, todo.review_id or "", todo.about)] if todo and alone else []
    row = [todo_button(item.todo, review)] if item.todo else []
    asked = {item.todo.act} if item.todo else set()
    allowed = ANY_TIME.union(review.may) - asked
    also = [act for act in ALSO.get(item.kind, ()) if act in allowed]
    row += [buttons.act_button(act, review.id, version=review.version) for act in also]
    row += [buttons.reading_button(buttons.WORDS, review.id)] if item.kind in READ and review.can_read else []
    row += [buttons.retry_place_button(review.id)] if item.kind is NewsKind.place_refused else []
    row += [buttons.show_button(review.id, COPY.screen.see)]
    row += buttons.why_buttons(item.todo.act, review.id, item.todo.about, [buttons.WHY]) if item.todo else []
    row += [buttons.who_sees_button(review.id)] if item.kind in ASKS_WHOM else []
    return [*row, *buttons.leave_button(review)]


def _outcome(review: ReviewReading | None) -> str:
    if review is None or review.outcome is None:
        return COPY.state[review.state] if review else ""
    return how_it_ended(review)

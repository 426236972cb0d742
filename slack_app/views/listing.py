"""Lists of reviews, recommitments and open items: a page at a time on App Home, in `/mend mine` and `/mend open`."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from schemas.readings import HomeReading, OpenItem, RecommitmentReading, ReviewReading
from schemas.vocabulary import Act, Kind
from slack_app.copy import COPY, fill
from slack_app.views import blocks as b
from slack_app.views import buttons
from slack_app.views.dates import everywhere, moment
from slack_app.views.review import agreed_line, title_of, todo_button, todo_text, where_it_stands

Row = TypeVar("Row")
PAGE, TODOS_SHOWN, MESSAGE_ROWS = 8, 4, 40


def paged(
    name: str, heading: str, rows: Sequence[Row], pages: dict[str, int], draw: Callable[[Row], list[b.Block]],
    turn: str = buttons.HOME,
) -> list[b.Block]:  # fmt: skip
    """One list under its heading: the wanted page of it, where that is in the whole, and how to turn it."""
    page = min(max(pages.get(name, 1), 1), max(1, -(-len(rows) // PAGE)))
    first = (page - 1) * PAGE
    shown = [block for row in rows[first : first + PAGE] for block in draw(row)]
    return [b.header(heading), *shown, *_turning(turn, name, len(rows), first, {**pages, name: page})]


def _turning(turn: str, name: str, count: int, first: int, pages: dict[str, int]) -> list[b.Block]:
    if count <= PAGE:
        return []
    last = min(first + PAGE, count)
    where = b.context(fill(COPY.screen.home_more, first=first + 1, last=last, count=count))
    return [where, *b.actions(buttons.page_buttons(turn, name, pages, last < count))]


ANSWERS = (Act.another_way, Act.join_in, Act.later, Act.decline)
"""The other answers to an invitation, beside its yes."""


def waiting_row(review: ReviewReading) -> list[b.Block]:
    """A review and what waits in it for the reader."""
    said = "\n".join([b.bold(title_of(review)), *(b.escape(todo_text(each)) for each in review.todos[:TODOS_SHOWN])])
    row = [todo_button(each, review) for each in review.todos[:TODOS_SHOWN]]
    row += [buttons.act_button(act, review.id, version=review.version) for act in ANSWERS if act in review.may]
    row += [buttons.show_button(review.id, COPY.screen.show), *buttons.leave_button(review)]
    return [b.rich(said), *b.actions(row)]


def review_row(review: ReviewReading) -> list[b.Block]:
    """One line about a review: its title is shown to those who take part, here and in windows only."""
    when = fill(COPY.screen.next_date, when=moment(review.next_date, review.tz)) if review.next_date else None
    stands = COPY.outcome[review.outcome].label if review.outcome else where_it_stands(review)
    said = "\n".join([b.bold(title_of(review)), b.escape(" · ".join(filter(None, [stands, when])))])
    row = [buttons.show_button(review.id, COPY.screen.show), *buttons.leave_button(review)]
    return [b.rich(said), *b.actions(row)]


def recommitment_row(one: RecommitmentReading, tz: str) -> list[b.Block]:
    said = f"{b.bold(one.title)}\n{b.escape(agreed_line(one, tz))}"
    return [b.rich(said, buttons.show_button(one.review_id, COPY.screen.show))]


def open_row(item: OpenItem, tz: str | None) -> list[b.Block]:
    """A manager's row. With `tz` None it stands in a message, where Slack shows each reader their own time."""
    title = b.bold(item.title or COPY.kind[Kind.incident])
    named = fill(COPY.screen.open_named, title=title, age=item.age)
    first = fill(COPY.screen.open_nameless, age=item.age) if item.nameless else named
    return [b.rich("\n".join([first, *filter(None, [_open_teams(item), _open_state(item, tz)])]))]


def _open_teams(item: OpenItem) -> str:
    return fill(COPY.screen.open_teams, teams=b.escape(", ".join(item.teams))) if item.teams else ""


def _open_state(item: OpenItem, tz: str | None) -> str:
    parts = [item.coarse or "", fill(COPY.screen.open_step, step=item.step) if item.step else ""]
    if item.next_date:
        when = moment(item.next_date, tz) if tz else everywhere(item.next_date)
        parts.append(fill(COPY.screen.next_date, when=when))
    parts.append(fill(COPY.screen.open_overdue, count=item.overdue) if item.overdue else "")
    return " · ".join(part for part in parts if part)


def open_message(items: list[OpenItem]) -> list[b.Block]:
    """`/mend open`, as blocks of a message that the manager alone sees. Titles of incidents only."""
    if not items:
        return [b.section(COPY.screen.not_a_manager)]
    rows = [block for item in items[:MESSAGE_ROWS] for block in open_row(item, None)]
    unseen = len(items) - MESSAGE_ROWS
    more = [b.context(fill(COPY.screen.more_in_home, count=unseen))] if unseen > 0 else []
    return [b.header(COPY.screen.open_title), *rows, *more]


def lists(home: HomeReading, pages: dict[str, int], turn: str = buttons.HOME) -> list[b.Block]:
    """What waits for the reader, what they will do, and the reviews they take part in. `turn`: whose buttons turn
    the pages, App Home's or those of `/mend mine`."""
    waiting = [review for review in home.reviews if review.todos]
    others = [review for review in home.reviews if not review.todos]
    mine = [one for one in home.recommitments if one.mine]
    drawn = paged("waiting", COPY.screen.home_waiting, waiting, pages, waiting_row, turn)
    drawn += [] if waiting else [b.section(COPY.screen.home_nothing)]
    if mine:
        drawn += paged("mine", COPY.screen.home_mine, mine, pages, lambda one: recommitment_row(one, home.tz), turn)
    return drawn + (paged("reviews", COPY.screen.home_reviews, others, pages, review_row, turn) if others else [])


def mine_view(home: HomeReading, pages: dict[str, int] | None = None) -> b.View:
    """`/mend mine`: a window, because titles of conflicts never stand in a message."""
    row = b.actions([buttons.who_sees_button()])
    return b.modal(COPY.screen.mine, [*lists(home, pages or {}, buttons.MINE), b.divider(), *row], COPY.screen.close)

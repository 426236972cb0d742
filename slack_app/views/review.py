"""One review as one of its people sees it: where it stands, what waits for them, what else they may do."""

from schemas.readings import RecommitmentReading, ReviewReading, Todo
from schemas.vocabulary import Act, Outcome, State
from slack_app.copy import COPY, fill
from slack_app.views import blocks as b
from slack_app.views import buttons
from slack_app.views.dates import day, moment
from slack_app.views.notice import both

TODOS_MOST, AGREED_MOST = 20, 24
ALONE = frozenset({State.draft, State.ready, State.private})
"""Nobody but its opener knows of it."""
BY_ITSELF = frozenset({State.short, State.noted})
"""Whoever gets one small thing or a note has not begun seven steps."""


def review_view(review: ReviewReading) -> b.View:
    """The modal behind "Open this review"."""
    drawn = [b.header(title_of(review)), b.section(standing(review)), *_people(review)]
    drawn += [*_todos(review), *_agreed(review), *_also(review)]
    return b.modal(COPY.screen.review, drawn, COPY.screen.close)


def title_of(review: ReviewReading) -> str:
    """Its title; a draft has none until it is described, and of a review that ended long ago it has been deleted."""
    return review.title.strip() or (COPY.screen.forgotten if review.state is State.closed else COPY.screen.untitled)


def standing(review: ReviewReading) -> str:
    """Step, next date, pause and outcome, a line each."""
    lines = [where_it_stands(review)]
    if review.outcome:
        lines.append(how_it_ended(review))
    if review.outcome is Outcome.ended:
        lines += [COPY.screen.after_ending, *([COPY.screen.reached_out_twice] if review.twice else [])]
    if review.came_back:
        lines.append(fill(COPY.screen.came_back, n=review.came_back[0], m=review.came_back[1]))
    if review.paused_until:
        lines.append(fill(COPY.screen.paused_until, when=moment(review.paused_until, review.tz)))
    elif review.next_date:
        lines.append(fill(COPY.screen.next_date, when=moment(review.next_date, review.tz)))
    return "\n".join(lines)


def where_it_stands(review: ReviewReading) -> str:
    """Its step; of what is its opener's alone, whether it was written down or left for now."""
    return COPY.way[review.way] if review.state is State.private else step_line(review.state, review.step)


def how_it_ended(review: ReviewReading) -> str:
    """The outcome's sentence; where it has come up often, or has worn people, its name alone: praise would hurt."""
    if review.outcome is None:
        return ""
    ended = COPY.outcome[review.outcome]
    if review.plain:
        return ended.label
    return " ".join(filter(None, (fill(ended.sentence, both=both(review)), review.closing)))


def step_line(state: State, step: int | None) -> str:
    """ "Step 3 of 7: What I heard", or the state alone before the first step and after the last, and where one thing
    is sent that may be all there is."""
    name = COPY.state[state]
    return name if step is None or state in BY_ITSELF else fill(COPY.screen.step_of, step=step, name=name)


def todo_text(todo: Todo) -> str:
    words = COPY.act[todo.act]
    return fill(words.todo or words.button, about=todo.about_name or COPY.screen.somebody)


def todo_button(todo: Todo, review: ReviewReading) -> b.Block:
    return buttons.act_button(todo.act, review.id, todo.about, review.version)


def _people(review: ReviewReading) -> list[b.Block]:
    names = ", ".join(f"{each.name} ({each.side})" if each.side else each.name for each in review.parties)
    said = COPY.screen.concerns if review.state in ALONE else COPY.screen.taking_part
    lines = [fill(said, names=names)] if names else []
    lines.append(fill(COPY.screen.opened_by, who=review.opener_name, when=day(review.opened_on)))
    lines += [fill(COPY.screen.how, way=COPY.way[review.way])] if review.state is not State.draft else []
    lines += [fill(COPY.screen.in_between, who=review.facilitator_name)] if review.facilitator_name else []
    lines += [f"{COPY.screen.timeline}: {review.timeline}"] if review.timeline else []
    return [b.context(*(piece for line in lines for piece in b.pieces(line)))]


def _todos(review: ReviewReading) -> list[b.Block]:
    if review.state is State.closed and not review.todos:
        return []
    heading = b.rich(b.bold(COPY.screen.waits_for_you if review.todos else COPY.screen.nothing_waits))
    todos = review.todos[:TODOS_MOST]
    return [b.divider(), heading, *(b.section(todo_text(each), todo_button(each, review)) for each in todos)]


def _agreed(review: ReviewReading) -> list[b.Block]:
    lines = [block for each in review.recommitments[:AGREED_MOST] for block in _one_agreed(each, review)]
    return [b.divider(), b.rich(b.bold(COPY.screen.agreed)), *lines] if lines else []


def _one_agreed(one: RecommitmentReading, review: ReviewReading) -> list[b.Block]:
    """A line, and for its owner the buttons to change it as long as it can be changed."""
    row = [_reword_button(one, review)] if one.mine and review.state in (State.recommit, State.checking) else []
    if one.mine and review.state is State.recommit:
        row.append(buttons.act_button(Act.drop_recommitment, review.id, one.id, review.version))
    return [b.section(agreed_line(one, review.tz)), *b.actions(row)]


def _reword_button(one: RecommitmentReading, review: ReviewReading) -> b.Block:
    act = Act.recommit if one.beneficiary_name else Act.recommit_system
    again = buttons.act_button(act, review.id, one.id, review.version)
    return again | {"text": b.plain(COPY.screen.reword)}


def agreed_line(one: RecommitmentReading, tz: str) -> str:
    """A recommitment without its words: whose, for whom, until when, and how it stands."""
    line = COPY.screen.agreed_line if one.beneficiary_name else COPY.screen.agreed_line_all
    state = COPY.standing.get(one.state, one.state)
    said = fill(
        line,
        owner=COPY.screen.you if one.mine else one.owner_name,
        beneficiary=one.beneficiary_name,
        due=day(one.due_on),
        standing=state,
    )
    check = [fill(COPY.screen.next_check, when=moment(one.next_check, tz))] if one.next_check else []
    return "\n".join([said, *check])


def _also(review: ReviewReading) -> list[b.Block]:
    reading = [buttons.reading_button(buttons.WORDS, review.id)] if review.can_read else []
    row = [*reading, *buttons.may_buttons(review), *_asides(review)]
    return [b.divider(), *b.actions(row)]


def _asides(review: ReviewReading) -> list[b.Block]:
    first = review.todos[0] if review.todos else None
    why = buttons.why_buttons(first.act, review.id, first.about) if first else []
    return [*why, buttons.who_sees_button(review.id)]

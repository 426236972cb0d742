"""The review's card in its thread: for everybody who may see that place, so without words and without who is late."""

from schemas.readings import Card, Passage
from schemas.vocabulary import Act, Kind, State
from slack_app.copy import COPY, fill
from slack_app.views import blocks as b
from slack_app.views import buttons
from slack_app.views.dates import everywhere
from slack_app.views.marks import CARD
from slack_app.views.review import step_line


def card_blocks(card: Card) -> list[b.Block]:
    """The card. Each reader of the message sees the date in their own time."""
    if card.moved:
        return [b.section(_heading(card)), b.context(COPY.screen.card_moved)]
    return [
        b.section(_heading(card)),
        b.rich("\n".join(_lines(card))),
        b.context(COPY.screen.card_frame),
        *b.actions(_row(card), CARD),
    ]


def learning_blocks(passages: list[Passage], review: str) -> list[b.Block]:
    """The learning summary in the card's thread: the one exception, agreed by all. Many answers share a block; what
    does not fit is a press away, for everybody who sees this."""
    texts = [f"{b.bold(each.heading)}\n{b.escape(each.text)}" for each in passages]
    gathered = _gathered([piece for text in texts for piece in b.pieces(text)])
    most = b.MESSAGE_BLOCKS - 3
    whole = b.actions([buttons.reading_button(buttons.LEARNING, review)])
    more = [b.context(COPY.screen.learning_more), *whole] if len(gathered) > most else []
    return [b.header(COPY.screen.learning_title), *map(b.rich, gathered[:most]), *more]


def _heading(card: Card) -> str:
    if card.kind is Kind.incident:
        return fill(COPY.screen.card_incident, title=card.title or COPY.kind[card.kind])
    return fill(COPY.screen.card_conflict, names=all_of(card.names))


def all_of(names: list[str]) -> str:
    """Ana, Ben and Chi."""
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1] if names else ""]))


def _lines(card: Card) -> list[str]:
    lines = [f"*{b.escape(step_line(card.state, card.step))}*"]
    if card.outcome and card.state is State.closed:
        lines.append(fill(COPY.screen.card_closed, outcome=COPY.outcome[card.outcome].label))
    if card.next_date:
        lines.append(fill(COPY.screen.next_date, when=everywhere(card.next_date)))
    if card.kind is Kind.incident and card.names:
        lines.append(fill(COPY.screen.sides, names=b.escape(", ".join(card.names))))
    return lines + ([_timeline(card.timeline)] if card.timeline else [])


def _timeline(link: str) -> str:
    """A link only where the address cannot end the link early; else the plain address."""
    safe = link.startswith(("https://", "http://")) and not any(sign in link for sign in '<>|" \n')
    return f"<{b.escape(link)}|{COPY.screen.timeline}>" if safe else f"{COPY.screen.timeline}: {b.escape(link)}"


def _row(card: Card) -> list[b.Block]:
    show = buttons.show_button(card.review_id, COPY.screen.show)
    leave = buttons.act_button(Act.leave, card.review_id, version=card.version)
    return [show] if card.state is State.closed else [show, leave]


def _gathered(pieces: list[str]) -> list[str]:
    """The pieces, joined where two fit into one text, so that a long summary still fits a message."""
    gathered: list[str] = []
    for piece in pieces:
        if gathered and len(gathered[-1]) + len(piece) + 2 <= b.TEXT:
            gathered[-1] += f"\n\n{piece}"
        else:
            gathered.append(piece)
    return gathered

"""What stands beside the questions of a screen: guides for whoever facilitates, an example, a card for a live talk."""

from collections.abc import Mapping

from schemas.vocabulary import Act, State
from service.acts import passages
from service.acts.doing import Doing
from service.domain import calendar
from service.domain.review import PAIR
from service.practice import forms, library
from service.store import words

EXAMPLES: Mapping[Act, str] = {
    Act.acknowledge: "acknowledge", Act.send_short: "acknowledge", Act.express: "express", Act.reflect: "reflect",
    Act.acknowledge_again: "ack_again", Act.renegotiate: "renegotiate", Act.recommit: "recommit", Act.send_note: "note",
}  # fmt: skip
"""Which worked example belongs to which act."""
OF_ONES_PART = (Act.acknowledge, Act.send_short)
GUIDES: Mapping[State, tuple[str, ...]] = {
    State.cooling: ("fac.first",),
    **dict.fromkeys((State.reflect, State.ack_again, State.renegotiate), ("fac.reframe", "fac.defend")),
}
"""What helps whoever facilitates, by state."""


def notes(do: Doing, act: Act) -> list[str]:
    """Sentences for some people only: a guide for the facilitator, a reminder for the one with more say; of a note the
    line that goes out with it."""
    if act is Act.send_note:
        return [note_line(do)]
    if act is Act.gate:
        return [guide(name) for name in GUIDES.get(do.review.state, ())]
    if act in (Act.read, Act.reflect) and not passages.before(do, act):
        return [forms.line("beside", "nothing_opened")]
    return [forms.line("beside", "from_above")] if act is Act.acknowledge and is_above(do) else []


def note_line(do: Doing) -> str:
    """Word for word what its receiver reads. After an ending its author may be either, and it was no note until now."""
    return forms.line("invitation", "note", who=do.held.name(do.person), title=title_anew(do))


def title_anew(do: Doing) -> str:
    """What another round is called: as it was, or by its day where that title has been deleted."""
    opened = do.held.row.opened_at.astimezone(calendar.zone_named(do.zone))
    return words.title(do.held) or forms.line("untitled", "text", date=f"{opened.day} {opened:%B %Y}")


def guide(name: str) -> str:
    """A prompt for somebody in between: what to ask or to say, an example of it, and how."""
    prompt = library.prompt(name)
    said = f"{prompt.label} “{prompt.placeholder}”" if prompt.placeholder else f"“{prompt.label}”"
    return f"{said} {prompt.helper}"


def is_above(do: Doing) -> bool:
    """Whether this person has a say over the other one."""
    return do.review.higher_id == do.person


def example(do: Doing, act: Act) -> list[str]:
    """A worked example of this step, line by line; nothing where nothing is written."""
    if act not in EXAMPLES:
        return []
    return [*library.examples()[EXAMPLES[act]][do.kind], *([library.before_seal()] if act in OF_ONES_PART else [])]


def instead(do: Doing, step: str | None) -> list[str]:
    """The card for two people who would rather talk, at the steps that have it."""
    card = library.live_talk()
    if step not in card.offered_at or do.held.count != PAIR:
        return []
    return [forms.line("beside", "live_talk", minutes=str(card.minutes)), *card.steps, *card.notes]


def is_of_the_system(do: Doing) -> bool:
    """A change of the system: it is for nobody in particular, and its owner is asked."""
    return any(r.id == do.about and r.beneficiary_id is None for r in do.held.recommitments)

"""Before words reach anybody, their author alone may see which of them could be heard as a second break.

`domain.coach` judges; here it is decided what is said, once before sealing and whenever the author asks. Nothing of it
is kept: no label, note or count is written anywhere, and an answer lives for the request that brings it. A threat is
never sent as it stands; an exit signal shows another route, and a false alarm is one press away.
"""

from dataclasses import dataclass

from schemas.readings import Field, FormReading, Option
from schemas.vocabulary import Act, Said, Step
from service.acts import keeping, places, routes, screens, writing
from service.acts.doing import Answer, Doing
from service.domain import coach
from service.domain.review import Status
from service.practice import coaching, forms, library
from service.store import people, words

TOLD = "told"
"""In a form's hidden part: how often the author was shown notes here. Once, and once more after a change."""
MEANT = "meant_otherwise"
"""The author has said of an exit signal that it was a false alarm."""
MOST_TOLD = 2
STEP_OF: dict[Act, str] = {
    Act.acknowledge: "acknowledgment", Act.acknowledge_none: "acknowledgment", Act.acknowledge_again: "acknowledgment",
    Act.send_short: "acknowledgment", Act.send_note: "acknowledgment", Act.offer: "acknowledgment",
    Act.facts: "expression", Act.express: "expression", Act.reflect: "expression", Act.check_reflection: "expression",
    Act.renegotiate: "renegotiation", Act.recommit: "renegotiation", Act.answer_recommitment: "renegotiation",
    Act.describe: "acknowledgment", Act.accept: "acknowledgment", Act.another_way: "acknowledgment",
    Act.join_in: "acknowledgment",
}  # fmt: skip
"""Every act whose text somebody else will read, and as which step it is judged."""
NAMES = {
    Act.describe: ("open.c.name", "open.i.ref", "side"), Act.accept: ("side",), Act.another_way: ("side",),
    Act.join_in: ("side",),
}  # fmt: skip
"""Of these only the title and the side are for others; what stands beside them is their author's own."""
ADVISED = screens.COACHED
"""Where wording is advised on; in all others only a threat and an exit signal are looked for."""
CARD_OF = {
    "exit_self_harm": "urgent", "exit_violence": "urgent", "exit_illegal": "ethics", "exit_harassment": "people",
    "exit_discrimination": "people",
}  # fmt: skip
OWN_TEXT = ("sum.text", "offer_text", "change")
"""Texts that are no prompt of the practice."""
UNREAD = ("ack.m.view",)
ANSWER = "coach."
"""How the answers to notes are named: this, and what identifies the note."""


@dataclass(frozen=True)
class Noticed:
    """A note, and in which answer its words stand."""

    field: str
    note: coach.Note
    mark: str
    """What identifies it while its sentence stands as it is."""


@dataclass(frozen=True)
class Look:
    """What was found in all answers of an act together, the most severe first."""

    noticed: tuple[Noticed, ...] = ()
    hold: bool = False
    route: str | None = None
    english: bool = True
    hard_on_oneself: bool = False


def texts_of(do: Doing) -> dict[str, str]:
    """What would be read by somebody else: this page's answers, and all that would be sealed together with them."""
    before = whole(do) if do.act in keeping.STEP_OF_ACT else {}
    here = do.body(tuple(name for name in do.values if is_for_others(do.act, name)))
    return {name: text for name, text in before.items() if is_for_others(do.act, name)} | here


def whole(do: Doing) -> dict[str, str]:
    """The text of this step as it would be kept now."""
    if do.act is Act.renegotiate:
        return writing.own_body(do, words.next_wording(do.held, do.person))
    return writing.gathered(do, keeping.turn_of(do))


def is_for_others(act: Act, name: str) -> bool:
    """Whether what is written in this answer will be read by somebody else."""
    if act in NAMES:
        return name in NAMES[act]
    return name in OWN_TEXT or ("." in name and name not in UNREAD and not name.startswith(ANSWER))


def look(do: Doing) -> Look:
    """Judges every answer by itself. Never raises for what somebody wrote."""
    step, kind = STEP_OF[do.act], do.kind.value
    texts = texts_of(do)
    judged = {name: coach.judge(text, step, kind) for name, text in texts.items()}
    noticed = [
        Noticed(name, note, places.mark(texts[name], note))
        for name, verdict in judged.items()
        for note in verdict.notes
    ]
    noticed.sort(key=lambda each: coach.SEVERITY[each.note.label])
    return Look(
        noticed=tuple(noticed),
        hold=any(verdict.hold for verdict in judged.values()),
        route=next((n.note.label for n in noticed if n.note.label in coach.EXITS), None),
        english=all(verdict.english for verdict in judged.values()),
        hard_on_oneself=do.act in ADVISED and any(map(coach.is_hard_on_oneself, texts.values())),
    )


# ---- before sealing ----


def stopped(do: Doing, *, sealing: bool) -> Answer | None:
    """What the author sees instead of sealing: another route, a threat, or notes. None: nothing stands against it.

    `sealing` False: a page before the last, or a draft. It is looked at all the same where it would change words that
    are sealed already, or a name that others will read; advice waits for the end.
    What was written is kept as their draft first, where the step has drafts, so that nothing of it is lost.
    """
    if do.act not in STEP_OF or not (sealing or do.act in NAMES or changes_sealed_words(do)):
        return None
    moved = move_sentences(do)
    seen = look(do)
    if seen.route and MEANT not in do.hidden:
        return shown(do, another_route(do, seen.route), {MEANT: "yes"}, moved=moved)
    if seen.hold:
        return shown(do, said_of(threats(seen)), {}, moved=moved)
    told = times_told(do)
    notes = advised(do, seen) if sealing else []
    if not notes or told >= MOST_TOLD or (told and kept_as_they_are(do, notes)):
        return None
    return shown(do, said_of(notes) + gentle(seen), {TOLD: str(told + 1)}, notes, moved=moved)


def changes_sealed_words(do: Doing) -> bool:
    """A page of words that stay sealed while they are written anew."""
    step = keeping.STEP_OF_ACT.get(do.act)
    return step is not None and do.page < len(screens.pages(do, do.act)) and do.review.sealed(do.person, step)


def times_told(do: Doing) -> int:
    said = do.hidden.get(TOLD, "")
    return int(said) if said.isdecimal() else 0


def threats(seen: Look) -> list[Noticed]:
    """The first one is enough to say it."""
    return [each for each in seen.noticed if each.note.label == "threat"][:1]


def another_route(do: Doing, label: str) -> list[str]:
    """The card for an exit signal, and how a false alarm is undone."""
    return [*routes.lines(do, CARD_OF[label]), forms.line("coach", "false_alarm")]


def advised(do: Doing, seen: Look) -> list[Noticed]:
    """The notes for this author: at most two, none about what they say against themselves, and none for somebody who
    has turned the coach off."""
    if do.act not in ADVISED or people.coach_is_off(do.held.session, do.person):
        return []
    plain = [n for n in seen.noticed if n.note.label not in (*coach.EXITS, "threat")]
    return [n for n in plain if not coach.is_hard_on_oneself(n.note.quote)][: coach.MOST_NOTES]


def kept_as_they_are(do: Doing, notes: list[Noticed]) -> bool:
    """Every note was answered with 'keep it'."""
    return all(do.values.get(ANSWER + each.mark) == "keep" for each in notes)


def shown(
    do: Doing, lines: list[str], hidden: dict[str, str], notes: list[Noticed] | None = None, *, moved: set[str]
) -> Answer:
    """The same screen with what was written still in it, and what there is to say above."""
    keep_what_was_written(do)
    form = drawn(do, lines, hidden, notes or [])
    for field in form.fields:
        field.anew = places.checksum(str(field.initial)) if field.name in moved else None
    return Answer(Said.draft_saved, next=form)


def drawn(do: Doing, lines: list[str], hidden: dict[str, str], notes: list[Noticed]) -> FormReading:
    form = screens.form(do, do.act, page=do.page, hidden=do.hidden | hidden, values=do.values)
    form.notes = [*lines, *form.notes]
    form.fields = [*answers(do, notes), *form.fields]
    return form


def keep_what_was_written(do: Doing) -> None:
    """As a draft of its author, under the same step."""
    step = keeping.STEP_OF_ACT.get(do.act)
    if step is None or step in (Step.facts, Step.care, Step.ready):
        return
    about = words.NEXT if do.act is Act.renegotiate else do.about
    body = whole(do)
    writing.set_aside(do)
    writing.keep_own_view(do, body)
    if body:
        words.write(do.held, do.person, step, body, do.now, Status.draft, about, keeping.turn_of(do))


# ---- what is said ----


def gentle(seen: Look) -> list[str]:
    """One kind line beside what else there is to say. It is no note: it asks for no answer, and stops nothing."""
    return [forms.line("coach", "gentle")] if seen.hard_on_oneself else []


def said_of(notes: list[Noticed]) -> list[str]:
    """A note is the author's own words, why they may be heard badly, and one way to say it instead."""
    lines = []
    for each in notes:
        advice = coaching.words_for(each.note.label)
        lines.append(f"“{each.note.quote}”\n{advice.why}\nYou could try: {advice.pattern}")
    return lines


def answers(do: Doing, notes: list[Noticed]) -> list[Field]:
    """Three answers to each note; the third only where there is a better place."""
    fields = []
    for number, each in enumerate(notes, start=1):
        place = places.place_for(do, STEP_OF[do.act], each.note.label)
        labels = forms.labels("coach.answer")
        shown_as = {"place": library.why(place.step.value).shown} if place else {}
        options = [
            Option(value=value, label=label.format_map(shown_as))
            for value, label in labels.items()
            if value != "move" or place
        ]
        label = forms.line("coach", "about", number=str(number))
        fields.append(Field(name=ANSWER + each.mark, kind="choice", label=label, options=options, optional=True))
    return fields


def asked(do: Doing) -> FormReading:
    """'Check my wording': the same screen with what there is to say above it. Writes nothing at all."""
    seen = look(do)
    if seen.route:
        return drawn(do, another_route(do, seen.route), {}, [])
    held = threats(seen)
    notes = held or advised(do, seen)
    lines = said_of(notes) or [forms.line("coach", "nothing" if seen.english else "english_only")]
    return drawn(do, lines + gentle(seen), {}, [] if held else notes)


# ---- where a sentence would fit better ----


def move_sentences(do: Doing) -> set[str]:
    """Does what was answered with 'move it': the sentence leaves its answer, and stands in the draft of its step.
    A sentence that was changed since its note was shown stays where it is, and is looked at anew.

    Answers the names of the answers that a sentence left.
    """
    asked_for = [name for name, value in do.values.items() if name.startswith(ANSWER) and value == "move"]
    wanted = {name.removeprefix(ANSWER) for name in asked_for}
    here = do.body(tuple(texts_of(do))) if wanted else {}
    left = {name: places.take_out(do, STEP_OF[do.act], text, wanted) for name, text in here.items()}
    do.values |= {name: text for name, text in left.items() if text != here[name]}
    for name in asked_for:
        do.values.pop(name)
    return {name for name, text in left.items() if text != here[name]}


def warm_up() -> None:
    """Reads the coach's tables: about a second, that nobody should wait for when they seal their words."""
    coach.judge("You made me do it.", "acknowledgment", "conflict")

"""What somebody wrote for themselves alone: they read it again where opened words are read, and nobody else does."""

from collections.abc import Callable

import pytest

from schemas.commands import Value
from schemas.vocabulary import Act, State, Step
from service.domain.visibility import PROMISES, Readers
from service.practice import forms
from service.store.tables import WordsRow

from .stages import Stages
from .walks import Walk
from .world import Person, World, canary

Writing = Callable[[Walk, str], Person]


def of(person: Person, prompt: str) -> list[str]:
    """What this person reads under this question of theirs alone."""
    heading = forms.line("alone", "heading", question=forms.field(prompt).label)
    return [p.text for p in person.words if p.heading == heading]


def check_in(walk: Walk, text: str) -> Person:
    walk.world.advance_to(walk.world.row.next_date)  # type: ignore[arg-type]
    owner = next(p for p in walk.people if any(r.mine for r in p.review.recommitments))
    ((act, about),) = [t for t in owner.todos if t[0] is Act.check_in]
    owner.does(act, {"chk.own": "not_kept", "chk.miss": text}, about=about)
    return owner


def pulse(walk: Walk, text: str) -> Person:
    walk.to_floor()
    walk.people[1].fills(Act.pulse, {"pul.wear": "2", "pul.out": "partly", "close.show": text})
    return walk.people[1]


def writes(act: Act, prompt: str, who: int = 0, **besides: Value) -> Writing:
    def write(walk: Walk, text: str) -> Person:
        answers: dict[str, Value] = {name.replace("__", "."): value for name, value in besides.items()}
        walk.people[who].does(act, {prompt: text, **answers})
        return walk.people[who]

    return write


WRITTEN = {
    Step.draft: ("conflict", State.draft, "open.c.moment", writes(Act.describe, "open.c.moment", open__c__name="Day")),
    Step.private: ("conflict", State.private, "me.words", writes(Act.write_private, "me.words")),
    Step.care: ("incident", State.cooling, "care.fair", writes(Act.care, "care.fair", who=2)),
    Step.ready: ("conflict", State.cooling, "ready.hard", writes(Act.ready, "ready.hard", ready__read="not_today")),
    Step.check_in: ("conflict", State.checking, "chk.miss", check_in),
    Step.close: ("conflict", State.pulse, "close.show", pulse),
    Step.pattern: ("conflict", State.pattern, "pat.what", writes(Act.want, "pat.what", pat__want="yes", wear="4")),
}  # fmt: skip
"""Of each step: where it is asked, under which question, and how somebody answers it."""


def test_every_step_that_nobody_else_reads_is_looked_at_here() -> None:
    assert set(WRITTEN) == {step for step, promise in PROMISES.items() if promise.readers is Readers.nobody}


@pytest.mark.parametrize("step", WRITTEN)
def test_its_author_reads_it_again_and_nobody_else_ever_does(world: World, stages: Stages, step: Step) -> None:
    kind, state, prompt, write = WRITTEN[step]
    walk = stages.at(world, kind, state)
    text = canary("alone")
    author = write(walk, text)
    assert [w.author_id for w in world.rows(WordsRow) if text in w.body.values()] == [author.id]
    assert text not in world.dump("words")
    assert of(author, prompt) == [text]
    assert author.review.can_read
    for other in [p for p in walk.people if p is not author] + [world.person("Stranger")]:
        path = f"/api/v1/reviews/{world.review_id}"
        assert text not in other.gets(path).text + other.gets(f"{path}/words").text + other.gets("/api/v1/home").text


def test_what_was_noted_before_the_invitation_is_still_there_when_all_is_over(world: World, stages: Stages) -> None:
    walk = stages.at(world, "conflict", State.closed)
    mia, raj = walk.people
    assert of(mia, "open.c.moment") == walk.of(mia, "draft")[:1]
    assert of(mia, "ready.view") == walk.of(mia, "ready")[:1] != of(raj, "ready.view")


def test_what_was_picked_is_shown_in_the_words_of_the_screen(world: World, stages: Stages) -> None:
    mia = stages.at(world, "conflict", State.draft).opener
    mia.does(Act.describe, {"open.c.name": "Launch", "open.c.signs": ["1", "5"]})
    assert of(mia, "open.c.signs") == ["We went quiet, A raised voice"]


def test_a_facilitator_does_not_read_it_whatever_was_granted(world: World, stages: Stages) -> None:
    walk = stages.at(world, "conflict", State.acknowledge, "mediated")
    mia, fay = walk.opener, walk.facilitator
    assert fay is not None and of(mia, "ready.view")
    mia.does(Act.acknowledge, {"ack.c.part": canary()})
    mia.does(Act.acknowledge, {"audience": "full", "keep": "seal"}, page=2)
    mia.does(Act.grant, grant=["acknowledge"])
    assert fay.words and not any("Only you" in p.heading for p in fay.words)


# ---- when it keeps happening ----


def test_how_tiring_it_has_become_is_kept_with_the_words_beside_it(world: World, stages: Stages) -> None:
    mia, raj = stages.at(world, "conflict", State.pattern).people
    text = canary("pattern")
    before = raj.words
    mia.does(Act.want, {"pat.want": "not_sure", "wear": "4", "pat.what": text})
    assert (of(mia, "wear"), of(mia, "pat.what")) == (["4"], [text])
    assert raj.words == before
    world.advance(days=8)  # everybody is asked once more: nothing has to be typed again
    kept = {f.name: f.initial for f in mia.form(Act.want).fields}
    assert (kept["wear"], kept["pat.what"], kept["pat.want"]) == ("4", text, None)
    mia.fills(Act.want, {"pat.want": "yes", "wear": "5"})
    assert (of(mia, "wear"), of(mia, "pat.what")) == (["5 · worn out by it"], [text])

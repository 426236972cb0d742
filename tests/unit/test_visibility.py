"""Who may read whose words: every step, status, reader and state, against a table of its own."""

from dataclasses import replace

import pytest

from schemas.vocabulary import Consent, Kind, State, Step
from service.domain.review import Mark, Marked, Party, Recommitment, Status, Words
from service.domain.visibility import PROMISES, may_read, prompts_for

from .reviews import NOW, review
from .snapshots import same_as_kept

AUTHOR = Party("author", Consent.opener, "UTC")
READERS = {
    "author": None,
    "party": Consent.accepted,
    "third": Consent.accepted,
    "invitee": Consent.asked,
    "later": Consent.later,
    "declined": Consent.declined,
    "left": Consent.left,
    "gone": Consent.gone,
    "manager": None,
    "stranger": None,
}

ONLY_AUTHOR = {"author"}
WHO_IT_IS_FOR = {"author", "party"}
THOSE_INSIDE = {"author", "party", "third"}
ALL_ASKED = {"author", "party", "third", "invitee", "later", "declined"}
WHO_GOT_A_NOTE = {"author", "party", "third", "invitee", "later"}
FACILITATOR = "facilitator"

EXPECTED: dict[Step, set[str]] = {
    Step.neutral_title: ALL_ASKED,
    Step.draft: ONLY_AUTHOR,
    Step.private: ONLY_AUTHOR,
    Step.note: WHO_GOT_A_NOTE,
    Step.care: ONLY_AUTHOR,
    Step.ready: ONLY_AUTHOR,
    Step.acknowledge: THOSE_INSIDE,
    Step.facts: THOSE_INSIDE,
    Step.express: THOSE_INSIDE,
    Step.reflect: WHO_IT_IS_FOR,
    Step.more: WHO_IT_IS_FOR,
    Step.ack_again: THOSE_INSIDE,
    Step.renegotiate: THOSE_INSIDE,
    Step.recommit: WHO_IT_IS_FOR,  # among more than two, where people chose with whom; else everybody inside
    Step.change: WHO_IT_IS_FOR,
    Step.check_in: ONLY_AUTHOR,
    Step.offer: WHO_IT_IS_FOR,
    Step.close: ONLY_AUTHOR,
    Step.pattern: ONLY_AUTHOR,
}
"""Once released. Written here a second time, by hand: the service's table is not its own judge."""
IN_THE_FAST_LANE = {
    step: {*readers, "invitee", "later"} if "party" in readers else readers for step, readers in EXPECTED.items()
} | dict.fromkeys((Step.reflect, Step.more, Step.change, Step.offer, Step.recommit), WHO_IT_IS_FOR)
"""There whoever is asked reads what was sent, to answer it; what is for one person stays for that person."""
GRANTED = {Step.acknowledge, Step.facts, Step.express, Step.ack_again, Step.renegotiate, Step.recommit}
"""What an author can let a facilitator read, sealed or released."""


def with_everybody() -> tuple[Marked, ...]:
    """In a conflict of more than two each chooses with whom words are exchanged: here everybody with the author."""
    readers = [name for name in READERS if name != "author"]
    return tuple(Marked(a, Mark.pair, b, "", NOW) for r in readers for a, b in (("author", r), (r, "author")))


def test_the_promises_are_as_kept() -> None:
    same_as_kept("promises", [f"{step}: {p.readers}, {p.when}" for step, p in PROMISES.items()])


def test_every_step_has_a_promise_and_an_expectation() -> None:
    assert set(PROMISES) == set(Step) == set(EXPECTED)


@pytest.mark.parametrize("step", list(Step))
def test_everybody_reads_what_the_table_says_in_every_state(step: Step) -> None:
    others = [Party(n, c, "UTC") for n, c in READERS.items() if c]
    promise = Recommitment("r1", "author", "party", "accepted", NOW.date())
    about = {Step.change: "r1", Step.recommit: "r1"}.get(step, "party" if EXPECTED[step] == WHO_IT_IS_FOR else "")
    for state in State:
        made = review(
            state, opener_id="author", parties=(AUTHOR, *others), recommitments=(promise,), marks=with_everybody()
        )
        for status in Status:
            words = Words("w", "author", step, about, 1, status)
            allowed = {reader for reader in (*READERS, FACILITATOR) if may_read(words, reader, made)}
            expected = IN_THE_FAST_LANE[step] if state is State.short else EXPECTED[step]
            assert allowed == (expected if status is Status.released else ONLY_AUTHOR), (state, status)


@pytest.mark.parametrize("grants", ["nothing", "this step", "another step", "this step, by somebody else"])
@pytest.mark.parametrize("serves", [True, False])
@pytest.mark.parametrize("step", list(Step))
def test_a_facilitator_reads_titles_and_what_its_author_grants(step: Step, serves: bool, grants: str) -> None:
    other = next(s for s in GRANTED if s is not step)
    marks = {
        "nothing": (),
        "this step": (Marked("author", Mark.grant, step, "", NOW),),
        "another step": (Marked("author", Mark.grant, other, "", NOW),),
        "this step, by somebody else": (Marked("party", Mark.grant, step, "", NOW),),
    }[grants]
    party = Party("party", Consent.accepted, "UTC")
    for state in State:
        for status in Status:
            made = review(state, opener_id="author", parties=(AUTHOR, party), marks=marks,
                          facilitator_id=FACILITATOR, facilitator_serves=serves)  # fmt: skip
            words = Words("w", "author", step, "party", 1, status)
            granted = serves and grants == "this step" and step in GRANTED and status is not Status.draft
            title = serves and step is Step.neutral_title and status is Status.released
            assert may_read(words, FACILITATOR, made) is (granted or title), (state, status)


@pytest.mark.parametrize("audience", ["", "summary", "go_between"])
@pytest.mark.parametrize("step", [Step.acknowledge, Step.express])
def test_an_audience_narrows_who_reads_a_text_and_how_much_of_it(step: Step, audience: str) -> None:
    answers, summary = frozenset({"exp.c.saw", "exp.c.felt"}), frozenset({"sum.text"})
    made = review(State.reflect, opener_id="author", parties=(AUTHOR, Party("party", Consent.accepted, "UTC")),
                  marks=(Marked("author", Mark.grant, step, "", NOW),),
                  facilitator_id=FACILITATOR, facilitator_serves=True)  # fmt: skip
    words = Words("w", "author", step, "", 1, Status.released, answers | summary, audience)
    assert may_read(words, "party", made) is (audience != "go_between")
    assert prompts_for(words, "party", made) == (summary if audience == "summary" else answers)
    assert may_read(words, FACILITATOR, made)
    assert prompts_for(words, FACILITATOR, made) == answers
    assert prompts_for(words, "author", made) == answers | summary
    taken_back = replace(made, marks=())
    assert not may_read(words, FACILITATOR, taken_back), "also what was meant for a facilitator alone"


def test_words_for_a_side_are_for_everybody_on_it_and_nobody_else() -> None:
    sides = {"author": "a", "b1": "b", "b2": "b", "c1": "c"}
    parties = tuple(Party(n, Consent.accepted, "UTC", side=s) for n, s in sides.items())
    made = review(State.reflect, kind=Kind.incident, opener_id="author", parties=parties)
    words = Words("w", "author", Step.reflect, "side:b", 1, Status.released)
    assert [n for n in sides if may_read(words, n, made)] == ["author", "b1", "b2"]
    gone = replace(made, parties=(*parties[:2], replace(parties[2], consent=Consent.left), parties[3]))
    assert [n for n in sides if may_read(words, n, gone)] == ["author", "b1"]

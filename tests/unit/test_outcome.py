from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.vocabulary import Outcome
from service.domain import outcome as module
from service.domain.outcome import Facts, PartyFacts, completeness, outcome

ENDED, REPAIRED, PARTLY, NOT = Outcome.ended, Outcome.repaired, Outcome.partly_repaired, Outcome.not_repaired

# From worst to best. None and "rather not say" stand with "partly": nobody knows.
ANSWER_RANK = {"not_repaired": 0, None: 1, "rather_not_say": 1, "partly": 1, "repaired": 2}
RECOMMITMENT_RANK = {"open": 0, "not_kept": 0, "partly": 1, "not_come_up": 1, "changed": 1, "kept": 1}
OUTCOME_RANK = {NOT: 0, PARTLY: 1, REPAIRED: 2}


def owned(answer: str | None) -> PartyFacts:
    return PartyFacts(answer, "part", effect=True, offer=True)


def two(first: str | None, second: str | None, *recommitments: str, mode: str = "direct") -> Facts:
    return Facts((owned(first), owned(second)), released=True, recommitments=recommitments, mode=mode)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (two("repaired", "repaired", "kept"), REPAIRED),
        (two("repaired", "repaired"), REPAIRED),
        (two("repaired", "repaired", "kept", mode="mediated"), REPAIRED),
        (two("repaired", "repaired", "kept", mode="indirect"), REPAIRED),
        (two("repaired", "repaired", "kept", mode="one_sided"), PARTLY),
        (two("repaired", "repaired", "kept", "partly", "changed", "not_come_up"), REPAIRED),
        (two("repaired", "repaired", "kept", "not_kept"), PARTLY),
        (two("repaired", "repaired", "open"), PARTLY),
        (two("repaired", "partly", "kept"), PARTLY),
        (two("partly", "partly", "kept", mode="mediated"), PARTLY),
        (two("repaired", "not_repaired", "kept"), NOT),
        (two("not_repaired", "not_repaired", "not_kept"), NOT),
        (two("not_repaired", "repaired", "kept", mode="one_sided"), NOT),
        (two("repaired", None, "kept"), PARTLY),
        (two("repaired", "rather_not_say", "kept"), PARTLY),
        (two(None, None), PARTLY),
        (replace(two("repaired", "repaired", "kept"), released=False), ENDED),
        (replace(two("repaired", "repaired", "kept"), exited=True), ENDED),
        (replace(two("not_repaired", "not_repaired"), exited=True), ENDED),
    ],
)
def test_pulse_kept_and_mode_give_the_outcome(facts: Facts, expected: Outcome) -> None:
    assert outcome(facts) is expected


@pytest.mark.parametrize(
    ("party", "expected"),
    [
        (PartyFacts("repaired", "part", effect=True, offer=True), REPAIRED),
        (PartyFacts("repaired", "none_yet"), REPAIRED),  # allowed, and needs neither effect nor offer
        (PartyFacts("repaired", "part", effect=False, offer=True), PARTLY),
        (PartyFacts("repaired", "part", effect=True, offer=False), PARTLY),
        (PartyFacts("partly", "none_yet"), PARTLY),
        (PartyFacts("partly", "missing"), NOT),
        (PartyFacts(None, "missing"), NOT),
    ],
)
def test_each_sides_acknowledgment_counts(party: PartyFacts, expected: Outcome) -> None:
    assert outcome(Facts((owned("repaired"), party), released=True, recommitments=("kept",))) is expected


def test_one_side_alone_is_never_repaired() -> None:
    assert outcome(Facts((owned("repaired"),), released=True, mode="one_sided")) is PARTLY
    assert outcome(Facts((owned("repaired"),), released=True)) is PARTLY


def test_among_eight_the_lowest_answer_wins() -> None:
    seven = tuple(owned("repaired") for _ in range(7))
    for answer, expected in (("repaired", REPAIRED), ("partly", PARTLY), ("not_repaired", NOT), (None, PARTLY)):
        assert outcome(Facts((*seven, owned(answer)), released=True)) is expected


@pytest.mark.parametrize("build", [lambda: two("fine", "repaired"), lambda: two("repaired", None, "forgotten")])
def test_an_unknown_word_is_refused(build: object) -> None:
    with pytest.raises(ValueError, match="unknown"):
        build()  # type: ignore[operator]


def test_unknown_modes_acknowledgments_and_crowds_are_refused() -> None:
    with pytest.raises(ValueError, match="unknown mode"):
        two("repaired", "repaired", mode="shouted")
    with pytest.raises(ValueError, match="unknown acknowledgment"):
        PartyFacts("repaired", "perhaps")
    for count in (0, 9):
        with pytest.raises(ValueError, match="1 to 8"):
            Facts(tuple(owned("repaired") for _ in range(count)), released=True)


def test_the_whole_rule_has_four_lines() -> None:
    assert [result for _, result in module.RULES] == [ENDED, REPAIRED, NOT, PARTLY]
    assert len(module.COMPLETE_WHEN) == module.PARTS == 7


def test_completeness_counts_the_parts_done() -> None:
    everything = replace(two(None, None, "kept"), offer_answered=True, reflected=True, changes_settled=True)
    assert completeness(everything) == 7
    assert completeness(replace(everything, recommitments=())) == 7
    assert completeness(replace(everything, recommitments=("kept", "open"))) == 6
    assert completeness(replace(everything, reflected=False)) == 6
    assert completeness(replace(everything, offer_answered=False)) == 6
    assert completeness(replace(everything, changes_settled=False)) == 5  # nothing agreed, so nothing checked
    assert completeness(replace(everything, released=False)) == 6
    silent = (owned(None), PartyFacts(None, "missing"))
    assert completeness(replace(everything, parties=silent)) == 6
    assert completeness(replace(everything, parties=(owned(None), PartyFacts(None, "part", offer=True)))) == 6
    assert completeness(Facts((PartyFacts(None, "missing"),), released=False)) == 0


parties = st.builds(
    PartyFacts,
    st.sampled_from([None, *sorted(module.ANSWERS)]),
    st.sampled_from(sorted(module.ACKNOWLEDGED)),
    st.booleans(),
    st.booleans(),
)
facts_of_any_kind = st.builds(
    Facts,
    st.lists(parties, min_size=1, max_size=8).map(tuple),
    st.booleans(),
    st.lists(st.sampled_from(sorted(module.RECOMMITMENTS)), max_size=4).map(tuple),
    st.sampled_from(sorted(module.MODES)),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)


@given(facts=facts_of_any_kind)
def test_it_is_never_repaired_without_everybodys_yes(facts: Facts) -> None:
    if outcome(facts) is REPAIRED:
        assert {party.answer for party in facts.parties} == {"repaired"}
        assert facts.mode != "one_sided"
        assert facts.released
        assert not {"open", "not_kept"} & set(facts.recommitments)
    assert 0 <= completeness(facts) <= 7


@given(facts=facts_of_any_kind, data=st.data())
def test_a_better_answer_never_makes_a_worse_outcome(facts: Facts, data: st.DataObject) -> None:
    before = outcome(facts)
    if before is ENDED:
        return
    changed = data.draw(st.integers(0, len(facts.parties) - 1))
    at_least = ANSWER_RANK[facts.parties[changed].answer]
    answer = data.draw(st.sampled_from([a for a, rank in ANSWER_RANK.items() if rank >= at_least]))
    better = [replace(p, answer=answer) if i == changed else p for i, p in enumerate(facts.parties)]
    assert OUTCOME_RANK[outcome(replace(facts, parties=tuple(better)))] >= OUTCOME_RANK[before]


@given(facts=facts_of_any_kind, data=st.data())
def test_a_kept_recommitment_and_a_named_part_never_make_a_worse_outcome(facts: Facts, data: st.DataObject) -> None:
    before = outcome(facts)
    if before is ENDED:
        return
    kept = tuple("kept" if data.draw(st.booleans()) else status for status in facts.recommitments)
    assert all(RECOMMITMENT_RANK[a] <= RECOMMITMENT_RANK[b] for a, b in zip(facts.recommitments, kept, strict=True))
    named = tuple(
        replace(p, acknowledged="part", effect=True, offer=True) if data.draw(st.booleans()) else p
        for p in facts.parties
    )
    assert OUTCOME_RANK[outcome(replace(facts, recommitments=kept, parties=named))] >= OUTCOME_RANK[before]

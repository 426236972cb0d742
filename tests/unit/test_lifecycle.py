"""The life of a review: one table, whole, reachable, and never repaired by a clock."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.vocabulary import Consent, State
from service.domain import lifecycle
from service.domain.lifecycle import ANY_TIME, CEILINGS, LED, MOVES, OPEN, SEARCHES, STEP_OF, WORKING, Move
from service.domain.outcome import Facts, PartyFacts, outcome

from .reviews import MIA, NOW, RAJ, review
from .snapshots import same_as_kept


def test_the_moves_are_as_kept() -> None:
    def row(m: Move) -> str:
        why = m.act or getattr(m.guard, "__name__", "")
        return f"{m.state} -> {m.to or 'where it stood'}: {why}{f', opens {m.opens}' if m.opens else ''}"

    anywhere = [f"{act} from {', '.join(states)}" for act, states in ANY_TIME.items()]
    asks = [f"{state}: asks after {days} working days" for state, days in CEILINGS.items()]
    same_as_kept("moves", [row(m) for m in MOVES] + anywhere + asks)


def test_every_state_can_be_reached_and_left() -> None:
    reached, new = {State.draft}, {State.draft}
    others = {State.paused, State.circle}  # from many states: a pause, and a party who is gone
    while new:
        new = {m.to for m in MOVES if m.state in reached and m.to} - reached
        reached |= new
    assert reached | others == set(State)
    assert {m.state for m in MOVES} | {State.paused} == set(State)


def test_a_row_has_an_act_or_a_guard_and_never_both() -> None:
    for move in MOVES:
        assert (move.act is None) != (move.guard is None), move


@pytest.mark.parametrize("state", [s for s in State if s is not State.pulse])
def test_no_passing_of_time_moves_a_review_but_the_last_day_of_check_ins_and_pulse(state: State) -> None:
    undone = review(state, parties=(MIA, RAJ, replace(RAJ, person_id="ines", consent=Consent.asked)))
    for days in range(0, 400, 7):
        move = lifecycle.next_move(undone, NOW + timedelta(days=days))
        if move:
            assert (move.state, move.to) == (State.checking, State.pulse)


def test_a_pulse_that_nobody_answered_closes_and_is_never_repaired() -> None:
    silent = review(State.pulse)
    assert lifecycle.next_move(silent, NOW + timedelta(days=2)) is None
    move = lifecycle.next_move(silent, NOW + timedelta(days=4))
    assert move is not None and move.to is State.closed
    part = PartyFacts(None, "part", effect=True, offer=True)
    for answers in (("repaired", None), (None, None)):
        parties = tuple(replace(part, answer=a) for a in answers)
        assert outcome(Facts(parties, released=True, recommitments=("kept",))) != "repaired"
    both = (replace(part, answer="repaired"), replace(part, answer="repaired"))
    assert outcome(Facts(both, released=True, recommitments=("kept",))) == "repaired"


@given(
    state=st.sampled_from([s for s in State if s not in (State.draft, State.ready, State.closed)]),
    floor=st.none() | st.integers(-5, 40),
    release=st.none() | st.integers(0, 5),
    leaving=st.none() | st.integers(0, 5),
)
def test_every_open_state_has_a_next_date_and_the_engine_comes_no_later(
    state: State, floor: int | None, release: int | None, leaving: int | None
) -> None:
    def day(n: int | None) -> object:
        return None if n is None else NOW + timedelta(days=n)

    made = review(state, floor_at=day(floor), release_at=day(release), ending_at=day(leaving))
    shown, looked_at = lifecycle.next_date(made, NOW), lifecycle.due_at(made, NOW)
    assert shown is not None and looked_at is not None
    assert looked_at <= shown


def test_the_tables_about_states_agree_with_each_other() -> None:
    before_the_first = {State.pattern, State.facilitation, State.cooling}
    assert set(STEP_OF) | before_the_first == set(OPEN)
    assert set(WORKING) == OPEN - {State.pulse}
    assert set(CEILINGS) == (OPEN | {State.invited, State.short, State.circle}) - {State.checking}
    assert set(LED) < set(WORKING) and {m.state for m in SEARCHES} == set(LED)
    opening = [m for m in MOVES if m.opens]
    assert opening and all(m.gate for m in opening), "words never open past a facilitator"
    assert sorted(set(STEP_OF.values())) == [1, 2, 3, 4, 5, 6, 7]
    for state in State:
        assert lifecycle.step_of(review(state)) == STEP_OF.get(state)
    assert lifecycle.step_of(review(State.paused, resume=State.express)) == 2

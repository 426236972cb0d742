from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.vocabulary import State
from service.domain.managers import (
    Lines,
    OpenReview,
    RowKind,
    age_band,
    coarse_state,
    manager_of,
    may_offer_tick,
    row_for,
    say_over,
    unit_size,
)

# Vera leads Mona and Max; Mona leads five people, Max four; Noor also leads Lea.
LINES: Lines = {
    "vera": ("Board", None),
    "mona": ("Payments", "vera"),
    "max": ("Data", "vera"),
    **dict.fromkeys(("noor", "tom", "ines", "jo", "sam"), ("Payments", "mona")),
    **dict.fromkeys(("ali", "bea", "cy", "dan"), ("Data", "max")),
    "lea": ("Payments", "noor"),
}

TWO = frozenset({"tom", "ines"})
CONFLICT = OpenReview(kind="conflict", parties=TWO, ticked=TWO)
INCIDENT = OpenReview(kind="incident", parties=frozenset({"tom", "ali"}), ticked=frozenset())


def test_a_conflict_among_peers_who_all_ticked_is_a_row_without_names() -> None:
    assert row_for("mona", CONFLICT, LINES) is RowKind.nameless


@pytest.mark.parametrize(
    "changed",
    [
        {"ticked": frozenset({"tom"})},
        {"ticked": frozenset()},
        {"ticked": frozenset({"tom", "jo"})},
        {"mode": "mediated"},
        {"mode": "one_sided"},
        {"mode": "indirect"},
        {"power": "reports_to"},
        {"power": "dotted"},
        {"power": "unknown"},
        {"kind": "other"},
    ],
)
def test_without_one_of_its_conditions_a_conflict_is_no_row(changed: dict[str, object]) -> None:
    assert row_for("mona", replace(CONFLICT, **changed), LINES) is None  # type: ignore[arg-type]


@pytest.mark.parametrize("viewer", ["vera", "max", "noor", "tom", "ines", "jo", "stranger"])
def test_nobody_but_the_common_manager_has_a_row_of_a_conflict(viewer: str) -> None:
    assert row_for(viewer, CONFLICT, LINES) is None


@pytest.mark.parametrize(
    "parties",
    [
        {"ali", "bea"},  # Max leads four people only
        {"tom", "ali"},  # two managers
        {"noor", "lea"},  # one leads the other
        {"tom", "lea"},
        {"mona", "tom"},
        {"mona", "max"},  # Vera leads two
        {"vera", "tom"},
        {"tom"},
        {"tom", "stranger"},
        {"stranger", "other"},
        set(),
    ],
)
def test_where_a_row_could_name_somebody_the_tick_is_not_offered(parties: set[str]) -> None:
    assert not may_offer_tick(parties, LINES)
    everybody = frozenset(parties)
    review = OpenReview(kind="conflict", parties=everybody, ticked=everybody)
    assert [viewer for viewer in LINES if row_for(viewer, review, LINES)] == []


def test_among_peers_in_a_unit_of_five_the_tick_is_offered() -> None:
    assert may_offer_tick({"tom", "ines"}, LINES)
    assert may_offer_tick(["noor", "tom", "ines", "jo"], LINES)
    assert not may_offer_tick({"tom", "ines"}, {name: line for name, line in LINES.items() if name != "sam"})


def test_an_incident_is_a_row_for_each_direct_manager_and_nobody_else() -> None:
    assert {viewer for viewer in LINES if row_for(viewer, INCIDENT, LINES)} == {"mona", "max"}
    assert row_for("mona", INCIDENT, LINES) is RowKind.incident


def test_a_manager_in_an_incident_review_has_no_row_of_it() -> None:
    review = replace(INCIDENT, parties=INCIDENT.parties | {"mona"})
    assert row_for("mona", review, LINES) is None
    assert row_for("max", review, LINES) is None, "with a say between two of them nobody gets a row"
    assert row_for("vera", review, LINES) is None


def test_a_say_reaches_over_any_number_of_steps_and_both_ways() -> None:
    assert say_over("vera", "lea", LINES)
    assert say_over("lea", "vera", LINES)
    assert say_over("mona", "tom", LINES)
    assert not say_over("mona", "ali", LINES)
    assert not say_over("tom", "ines", LINES)
    assert not say_over("tom", "tom", LINES)
    assert not say_over("stranger", "tom", LINES)


def test_a_ring_in_the_chart_ends() -> None:
    ring: Lines = {"a": ("X", "b"), "b": ("X", "c"), "c": ("X", "b")}
    assert say_over("a", "c", ring)
    assert not say_over("a", "d", ring)


def test_where_a_wrong_chart_puts_a_peer_above_their_manager_the_tick_is_not_offered() -> None:
    wrong: Lines = {**LINES, "mona": ("Payments", "tom")}
    assert unit_size("mona", wrong) == 5
    assert not may_offer_tick({"tom", "ines"}, wrong)
    assert row_for("mona", CONFLICT, wrong) is None


@pytest.mark.parametrize(
    ("days", "band"),
    [
        (0, "under 2 weeks"),
        (13, "under 2 weeks"),
        (14, "2 to 6 weeks"),
        (42, "2 to 6 weeks"),
        (43, "over 6 weeks"),
        (400, "over 6 weeks"),
    ],
)
def test_age_is_told_in_three_bands(days: int, band: str) -> None:
    assert age_band(days) == band


def test_a_state_is_told_in_four_words_and_a_draft_not_at_all() -> None:
    told = {state: coarse_state(state) for state in State if state not in (State.draft, State.ready, State.closed)}
    assert set(told.values()) == {"not begun", "under way", "paused", "checking in"}
    assert told[State.acknowledge] == told[State.recommit] == "under way"
    for state in (State.draft, State.ready, State.closed):
        with pytest.raises(ValueError, match="no open item"):
            coarse_state(state)


@st.composite
def charts(draw: st.DrawFn) -> Lines:
    """A chart of up to 40 people, each under somebody entered before them, or at the top."""
    # Few different managers, so that units of five and more are common; -1 is the top.
    bosses = draw(st.lists(st.integers(-1, 4), min_size=2, max_size=40))
    return {f"p{i}": ("Unit", None if boss < 0 or i <= boss else f"p{boss}") for i, boss in enumerate(bosses)}


@st.composite
def seen_by(draw: st.DrawFn) -> tuple[str, OpenReview, Lines]:
    lines = draw(charts())
    everybody = sorted(lines)
    viewer = draw(st.sampled_from(everybody))
    team = [person for person in everybody if manager_of(person, lines) == viewer]
    of_team = st.sets(st.sampled_from(team), min_size=1, max_size=4) if team else st.nothing()
    parties = frozenset(draw(of_team | st.sets(st.sampled_from(everybody), min_size=1, max_size=8)))
    ticked = frozenset(draw(st.just(parties) | st.sets(st.sampled_from(everybody))))
    kind = draw(st.sampled_from(["conflict", "incident"]))
    mode = draw(st.sampled_from(["direct", "direct", "mediated", "one_sided"]))
    power = draw(st.sampled_from(["peer", "none", "reports_to", "unknown"]))
    return viewer, OpenReview(kind, parties, ticked, mode, power), lines


@given(case=seen_by())
def test_nobody_ever_has_a_row_of_a_review_they_are_in(case: tuple[str, OpenReview, Lines]) -> None:
    viewer, review, lines = case
    for party in review.parties:
        assert row_for(party, review, lines) is None
    if row_for(viewer, review, lines) is not None:
        assert viewer not in review.parties
        assert any(manager_of(party, lines) == viewer for party in review.parties)


@given(case=seen_by())
def test_a_nameless_row_always_has_everybodys_tick_and_four_others_to_hide_among(
    case: tuple[str, OpenReview, Lines],
) -> None:
    _, review, lines = case
    viewers = [person for person in lines if row_for(person, review, lines) is RowKind.nameless]
    assert len(viewers) <= 1
    if viewers:
        assert review.parties <= review.ticked
        assert (review.kind, review.mode) == ("conflict", "direct")
        assert {manager_of(party, lines) for party in review.parties} == set(viewers)
        assert unit_size(viewers[0], lines) >= 5
        assert not any(say_over(a, b, lines) for a in review.parties for b in review.parties)
        assert may_offer_tick(review.parties, lines)


@given(lines=charts(), data=st.data())
def test_a_say_is_the_same_from_both_sides(lines: Lines, data: st.DataObject) -> None:
    a, b = (data.draw(st.sampled_from(sorted(lines))) for _ in range(2))
    assert say_over(a, b, lines) is say_over(b, a, lines)

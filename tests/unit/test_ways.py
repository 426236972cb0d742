"""Which ways are offered: the whole table, over every combination of facts."""

import random
from collections import Counter
from dataclasses import replace
from itertools import product

import pytest

from schemas.readings import Option
from schemas.vocabulary import Kind, Size, Way
from service.acts import choosable
from service.domain.ways import ANOTHER, OFFERED, Facts, offered
from service.practice import forms

YES_NO = (False, True)
ALL = [
    Facts(kind, size, people, power, careful, repeats, facilitators, no_exchange)
    for kind, size, people in product(Kind, Size, (2, 3, 4))
    for power, careful, repeats, facilitators, no_exchange in product(*[YES_NO] * 5)
]
"""Of all that can be asked for now; while one waits see the test of that."""
TOLD = frozenset(Way) - {Way.private, Way.rest}
"""Ways of which somebody else hears."""


def test_the_table_has_a_row_for_every_way_and_nothing_else() -> None:
    assert set(OFFERED) == set(Way)
    assert set(ANOTHER) < set(Way)


def test_something_is_always_offered_and_just_for_me_always_is() -> None:
    assert all(Way.private in offered(facts) for facts in ALL)
    assert all(Way.rest in offered(facts) for facts in ALL if not facts.no_exchange)


def test_after_a_route_away_nothing_leads_to_anybody_else() -> None:
    for facts in ALL:
        if facts.no_exchange:
            assert offered(facts) == (Way.private,)


def test_while_one_is_open_or_rests_only_what_nobody_hears_of_is_offered() -> None:
    for facts in ALL:
        alone = tuple(way for way in offered(facts) if way not in TOLD)
        assert offered(replace(facts, waits=True)) == alone
        assert Way.private in alone


def test_the_fast_lane_is_for_one_small_thing_between_two_peers_that_is_new() -> None:
    for facts in ALL:
        bars = (facts.power, facts.careful, facts.repeats, facts.no_exchange)
        fits = facts.size is Size.small and facts.people == 2 and not any(bars)
        assert (Way.fast in offered(facts)) is fits


def test_whoever_needs_somebody_in_between_is_not_offered_to_talk_directly() -> None:
    for facts in ALL:
        if facts.careful:
            assert not {Way.direct, Way.fast} & set(offered(facts))
        if facts.power and facts.people > 2:
            assert not {Way.direct, Way.fast, Way.arrangement, Way.note} & set(offered(facts))


def test_somebody_in_between_is_offered_where_somebody_is_there() -> None:
    for facts in ALL:
        assert (Way.mediated in offered(facts)) is (facts.facilitators and not facts.no_exchange)


def test_a_note_goes_to_one_person() -> None:
    assert all((Way.note in offered(f)) is (f.people == 2 and not f.no_exchange) for f in ALL)


@pytest.mark.parametrize("bar", ["power", "careful", "repeats", "no_exchange"])
def test_one_more_thing_against_it_never_offers_a_way_that_was_not_there(bar: str) -> None:
    for facts in ALL:
        if not getattr(facts, bar):
            assert set(offered(replace(facts, **{bar: True}))) <= set(offered(facts))


def test_direct_is_never_offered_alone_with_what_is_told() -> None:
    """Whoever may talk it through here may always do less than that."""
    for facts in ALL:
        if Way.direct in offered(facts):
            assert {Way.arrangement, Way.rest, Way.private} <= set(offered(facts))


def test_the_ways_stand_in_a_random_order_and_none_is_first_more_often() -> None:
    random.seed(7)
    options = choosable.of_values("way", [way.value for way in Way])
    first = Counter(choosable.mixed(options)[0].value for _ in range(7000))
    assert set(first) == {way.value for way in Way}
    assert max(first.values()) < 1.2 * min(first.values())


def test_no_way_is_chosen_beforehand_or_called_better() -> None:
    for name in ("way", "other_way"):
        field = forms.field(name, None, [Option(value="x", label="x")])
        assert field.initial is None
        assert not field.optional
    labels = {way: forms.labels("way")[way.value] for way in Way}
    assert len(set(labels.values())) == len(Way)
    assert max(len(text) for text in labels.values()) <= 75

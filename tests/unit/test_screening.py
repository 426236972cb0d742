"""Is this the right place? Every combination of answers that a person can give, and what the table makes of it."""

from collections.abc import Iterator
from itertools import chain, combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.vocabulary import Kind, Size, Way
from service.acts.screening import PAGES
from service.domain.screening import APART, NOTHING, SAID, TABLE, Card, Route, Row, Signal, route, signals
from service.domain.ways import Facts, offered
from service.practice import forms, route_cards

Ticked = frozenset[tuple[str, str]]
"""What a person has chosen: question and value."""


def ways_to_answer(question: str) -> list[tuple[str, ...]]:
    """Every set of choices that the screen lets somebody send in for one question."""
    field = forms.field(question)
    assert not field.optional
    values = [option.value for option in field.options]
    if field.kind == "choice":
        return [(value,) for value in values]
    return list(chain.from_iterable(combinations(values, n) for n in range(1, len(values) + 1)))


def combinations_of(page: tuple[str, ...]) -> Iterator[frozenset[Signal]]:
    for answers in product(*(ways_to_answer(question) for question in page)):
        yield frozenset().union(*(signals(q, values) for q, values in zip(page, answers, strict=True)))


EVERY = {page: set(combinations_of(page)) for page in PAGES}


def test_whatever_a_person_can_send_in_has_a_route_and_the_two_pages_are_seen_whole() -> None:
    sent = [sum(1 for _ in combinations_of(page)) for page in PAGES]
    assert sent == [(2**10 - 1) * 3 * 3, 3 * (2**6 - 1) * 2]
    for answers in chain.from_iterable(EVERY.values()):
        where, card = route(answers)
        assert (card is Card.none) is (where in (Route.clear, Route.amber))


@pytest.mark.parametrize("page", PAGES)
def test_one_more_yes_never_makes_it_milder(page: tuple[str, ...]) -> None:
    asked = frozenset().union(*EVERY[page])
    for answers in EVERY[page]:
        for more in asked - answers:
            assert route(answers | {more})[0] >= route(answers)[0], (answers, more)


@given(st.frozensets(st.sampled_from(Signal)), st.sampled_from(Signal))
def test_nor_does_it_over_both_pages_together(answers: frozenset[Signal], more: Signal) -> None:
    assert route(answers | {more})[0] >= route(answers)[0]


@pytest.mark.parametrize("question", ["scr.danger", "scr.formal"])
def test_rather_not_say_lies_between_no_and_yes(question: str) -> None:
    no, unsaid, yes = (signals(question, [value]) for value in ("no", "unsaid", "yes"))
    for page in EVERY.values():
        for rest in page:
            others = rest - unsaid - yes
            assert route(others | no)[0] <= route(others | unsaid)[0] <= route(others | yes)[0]


def test_one_more_yes_never_offers_one_more_way() -> None:
    for kind, size, people, power in product(Kind, Size, (2, 3), (False, True)):
        facts = Facts(kind=kind, size=size, people=people, power=power, facilitators=True)
        freely = set(offered(facts))
        careful = set(offered(Facts(**vars(facts) | {"careful": True})))
        apart = set(offered(Facts(**vars(facts) | {"careful": True, "no_exchange": True})))
        assert apart == {Way.private} <= careful <= freely
        assert not careful & {Way.direct, Way.fast}


@pytest.mark.parametrize("row", TABLE, ids=[" and ".join(sorted(row.when)) for row in TABLE])
def test_every_row_matters(row: Row) -> None:
    assert route(row.when) == (row.route, row.card)
    without = tuple(other for other in TABLE if other is not row)
    assert route(row.when, without)[0] < row.route


def test_the_rows_stand_by_severity_so_that_the_first_one_that_holds_decides() -> None:
    assert [row.route for row in TABLE] == sorted((row.route for row in TABLE), reverse=True)
    for answers in chain.from_iterable(EVERY.values()):
        assert route(answers)[0] == max((r.route for r in TABLE if r.when <= answers), default=Route.clear)


def test_every_choice_on_the_screens_says_something_and_everything_can_be_said() -> None:
    offered_here = {(q, o.value) for page in PAGES for q in page for o in forms.field(q).options}
    said = {signal for question, value in offered_here for signal in signals(question, [value])}
    silent = {(q, v) for q, v in offered_here if not signals(q, [v])}
    assert said == set(Signal)
    assert {v for q, v in silent if q != APART} == NOTHING
    assert {v for q, v in silent if q == APART} == {"no", "yes"}
    assert {value for _q, value in SAID} <= {value for _q, value in offered_here}


def test_none_of_these_beside_something_is_taken_for_a_slip() -> None:
    assert signals("scr.stop", ["none", "followed"]) == {Signal.followed}


def test_every_card_that_a_route_can_show_is_written_and_knows_all_kinds_of_contact() -> None:
    cards = route_cards.routes()
    assert {card.value for card in Card} - {"none"} | {"harder"} == set(cards)
    for card in cards.values():
        assert sorted(card.first) == ["crisis", "outside_line", "people_team"]
        assert card.lines.count("{contacts}") == 1
        assert card.lines.count("{yours}") == bool(card.yours)
        assert not card.yours or card.gone


def test_a_card_never_speaks_of_repair() -> None:
    for name, card in route_cards.routes().items():
        text = " ".join([*card.lines, card.yours, card.gone]).lower()
        assert not any(word in text for word in ("repair", "put right", "put it right", "make up", "both of you")), name

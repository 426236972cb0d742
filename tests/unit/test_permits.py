"""Who may do what, when: the whole table, and a way out of every state."""

from dataclasses import replace
from typing import Any

import pytest

from schemas.vocabulary import Act, Consent, Kind, NewsKind, Reason, State
from service.acts import news
from service.acts.perform import ACTS
from service.api.problems import STATUS, status_of
from service.domain import inbox, permits
from service.domain.inbox import EXTRAS
from service.domain.lifecycle import ALONE
from service.domain.permits import RULES, Rule
from service.domain.waiting import never
from service.practice import forms

from .reviews import MIA, NOW, RAJ, review
from .snapshots import same_as_kept


def name(check: Any) -> str:
    """A condition by its name, with what it was made for: `unmarked(care)`."""
    about = [str(cell.cell_contents) for cell in check.__closure__ or () if str(cell.cell_contents)]
    made = check.__qualname__.split(".<locals>")[0].replace("<lambda>", "its own")
    return f"{made}({', '.join(about)})" if about else made


def test_the_rules_are_as_kept() -> None:
    def row(act: Act, rule: Rule) -> str:
        states = ", ".join(sorted(rule.states, key=list(State).index))
        needs = ", ".join(map(name, rule.needs)) or "nothing"
        floor = name(rule.floor) if rule.floor else "at once"
        until = f"; until {name(rule.until)}" if rule.until else ""
        return f"{act}: in {states}; by {name(rule.who)}; needs {needs}; waits: {name(rule.todo)}; from {floor}{until}"

    same_as_kept("rules", [row(act, rule) for act, rule in RULES.items()])


def test_the_statuses_of_refusals_are_as_kept() -> None:
    same_as_kept("statuses", [f"{reason}: {status_of(reason)}" for reason in Reason])
    assert set(STATUS) <= set(Reason)


@pytest.mark.parametrize("act", [a for a in Act if a is not Act.open])
def test_every_act_has_a_rule_a_function_and_a_form(act: Act) -> None:
    assert act in RULES
    assert act in ACTS
    for kind in Kind:
        pages = forms.pages_of(act, kind)
        assert pages and forms.title(act, pages[0])
        assert len(forms.title(act, pages[0])) <= 24
        for field in (f for page in pages for f in page):
            assert forms.field(field).label
    assert forms.notes(act, names="", readers="", about_name="", opener="", date="", facilitator="") is not None


def test_every_kind_of_news_is_about_a_person_or_is_drawn() -> None:
    drawn = {NewsKind.card, NewsKind.home, NewsKind.learning}
    assert set(news.STILL) | drawn == set(NewsKind)
    assert not set(news.STILL) & drawn


def test_whatever_a_person_may_do_has_a_button() -> None:
    """It waits for them, stands among the extras, or belongs to a list or a date that has a button of its own."""
    waits = {act for act, rule in RULES.items() if rule.todo is not never}
    elsewhere = {Act.drop_recommitment, Act.after_check}  # beside what it concerns; in the message that asks
    assert waits | set(EXTRAS) | elsewhere == set(RULES)


@pytest.mark.parametrize("state", [s for s in State if s is not State.closed])
@pytest.mark.parametrize("consent", [Consent.opener, Consent.accepted, Consent.asked, Consent.later])
def test_everybody_who_is_in_has_a_way_out_of_every_state_with_one_act(state: State, consent: Consent) -> None:
    if consent in (Consent.asked, Consent.later) and state not in (State.invited, State.short, State.noted):
        return
    if consent is Consent.accepted and state in ALONE:
        return
    person = MIA if consent is Consent.opener else replace(RAJ, consent=consent)
    made = review(state, parties=(MIA, RAJ) if person is MIA else (MIA, person))
    ways_out = {Act.leave, Act.decline, Act.discard}
    assert [a for a in ways_out if permits.why_not(made, person.person_id, a, "") is None]


@pytest.mark.parametrize("state", list(State))
def test_a_stranger_hears_the_same_whatever_they_ask_and_a_party_who_is_out_may_do_nothing(state: State) -> None:
    made = review(state)
    assert {permits.why_not(made, "stranger", act, "") for act in Act} == {Reason.not_found}
    assert inbox.extras(made, "mia", NOW) != []
    for consent in (Consent.declined, Consent.left, Consent.gone):
        out = review(state, parties=(MIA, replace(RAJ, consent=consent)))
        assert None not in {permits.why_not(out, "raj", act, "") for act in Act}
        assert inbox.todos(out, "raj", NOW) == []
        assert inbox.extras(out, "raj", NOW) == []


def test_what_waits_for_somebody_is_always_allowed() -> None:
    for state in State:
        for person in ("mia", "raj"):
            for act, about in inbox.todos(review(state), person, NOW):
                assert permits.why_not(review(state), person, act, about) is None


def test_while_a_review_is_put_down_nothing_of_a_step_that_comes_back_is_too_late() -> None:
    here = review(State.paused, resume=State.express)
    assert permits.why_not(here, "mia", Act.express, "") is Reason.not_now
    assert permits.why_not(here, "mia", Act.renegotiate, "") is Reason.not_now
    assert permits.why_not(here, "mia", Act.acknowledge, "") is Reason.too_late

"""What this person may choose from, here and now: ways, facilitators, readers. The screens and the acts both ask."""

import random
from collections.abc import Callable, Iterable

from schemas.readings import Option
from schemas.vocabulary import Kind, Size, State, Step, Way
from service.acts import learning
from service.acts.doing import Doing
from service.acts.repeats import keeps_happening, open_or_resting
from service.domain import managers
from service.domain.lifecycle import ALONE
from service.domain.review import Mark, Party, Status
from service.domain.visibility import FULL, GO_BETWEEN, GRANTABLE, SUMMARY
from service.domain.ways import ANOTHER, Facts, offered
from service.practice import forms
from service.store import people

MOST_CHOICES = 10
"""What Slack's radio buttons hold."""
LABEL = 75


def of_values(name: str, values: Iterable[str]) -> list[Option]:
    """Choices by value, with the labels of the data files."""
    labels = forms.labels(name)
    return [Option(value=value, label=labels[value]) for value in values]


# ---- ways ----


def facts_of(do: Doing) -> Facts:
    """What decides which ways are offered to this person."""
    row, party = do.held.row, do.held.party(do.person)
    again = keeps_happening(do.held, do.now, to=do.person)
    return Facts(
        kind=do.kind, size=Size(row.size), people=len(do.held.parties), power=row.higher_id is not None,
        careful=party.careful, repeats=again, facilitators=bool(facilitators(do)),
        no_exchange=party.no_exchange, waits=nobody_can_be_asked(do),
    )  # fmt: skip


def nobody_can_be_asked(do: Doing) -> bool:
    """Of a draft: one is open between these people already, or rests. What is written for oneself is always free."""
    if do.kind is not Kind.conflict or State(do.held.row.state) not in ALONE:
        return False
    return open_or_resting(do.held.session, do.person, {p.person_id for p in do.held.parties}, do.now)


def ways(do: Doing, among: tuple[Way, ...] = tuple(Way)) -> list[str]:
    """The ways offered, in the order of the table."""
    return [way.value for way in offered(facts_of(do)) if way in among]


def other_ways(do: Doing) -> list[str]:
    return ways(do, ANOTHER)


def short_answers(do: Doing) -> tuple[str, ...]:
    """To one small thing: all four; where words would cost somebody something it is not small, and can only be left
    or put off. A say over the other, told with the answer, makes a review of it in which that one goes first."""
    big = do.held.party(do.person).careful
    return ("need_longer", "rather_not") if big else ("taken", "more", "need_longer", "rather_not")


def mixed(options: list[Option]) -> list[Option]:
    """In a random order: no way stands first more often than another."""
    return random.sample(options, len(options))


# ---- facilitators ----


def facilitators(do: Doing) -> list[str]:
    """Who could facilitate this: named, no party, in nobody's line, active, and refused by nobody here."""
    session, parties = do.held.session, [p.person_id for p in do.held.parties]
    named = people.facilitators(session)
    if not named:
        return []
    lines, known = people.lines(session), people.named(session, named)
    refused = {m.about for m in do.held.marks if m.mark == Mark.facilitator.value and m.value == "no"}
    usable = [p for p in named if p not in refused and not known[p].deactivated]
    return [p for p in usable if managers.is_free_for(p, parties, lines)][:MOST_CHOICES]


def facilitator_names(do: Doing) -> list[Option]:
    """Each with the unit of the imported line, so that whoever does not know them sees where they are."""
    ids = facilitators(do)
    known, lines = people.named(do.held.session, ids), people.lines(do.held.session)
    units = {person: lines[person][0][:LABEL] or None for person in ids if person in lines}
    return [Option(value=p, label=known[p].name[:LABEL], description=units.get(p)) for p in ids]


def decisions(do: Doing) -> list[str]:
    """What the one with less say may decide: somebody in between only where somebody is free."""
    somebody = not do.review.facilitator_serves and facilitators(do)
    return ["on", *(["facilitator"] if somebody else []), "note"]


def when_to_tell(do: Doing) -> tuple[str, ...]:
    """When a no is told. Where one has a say over the other only the answer date: a no that came early would show."""
    return ("date",) if do.review.higher_id else ("date", "now")


def grantable(do: Doing) -> list[Step]:
    """Of these, what this person has written."""
    written = {w.step for w in do.review.words if w.author_id == do.person and w.status is not Status.draft}
    return [step for step in GRANTABLE if step in written]


# ---- readers ----


def may_choose_readers(do: Doing) -> bool:
    """Whoever has less say, and everybody where somebody is in between."""
    return do.review.facilitator_serves or do.review.lower_id == do.person


def audiences(do: Doing) -> tuple[str, ...]:
    """Who may read a text: somebody in between only where there is one."""
    return (FULL, SUMMARY, *([GO_BETWEEN] if do.review.facilitator_serves else []))


def named(do: Doing, parties: Iterable[Party]) -> list[Option]:
    return [Option(value=p.person_id, label=do.held.name(p.person_id)[:LABEL]) for p in parties]


def the_others(do: Doing) -> list[Option]:
    return named(do, do.review.others(do.person))


def partners(do: Doing) -> list[Option]:
    """The others with whom this person exchanges words."""
    return named(do, do.review.partners(do.person))


def learned(do: Doing) -> list[Option]:
    """One's own answers that could go into a learning summary."""
    return [
        Option(value=name, label=learning.question(do.held, name)[:LABEL], description=text[:LABEL])
        for name, text in learning.own_answers(do.held, do.person).items()
    ]


# ---- the tables that the screens use ----

CHOICES: dict[str, Callable[[Doing], list[Option]]] = {
    "learned": learned,
    "way": lambda do: mixed(of_values("way", ways(do))),
    "other_way": lambda do: mixed(of_values("way", other_ways(do))),
    "short": lambda do: of_values("short", short_answers(do)),
    "with": the_others,
    "to": partners,
    "rec.for": partners,
    "owner": lambda do: named(do, do.review.circle),
    "facilitator": facilitator_names,
    "grant": lambda do: of_values("grant", grantable(do)),
    "decide": lambda do: of_values("decide", decisions(do)),
    "when": lambda do: of_values("when", when_to_tell(do)),
    "audience": lambda do: of_values("audience", audiences(do)),
}
"""Choices that depend on the review."""


def is_tick_offered(do: Doing) -> bool:
    row = do.held.row
    return row.manager_tick_offered and row.higher_id is None and row.way == Way.direct.value


ASKED_OF: dict[str, Callable[[Doing], bool]] = {
    "learned": lambda do: bool(learned(do)),
    "facilitator": lambda do: bool(facilitators(do)),
    "manager": is_tick_offered,
    "with": lambda do: do.kind is Kind.conflict and len(do.review.others(do.person)) > 1,
    "ack.m.view": lambda do: do.review.higher_id == do.person,
    "exp.c.under": lambda do: do.review.higher_id is None,
    "audience": may_choose_readers,
    "sum.text": may_choose_readers,
}
"""Questions that are asked of some people only."""

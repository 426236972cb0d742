"""What a manager gets to see of what is open: rows without words, and in a conflict without names."""

import pytest

from schemas.vocabulary import Act, State

from .stages import Stages
from .walks import Walk
from .world import Person, World


def company(world: World, unit: int = 5) -> tuple[Person, list[Person]]:
    """A manager and her unit; Mia and Raj are in it."""
    vera = world.person("Vera")
    names = ["Mia", "Raj", "Ines", "Tom", "Jo", "Sam"][:unit]
    people = [world.person(name) for name in names]
    world.lines({vera: None, **dict.fromkeys(people, vera)})
    return vera, people


def test_a_conflict_is_a_row_without_names_if_all_ticked_it(world: World) -> None:
    vera, people = company(world)
    walk = Walk(world, "conflict", people[:2], ticks=("U-Mia", "U-Raj")).until(State.invited)
    assert vera.open_items == []
    walk.until(State.cooling)
    (row,) = vera.open_items
    assert row.nameless and row.title is None and row.teams == [] and row.next_date is None and row.overdue is None
    assert (row.age, row.coarse, row.step) == ("under 2 weeks", "under way", None)
    assert vera.home.manages
    assert vera.home.open_items == [row]
    answer = vera.gets("/api/v1/open").text
    assert not [t for t in walk.texts if t.value in answer]
    assert not any(p.name in answer or p.id in answer for p in people)
    for person in people:
        assert person.open_items == []
    walk.until(State.closed)
    assert vera.open_items == []


@pytest.mark.parametrize(("unit", "ticks"), [(5, ("U-Mia",)), (5, ()), (4, ("U-Mia", "U-Raj"))])
def test_without_every_tick_or_in_a_small_unit_there_is_no_row(world: World, unit: int, ticks: tuple[str, ...]) -> None:
    vera, people = company(world, unit)
    walk = Walk(world, "conflict", people[:2], ticks=ticks).until(State.acknowledge)
    assert vera.open_items == []
    assert walk.world.row.manager_tick_offered is (unit == 5)


def test_the_tick_is_offered_where_it_can_hold_and_counts_nowhere_else(world: World, stages: Stages) -> None:
    _mia, raj = stages.at(world, "conflict", State.invited).people
    raj.is_clear()
    assert "manager" not in [f.name for f in raj.form(Act.accept).fields]
    vera, people = company(world)
    people[2].opens(people[3])
    people[2].fills(Act.describe, {"open.c.name": "Standup"})
    assert "manager" in [f.name for f in people[2].form(Act.invite).fields]
    assert vera.open_items == []


def test_an_incident_is_a_row_with_title_and_teams_and_no_person(world: World) -> None:
    vera, people = company(world)
    ana = world.person("Ana")
    sides = {"U-Ana": "Platform", "U-Mia": "Payments", "U-Raj": "Payments"}
    walk = Walk(world, "incident", [ana, *people[:2]], side=sides).until(State.acknowledge)
    (row,) = vera.open_items
    assert not row.nameless
    assert row.title == walk.of(ana, "title")[0]
    assert (row.teams, row.step, row.age) == (["Platform", "Payments"], 1, "0 days")
    assert row.next_date == ana.review.next_date
    assert not any(p.name in row.model_dump_json() for p in walk.people)
    words = [t.value for t in walk.texts if t.step != "title"]
    assert not [w for w in words if w in vera.gets("/api/v1/open").text]
    walk.until(State.checking)
    world.advance(days=12)
    (row,) = vera.open_items
    assert row.overdue == 1


def test_a_manager_never_sees_a_row_of_a_review_they_are_part_of(world: World) -> None:
    vera, people = company(world)
    boss = world.person("Boss")
    ana = world.person("Ana")
    world.lines({vera: boss, boss: None, **dict.fromkeys(people, ana)})
    Walk(world, "incident", [people[0], vera, world.person("Lea")]).until(State.acknowledge)
    assert len(ana.open_items) == 1
    assert len(boss.open_items) == 1
    assert vera.open_items == []
    world.lines({ana: boss, boss: None, vera: people[0], people[0]: None})
    assert people[0].open_items == []


def test_somebody_who_manages_nobody_gets_an_empty_list(world: World, stages: Stages) -> None:
    stages.at(world, "incident", State.acknowledge)
    stranger = world.person("Stranger")
    assert stranger.open_items == []
    assert not stranger.home.manages

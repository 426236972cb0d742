"""How long words are kept, and what is left of them then."""

from schemas.vocabulary import Act, State
from service.store.tables import CheckInRow, MarkRow, OfferRow, PartyRow, PulseRow, RecommitmentRow, WordsRow

from .stages import Stages
from .world import World


def test_a_draft_goes_after_thirty_days_with_everything_in_it(world: World, stages: Stages) -> None:
    walk = stages.at(world, "conflict", State.ready)
    world.advance(days=28)
    assert walk.opener.review.state is State.ready
    assert len(walk.opener.was_told()) >= 1
    world.advance(days=3)
    assert walk.opener.gets(f"/api/v1/reviews/{world.review_id}").status_code == 404
    assert not [t for t in walk.texts if t.value in world.dump()]


def test_what_was_not_released_goes_a_day_after_the_end_and_the_rest_after_ninety(world: World, stages: Stages) -> None:
    walk = stages.at(world, "conflict", State.closed)
    mia, raj = walk.people
    private = walk.of(mia, "ready") + walk.of(mia, "draft")
    shared = walk.of(raj, "acknowledge")
    world.advance(hours=22)
    world.tidy()
    assert all(text in world.dump() for text in private + shared)
    world.advance(hours=4)
    world.tidy()
    assert not any(text in world.dump() for text in private)
    assert all(mia.can_read(text) for text in shared)
    world.advance(days=88)
    world.tidy()
    assert all(text in world.dump() for text in shared)
    world.advance(days=2)
    world.tidy()
    world.tidy()
    assert world.rows(WordsRow) == []
    assert not [t for t in walk.texts if t.value in world.dump()]
    assert world.row.outcome == "repaired"


def test_what_somebody_wrote_and_left_goes_a_day_later_though_the_others_go_on(world: World, stages: Stages) -> None:
    walk = stages.at(world, "incident", State.acknowledge)
    cleo = walk.people[2]
    private = walk.of(cleo, "care")
    kept = walk.of(walk.people[0], "ready")
    cleo.does(Act.leave)
    world.tidy()
    assert all(text in world.dump() for text in private + kept)
    world.advance(hours=25)
    world.tidy()
    assert not any(text in world.dump() for text in private)
    assert all(text in world.dump() for text in kept)


def test_a_discarded_draft_leaves_no_word(world: World, stages: Stages) -> None:
    walk = stages.at(world, "conflict", State.ready)
    walk.opener.does(Act.discard)
    assert not [t for t in walk.texts if t.value in world.dump()]


def test_after_ninety_days_what_people_chose_is_gone_and_state_and_dates_stay(world: World, stages: Stages) -> None:
    stages.at(world, "incident", State.closed)
    before = world.row
    were_in = {p.person_id for p in world.rows(PartyRow)}
    world.advance(days=89)
    world.tidy()
    assert world.rows(MarkRow) and world.rows(PulseRow) and world.row.place
    assert any(c.owner_answer for c in world.rows(CheckInRow)) and any(p.side for p in world.rows(PartyRow))
    world.advance(days=2)
    world.tidy()
    assert world.rows(MarkRow) == world.rows(PulseRow) == world.rows(OfferRow) == []
    assert not [c for c in world.rows(CheckInRow) if c.owner_answer or c.beneficiary_answer]
    assert not [p for p in world.rows(PartyRow) if p.side]
    after = world.row
    assert (after.place, after.link, after.timeline) == (None, None, None)
    kept = ("state", "outcome", "opened_at", "started_at", "closed_at", "kind")
    assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]
    assert world.rows(RecommitmentRow) and {p.person_id for p in world.rows(PartyRow)} == were_in


def test_a_review_taken_up_again_after_its_words_went_is_named_by_its_date(world: World, stages: Stages) -> None:
    mia, raj = stages.at(world, "conflict", State.closed).people
    opened = world.row.opened_at
    world.advance(days=91)
    world.tidy()
    assert mia.review.title == ""
    mia.does(Act.reopen)
    world.advance(days=1)
    assert raj.review.title == f"What was opened on {opened.day} {opened:%B %Y}"
    raj.is_clear()
    assert raj.review.title in str(raj.form(Act.accept).notes)

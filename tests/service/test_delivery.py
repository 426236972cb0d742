"""From a row to a message: quiet hours, three a day, one digest, leases, second tries, and nothing after the end."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import select

from schemas.commands import Receipt
from schemas.vocabulary import Act, NewsKind, State
from service.acts import sending
from service.store import clock, outbox
from service.store.sent_tables import NewsRow

from .stages import Stages
from .walks import Walk
from .world import World, canary, loses_its_answer, refuses, slow_down


def news_for(
    world: World, reader: str, at: datetime, number: int = 1, kind: NewsKind = NewsKind.resumed, act: Act | None = None
) -> list[str]:
    """Messages that wait: each of a kind that is told while the review is open."""
    facts = {"review_id": world.review_id, "reader_id": reader, "act": act}

    def write(session: object) -> list[str]:
        rows = [outbox.news(kind, at, **facts) for _ in range(number)]
        for row in rows:
            world.outbox.tell(session, [outbox.Told(row)], clock.now(session))  # type: ignore[arg-type]
        return [row.id for row in rows]

    return world.write(write)


def test_nothing_is_sent_outside_nine_to_five_of_the_readers_own_time(world: World, stages: Stages) -> None:
    mia, raj = stages.at(world, "conflict", State.acknowledge).people
    world.advance_to(datetime(2026, 12, 3, 16, 30, tzinfo=UTC))  # 17:30 in Berlin, 16:30 in London
    told = {p: len(p.was_told()) for p in (mia, raj)}
    for person in (mia, raj):
        news_for(world, person.id, world.now)
    world.work()
    assert [len(p.was_told()) - told[p] for p in (mia, raj)] == [0, 1]
    world.advance_to(datetime(2026, 12, 4, 7, 59, tzinfo=UTC))
    assert len(mia.was_told()) == told[mia]
    world.advance_to(datetime(2026, 12, 4, 8, 1, tzinfo=UTC))
    assert len(mia.was_told()) > told[mia]


def test_a_second_try_keeps_quiet_hours_too(world: World, stages: Stages) -> None:
    mia, _raj = stages.at(world, "conflict", State.acknowledge).people
    world.advance_to(datetime(2026, 12, 3, 15, 55, tzinfo=UTC))
    told = len(mia.was_told())
    world.chat.next = [slow_down(1)]
    (one,) = news_for(world, mia.id, world.now)
    assert not world.deliver(one)
    world.set(datetime(2026, 12, 3, 21, 0, tzinfo=UTC))
    world.work()
    assert len(mia.was_told()) == told
    world.advance_to(datetime(2026, 12, 4, 9, 0, tzinfo=UTC))
    assert len(mia.was_told()) > told


def test_three_messages_a_day_and_the_rest_is_one_message_in_the_morning(world: World, stages: Stages) -> None:
    mia, _raj = stages.at(world, "conflict", State.acknowledge).people
    world.advance_to(datetime(2026, 12, 2, 9, 0, tzinfo=UTC))
    before = len(world.chat.messages(mia.id))
    news_for(world, mia.id, world.now, 6)
    world.work()
    assert len(world.chat.messages(mia.id)) - before == 3
    world.advance_to(datetime(2026, 12, 3, 8, 30, tzinfo=UTC))
    morning = world.chat.messages(mia.id)[before + 3 :]
    assert [len([i for i in m.items if i.kind is NewsKind.resumed]) for m in morning] == [3]


def test_the_answers_of_a_day_are_two_messages_and_say_it_once(world: World, stages: Stages) -> None:
    mia, _raj = stages.at(world, "conflict", State.acknowledge).people
    world.advance_to(datetime(2026, 12, 2, 9, 0, tzinfo=UTC))
    before = len(world.chat.messages(mia.id))
    news_for(world, mia.id, world.now, 5, NewsKind.answered)
    world.work()
    assert [i.kind for m in world.chat.messages(mia.id)[before:] for i in m.items] == [NewsKind.answered]
    world.advance_to(datetime(2026, 12, 3, 8, 30, tzinfo=UTC))
    morning = world.chat.messages(mia.id)[before + 1 :]
    assert [[i.kind for i in m.items].count(NewsKind.answered) for m in morning] == [1]


def test_what_can_wait_leaves_room_for_words_that_were_opened(world: World, stages: Stages) -> None:
    mia, _raj = stages.at(world, "conflict", State.released).people
    world.advance_to(datetime(2026, 12, 2, 9, 0, tzinfo=UTC))
    world.advance_to(world.now.replace(hour=9) + timedelta(days=1))
    before = len(world.chat.messages(mia.id))
    for kind in (NewsKind.answered, NewsKind.learning_ready, NewsKind.answered, NewsKind.learning_ready):
        news_for(world, mia.id, world.now, 1, kind)
        world.work()
    news_for(world, mia.id, world.now, 1, NewsKind.opened, Act.read)
    world.work()
    told = [i.kind for m in world.chat.messages(mia.id)[before:] for i in m.items]
    assert told == [NewsKind.answered, NewsKind.learning_ready, NewsKind.opened]


def test_in_the_morning_opened_words_stand_first(world: World, stages: Stages) -> None:
    mia, _raj = stages.at(world, "conflict", State.released).people
    world.advance_to(world.now.replace(hour=20) + timedelta(days=1))
    news_for(world, mia.id, world.now, 1, NewsKind.answered)
    news_for(world, mia.id, world.now, 1, NewsKind.opened, Act.read)
    world.work()
    world.advance_to(world.now.replace(hour=9) + timedelta(days=1))
    together = [[i.kind for i in m.items] for m in world.chat.messages(mia.id) if len(m.items) > 1]
    assert together == [[NewsKind.opened, NewsKind.answered]]


def test_messages_on_their_way_count_for_the_day(world: World, stages: Stages) -> None:
    mia, _raj = stages.at(world, "conflict", State.acknowledge).people
    world.advance_to(datetime(2026, 12, 2, 9, 0, tzinfo=UTC))
    claims = [world.write(lambda s, i=i: sending.claim(s, [i]))[i] for i in news_for(world, mia.id, world.now, 4)]
    assert [c.reading is not None for c in claims] == [True, True, True, False]


def test_two_messages_to_one_person_are_a_second_apart_and_nobody_else_waits(either_world: World) -> None:
    world, second = either_world, timedelta(seconds=1)
    mia, raj = Walk(world, "conflict", [world.person("Mia"), world.person("Raj")]).until(State.acknowledge).people
    world.advance(days=1)

    def a_second_passes(session: Any) -> None:
        for row in session.exec(select(NewsRow)):
            row.tried_at = row.tried_at and row.tried_at - second

    world.write(a_second_passes)
    one, two = news_for(world, mia.id, world.now, 2)
    (third,) = news_for(world, raj.id, world.now)
    claims = world.write(lambda s: sending.claim(s, [one, two, third], second))
    assert [claims[each].reading is not None for each in (one, two, third)] == [True, False, True]
    assert 0 < claims[two].wait <= second.total_seconds()
    world.write(a_second_passes)
    assert world.write(lambda s: sending.claim(s, [two], second))[two].reading is not None


def test_a_clock_that_was_set_back_holds_nobodys_messages_up(world: World, stages: Stages) -> None:
    mia = stages.at(world, "conflict", State.acknowledge).people[0]
    world.advance(days=1)
    one, two = news_for(world, mia.id, world.now, 2)

    def an_hour_ahead(session: Any) -> None:
        for row in session.exec(select(NewsRow)):
            row.tried_at = row.tried_at and row.tried_at + timedelta(hours=1)

    world.write(lambda s: sending.claim(s, [one]))
    world.write(an_hour_ahead)
    assert world.write(lambda s: sending.claim(s, [two], timedelta(seconds=1)))[two].reading is not None


def test_a_closed_review_sends_nothing_that_was_planned_for_it(world: World, stages: Stages) -> None:
    mia, raj = stages.at(world, "conflict", State.acknowledge).people
    raj.does(Act.leave)
    world.advance_to(mia.review.next_date + timedelta(days=1))
    assert world.state is State.closed
    told = [i.kind for i in mia.was_told()]
    assert told[-1] is NewsKind.ended
    world.advance(days=60)
    assert [i.kind for i in mia.was_told()] == told
    assert {n.status for n in world.rows(NewsRow) if n.reader_id == raj.id and n.kind != "home"} <= {"sent", "dropped"}


def test_a_lost_answer_is_tried_again_after_the_lease_and_looks_first(either_world: World) -> None:
    world = either_world

    mia = Walk(world, "conflict", [world.person("Mia"), world.person("Raj")]).until(State.acknowledge).opener
    world.advance(days=1)
    world.chat.next = [loses_its_answer]
    (one,) = news_for(world, mia.id, world.now)
    assert not world.deliver(one)
    waiting = world.write(lambda s: sending.claim(s, [one]))[one]
    assert waiting.reading is None
    assert 0 < waiting.wait <= sending.LEASE.total_seconds()

    def leased_long_ago(session: object) -> None:
        row = session.get(NewsRow, one)  # type: ignore[attr-defined]
        row.tried_at = clock.real_now() - sending.LEASE * 2

    world.write(leased_long_ago)
    again = world.write(lambda s: sending.claim(s, [one]))[one]
    assert again.reading is not None
    assert again.reading.look_first
    assert again.reading.id == one


def test_a_429_is_tried_again_without_waiting_out_the_lease(world: World, stages: Stages) -> None:
    mia, _raj = stages.at(world, "conflict", State.acknowledge).people
    world.advance(days=1)
    before = len(world.chat.messages(mia.id))
    world.chat.next = [slow_down(7)]
    (one,) = news_for(world, mia.id, world.now)
    first = world.write(lambda s: sending.claim(s, [one]))[one]
    assert first.reading is not None and not first.reading.look_first
    assert world.write(lambda s: sending.confirm(s, world.outbox, one, Receipt(retry_after=7))) == 7
    world.chat.next = []
    assert world.deliver(one)
    assert len(world.chat.messages(mia.id)) == before + 1
    assert not world.deliver(one)


def test_where_the_card_may_not_stand_only_the_opener_hears_it(world: World, stages: Stages) -> None:
    ana, ben, cleo = stages.at(world, "incident", State.invited).people
    world.chat.next = []
    for person in (ben, cleo):
        person.accepts()
    (card,) = [n.id for n in world.rows(NewsRow) if n.kind == "card"]
    world.chat.next = [refuses("not_in_channel")]
    assert world.deliver(card)
    world.advance(days=1)
    assert len(ana.was_told(NewsKind.place_refused)) == 1
    assert ben.was_told(NewsKind.place_refused) == []
    path = f"/api/v1/reviews/{world.review_id}/card"
    assert world.asks(ben.id, "POST", path).status_code == 404
    assert world.asks(ana.id, "POST", path).status_code == 204
    world.work()
    (stands,) = [n for n in world.chat.cards() if n.ts is None and n.channel == "C-incident"][-1:]
    query = f"{path}?channel=C-incident&ts={stands.id}.1"
    assert ben.gets(query).json() == {"recorded": True}
    assert ben.gets(f"{path}?channel=C-incident&ts=9.9").json() == {"recorded": False}
    for stranger in ("", "U-somebody"):
        for asked in (query, f"{path}?channel=C-incident&ts=9.9", query.replace(world.review_id, "none")):
            assert world.asks(stranger, "GET", asked).status_code == (404 if stranger else 401)
    cleo.does(Act.leave)
    assert cleo.gets(query).status_code == 404


def test_an_offer_is_told_once_nudged_once_and_never_again(world: World, stages: Stages) -> None:
    mia, raj = stages.at(world, "conflict", State.acknowledge).people
    world.advance(days=1)
    text = canary("offer")
    offered = mia.form(Act.offer)
    kind = next(f for f in offered.fields if f.name == "offer").options[0].value
    mia.does(Act.offer, {"to": raj.id, "offer": kind, "offer_text": text})
    world.advance(days=9)
    assert len(raj.was_told(NewsKind.offer)) == len(raj.was_told(NewsKind.offer_nudge)) == 1
    ((_, about),) = [t for t in raj.todos if t[0] is Act.answer_offer]
    assert any(text in p.text for p in raj.form(Act.answer_offer, about).passages)
    raj.does(Act.answer_offer, {"offer_answer": "taken"}, about=about)
    world.work()
    assert len(mia.was_told(NewsKind.answered)) == 1


def test_the_card_of_a_circle_that_got_smaller_is_drawn_once_more_and_tells_nothing(world: World) -> None:
    mia, raj, noor = (world.person(name) for name in ("Mia", "Raj", "Noor"))
    walk = Walk(world, "conflict", [mia, raj, noor]).until(State.acknowledge)
    world.work()
    first = world.chat.cards()[-1]
    assert sorted(first.members) == sorted(p.id for p in walk.people)
    noor.does(Act.leave)
    world.advance(days=8)
    for person in (mia, raj):
        if (Act.go_on_smaller, None) in person.todos:
            person.does(Act.go_on_smaller)
    world.advance(days=1)
    old = [n for n in world.chat.cards() if n.card and n.card.moved]
    (drawn,) = old
    assert drawn.card and drawn.ts and noor.id in drawn.members
    assert (drawn.card.next_date, drawn.card.step, drawn.card.outcome) == (None, None, None)
    after = [n for n in world.chat.cards()[world.chat.cards().index(drawn) + 1 :] if noor.id in n.members]
    assert after == []


def test_app_home_is_drawn_for_whoever_has_opened_it_and_once_for_many_changes(either_world: World) -> None:
    world = either_world
    mia, raj = world.person("Mia"), world.person("Raj", "Europe/London")
    Walk(world, "conflict", [mia, raj]).until(State.acknowledge)
    assert homes_of(world) == []
    mia.looks_at_home()
    mia.looks_at_home()
    for kind in ("share", "thanks"):
        raj.does(Act.offer, {"to": mia.id, "offer": kind})
    (waiting,) = homes_of(world)
    assert waiting.reader_id == mia.id

    drawn = world.write(lambda s: sending.claim(s, [waiting.id]))[waiting.id]
    assert drawn.reading is not None
    raj.does(Act.offer, {"to": mia.id, "offer": "share"})
    assert [n.tries for n in homes_of(world)] == [1, 0], "one that was drawn already does not show the newest change"


def test_the_news_of_one_act_goes_out_in_one_workflow_and_each_piece_is_tried_by_itself(world: World) -> None:
    started: list[tuple[str, ...]] = []
    mia, raj = world.person("Mia"), world.person("Raj", "Europe/London")
    Walk(world, "conflict", [mia, raj]).until(State.acknowledge)
    world.advance(days=1)
    world.outbox.enqueue = lambda _session, _workflow, *job: started.append(job)
    mia.does(Act.offer, {"to": raj.id, "offer": "share"})
    world.outbox.enqueue = None
    ((job, shared, *ids),) = started
    kinds = {n.id: n.kind for n in world.rows(NewsRow)}
    assert sorted(kinds[i] for i in ids) == ["card", "offer"]
    assert shared == f"review:{world.review_id}"
    assert {n.job for n in world.rows(NewsRow) if n.id in ids} == {job}

    claims = world.write(lambda s: sending.claim(s, [*ids, "unknown"]))
    assert [claims[i].reading is not None for i in (*ids, "unknown")] == [True, True, False]
    one, other = ids
    receipts = ((one, Receipt(retry_after=7)), (other, Receipt(channel="D1", ts="1.1")))
    waits = world.write(lambda s: [sending.confirm(s, world.outbox, *each) for each in receipts])
    assert waits == [7, None]
    assert [n.status for i in ids for n in world.rows(NewsRow) if n.id == i] == ["queued", "sent"]


def homes_of(world: World) -> list[NewsRow]:
    """App Homes that are not drawn yet, in the order in which they were written."""
    found = [n for n in world.rows(NewsRow) if n.kind == NewsKind.home and n.status == outbox.QUEUED]
    return sorted(found, key=lambda n: n.due_at)

"""The wire: who may ask at all, once only, and committed before it is answered."""

import threading
from typing import Any

import pytest
import sqlalchemy as sa

from schemas import news as wire
from schemas.commands import DoAct
from schemas.vocabulary import Act, Reason
from service.acts import perform
from service.domain.refused import Refused
from service.store.tables import AuditRow, OnceRow, ReviewRow, WordsRow

from .walks import Walk
from .world import World, canary, signed

GOOD = b'{"values": {"kind": "conflict", "parties": ["U-Raj"], "open.c.size": "small"}}'
PATH = "/api/v1/reviews"


def changed(headers: dict[str, str], **but: str) -> dict[str, str]:
    return headers | {name.replace("_", "-"): value for name, value in but.items()}


FORGERIES: dict[str, Any] = {
    "no headers at all": lambda h: {},
    "a signature of another key": lambda h: signed("U-Mia", "POST", PATH, GOOD, key=b"not the key"),
    "a signature of another body": lambda h: signed("U-Mia", "POST", PATH, GOOD + b" "),
    "a signature of another path": lambda h: signed("U-Mia", "POST", PATH + "/x", GOOD),
    "a signature of another method": lambda h: signed("U-Mia", "PUT", PATH, GOOD),
    "another person's name": lambda h: changed(h, mend_person="U-Raj"),
    "nobody's name": lambda h: signed("", "POST", PATH, GOOD),
    "two minutes old": lambda h: signed("U-Mia", "POST", PATH, GOOD, age=120),
    "two minutes early": lambda h: signed("U-Mia", "POST", PATH, GOOD, age=-120),
    "no number for a time": lambda h: changed(h, mend_timestamp="soon"),
    "a time of five thousand digits": lambda h: changed(h, mend_timestamp="9" * 5000),
    "a signature that is no ASCII": lambda h: changed(h, mend_signature="\xe9" * 64),
    "an empty signature": lambda h: changed(h, mend_signature=""),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_what_is_not_signed_for_this_person_and_moment_is_refused_and_leaves_no_row(world: World, forgery: str) -> None:
    world.person("Mia"), world.person("Raj")
    before = world.dump("clock")
    good = signed("U-Mia", "POST", PATH, GOOD)
    headers = {k: v.encode("latin-1") for k, v in FORGERIES[forgery](good).items()}
    answer = world.sends("POST", PATH, GOOD, headers)
    assert (answer.status_code, answer.json()["reason"]) == (401, Reason.unsigned)
    assert world.dump("clock") == before
    assert world.sends("POST", PATH, GOOD, good).status_code == 200


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"values": 1}', b'{"values": {}, "extra": 1}', b'{"values": {"kind": {}}}']
)
def test_a_body_that_is_no_command_is_refused_without_repeating_it(world: World, body: bytes) -> None:
    world.person("Mia")
    before = world.dump("clock")
    answer = world.sends("POST", PATH, body, signed("U-Mia", "POST", PATH, body))
    assert answer.status_code == 422
    assert set(answer.json()) == {"reason", "params", "fields", "field_params"}
    assert world.dump("clock") == before


def test_every_route_asks_for_the_signature(world: World) -> None:
    found = 0
    for path, methods in world.app.openapi()["paths"].items():
        for method in methods:
            filled = path.replace("{review_id}", "r").replace("{act}", "leave")
            answer = world.sends(method.upper(), filled, b"{}", {})
            assert answer.status_code == 401, (method, path, answer.text)
            found += 1
    assert found >= 13
    assert world.sends("POST", "/demo/clock", b'{"advance_seconds": 1}', {}).status_code == 404


def test_only_the_chat_app_itself_tells_facts_about_people(world: World) -> None:
    mia = world.person("Mia")
    facts = {"people": [{"id": "U-Mia", "name": "Boss"}]}
    assert world.asks(mia.id, "PUT", "/api/v1/people", facts).status_code == 401
    assert mia.home.name == "Mia"
    assert world.asks("", "PUT", "/api/v1/people", facts).status_code == 204
    assert mia.home.name == "Boss"


def test_a_request_delivered_twice_is_one_act(either_world: World) -> None:
    world = either_world
    mia, raj = world.person("Mia"), world.person("Raj", "Europe/London")
    body = {"values": {"kind": "conflict", "parties": [raj.id], "open.c.size": "small"}}
    answers = [world.asks(mia.id, "POST", PATH, body, once="view-1") for _ in range(3)]
    assert [a.status_code for a in answers] == [200, 409, 409]
    assert answers[1].json()["reason"] == Reason.already_done
    assert len(world.rows(ReviewRow)) == 1
    assert world.asks(mia.id, "POST", PATH, body, once="view-2").status_code == 200


def test_a_refused_request_may_be_sent_again_under_its_key(world: World) -> None:
    mia, raj = world.person("Mia"), world.person("Raj")
    body = {"values": {"kind": "conflict", "parties": [], "open.c.size": "small"}}
    assert world.asks(mia.id, "POST", PATH, body, once="view-1").status_code == 422
    body["values"]["parties"] = [raj.id]
    assert world.asks(mia.id, "POST", PATH, body, once="view-1").status_code == 200


def test_two_at_once_with_one_key_are_one_act_and_the_second_hears_so(either_world: World) -> None:
    world = either_world
    walk = Walk(world, "conflict", [world.person("Mia"), world.person("Raj")])
    walk.step()
    started, said = threading.Barrier(2), []

    def describe(text: str) -> None:
        command = DoAct(act=Act.describe, values={"open.c.name": text})
        started.wait()
        try:
            world.write(lambda s: perform.perform(s, world.outbox, walk.opener.id, world.review_id, command, "view-9"))
            said.append("done")
        except Refused as refused:
            said.append(refused.reason.value)

    threads = [threading.Thread(target=describe, args=(canary("title"),)) for _ in range(2)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert sorted(said) == ["already_done", "done"]
    assert [o.key for o in world.rows(OnceRow)] == ["view-9"]
    assert [a.act for a in world.rows(AuditRow)] == ["open", "screen", "screen", "choose_way", "describe"]


def test_what_cannot_be_committed_is_not_answered_with_yes(either_world: World) -> None:
    world = either_world
    walk = Walk(world, "conflict", [world.person("Mia"), world.person("Raj")])
    walk.step()
    engine = world.database._writing
    text = canary("title")

    def fails(_connection: Any) -> None:
        raise sa.exc.OperationalError("COMMIT", {}, OSError("the disk is gone"))

    sa.event.listen(engine, "commit", fails)
    try:
        problem = walk.opener.refused(Act.describe, {"open.c.name": text})
    finally:
        sa.event.remove(engine, "commit", fails)
    assert problem.reason is Reason.unavailable
    assert world.rows(WordsRow) == []
    walk.opener.does(Act.describe, {"open.c.name": text})
    assert text in walk.opener.review.title


def test_an_answer_is_given_after_the_commit(either_world: World) -> None:
    world = either_world
    walk = Walk(world, "conflict", [world.person("Mia"), world.person("Raj")])
    walk.step()
    seen: list[str] = []

    def look(_connection: Any) -> None:
        seen.append("commit")

    sa.event.listen(world.database._writing, "commit", look)
    try:
        walk.opener.does(Act.describe, {"open.c.name": canary("title")})
        seen.append("answer")
    finally:
        sa.event.remove(world.database._writing, "commit", look)
    assert seen[0] == "commit" and seen[-1] == "answer"


def test_every_time_is_written_as_a_signature_can_be_checked_for() -> None:
    at = "1700000000"
    signature = wire.sign(b"k", at, "U1", "post", "/x", b"{}")
    assert wire.is_signed(b"k", signature, 1700000060, at, "U1", "POST", "/x", b"{}")
    assert not wire.is_signed(b"k", signature, 1700000061, at, "U1", "POST", "/x", b"{}")

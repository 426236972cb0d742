"""After each act of a whole review, nobody anywhere finds a text that its author has not released to them."""

import logging

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from schemas.vocabulary import Act, State
from service.store.tables import WordsRow

from .walks import Walk
from .world import Person, World, canary

NEVER = {"draft", "care", "ready"}
"""What nobody but its author ever reads."""


class Scanner:
    """Fetches all that everybody can fetch, and remembers what was ever posted."""

    def __init__(self, world: World, walk: Walk, others: list[Person], log: pytest.LogCaptureFixture) -> None:
        self.world, self.walk, self.others, self.log = world, walk, others, log
        self.looks = 0
        self.forms_seen: set[tuple[str, State]] = set()

    def look(self) -> None:
        self.looks += 1
        released = self.released()
        for person in [*self.walk.people, *self.others]:
            page = self.pages(person)
            for text in self.walk.texts:
                if text.author != person.id and text.value not in released:
                    assert text.value not in page, f"{person} finds {text} of somebody else"
                if person in self.others:
                    assert text.value not in page, f"{person} finds {text}"
        self.world.work()
        self.in_sinks(released)

    def released(self) -> set[str]:
        rows = [w for w in self.world.rows(WordsRow) if w.status == "released"]
        assert not NEVER & {w.step for w in rows}
        return {text for row in rows for text in row.body.values()} | {
            t.value for row in rows for t in self.walk.texts for text in row.body.values() if t.value in text
        }

    def pages(self, person: Person) -> str:
        base = f"/api/v1/reviews/{self.world.review_id}"
        found = [person.gets(path).text for path in (base, f"{base}/words", "/api/v1/home", "/api/v1/open")]
        if (seen := person.gets(base)).status_code == 200:
            found += [person.asks_for_form(Act(t["act"]), t["about"]).text for t in seen.json()["todos"]]
            if (person.id, self.world.state) not in self.forms_seen:
                found += [person.asks_for_form(Act(act)).text for act in seen.json()["may"]]
                self.forms_seen.add((person.id, self.world.state))
        found += [n.model_dump_json() for n in self.world.chat.taken if n.reader_id == person.id]
        return "\n".join(found)

    def in_sinks(self, released: set[str]) -> None:
        """Messages, cards, logs and every table but the one for words hold no text; a title may stand where it may."""
        titles = {t.value for t in self.walk.texts if t.step == "title"}
        rows = self.world.dump("words")
        cards = "\n".join(n.model_dump_json() for n in self.world.chat.taken if n.card)
        posted = "\n".join(n.model_dump_json() for n in self.world.chat.taken if not n.card)
        for text in self.walk.texts:
            assert text.value not in rows, text
            assert text.value not in self.log.text, text
            if text.value not in titles:
                assert text.value not in cards + posted, text
            elif self.walk.kind == "conflict":
                assert text.value not in cards, text
        self.log.clear()


@pytest.mark.parametrize("kind", ["conflict", "incident"])
def test_no_text_stands_anywhere_before_its_author_released_it(
    world: World, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.INFO, "sqlalchemy")  # at DEBUG it tells so much that nobody could search it after each act
    people = [world.person("Mia"), world.person("Raj", "Europe/London")]
    if kind == "incident":
        people.append(world.person("Cleo"))
    vera, stranger = world.person("Vera"), world.person("Stranger")
    if kind == "conflict":
        world.lines({vera: None, **dict.fromkeys([*people, *(world.person(f"P{n}") for n in range(4))], vera)})
    ticks = tuple(p.id for p in people)
    walk = Walk(world, kind, people, side={"U-Mia": "Payments", "U-Raj": "Platform"}, closest=("U-Mia",), ticks=ticks)
    scanner = Scanner(world, walk, [vera, stranger], caplog)
    walk.after_each = scanner.look
    walk.until(State.closed)
    assert scanner.looks > 25
    assert {t.step for t in walk.texts} >= {"title", "draft", "ready", "acknowledge", "express", "reflect", "recommit"}
    assert not vera.open_items


def test_a_refusal_never_repeats_what_was_written(world: World, caplog: pytest.LogCaptureFixture) -> None:
    walk = Walk(world, "conflict", [world.person("Mia"), world.person("Raj")]).until(State.acknowledge)
    caplog.set_level(logging.DEBUG)
    text = walk.text(walk.opener, "too long")
    for values in ({"ack.c.part": text * 200, "keep": "seal"}, {"ack.c.part": text, "keep": text}):
        answer = walk.opener._act(Act.acknowledge, values, {})
        assert text not in answer.text
    body = {"act": "acknowledge", "values": {"ack.c.part": {"deep": text}}}
    answer = world.asks(walk.opener.id, "POST", f"/api/v1/reviews/{world.review_id}/acts", body)
    assert answer.status_code == 422
    assert text not in answer.text
    assert text not in caplog.text


def test_an_error_of_the_database_does_not_repeat_what_was_written(either_world: World) -> None:
    world = either_world
    text = canary("written")

    def twice(session: Session) -> None:
        for _ in range(2):
            about = {"id": "w", "review_id": "r", "cycle": 1, "author_id": "a", "step": "ready", "status": "draft"}
            values = about | {"body": {"ready.view": text}, "practice": "", "written_at": world.now}
            session.execute(sa.insert(WordsRow).values(**values))

    with pytest.raises(sa.exc.IntegrityError) as caught:
        world.write(twice)
    assert "words" in str(caught.value)
    assert text not in str(caught.value)

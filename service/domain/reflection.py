"""Who says back what they heard of whom, and when it counts as heard.

In a conflict each person reflects each other person. After an incident a reflection is made per side, not per pair:
its name is `side:` and the side, and everybody on that side says whether it is what they meant.
"""

from schemas.vocabulary import Kind, Step
from service.domain.review import Mark, Party, Review, Status, Words

TURNS = 2
"""One more try, then a talk, or going on anyway."""
SIDE = "side:"


def target(review: Review, party: Party) -> str:
    """Under which name others reflect this party: their side after an incident, else themselves."""
    return SIDE + party.side if review.kind is Kind.incident and party.side else party.person_id


def targets(review: Review, person_id: str) -> list[str]:
    """Whom this person reflects, in the order of the parties. Nobody, where it is not asked of them."""
    if person_id not in {p.person_id for p in review.writers(Step.reflect)}:
        return []
    own = next((target(review, p) for p in review.circle if p.person_id == person_id), None)
    others = (p for p in review.circle if p.person_id != person_id and review.exchange(person_id, p.person_id))
    found = dict.fromkeys(target(review, p) for p in others)
    return [name for name in found if name != own]


def members(review: Review, about: str) -> list[str]:
    """The people behind a target."""
    return [p.person_id for p in review.circle if target(review, p) == about]


def answers(review: Review, words: Words) -> list[str | None]:
    """What each member of the target said to this reflection."""
    found = [review.marked(person, Mark.heard, words.id) for person in members(review, words.about)]
    return [mark.value if mark else None for mark in found]


def is_heard(review: Review, person_id: str, about: str) -> bool:
    words = review.written(person_id, Step.reflect, about)
    return words is not None and words.status is Status.released and all(a == "yes" for a in answers(review, words))


def may_write(review: Review, person_id: str, about: str) -> bool:
    """A first try, or the second after everybody answered and somebody said that this was not quite it."""
    words = review.written(person_id, Step.reflect, about)
    if words is None or words.status is Status.draft:
        return about in targets(review, person_id)
    said = answers(review, words)
    return words.turn < TURNS and None not in said and any(a != "yes" for a in said)


def is_stuck(review: Review, person_id: str, about: str) -> bool:
    """Two tries, and still not it."""
    words = review.written(person_id, Step.reflect, about)
    return words is not None and words.turn >= TURNS and any(a in ("partly", "not_yet") for a in answers(review, words))


def pairs(review: Review) -> list[tuple[str, str]]:
    """Who reflects whom. With a say over the other only whoever has it is asked to."""
    return [(p.person_id, about) for p in review.writers(Step.reflect) for about in targets(review, p.person_id)]


def all_heard(review: Review) -> bool:
    return all(is_heard(review, person, about) for person, about in pairs(review))


def is_through(review: Review, person_id: str, about: str) -> bool:
    """Heard, or both go on without it. After an incident all of them have to choose that."""
    both = (person_id, *members(review, about))
    return is_heard(review, person_id, about) or all(review.marked(p, Mark.go_on) for p in both)


def is_stuck_for(review: Review, person_id: str) -> bool:
    """Two tries and not it, in a pair of which this person is one; without pairs, anywhere."""
    mine = [(p, about) for p, about in pairs(review) if not review.by_pairs or person_id in (p, about)]
    return any(is_stuck(review, p, about) for p, about in mine)


def to_check(review: Review, person_id: str) -> list[Words]:
    """Reflections of this person's own words that wait for their answer."""
    own = next((target(review, p) for p in review.circle if p.person_id == person_id), None)
    released = (w for w in review.words if w.step is Step.reflect and w.status is Status.released and w.about == own)
    latest = {w.author_id: w for w in sorted(released, key=lambda w: w.turn) if w.author_id != person_id}
    return [w for w in latest.values() if not review.marked(person_id, Mark.heard, w.id)]

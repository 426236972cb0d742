"""What I heard: said back, and answered by whose words it was."""

from schemas.vocabulary import Act, NewsKind, Reason, Said, Step
from service.acts import keeping, writing
from service.acts.doing import Answer, Doing
from service.domain import reflection
from service.domain.refused import at_field
from service.domain.review import Mark, Status
from service.store import words


def reflect(do: Doing) -> Answer:
    """A reflection is released as soon as it is sent: its author was told so before writing."""
    turn = keeping.turn_of(do)
    body = writing.gathered(do, turn)
    if do.status is Status.draft:
        words.write(do.held, do.person, Step.reflect, body, do.now, Status.draft, do.about, turn)
        return Answer(Said.kept)
    if "ref.heard" not in body:
        raise at_field("ref.heard", Reason.missing)
    row = words.write(do.held, do.person, Step.reflect, body, do.now, Status.released, do.about, turn)
    for person in reflection.members(do.review, do.about):
        do.tell(NewsKind.heard, person, once=row.id, act=Act.check_reflection, about=row.id, who=do.person, gently=True)
    do.redraw()
    return Answer(Said.sent)


def check_reflection(do: Doing) -> Answer:
    """Yes, partly or not yet; with what one would add, if one likes."""
    answer = do.one("ref.check", ("yes", "partly", "not_yet"))
    more = do.body(("ref.more",))
    heard = next(w for w in do.review.words if w.id == do.about)
    do.held.mark(do.person, Mark.heard, do.now, about=do.about, value=answer)
    if more:
        words.write(do.held, do.person, Step.more, more, do.now, Status.released, heard.author_id, heard.turn)
    answered = None not in reflection.answers(do.review, heard)
    if answered and not reflection.is_heard(do.review, heard.author_id, heard.about):
        again = reflection.may_write(do.review, heard.author_id, heard.about)
        act = Act.reflect if again else Act.go_on_anyway
        do.tell(NewsKind.answered, heard.author_id, once=do.about, act=act, about=heard.about if again else "")
    do.redraw()
    return Answer(Said.answered)


def go_on_anyway(do: Doing) -> Answer:
    """Everybody has to choose it; the others are asked once."""
    do.held.mark(do.person, Mark.go_on, do.now)
    for party in do.review.partners(do.person):
        if not do.review.marked(party.person_id, Mark.go_on):
            do.tell(NewsKind.step, party.person_id, once=f"go on {do.held.row.version}", act=Act.go_on_anyway)
    return Answer(Said.go_on_noted)

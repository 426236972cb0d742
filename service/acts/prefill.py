"""What stands in a question when its screen is drawn: this person's own earlier answer."""

from schemas.commands import Value
from schemas.vocabulary import Act, Step
from service.acts import keeping
from service.acts.doing import Doing
from service.domain.review import Mark
from service.store import words


def earlier(do: Doing, act: Act, name: str) -> Value:
    """What this person answered before: their own draft or sealed words, or what the draft already says."""
    row = do.held.row
    if act is Act.describe:
        return of_the_draft(do, name)
    if act in (Act.recommit, Act.recommit_system) and do.about:
        return of_the_recommitment(do, name)
    if act is Act.timeline:
        return row.timeline
    if act is Act.grant:
        return [m.about for m in do.review.marks_of(Mark.grant) if m.person_id == do.person]
    step = keeping.STEP_OF_ACT.get(act)
    if step is None:
        return None
    if name in ("keep", "send", "add"):
        return None
    if name == "audience":
        kept = words.find(do.held, do.person, step)
        return kept.audience if kept and kept.audience else None
    if step is Step.renegotiate:
        return words.next_wording(do.held, do.person).get(name)
    if name == "ack.m.view":
        return words.own(do.held, do.person, Step.ready).get(name)
    turn = keeping.turn_of(do) if step is Step.reflect else keeping.next_turn(do) if step is Step.facts else 1
    return words.own(do.held, do.person, step, do.about if step is Step.reflect else "", turn).get(name)


def of_the_draft(do: Doing, name: str) -> Value:
    row, notes = do.held.row, words.own(do.held, do.person, Step.draft)
    known: dict[str, Value] = {
        "open.c.name": words.title(do.held),
        "open.i.ref": words.title(do.held),
        "over_on": str(row.incident_over_at.date()) if row.incident_over_at else None,
        "night": ("yes" if row.incident_night else "no") if row.incident_over_at else None,
        "place": row.place,
        "side": do.held.party(do.person).side,
        "open.c.signs": notes.get("open.c.signs", "").split(",") if notes.get("open.c.signs") else None,
    }
    return known[name] if name in known else notes.get(name)


def of_the_recommitment(do: Doing, name: str) -> Value:
    row = next((r for r in do.held.recommitments if r.id == do.about), None)
    if row is None:
        return None
    body = words.own(do.held, do.person, Step.recommit, row.id)
    known: dict[str, Value] = {
        "rec.for": row.beneficiary_id, "rec.when": str(row.due_on), "owner": row.owner_id, "due": str(row.due_on),
        "together": ["together"] if "together" in body else None,
    }  # fmt: skip
    return known[name] if name in known else body.get(name)

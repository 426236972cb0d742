"""How a review ends: by its last answers, or because somebody is no longer part. Every such ending looks the same."""

from datetime import timedelta

from schemas.vocabulary import Consent, NewsKind, Outcome, State, Step, Way
from service.acts.doing import Doing
from service.domain import outcome
from service.domain.outcome import Facts, PartyFacts
from service.domain.reflection import all_heard
from service.domain.review import Mark, Recommitment, Review, Status

DRAFT_KEPT = timedelta(days=30)


def close(do: Doing) -> None:
    """Computes the outcome, unless the review ended before its last question."""
    row = do.held.row
    row.closed_at = do.now
    ask_who_helped(do)
    if row.outcome is None:
        row.outcome = outcome.outcome(facts(do.review)).value


def ask_who_helped(do: Doing) -> None:
    """Whoever was in between hears that it is over, and is asked how it is for them; however it ended."""
    row = do.held.row
    if row.facilitator_id and row.facilitator_serves:
        do.tell(NewsKind.helped, row.facilitator_id, once=f"helped {row.cycle}")


def end(do: Doing) -> None:
    """Ends without an outcome of its own: one state, one sentence, whatever the reason."""
    row, out = do.held.row, {Consent.declined, Consent.left, Consent.gone}
    if row.state == State.noted.value:
        out |= {Consent.asked, Consent.later}  # whoever got a note is told nothing when it runs out
    hearers = [p for p in do.review.parties if p.consent not in out]
    row.outcome, row.ending_at, row.ceiling_at = Outcome.ended.value, None, None
    row.state, row.entered_at, row.closed_at, row.release_at = State.closed.value, do.now, do.now, None
    row.paused_until = row.paused_at = row.paused_by = row.resume = None
    ask_who_helped(do)
    if row.facilitator_id:
        do.homes.add(row.facilitator_id)
    row.facilitator_id, row.facilitator_serves, row.stopped = None, False, False
    row.version += 1
    do.redraw()
    for party in hearers:
        do.tell(NewsKind.ended, party.person_id, once=str(row.version))


def facts(review: Review) -> Facts:
    """What the outcome is computed from: answers and completeness, never a text."""
    mine = tuple(party_facts(review, p.person_id) for p in review.circle)
    settled = review.all_marked(Mark.changes_settled)
    return Facts(
        parties=mine,
        released=settled or review.way is Way.note or parts_released(review),
        exited=review.way is Way.note and not any(r.listed for r in review.recommitments),
        mode=MODE_OF.get(review.way, "direct"),
        recommitments=tuple(kept(r) for r in review.recommitments if r.listed),
        offer_answered=any(o.answer for o in review.offers),
        reflected=all_heard(review),
        changes_settled=settled,
    )


MODE_OF = {Way.mediated: "mediated", Way.arrangement: "indirect", Way.note: "one_sided"}


def parts_released(review: Review) -> bool:
    return any(w.step is Step.acknowledge and w.status is Status.released for w in review.words)


def was_asked_for_a_part(review: Review, person: str) -> bool:
    """Not where no part was exchanged, nor of the one with less say, nor of whoever answered something short."""
    asked = person in {p.person_id for p in review.writers(Step.acknowledge)}
    return asked and parts_released(review) and review.way is not Way.fast


def party_facts(review: Review, person: str) -> PartyFacts:
    words = review.written(person, Step.acknowledge)
    prompts = words.prompts if words and words.status is Status.released else frozenset()
    answer = review.marked(person, Mark.pulse)
    part_named = bool(prompts) and "ack.none" not in prompts
    acknowledged = "part" if part_named else "none_yet" if prompts else "missing"
    return PartyFacts(
        answer=answer.value if answer else None,
        acknowledged=acknowledged if part_named or was_asked_for_a_part(review, person) else "none_yet",
        effect=any(p.endswith(".effect") for p in prompts),
        offer=any(p.endswith(".offer") for p in prompts),
    )


def kept(recommitment: Recommitment) -> str:
    """Where a recommitment stands, by its last check-in: `kept` needs the yes of the person it is for.

    No answer never counts as kept: it is open.
    """
    if not recommitment.checks:
        return "open"
    last = recommitment.checks[-1]
    if recommitment.beneficiary_id is None:
        return last.owner_answer or "open"
    both = (last.owner_answer, last.beneficiary_answer)
    if None in both:
        return "open"
    if "not_kept" in both:
        return "not_kept"
    if "partly" in both:
        return "partly"
    if "changed" in both:
        return "changed"
    return "kept" if both == ("kept", "kept") else "not_come_up"

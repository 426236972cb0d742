"""Screens: the form of an act, drawn for one person, with their own drafts in it and nothing of anybody else's
that they may not read. Who may have the screen at all has been checked before (`domain.permits`)."""

import hashlib
from datetime import datetime, timedelta

from schemas.commands import Value
from schemas.readings import Field, FormReading, Option
from schemas.vocabulary import Act, Consent, Kind, Reason, State, Way
from service.acts import adjusting, beside, choosable, contacts, keeping, passages, prefill
from service.acts.doing import Doing
from service.acts.showing import day_and_time, heard_by, in_a_row
from service.domain import permits
from service.domain.refused import Refused
from service.practice import forms, library
from service.store import people, words

BETWEEN = (Act.propose_facilitator, Act.agree_facilitator, Act.without_facilitator, Act.serve, Act.gate)
ASKED = (Act.want, Act.choose_way, Act.read_note, Act.answer_short, Act.join_in, Act.answer_offer)
WHY = {
    Act.open: "place", Act.screen: "place", Act.describe: "place", Act.invite: "ready", Act.accept: "invited",
    Act.another_way: "invited", Act.later: "invited", Act.decline: "invited", Act.ready: "ready",
    Act.send_short: "acknowledge", Act.decide: "invited",
    Act.acknowledge: "acknowledge", Act.acknowledge_none: "acknowledge", Act.facts: "acknowledge",
    Act.take_back: "sealed", Act.send_alone: "sealed", Act.read: "sealed",
    Act.express: "express", Act.reflect: "reflect", Act.check_reflection: "reflect", Act.go_on_anyway: "reflect",
    Act.acknowledge_again: "ack_again",
    Act.renegotiate: "renegotiate", Act.answer_change: "renegotiate", Act.settle_changes: "renegotiate",
    Act.recommit: "recommit", Act.recommit_system: "recommit", Act.answer_recommitment: "recommit",
    Act.settle_recommitments: "recommit", Act.check_in: "check_in", Act.pulse: "pulse",
    **dict.fromkeys(BETWEEN, "between"), **dict.fromkeys(ASKED, "invited"),
}  # fmt: skip
"""Which 'why this step?' belongs to which act."""
ABOUT_A_TEXT = (Act.answer_change, Act.settle_changes, Act.answer_recommitment, Act.settle_recommitments,
                Act.learning_agree)  # fmt: skip
SEEN = "seen"
COACHED = frozenset({Act.acknowledge, Act.acknowledge_none, Act.acknowledge_again, Act.send_short, Act.send_note,
                     Act.express, Act.reflect, Act.renegotiate})  # fmt: skip
"""Where an author may have their wording checked."""
WRITES = frozenset({*keeping.STEP_OF_ACT, Act.describe, Act.recommit, Act.offer, Act.check_reflection, Act.check_in})


def prompt(name: str) -> library.Prompt:
    return library.prompts()[name]


def form(
    do: Doing, act: Act, page: int = 1, hidden: dict[str, str] | None = None, values: dict[str, Value] | None = None
) -> FormReading:
    """The screen of an act for the person of `do`. `values` stand in place of what was kept before."""
    names = pages(do, act)
    page = min(page, len(names))
    here = names[page - 1]
    why = library.why(WHY[act]) if act in WHY else None
    return FormReading(
        act=act,
        review_id=do.held.row.id or None,
        about=do.about or None,
        version=do.held.row.version if do.held.row.id else None,
        page=page,
        pages=len(names),
        title=forms.title(act, tuple(n for each in names[page - 1 :: -1] for n in each), above=beside.is_above(do)),
        notes=notes(do, act, page),
        passages=passages.before(do, act) if page == 1 else [],
        fields=[one_field(do, act, name, values or {}) for name in here],
        hidden=(hidden or {}) | seen(do, act),
        why=why.why if why else None,
        sure=why.sure if why else None,
        instead=beside.instead(do, WHY.get(act)),
        example=beside.example(do, act),
        coach=act in COACHED and not people.coach_is_off(do.held.session, do.person),
        also=[] if act is Act.open else ways_out(do, act),
        writes_words=act in WRITES,
    )


WAYS_OUT = (Act.leave, Act.decline, Act.discard, Act.step_down)
BESIDE_YES = (Act.another_way, Act.later)


def ways_out(do: Doing, act: Act) -> list[Act]:
    """The one way out that this person has here: it stands on every screen that asks them something else. Beside a yes
    stand all the other answers."""
    found = next((out for out in WAYS_OUT if is_free(do, out)), None)
    beside_yes = [other for other in BESIDE_YES if act is Act.accept and is_free(do, other)]
    return [*beside_yes, found] if found and act not in (*WAYS_OUT, Act.later) else []


def is_free(do: Doing, act: Act) -> bool:
    return not permits.why_not(do.review, do.person, act, "")


def seen(do: Doing, act: Act) -> dict[str, str]:
    """Which text this answer is about: it comes back with the act, and counts for that text only."""
    if act not in ABOUT_A_TEXT:
        return {}
    return {SEEN: hashlib.sha256(f"{do.held.row.id}\n{passages.wording(do, act)}".encode()).hexdigest()[:16]}


def refuse_if_changed(do: Doing) -> None:
    """Nobody agrees to a text that was changed while they were reading it."""
    if SEEN in do.hidden and seen(do, do.act) != {SEEN: do.hidden[SEEN]}:
        raise Refused(Reason.too_late)


def pages(do: Doing, act: Act) -> forms.Pages:
    """The pages that this person turns: only with questions that are for them."""
    every = all_pages(do, act)
    return forms.joined(tuple(tuple(name for name in page if is_offered(do, name)) for page in every))


def on_page(do: Doing) -> tuple[str, ...]:
    """What is asked on the page that was sent in; nothing, where this person's form has become shorter since."""
    here = pages(do, do.act)
    return here[do.page - 1] if do.page <= len(here) else ()


def has_page(do: Doing, act: Act, page: int) -> bool:
    """Whether the form has such a page, for somebody at least: a window may be older than who is asked what."""
    return 1 <= page <= len(all_pages(do, act))


def all_pages(do: Doing, act: Act) -> forms.Pages:
    """A check-in asks its owner and the person it is for different things."""
    if act is not Act.check_in:
        return forms.pages_for(act, do.kind, Way(do.held.row.way))
    check = next(c for c in do.held.checks if c.id == do.about)
    recommitment = next(r for r in do.held.recommitments if r.id == check.recommitment_id)
    if recommitment.owner_id != do.person:
        return forms.AS_BENEFICIARY
    alone = recommitment.beneficiary_id is None and do.held.row.way != Way.note.value
    return forms.FOR_THE_SYSTEM if alone else forms.AS_OWNER


def is_offered(do: Doing, name: str) -> bool:
    """A question that is not for everybody stands only on the screens of those it is for."""
    asked_of = choosable.ASKED_OF.get(name)
    return asked_of is None or asked_of(do)


# ---- the sentences above ----


def notes(do: Doing, act: Act, page: int) -> list[str]:
    """Who will see this and what happens next, with names and dates in the reader's own zone."""
    facts = {
        "names": names_of(do),
        "readers": readers_of(do),
        "about_name": passages.about_name(do) or "",
        "opener": do.held.name(do.held.row.opener_id),
        "date": day_and_time(leaving_date(do), do.zone),
        "facilitator": do.held.name(do.held.row.facilitator_id or ""),
    }
    alone = ("alone",) if keeping.writes_alone(do, act) else ()
    system = ("system",) if beside.is_of_the_system(do) else ()
    said = forms.notes(act, (*alone, *system, do.review.say(do.person), do.held.row.way, do.kind), **facts)
    lines = said if page == 1 or act in WRITES else []
    if act is Act.describe and do.held.row.link and page == 1:
        lines.append(f"The message this is about: {do.held.row.link}")
    if act in (Act.invite, Act.send_short):
        lines += invitation(do)
    lines += beside.notes(do, act)
    if act in (Act.accept, Act.another_way) or (act is Act.screen and page == 1 and may_know(do)):
        lines = [*invitation(do), *lines]
    if act is Act.soak and (days := adjusting.proposals(do)):
        lines.append(f"Chosen so far: {'; '.join(days)}.")
    if act is Act.choose_way and choosable.nobody_can_be_asked(do):
        lines = [forms.line("alone", "waits"), *lines]
    if act is Act.want and do.review.asked:
        lines += contacts.lines_for(do.held.session, do.zone, ("people_team", "outside_line", "crisis"), do.now)
    if act is Act.go_on_anyway:
        lines += [*library.live_talk().steps, *library.live_talk().notes]
    return lines


BEFORE_YES = frozenset({State.draft, State.ready, State.private, State.invited, State.short, State.noted})


def names_of(do: Doing) -> str:
    """The others who take part, or (before they have said yes) nobody but the opener."""
    row = do.held.row
    if row.state in BEFORE_YES and do.person != row.opener_id:
        return do.held.name(row.opener_id)
    if row.state in BEFORE_YES:
        return in_a_row(do.held.name(p.person_id) for p in do.held.parties if p.person_id != do.person)
    inside = (Consent.opener.value, Consent.accepted.value, Consent.left.value)
    others = [p.person_id for p in do.held.parties if p.person_id != do.person and p.consent in inside]
    return in_a_row(do.held.name(p) for p in others)


def readers_of(do: Doing) -> str:
    """The others who will read what is written here."""
    if not do.review.by_pairs:
        return names_of(do)
    return in_a_row(do.held.name(p.person_id) for p in do.review.partners(do.person))


def leaving_date(do: Doing) -> datetime:
    return heard_by(do.held.row.next_date, do.now)


def invitation(do: Doing) -> list[str]:
    """Word for word what an invitee reads; the opener previews exactly this."""
    row, title = do.held.row, words.title(do.held)
    which = asking_line(row.way, do.kind, from_above=row.higher_id == row.opener_id)
    return [forms.line("invitation", which, who=do.held.name(row.opener_id), title=title)]


ASKING_LINES = {Way.fast: "short", Way.note: "note", Way.arrangement: "arrangement"}


def asking_line(way: str, kind: Kind, *, from_above: bool) -> str:
    """Which line somebody asked reads: by the way, else by who asks, else by the kind."""
    return ASKING_LINES.get(Way(way)) or ("from_above" if from_above else kind.value)


def may_know(do: Doing) -> bool:
    """Somebody asked, before they have answered: they read who asks, and what for."""
    return do.held.row.state in (State.invited.value, State.short.value, State.noted.value)


# ---- the questions ----


def one_field(do: Doing, act: Act, name: str, values: dict[str, Value]) -> Field:
    """One question with this person's own earlier answer in it, and the choices they have."""
    initial = values.get(name) if name in values else prefill.earlier(do, act, name)
    above = beside.is_above(do)
    field = forms.field(name, initial, choices(do, name), do.held.count, above=above)
    if name == "until" and act is Act.pause:
        field.initial = field.initial or str(do.today + timedelta(days=1))
    if name == "until" and act is Act.adjust:
        field.initial = field.initial or str(adjusting.first_day(do))
    if name == "rec.ok" and beside.is_of_the_system(do):
        field.label = forms.line("system", name)
    if name == "rec.when":
        field.initial = field.initial or str(do.today + timedelta(days=7))
    if name == "owner":
        field.initial = field.initial or do.person
    partners = do.review.partners(do.person)
    if name in ("to", "rec.for") and not field.initial and len(partners) == 1:
        field.initial = partners[0].person_id
    return field


def choices(do: Doing, name: str) -> list[Option] | None:
    """Choices that depend on the review; None where the data files have them."""
    make = choosable.CHOICES.get(name)
    return make(do) if make else None

"""Is this the right place? The private questions, asked of each person alone before anybody hears anything.

An answer lives in the request that brings it: it is read, routed by `domain.screening`, and gone. What stays is that
the questions were answered, whether somebody in between is needed, and who has a say over whom. A route away from here
looks to everybody else like any other silence, and the audit has the same line for every answer.
"""

from schemas.readings import FormReading
from schemas.vocabulary import Act, Consent, Reason, Said, State
from service.acts import leaving, power, routes, screens
from service.acts.doing import Answer, Doing
from service.domain.lifecycle import ANY_TIME
from service.domain.refused import Refused, at_field
from service.domain.review import Mark
from service.domain.screening import Card, Route, Signal, route, signals
from service.practice import forms

PAGES = (("scr.stop", "scr.danger", "scr.formal"), ("scr.say", "scr.cost", "scr.rating"))
STOP = "stop"
"""Under what it is kept that the first page was answered."""
ASKING = {State.invited: Act.accept, State.short: Act.answer_short, State.noted: Act.read_note}
"""What somebody asked comes to after their questions."""
ASKED_APART = frozenset({Signal.say, Signal.alone})
"""What has consequences of its own: who writes first, and that somebody is in between."""
AUDITED_AS = {Act.unroute: Act.screen}
"""A false alarm undone leaves the line of the questions, so that nobody can read from it that there was one."""


def screen(do: Doing) -> Answer:
    """One page of the private questions; answers with the next page, a card, or what follows."""
    answers = frozenset(signal for field in PAGES[do.page - 1] for signal in signals(field, chosen(do, field)))
    where, card = route(answers)
    if where >= Route.red:
        return away(do, card)
    party = do.held.party(do.person)
    before = do.page > 1 and party.careful
    party.careful = before or (where is not Route.clear and bool(answers - ASKED_APART))
    if do.page < len(PAGES):
        do.held.mark(do.person, Mark.screened, do.now, about=STOP)
        following = screens.form(do, Act.screen, page=do.page + 1)
        if where is Route.look_first:
            following.notes = [*routes.lines(do, card), *following.notes]
        return Answer(Said.screened, next=following)
    if not do.review.marked(do.person, Mark.screened, STOP):
        raise Refused(Reason.not_screened)
    party.needs_facilitator = Signal.alone in answers
    power.say(do, do.one("scr.say"), about_rating=do.one("scr.rating") == "yes")
    do.held.mark(do.person, Mark.screened, do.now)
    return Answer(Said.screened, next=told(following_form(do), answers))


def chosen(do: Doing, field: str) -> list[str]:
    """The values ticked; a question that was left empty is asked again, and what was not offered is refused."""
    do.one(field)
    values = do.many(field)
    if not set(values) <= set(forms.labels(field)):
        raise at_field(field, Reason.not_a_choice)
    return values


def following_form(do: Doing) -> FormReading | None:
    """Where the private questions lead when nothing spoke against it."""
    if do.review.state in (State.draft, State.private):
        return screens.form(do, Act.choose_way)
    act = ASKING.get(do.review.state)
    if act is Act.accept and do.held.party(do.person).careful:
        act = Act.another_way
    return screens.form(do, act) if act else None


def told(following: FormReading | None, answers: frozenset[Signal]) -> FormReading | None:
    """Whoever was told to do this reads first, once, that they need not. It is kept nowhere."""
    if following and Signal.told_to in answers:
        following.notes = [forms.line("beside", "told_to"), *following.notes]
    return following


def away(do: Doing, card: Card) -> Answer:
    """Another route: nothing of this reaches anybody. To the others it is a silence, told on its date.

    No message of this review reaches the person either, so nothing ever asks them to repair it (`acts/news`).
    """
    party = do.held.party(do.person)
    party.no_exchange = True
    if party.consent in (Consent.asked, Consent.later):
        party.consent, party.declined_at = Consent.declined.value, do.now
    elif do.review.state in ANY_TIME[Act.leave]:
        leaving.leave(do)
    return Answer(Said.routed, next=routes.shown(do, card))


def unroute(do: Doing) -> Answer:
    """A false alarm: everything stands as before, and the questions are asked again."""
    party = do.held.party(do.person)
    party.no_exchange = False
    do.held.unmark(Mark.screened, do.person)
    if party.consent == Consent.declined.value:
        if do.review.state not in ASKING:
            raise Refused(Reason.too_late)
        party.consent, party.declined_at = Consent.asked.value, None
    elif party.consent == Consent.left.value:
        leaving.come_back(do)
    do.act = Act.screen
    return Answer(Said.unrouted, next=screens.form(do, Act.screen))

"""REST, version 1: the contract that the Slack app itself uses. Every answer is made for the one who asks.

Each route runs one piece of work in one transaction that is committed before it answers.
"""

from fastapi import APIRouter, Response
from sqlmodel import Session

from schemas.commands import Coach, DoAct, KeepDraft, OpenReview, People
from schemas.readings import (
    ActReading,
    ContactReading,
    FormReading,
    HomeReading,
    OpenItem,
    Passage,
    Problem,
    ReviewReading,
    StartReading,
)  # fmt: skip
from schemas.vocabulary import Act, Reason
from service.acts import departing, learning, passages, perform, readings, sending, starting
from service.api.dependencies import Asked, Person, Signed, Wired
from service.domain.refused import Refused
from service.store import clock, outbox, people, reviews

REFUSALS: dict[int | str, dict[str, object]] = {
    code: {"model": Problem, "description": text}
    for code, text in {
        401: "Not signed by the chat app.",
        404: "No such review for this reader.",
        409: "Not now, not any more, or done already.",
        422: "Something is wrong at the fields named.",
        503: "Not saved, nothing lost; try again.",
    }.items()
}
router = APIRouter(prefix="/api/v1", responses=REFUSALS)


@router.get("/start")
async def start(wired: Wired, person: Person, link: str | None = None) -> StartReading:
    """The first form of an opening, or which contacts are missing."""
    return await wired.database.read(lambda s: starting.start(s, person, link))


@router.post("/reviews")
async def open_review(wired: Wired, person: Person, command: OpenReview, asked: Asked) -> ActReading:
    """Starts a private draft; nobody else hears of it."""
    return await wired.database.write(
        lambda s: perform.open_review(s, wired.outbox, person, command, asked.once), asked.until
    )


@router.get("/reviews/{review_id}")
async def review(wired: Wired, person: Person, review_id: str) -> ReviewReading:
    """One review as this person sees it."""

    def read(session: Session) -> ReviewReading:
        held = reviews.look(session, review_id)
        if held is None:
            raise Refused(Reason.not_found)
        return readings.review(held, person, clock.now(session))

    return await wired.database.read(read)


@router.get("/reviews/{review_id}/forms/{act}")
async def form(
    wired: Wired, person: Person, review_id: str, act: Act, about: str | None = None, page: int = 1
) -> FormReading:
    """The screen of an act, with this person's own draft in it."""
    return await wired.database.read(lambda s: perform.form(s, person, review_id, act, about, page))


@router.post("/reviews/{review_id}/acts")
async def do_act(wired: Wired, person: Person, review_id: str, command: DoAct, asked: Asked) -> ActReading:
    """One act. Done once for one `mend-once`, however often it is delivered."""
    return await wired.database.write(
        lambda s: perform.perform(s, wired.outbox, person, review_id, command, asked.once), asked.until
    )


@router.post("/reviews/{review_id}/wording")
async def check_wording(wired: Wired, person: Person, review_id: str, command: DoAct) -> FormReading:
    """The screen of a writing act as it is filled in, with what the coach has to say of it. Nothing is kept."""
    return await wired.database.read(lambda s: perform.check_wording(s, person, review_id, command))


@router.put("/coach", status_code=204)
async def turn_coach(wired: Wired, person: Person, command: Coach) -> Response:
    """Notes on one's own wording, on or off. Threats and exit signals are looked for all the same."""
    await wired.database.write(lambda s: people.turn_coach(s, person, off=command.off))
    return Response(status_code=204)


@router.put("/reviews/{review_id}/drafts", status_code=204)
async def keep_draft(wired: Wired, person: Person, review_id: str, command: KeepDraft) -> Response:
    """Keeps what stood in a closed window as its author's own draft."""
    await wired.database.write(lambda s: perform.keep_draft(s, wired.outbox, person, review_id, command))
    return Response(status_code=204)


@router.get("/reviews/{review_id}/words")
async def words(wired: Wired, person: Person, review_id: str) -> list[Passage]:
    """All released words that this person may read now."""

    def read(session: Session) -> list[Passage]:
        held = reviews.look(session, review_id)
        now = clock.now(session)
        if held is None or not readings.may_see(held, person, now):
            raise Refused(Reason.not_found)
        return passages.everything(readings.looking(held, person, now))

    return await wired.database.read(read)


@router.get("/reviews/{review_id}/card")
async def card(wired: Wired, person: Person, review_id: str, channel: str, ts: str) -> dict[str, bool]:
    """Whether this message is the review's card; a doubled one is not, and may be removed. For its parties only: where
    a card stands in a conversation says that there is a review."""

    def read(session: Session) -> bool:
        held = reviews.look(session, review_id)
        if held is None or not readings.may_see(held, person, clock.now(session)):
            raise Refused(Reason.not_found)
        return sending.is_recorded(session, review_id, channel, ts)

    return {"recorded": await wired.database.read(read)}


@router.get("/reviews/{review_id}/learning")
async def learning_summary(wired: Wired, person: Person, review_id: str) -> list[Passage]:
    """The learning summary, whole: for its parties, and for everybody once it was posted."""

    def read(session: Session) -> list[Passage]:
        held = reviews.look(session, review_id)
        posted = held is not None and held.row.learning_posted_at is not None
        if held is None or not (posted or readings.may_see(held, person, clock.now(session))):
            raise Refused(Reason.not_found)
        return learning.summary(held)

    return await wired.database.read(read)


@router.post("/reviews/{review_id}/card", status_code=204)
async def draw_card(wired: Wired, person: Person, review_id: str) -> Response:
    """Tries again to post the card, after Mend was invited to its channel. The opener only."""

    def again(session: Session) -> None:
        held = reviews.hold(session, review_id)
        if held is None or held.row.opener_id != person:
            raise Refused(Reason.not_found)
        sending.draw_card_again(session, wired.outbox, review_id)

    await wired.database.write(again)
    return Response(status_code=204)


@router.get("/home")
async def home(wired: Wired, person: Person) -> HomeReading:
    """The inbox of this person."""
    return await wired.database.read(lambda s: readings.home(s, person, clock.now(s)))


@router.put("/home", status_code=204)
async def home_opened(wired: Wired, person: Person) -> Response:
    """This person looks at App Home: from now on it is drawn anew when something in it changes."""
    await wired.database.write(lambda s: outbox.home_opened(s, person))
    return Response(status_code=204)


@router.get("/open")
async def open_items(wired: Wired, person: Person) -> list[OpenItem]:
    """What a manager sees of open, unrepaired items; empty for everybody else."""
    return await wired.database.read(lambda s: readings.open_items(s, person, clock.now(s)))


@router.get("/contacts")
async def contacts(wired: Wired, person: Signed) -> list[ContactReading]:
    """Whom the workspace has named."""
    return await wired.database.read(lambda s: readings.contacts(s, clock.now(s)))


@router.put("/people", status_code=204)
async def keep_people(wired: Wired, person: Signed, command: People) -> Response:
    """Fresh facts about people. Only the chat app itself may give them (no person in its header)."""
    if person:
        raise Refused(Reason.unsigned)
    await wired.database.write(lambda s: departing.keep_people(s, wired.outbox, command.people))
    return Response(status_code=204)

"""The way to where a story begins: people who go through the first steps without a hitch."""

from deploy.play_answers import CLEAR, TALK
from deploy.play_people import Person

SETTLED = {"Could you read something you disagree with": "Yes"}
SEAL = {"And now?": "Seal it"}
SEND = {"And now?": "Send it"}


def part_of(person: Person) -> dict[str, str]:
    """What this person writes as their part."""
    return SEAL | {"What did you do": f"My part was the thing that {person.first} left undone."}


def seat_of(person: Person) -> tuple[dict[str, str], ...]:
    """How it was for this person, on three pages."""
    return {"What was that like": f"I felt as {person.first} felt."}, {}, SEAL


async def ask(opener: Person, *others: Person, size: str = "A small bump") -> None:
    """The opener describes a conflict, takes a breath, and sends the invitation."""
    world = opener.world
    await opener.types("/mend")
    await opener.answers(
        {
            "What is this about?": "Something got between us",
            "Who else is concerned?": [person.actor.key for person in others],
            "How big does this feel": size,
        },
        *CLEAR,
        TALK,
        {"What would you call this": "The unread message"},
        reads="Saved. Take a breath first",
    )
    await opener.puts_away()
    await world.goes_on(minutes=20)
    await opener.does("Preview the invitation", SETTLED, reads="The invitation is on its way.")


async def to_my_part(opener: Person, *others: Person) -> None:
    """Everybody says yes, settles, and may write."""
    world, everybody = opener.world, (opener, *others)
    await ask(opener, *others)
    for person in others:
        await person.hears("Mia Brandt would like to put something right between you.")
    await world.together(*(p.does("A few questions first", *CLEAR, {}, reads="Thank you.") for p in others))
    await world.goes_on(minutes=20)
    await world.together(*(p.does("I'm settled enough", SETTLED, reads="Noted.") for p in everybody))


async def to_how_it_was(opener: Person, *others: Person) -> None:
    """Everybody's part is written, opened and read."""
    world, everybody = opener.world, (opener, *others)
    await to_my_part(opener, *others)
    await world.together(*(p.does("Write my part", part_of(p), reads="Sealed.") for p in everybody))
    await world.together(*(p.does("Read what was opened", reads="Noted") for p in everybody))
    await world.next_working_day()


async def to_what_i_heard(opener: Person, *others: Person) -> None:
    """How it was for everybody is written, opened and read, half an hour ago."""
    world, everybody = opener.world, (opener, *others)
    await to_how_it_was(opener, *others)
    await world.together(*(p.does("Write how it was for me", *seat_of(p), reads="Sealed.") for p in everybody))
    await world.together(*(p.does("Read what was opened", reads="Noted") for p in everybody))
    await world.goes_on(minutes=31)


async def to_what_changes(opener: Person, other: Person) -> None:
    """Each has been heard."""
    world = opener.world
    await to_what_i_heard(opener, other)
    heard = SEND | {"What did you hear": "What I heard is how it was for you."}
    await world.together(*(p.does("Say what I heard", heard, reads="Sent.") for p in (opener, other)))
    await world.next_working_day()
    meant = {"Is this what you meant?": "Yes, that's what I meant"}
    await world.together(*(p.does("Read what was heard", meant, reads="Your answer") for p in (opener, other)))
    nothing = {"And now?": "I have nothing to add"}
    await world.together(*(p.does("Add to my part", nothing, reads="Noted") for p in (opener, other)))
    await world.next_working_day()


async def to_what_ill_do(opener: Person, other: Person) -> None:
    """Both say that nothing needs to change."""
    world = opener.world
    await to_what_changes(opener, other)
    nothing = {"Where does this stand for you?": "Nothing needs to change"}
    await world.together(*(p.does("Is this enough?", nothing, reads="Noted.") for p in (opener, other)))
    await world.next_working_day()

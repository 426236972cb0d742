"""The two half-finished reviews that wait in the demo: written by their people, step by step, like any other.

An incident of Tom, Yuki and Pavel stands at "What changes". A conflict of Noor and Inês stands where each says what
they heard: Noor has done so, Inês has not.
"""

from datetime import timedelta

from deploy.play_answers import CLEAR, TALK, Answers
from deploy.play_people import Person, World

SEND: Answers = {"And now?": "Send it"}
SETTLED: Answers = {"Could you read something you disagree with": "Yes"}
SEAL: Answers = {"And now?": "Seal it"}
MANAGER: Answers = {"For your manager": ["Our manager may see that something is open"]}
PLACE = "incidents"


async def seed(world: World) -> None:
    """From a Tuesday at 10:00 to the next Tuesday at 10:00."""
    await half_an_incident(world)
    await half_a_conflict(world)
    await world.next_tuesday()


async def half_an_incident(world: World) -> None:
    """Tuesday to Thursday."""
    tom, yuki, pavel = everybody = tuple(world.person(key) for key in ("tom", "yuki", "pavel"))
    await draft(tom, INCIDENT, *await incident_draft(world))
    await world.goes_on(minutes=20)
    await tom.does("Preview the invitation", SETTLED, reads="The invitation")
    side = {"Which team or side": "Data platform"}
    await world.together(invited(yuki, side), invited(pavel, side))
    await world.goes_on(minutes=20)
    await world.together(*(p.does("I'm settled enough", SETTLED, reads="Noted.") for p in everybody))
    await world.together(*(p.does("Write my part", PARTS[p.actor.key], reads="Sealed.") for p in everybody))
    await world.together(*(p.does("Read what was opened", reads="Noted") for p in everybody))
    await world.next_working_day()
    await world.together(*(p.does("Write how it was for me", *SEATS[p.actor.key], reads="Sealed.") for p in everybody))
    await world.together(*(p.does("Read what was opened", reads="Noted") for p in everybody))
    await world.goes_on(minutes=31)
    await world.together(*(p.does("Say what I heard", HEARD[p.actor.key], reads="Sent.") for p in everybody))
    await world.next_working_day()
    await world.together(heard(tom), heard(yuki), heard(pavel))
    await heard(tom)
    nothing = {"And now?": "I have nothing to add"}
    await world.together(*(p.does("Add to my part", nothing, reads="Noted") for p in everybody))


async def half_a_conflict(world: World) -> None:
    """Thursday to Monday. Both have ticked that their manager may see that something is open."""
    noor, ines = world.person("noor"), world.person("ines")
    both = (noor, ines)
    await draft(noor, CONFLICT, CONFLICT_DRAFT)
    await world.goes_on(minutes=20)
    await noor.does("Preview the invitation", SETTLED | MANAGER, reads="The invitation")
    await invited(ines, MANAGER)
    await world.goes_on(minutes=20)
    await world.together(*(p.does("I'm settled enough", SETTLED, reads="Noted.") for p in both))
    await world.together(*(p.does("Write my part", PARTS[p.actor.key], reads="Sealed.") for p in both))
    await world.together(*(p.does("Read what was opened", reads="Noted") for p in both))
    await world.next_working_day()
    await world.next_working_day()
    await world.together(*(p.does("Write how it was for me", *SEATS[p.actor.key], reads="Sealed.") for p in both))
    await world.together(*(p.does("Read what was opened", reads="Noted") for p in both))
    await world.goes_on(minutes=31)
    await noor.does("Say what I heard", HEARD["noor"], reads="Sent.")


async def draft(person: Person, opening: Answers, *pages: Answers) -> None:
    await person.types("/mend")
    await person.answers(opening, *CLEAR, TALK, *pages, reads="Saved.")
    await person.puts_away()


async def invited(person: Person, answers: Answers) -> None:
    await person.hears_button("A few questions first")
    await person.does("A few questions first", *CLEAR, answers, reads="Thank you.")


async def heard(person: Person) -> None:
    meant = {"Is this what you meant?": "Yes, that's what I meant"}
    await person.does_at_home("Read what was heard", meant, reads="Your answer is sent.")


CONFLICT: Answers = {
    "What is this about?": "Something got between us",
    "Who else is concerned?": ["ines"],
    "How big does this feel": "A small bump",
}
CONFLICT_DRAFT: Answers = {
    "What would you call this": "The redrawn checkout form",
    "What happened": "On Monday, I saw the form go live with other fields than the ones I had drawn.",
    "What did you notice": ["A sharp message"],
    "What do you hope": "I'd like us to be able to change a drawing together, also when time is short.",
}
INCIDENT: Answers = {
    "What is this about?": "What an incident did",
    "Who else is concerned?": ["yuki", "pavel"],
    "How big does this feel": "A small bump",
}


async def incident_draft(world: World) -> tuple[Answers, Answers]:
    """It was over five days ago."""
    about: Answers = {
        "Which incident is this about": "INC-27, the slow search",
        "When was it over?": await world.today() - timedelta(days=5),
        "Did people work on it at night?": "No",
        "In which channel should its card stand?": PLACE,
        "Which team or side": "Checkout",
    }
    between: Answers = {
        "Which teams or people felt": "Checkout, Data platform",
        "What got between": "During it, each team waited for the other to say that it was theirs.",
        "What would you like to understand": "I'd like to understand how an index gets rebuilt on a Friday.",
    }
    return about, between


PARTS: dict[str, Answers] = {
    "noor": SEAL
    | {
        "What did you do": "My part was writing 'who approved this?' where everybody could read it.",
        "What effect": "I can see that it put you on the spot before the whole team.",
        "What would you like to offer": "I'd like to ask you first, and alone.",
    },
    "ines": SEAL
    | {
        "What did you do": "My part was moving two fields the evening before, without a word to you.",
        "What effect": "I can see that it made your drawing look like a suggestion.",
        "What would you like to offer": "I'd like to go through the form with you before the next release.",
    },
    "tom": SEAL
    | {
        "What did you or your team do": "The part I played was leaving the alert to whoever would take it.",
        "Who had to carry": "It landed on Data platform, who had to explain a slow search they hadn't heard of.",
        "What can you offer": "We can take the next two index rebuilds.",
    },
    "yuki": SEAL
    | {
        "What did you or your team do": "The part I played was starting the rebuild without a line in the channel.",
        "Who had to carry": "It landed on Checkout, who had to answer for it to their customers.",
        "What can you offer": "We can write down what a rebuild does to the search.",
    },
    "pavel": SEAL
    | {
        "What did you or your team do": "The part I played was switching off the warning because it came too often.",
        "Who had to carry": "It landed on whoever was looking at the dashboard that day.",
        "What can you offer": "We can go through the warnings with you.",
    },
}
SEATS: dict[str, tuple[Answers, ...]] = {
    "noor": (
        {
            "What did you see or hear?": "When I saw the form with the fields swapped …",
            "What was that like": "I felt left out.",
        },
        {"What made it matter?": "It mattered because I need a drawing to count until we change it."},
        SEAL | {"What would help you most": "It would help me if you rang me, also late."},
    ),
    "ines": (
        {
            "What did you see or hear?": "When I read your question in the channel …",
            "What was that like": "I felt told off.",
        },
        {"What was going on around you": "At the time, two browsers broke the layout, an hour before the release."},
        SEAL | {"What would help you most": "It would help me if questions like that came to me first."},
    ),
    "tom": (
        {"What did it look like": "From where I sat, the search was slow and nobody had changed anything."},
        SEAL | {"What did it cost": "It cost us a Friday evening."},
    ),
    "yuki": (
        {"What did you expect": "I expected ten minutes, and then it took three hours."},
        SEAL | {"What do you need": "What we need from you is one person to talk to."},
    ),
    "pavel": (
        {"What pressure": "I was working with forty warnings, and none of them said 'search'."},
        SEAL | {"What did it cost": "It cost us the trust in our own dashboard."},
    ),
}
HEARD: dict[str, Answers] = {
    "noor": SEND
    | {
        "What did you hear": "What I heard is that my question felt like a reprimand in front of everybody.",
        "What makes sense": "It makes sense to me that you fixed what was broken an hour before.",
    },
    "tom": SEND
    | {
        "What did you hear": "What I heard is that three hours came out of ten minutes, and nobody to ask.",
        "What makes sense": "It makes sense to me that a warning nobody can read gets switched off.",
    },
    "yuki": SEND | {"What did you hear": "What I heard is that you had a slow search and no word from us."},
    "pavel": SEND | {"What did you hear": "What I heard is that it took your Friday evening."},
}

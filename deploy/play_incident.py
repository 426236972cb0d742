"""A whole incident review, told: Checkout's on-call and the Data platform, after the invoice export."""

from datetime import timedelta

from deploy.play_answers import CLEAR, TALK, Answers, Pages
from deploy.play_people import Person, World

PLACE = "incidents"
OPENING: Answers = {
    "What is this about?": "What an incident did",
    "Who else is concerned?": ["yuki", "pavel"],
    "How big does this feel": "A small bump",
}
ABOUT: Answers = {
    "Which incident is this about": "INC-31, the invoice export",
    "Did people work on it at night?": "No",
    "In which channel should its card stand?": PLACE,
    "Which team or side": "Checkout on-call",
}
BETWEEN: Answers = {
    "Which teams or people felt": "Checkout on-call, Data platform, the two people in Finance",
    "What got between": "During it, both of us restarted the same export, each without a word to the other.",
    "What would you like to understand": "I'd like to understand how a finished export looked to you like a stuck one.",
}
SETTLED: Answers = {"Could you read something you disagree with": "Yes"}
WORRIES: Answers = {
    "What worries you": "I'm worried that the second restart is all that anybody will remember.",
    "What would make this fair": "It would be fair if the page that never came is looked at too.",
}
PART_OF_TOM: Answers = {
    "What did you or your team do": "The part I played was restarting the export at 16:10 without asking who else was "
    "on it.",
    "Who had to carry": "It landed on Data platform, who had to sort out two half-written sets of invoices.",
    "What can you offer": "We can go through the doubled invoices with Finance, so that you don't have to.",
    "And now?": "Seal it",
}
PART_OF_PAVEL: Answers = {
    "What did you or your team do": "The part I played was starting it a second time from my own machine.",
    "Who had to carry": "It landed on Finance, who had to tell 40 customers which invoice counts.",
    "What can you offer": "We can send Finance the list of the doubled ones by noon.",
    "And now?": "Seal it",
}
NONE_OF_YUKI: Answers = {
    "I don't see a part of mine yet": "I don't see a part of mine yet. What I do see is that our runbook says 'restart "
    "it' and not who.",
    "And now?": "Seal it",
}
SEAT_OF_TOM: Pages = (
    {
        "What did it look like": "From where I sat, the export had not written a line for twenty minutes.",
        "What did you expect": "I expected one restart to clear it, and then the count went up twice as fast.",
        "What pressure": "I was working with Finance on the phone and no view of your jobs.",
    },
    {
        "What did it cost": "It cost us an afternoon, and some standing with Finance.",
        "What do you need": "What we need from you is a way to see that one of you is already on it.",
        "And now?": "Seal it",
    },
)
SEAT_OF_YUKI: Pages = (
    {
        "What did it look like": "From where I sat, nothing had happened until two people asked me the same question.",
        "What did you expect": "I expected to be paged, and then I read of it in the channel at five.",
    },
    {"What do you need": "What we need from you is a page, also when it looks small.", "And now?": "Seal it"},
)
SEAT_OF_PAVEL: Pages = (
    {
        "What did it look like": "From where I sat, the job was red and the page was silent.",
        "What pressure": "I was working with a runbook that has one line for this.",
    },
    {"What did it cost": "It cost us the evening, and me a bad night.", "And now?": "Seal it"},
)
TOM_HEARD: Answers = {
    "What did you hear": "What I heard is that nobody had told you, and that the runbook left you alone with it.",
    "What makes sense": "It makes sense to me that you did what the one line said.",
    "And now?": "Send it",
}
YUKI_HEARD: Answers = {
    "What did you hear": "What I heard is that you had Finance on the phone and could see nothing of what we did.",
    "What makes sense": "It makes sense to me that you restarted what looked stuck.",
    "And now?": "Send it",
}
PAVEL_HEARD: Answers = {
    "What did you hear": "What I heard is that you couldn't see that somebody was on it already.",
    "What makes sense": "It makes sense to me that waiting felt worse than doing something.",
    "And now?": "Send it",
}
MEANT: Answers = {"Is this what you meant?": "Yes, that's what I meant"}
CHANGE_OF_TOM: Pages = (
    {
        "What did this show us": "It showed us that two teams can repair the same thing against each other.",
        "How should our teams reach": "Next time, we'll reach you by page, before anybody restarts anything.",
    },
    {"And now?": "Send it"},
)
CHANGE_OF_YUKI: Pages = (
    {"What could the system do": "The system could refuse a second restart while one is running."},
    {"And now?": "Send it"},
)
PROMISE_OF_TOM: Answers = {
    "If what happens?": "If an export of yours looks stuck to us,",
    "Then what will you do?": "then I will page Data platform and wait ten minutes before I touch it.",
    "Who is this for?": "Yuki",
}
HOW_IS_IT: Pages = (
    {"I could say what I really": "4", "They understood": "4", "Compared with before": "Easier"},
    {"Did you learn something": "Yes", "For you, where does this stand?": "Repaired, good enough"},
)


async def incident(world: World) -> None:
    """From `/mend` to "repaired", with the learning summary in the incident's thread."""
    world.paper.title("An incident: Checkout's on-call, Data platform, and the invoice export")
    scenes = (invitation, care, my_part, from_where_i_sat, what_i_heard, heard, what_changes, what_well_do,
              what_we_learned, checking_in, how_is_it_now)  # fmt: skip
    for scene in scenes:
        await scene(world)


async def invitation(world: World) -> None:
    tom, yuki, pavel = people(world)
    await world.next_tuesday()
    over = {"When was it over?": await world.today() - timedelta(days=5)}
    await tom.types("/mend", PLACE)
    await tom.answers(OPENING, *CLEAR, TALK, ABOUT | over, BETWEEN, reads="Saved. Take a breath first")
    link = "https://tools.example.org/timeline/31"
    await tom.does("Link a timeline", {"Where is the timeline?": link}, reads="The timeline is linked.")
    await world.goes_on(minutes=20)
    await tom.hears("You've taken a breath.")
    await tom.does("Preview the invitation", SETTLED, reads="The invitation is on its way.")
    side = {"Which team or side": "Data platform"}
    for person in (yuki, pavel):
        await person.hears("Tom Wilkins would like to look at what “INC-31, the invoice export” did between you")
    await yuki.does("A few questions first", *CLEAR, side, reads="Thank you.")
    closest = {"Were you closest to it?": ["I was closest to it"]}
    await pavel.does("A few questions first", *CLEAR, side | closest, reads="Thank you.")
    await world.see_card(where=PLACE)


async def care(world: World) -> None:
    """Whoever was closest is asked first, and in private."""
    tom, yuki, pavel = people(world)
    await pavel.hears("Before it starts, there are a few private questions for whoever was closest.")
    await pavel.does("Answer in private first", WORRIES, reads="Kept. Only you can read these answers.")
    await world.goes_on(minutes=20)
    for person in (tom, yuki, pavel):
        await person.hears("It can go ahead. Settle first")
    await world.together(*(p.does("I'm settled enough", SETTLED, reads="Noted.") for p in (tom, yuki, pavel)))


async def my_part(world: World) -> None:
    tom, yuki, pavel = people(world)
    await world.next_working_day()
    for person in (tom, yuki, pavel):
        await person.hears("The next step can be taken: My part.")
    await world.together(
        tom.does("Write my part", PART_OF_TOM, reads="Sealed."),
        pavel.does("Write my part", PART_OF_PAVEL, reads="Sealed."),
        yuki.does("I don't see a part of mine yet", NONE_OF_YUKI, reads="Sealed."),
    )
    for person in (tom, yuki, pavel):
        await person.hears("You've all written.")
        await person.does("Read what was opened", reads="Noted that you've read it.")


async def from_where_i_sat(world: World) -> None:
    tom, yuki, pavel = people(world)
    await world.next_working_day()
    for person in (tom, yuki, pavel):
        await person.hears("The next step can be taken: How it was for me.")
    await world.together(
        tom.does("Write how it was for me", *SEAT_OF_TOM, reads="Sealed."),
        yuki.does("Write how it was for me", *SEAT_OF_YUKI, reads="Sealed."),
        pavel.does("Write how it was for me", *SEAT_OF_PAVEL, reads="Sealed."),
    )
    for person in (tom, yuki, pavel):
        await person.hears("You've all written.")
        await person.does("Read what was opened", reads="Noted that you've read it.")


async def what_i_heard(world: World) -> None:
    """Each side says back what it heard of the other side."""
    tom, yuki, pavel = people(world)
    await world.goes_on(minutes=31)
    await world.together(
        tom.does("Say what I heard", TOM_HEARD, reads="Sent."),
        yuki.does("Say what I heard", YUKI_HEARD, reads="Sent."),
        pavel.does("Say what I heard", PAVEL_HEARD, reads="Sent."),
    )


async def heard(world: World) -> None:
    tom, yuki, pavel = people(world)
    await world.next_working_day()
    for person, who in ((tom, yuki), (tom, pavel), (yuki, tom), (pavel, tom)):
        await person.hears(f"{who.actor.name} said back what they heard from you.")
        await person.does("Read what was heard", MEANT, reads="Your answer is sent.")
    nothing = {"And now?": "I have nothing to add"}
    for person in (tom, yuki, pavel):
        await person.hears("The next step can be taken: Now I've heard you.")
        await person.does("Add to my part", nothing, reads="Noted: nothing to add.")


async def what_changes(world: World) -> None:
    """Two working days later: what was learned has had time to sink in."""
    tom, yuki, pavel = people(world)
    await world.next_working_day()
    await world.next_working_day(hour=11)
    for person in (tom, yuki, pavel):
        await person.hears("The next step can be taken: What changes.")
    await tom.does("Say what should change", *CHANGE_OF_TOM, reads="Sent.")
    await yuki.does("Say what should change", *CHANGE_OF_YUKI, reads="Sent.")
    agreed = {"Can you agree to this?": "Yes, I can agree"}
    for person in (tom, yuki, pavel, pavel):
        await person.does("Read a proposed change", agreed, reads="Your answer is sent.")
    enough = {"Where does this stand for you?": "What we agreed is enough"}
    await world.together(*(p.does("Is this enough?", enough, reads="Noted.") for p in (tom, yuki, pavel)))


async def what_well_do(world: World) -> None:
    """One promise between people, one change of the system."""
    tom, yuki, pavel = people(world)
    await world.next_working_day()
    for person in (tom, yuki, pavel):
        await person.hears("The next step can be taken: What I'll do.")
    await tom.does("Offer an if-then", PROMISE_OF_TOM, reads="Offered.")
    by = await world.today() + timedelta(days=21)
    tracked = {
        "Where is the system change": "https://tools.example.org/OPS-14",
        "Who looks after it?": "Yuki",
        "By when?": by,
    }
    await yuki.does("Take on a system change", tracked | {"By when?": by}, reads="On the list.")
    await yuki.does("Read it and answer", {"Would this really help you?": "Yes"}, reads="Your answer is sent.")
    complete = {"Where does the list stand": "The list is complete"}
    await world.together(*(p.does("Is the list complete?", complete, reads="Noted.") for p in (tom, yuki, pavel)))


async def what_we_learned(world: World) -> None:
    """What each has chosen of their own answers, read by all, posted to the thread once all agree."""
    tom, yuki, pavel = people(world)
    await world.next_working_day()
    shown = {tom: "What did this show us", yuki: "What could the system do"}
    for person in (tom, yuki):
        chosen = {"May be in the summary": [shown[person]]}
        await person.does("Choose what others may learn", chosen, reads="Kept. You'll read the whole summary")
    await pavel.does("Choose what others may learn", reads="Kept. You'll read the whole summary")
    for person in (tom, yuki, pavel):
        await person.hears("The learning summary can be read.")
        await person.does(
            "Read the learning summary",
            {"May it be posted": "Yes"},
            reads="Noted. It is posted only when everybody has agreed.",
        )
    await world.see_thread(PLACE, "What we learned")


async def checking_in(world: World) -> None:
    tom, yuki, _pavel = people(world)
    for days in (7, 24):
        await world.goes_on(days=days)
        await tom.hears("A check-in is open")
        await tom.checks_in(kept="It came up and I did it")
        await yuki.hears("A check-in is open")
        await yuki.checks_in(happened="Yes", moved="Yes, it is done")


async def how_is_it_now(world: World) -> None:
    tom, yuki, pavel = people(world)
    await world.next_working_day()
    for person in (tom, yuki, pavel):
        await person.hears("How is it now?")
        await person.does("How is it now?", *HOW_IS_IT, reads="Kept.")
    await world.next_working_day()
    for person in (tom, yuki, pavel):
        await person.hears("Good enough to work together. You all said so.")
    await world.see_card(where=PLACE)


def people(world: World) -> tuple[Person, Person, Person]:
    return world.person("tom"), world.person("yuki"), world.person("pavel")

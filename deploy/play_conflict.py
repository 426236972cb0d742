"""A whole conflict review, told: Mia and Raj, and a date in the support channel."""

from deploy.play_answers import CLEAR, TALK, Answers, Pages
from deploy.play_people import World

OPENING: Answers = {
    "What is this about?": "Something got between us",
    "Who else is concerned?": ["raj"],
    "How big does this feel": "It's in the way of work",
}
DRAFT: Answers = {
    "What would you call this": "The refund date in the support channel",
    "What happened, the way a camera": "On Thursday, I saw my date for the refund fix in the support channel, and no "
    "answer from Raj under my last four messages.",
    "What did you notice": ["We went quiet", "We talked past each other"],
    "What do you hope": "I'd like us to be able to settle a date in one short talk.",
}
SETTLED: Answers = {"Could you read something you disagree with": "Yes"}
PART_OF_MIA: Answers = {
    "What did you do": "My part was promising support a date for the refund fix before I had asked you.",
    "What effect": "I can see that it left you held to a day you had never agreed to.",
    "What would you like to offer": "I'd like to write to support that the date was mine alone.",
    "And now?": "Seal it",
}
PART_OF_RAJ: Answers = {
    "What did you do": "My part was muting our channel for three days instead of saying no.",
    "What effect": "I can see that it left you in front of support with nothing true to say.",
    "What would you like to offer": "I'd like to go through the open refund questions with you tomorrow.",
    "And now?": "Seal it",
}
HOW_IT_WAS_FOR_MIA: Pages = (
    {
        "What did you see or hear?": "When I saw four of my messages without an answer …",
        "What was that like": "I felt shut out, and by Friday rather panicky.",
        "What did you tell yourself": "What I told myself was that you had given up on the fix, and on me.",
    },
    {
        "What made it matter?": "It mattered because I need something true to tell customers.",
        "What was going on around you": "At the time, support was passing me a complaint every hour.",
    },
    {"What would help you most": "It would help me if I got a 'not today' instead of nothing.", "And now?": "Seal it"},
)
HOW_IT_WAS_FOR_RAJ: Pages = (
    {
        "What did you see or hear?": "When I heard from support by when I would be done …",
        "What was that like": "I felt overruled, and tired.",
        "What did you tell yourself": "What I told myself was that my estimate had been a formality.",
    },
    {
        "What made it matter?": "It mattered because I need to have said yes to what I'm held to.",
        "What was going on around you": "At the time, I was on call for the second week running.",
    },
    {"What would help you most": "It would help me if dates reached me as a question.", "And now?": "Seal it"},
)
RAJ_HEARD: Answers = {
    "What did you hear": "What I heard is that my silence left you alone with customers and nothing true to tell them.",
    "What makes sense": "It makes sense to me that four messages without an answer felt like a closed door.",
    "And now?": "Send it",
}
MIA_HEARD: Answers = {
    "What did you hear": "What I heard is that you had too much work for the refund fix.",
    "What makes sense": "It makes sense to me that a second week on call wears you down.",
    "And now?": "Send it",
}
MORE_OF_RAJ: Answers = {
    "Is this what you meant?": "Partly",
    "What would you add?": "The bit I'd add is that the work was fine. Hearing my own date from somebody else was not.",
}
MIA_HEARD_BETTER: Answers = {
    "What did you hear": "What I heard is that your word seemed to count for nothing once I had given the date away.",
    "What makes sense": "It makes sense to me that you stopped answering somebody who hadn't asked.",
    "And now?": "Send it",
}
YES_I_MEANT_THAT: Answers = {"Is this what you meant?": "Yes, that's what I meant"}
CHANGE_OF_MIA: Pages = (
    {
        "What would you like to work differently": "From now on, I'd like us to call a date open until you have said "
        "yes to it.",
        "What can you offer?": "I can keep one list of what support waits for, and since when.",
        "What do you want to ask for?": "I'd ask you to look at that list before the Monday call.",
    },
    {"And now?": "Send it"},
)
CHANGE_OF_RAJ: Pages = (
    {
        "What would you like to work differently": "From now on, I'd like us to take ten minutes before the support "
        "call.",
        "What can you offer?": "I can answer within the day, even if it's only 'not today'.",
        "What do you want to ask for?": "I'd ask you to come to me before you answer support.",
    },
    {"And now?": "Send it"},
)
ADDED_BY_MIA: Answers = {
    "Now that you've heard them": "Now that I've heard you, I'd add that I saw the on-call list and gave the "
    "date anyway.",
    "And now?": "Seal it",
}
PROMISE_OF_MIA: Answers = {
    "If what happens?": "If support asks me for a date,",
    "Then what will you do?": "then I will ask you, and wait for your yes before I answer.",
    "Who is this for?": "Raj",
}
VAGUE: Answers = {
    "If what happens?": "If something I work on will take longer,",
    "Then what will you do?": "then I will try to communicate better.",
    "Who is this for?": "Mia",
}
SHARPER: Answers = {"Then what will you do?": "then I will write the new day into our list before I close my laptop."}
HOW_IS_IT: Pages = (
    {
        "I could say what I really": "4",
        "They understood what it was like": "4",
        "I'd be comfortable relying on them": "4",
        "Compared with before": "Easier",
    },
    {"How tiring has it become": "2", "For you, where does this stand?": "Repaired, good enough"},
)


async def conflict(world: World) -> None:
    """From `/mend` to "repaired"."""
    world.paper.title("A conflict: Mia and Raj, and a date in the support channel")
    for scene in (
        invitation,
        my_part,
        how_it_was,
        what_i_heard,
        heard,
        an_offer,
        what_changes,
        what_ill_do,
        checking_in,
        how_is_it_now,
    ):
        await scene(world)


async def invitation(world: World) -> None:
    mia, raj = world.person("mia"), world.person("raj")
    world.paper.time(await world.now())
    await mia.types("/mend")
    await mia.answers(OPENING, *CLEAR, TALK, DRAFT, reads="Saved. Take a breath first")
    await mia.puts_away()
    await world.next_working_day()
    await mia.hears("You've taken a breath.")
    await mia.does("Preview the invitation", SETTLED, reads="The invitation is on its way.")
    await raj.hears("Mia Brandt would like to put something right between you.")
    await raj.does("A few questions first", *CLEAR, {}, reads="Thank you.")


async def my_part(world: World) -> None:
    mia, raj = world.person("mia"), world.person("raj")
    await world.next_working_day()
    await world.see_card(mia, raj)
    for person in (mia, raj):
        await person.hears("It can go ahead. Settle first")
    await world.together(
        mia.does("I'm settled enough", SETTLED, reads="Noted."), raj.does("I'm settled enough", SETTLED, reads="Noted.")
    )
    for person in (mia, raj):
        await person.hears("The next step can be taken: My part.")
    await world.together(
        mia.does("Write my part", PART_OF_MIA, reads="Sealed."), raj.does("Write my part", PART_OF_RAJ, reads="Sealed.")
    )
    for person in (mia, raj):
        await person.hears("You've both written.")
        await person.does("Read what was opened", reads="Noted that you've read it.")


async def how_it_was(world: World) -> None:
    mia, raj = world.person("mia"), world.person("raj")
    await world.next_working_day()
    for person in (mia, raj):
        await person.hears("The next step can be taken: How it was for me.")
    await world.together(
        mia.does("Write how it was for me", *HOW_IT_WAS_FOR_MIA, reads="Sealed."),
        raj.does("Write how it was for me", *HOW_IT_WAS_FOR_RAJ, reads="Sealed."),
    )
    for person in (mia, raj):
        await person.hears("You've both written.")
        await person.does("Read what was opened", reads="Noted that you've read it.")


async def what_i_heard(world: World) -> None:
    mia, raj = world.person("mia"), world.person("raj")
    await world.goes_on(minutes=31)
    await raj.hears("The next step can be taken: What I heard.")
    await world.together(
        raj.does("Say what I heard", RAJ_HEARD, reads="Sent."), mia.does("Say what I heard", MIA_HEARD, reads="Sent.")
    )


async def heard(world: World) -> None:
    """One was heard at once, the other at the second try."""
    mia, raj = world.person("mia"), world.person("raj")
    await world.next_working_day()
    await mia.hears("Raj Nair said back what they heard from you.")
    await mia.does("Read what was heard", YES_I_MEANT_THAT, reads="Your answer is sent.")
    await raj.hears("Mia Brandt said back what they heard from you.")
    await raj.does("Read what was heard", MORE_OF_RAJ, reads="Your answer is sent.")
    await mia.hears("There is an answer for you to read.")
    await mia.does("Say what I heard", MIA_HEARD_BETTER, reads="Sent.")
    await raj.hears("Mia Brandt said back what they heard from you.")
    await raj.does("Read what was heard", YES_I_MEANT_THAT, reads="Your answer is sent.")
    await mia.hears("The next step can be taken: Now I've heard you.")
    await mia.does("Add to my part", ADDED_BY_MIA, reads="Sealed.")
    await raj.does("Add to my part", {"And now?": "I have nothing to add"}, reads="Noted: nothing to add.")


async def an_offer(world: World) -> None:
    """Something small, made and taken."""
    mia, raj = world.person("mia"), world.person("raj")
    await world.next_working_day()
    await raj.does("Offer something small", {"What would you like to say?": "Thanks for telling me"}, reads="Sent.")
    await mia.hears("Raj Nair offered you something.")
    await mia.does("Read the offer", {"Your answer": "Thanks, I'll take that"}, reads="Your answer is sent.")


async def what_changes(world: World) -> None:
    mia, raj = world.person("mia"), world.person("raj")
    await raj.hears("The next step can be taken: What changes.")
    await world.together(
        mia.does("Say what should change", *CHANGE_OF_MIA, reads="Sent."),
        raj.does("Say what should change", *CHANGE_OF_RAJ, reads="Sent."),
    )
    await world.next_working_day()
    agreed = {"Can you agree to this?": "Yes, I can agree"}
    for person, other in ((mia, "Raj Nair"), (raj, "Mia Brandt")):
        await person.hears(f"{other} proposed a change.")
        await person.does("Read a proposed change", agreed, reads="Your answer is sent.")
    enough = {"Where does this stand for you?": "What we agreed is enough"}
    await world.together(
        mia.does("Is this enough?", enough, reads="Noted."), raj.does("Is this enough?", enough, reads="Noted.")
    )


async def what_ill_do(world: World) -> None:
    mia, raj = world.person("mia"), world.person("raj")
    await world.next_working_day()
    for person in (mia, raj):
        await person.hears("The next step can be taken: What I'll do.")
    await mia.does("Offer an if-then", PROMISE_OF_MIA, reads="Offered.")
    await raj.does("Offer an if-then", VAGUE, SHARPER, reads="Offered.")
    for person, other in ((raj, "Mia Brandt"), (mia, "Raj Nair")):
        await person.hears(f"{other} offered something that would be for you.")
        await person.does("Read it and answer", {"Would this really help you?": "Yes"}, reads="Your answer is sent.")
    await world.next_working_day()
    complete = {"Where does the list stand": "The list is complete"}
    for person in (mia, raj):
        await person.does("Is the list complete?", complete, reads="Noted.")
    await world.see_card(mia, raj)


async def checking_in(world: World) -> None:
    """After a week, and after thirty days: both sides, each alone."""
    mia, raj = world.person("mia"), world.person("raj")
    for days in (7, 24):
        await world.goes_on(days=days)
        for person in (mia, raj):
            await person.hears("A check-in is open")
            await person.checks_in(kept="It came up and I did it", happened="Yes")


async def how_is_it_now(world: World) -> None:
    mia, raj = world.person("mia"), world.person("raj")
    await world.next_working_day()
    for person in (mia, raj):
        await person.hears("How is it now?")
        await person.does("How is it now?", *HOW_IS_IT, reads="Kept.")
    await world.next_working_day()
    for person in (mia, raj):
        await person.hears("Good enough to work together. You both said so.")
    await world.see_card(mia, raj)

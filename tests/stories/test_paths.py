"""The ways beside the straight one, told by the people who take them."""

from datetime import timedelta

import pytest

from deploy.play_answers import CLEAR, Missing
from deploy.play_paper import sentences
from deploy.play_people import Person, World, has
from tests.stories import walks
from tests.stories.walks import SEAL, SEND

pytestmark = pytest.mark.slow


@pytest.fixture
def mia(world: World) -> Person:
    return world.person("mia")


@pytest.fixture
def raj(world: World) -> Person:
    return world.person("raj")


async def messages_of(person: Person) -> list[str]:
    """Everything Mend has ever written to this person, a line a sentence."""
    return [text for message in await person.actor.dms() for text in sentences(message)]


async def test_a_no_is_told_at_the_answer_date_and_not_before(world: World, mia: Person, raj: Person) -> None:
    await walks.ask(mia, raj)
    await raj.hears("Mia Brandt would like to put something right between you.")
    await raj.does("No", {"When should it end?": "On the answer date"}, reads="That's fine.")
    await world.goes_on(days=1)
    assert "This review has ended." not in await messages_of(mia)
    await world.goes_on(days=3)
    await mia.hears("This review has ended.")
    assert not any("Raj" in text for text in await messages_of(mia))


async def test_later_moves_the_answer_date_and_yes_is_still_possible(world: World, mia: Person, raj: Person) -> None:
    await walks.ask(mia, raj)
    await raj.hears("Mia Brandt would like to put something right between you.")
    later = await world.today() + timedelta(days=7)
    await raj.does("Later", {"Until when?": later}, reads="That's fine. You've been given until")
    await mia.hears("They're still thinking. You'll hear by")
    await world.goes_on(days=6)
    assert "This review has ended." not in await messages_of(mia)
    await raj.does("A few questions first", *CLEAR, {}, reads="Thank you.")
    await world.goes_on(minutes=20)
    for person in (mia, raj):
        await person.hears("It can go ahead.")


async def test_a_pause_shows_its_date_and_its_author_ends_it(world: World, mia: Person, raj: Person) -> None:
    await walks.to_my_part(mia, raj)
    later = await world.today() + timedelta(days=6)
    await raj.does("Pause", {"Until when?": later}, reads="Paused. The others see the date, not the reason.")
    await world.next_working_day()
    await mia.hears(f"Paused until {later:%A} {later.day} {later:%B}")
    await raj.does("End my pause", reads="The pause is over.")
    await world.next_working_day()
    await world.together(*(p.does("Write my part", walks.part_of(p), reads="Sealed.") for p in (mia, raj)))


async def test_a_pause_ends_by_itself_on_its_date(world: World, mia: Person, raj: Person) -> None:
    await walks.to_my_part(mia, raj)
    later = await world.today() + timedelta(days=2)
    await raj.does("Pause", {"Until when?": later}, reads="Paused.")
    await world.goes_on(days=2)
    for person in (mia, raj):
        await person.hears("The pause is over. Nothing is due today.")


async def test_what_was_taken_back_is_never_read(world: World, mia: Person, raj: Person) -> None:
    await walks.to_my_part(mia, raj)
    first = SEAL | {"What did you do": "My part was a canary that Mia takes back."}
    await mia.does("Write my part", first, reads="Sealed.")
    await mia.does("Take mine back", reads="Taken back.")
    second = SEAL | {"What did you do": "My part was what Mia stands by."}
    await raj.does("Write my part", walks.part_of(raj), reads="Sealed.")
    await mia.does("Write my part", second, reads="Sealed.")
    await raj.presses("Read what was opened")
    assert "My part was what Mia stands by." in raj.screen.all_text
    assert "canary" not in raj.screen.all_text


async def test_two_tries_that_were_not_quite_it_and_then_on_together(world: World, mia: Person, raj: Person) -> None:
    await walks.to_what_i_heard(mia, raj)
    meant = {"Is this what you meant?": "Yes, that's what I meant"}
    partly = {"Is this what you meant?": "Partly", "What would you add?": "The bit I'd add is the waiting."}
    await mia.does(
        "Say what I heard",
        SEND | {"What did you hear": "What I heard is that it was a long night."},
        reads="Sent.",
    )
    await raj.does("Say what I heard", SEND | {"What did you hear": "What I heard is work."}, reads="Sent.")
    await world.next_working_day()
    await raj.does("Read what was heard", meant, reads="Your answer is sent.")
    await mia.hears("Raj Nair said back what they heard from you.")
    await mia.does("Read what was heard", partly, reads="Your answer is sent.")
    await raj.does("Say what I heard", SEND | {"What did you hear": "What I heard is time."}, reads="Sent.")
    await mia.hears("Raj Nair said back what they heard from you.")
    await mia.does("Read what was heard", partly, reads="Your answer is sent.")
    for person in (mia, raj):
        await person.does("Go on anyway", reads="Noted. It goes on when everybody has chosen this.")
    await world.next_working_day()
    for person in (mia, raj):
        await person.hears("The next step can be taken: What changes.")


async def test_nobody_goes_on_anyway_alone(world: World, mia: Person, raj: Person) -> None:
    await walks.to_what_i_heard(mia, raj)
    await raj.does("Say what I heard", SEND | {"What did you hear": "What I heard is work."}, reads="Sent.")
    with pytest.raises(Missing, match="finds no button “Go on anyway”"):
        await raj.presses("Go on anyway")


async def test_a_vague_promise_is_questioned_once_and_may_be_kept(world: World, mia: Person, raj: Person) -> None:
    await walks.to_what_ill_do(mia, raj)
    vague = {"If what happens?": "If it gets late,", "Then what will you do?": "then I will try to be better."}
    await mia.does("Offer an if-then", vague | {"Who is this for?": "Raj"}, {}, reads="Offered.")
    await raj.hears("Mia Brandt offered something that would be for you.")
    await raj.presses("Read it and answer")
    assert "then I will try to be better." in raj.screen.all_text


async def test_leaving_is_told_at_the_next_date_in_one_sentence(world: World, mia: Person, raj: Person) -> None:
    await walks.to_my_part(mia, raj)
    await mia.does("Write my part", walks.part_of(mia), reads="Sealed.")
    await raj.does("Leave", reads="You've left. No reason is asked.")
    await world.goes_on(days=1)
    assert "This review has ended." not in await messages_of(mia)
    await world.goes_on(days=4)
    await mia.hears("This review has ended.")
    assert await world.workspace.ephemerals(mia.actor) == []
    await raj.types("/mend mine")
    assert "The unread message" not in raj.screen.all_text


async def test_an_offer_can_be_taken_later_or_left(world: World, mia: Person, raj: Person) -> None:
    await walks.to_my_part(mia, raj)
    some = {"What would you like to say?": "Some of this is mine."}
    await raj.does("Offer something small", some, reads="Sent. They don't have to answer.")
    await world.next_working_day()
    await mia.hears("Raj Nair offered you something.")
    await mia.does("Read the offer", {"Your answer": "I see you trying. I need longer"}, reads="Your answer is sent.")
    await raj.hears("There is an answer for you to read.")
    await mia.does("Read the offer", {"Your answer": "Thanks, I'll take that"}, reads="Your answer is sent.")
    await mia.presses("Read the offer")
    mia.reads("Already done. Nothing was changed.")


async def test_an_offer_that_ends_in_dots_wants_its_end(world: World, mia: Person, raj: Person) -> None:
    await walks.to_my_part(mia, raj)
    await raj.presses("Offer something small")
    await raj.answers({"What would you like to say?": "I'm sorry I"}, reads="This is still empty.")
    await raj.answers({"In your own words": "I'm sorry I walked out."}, reads="Sent.")


async def test_three_people_go_on_as_two_when_both_want_to(world: World, mia: Person, raj: Person) -> None:
    noor = world.person("noor")
    await walks.ask(mia, raj, noor)
    for person in (raj, noor):
        await person.hears("Mia Brandt would like to put something right between you.")
    await raj.does("A few questions first", *CLEAR, {}, reads="Thank you.")
    await noor.does("No", {"When should it end?": "On the answer date"}, reads="That's fine.")
    await world.goes_on(days=3)
    for person in (mia, raj):
        await person.hears("The circle is smaller than at first.")
        await person.does("Answer for a smaller circle", reads="Noted. You'll hear when everybody has answered.")
    await world.next_working_day()
    for person in (mia, raj):
        await person.hears("It can go ahead.")
    card = await world.see_card(mia, raj)
    assert "Noor" not in card.all_text


async def test_in_a_group_nobody_may_have_a_say_over_another_and_reads_whom_to_turn_to(
    world: World, mia: Person
) -> None:
    await mia.types("/mend")
    about = {"What is this about?": "Something got between us", "How big does this feel": "A small bump"}
    await mia.answers(
        about | {"Who else is concerned?": ["dana", "raj"]},
        reads="With more than two people, nobody here may have a say over another's work or pay.",
    )
    assert any("Larkhill people team" in said for said in mia.screen.errors.values())


async def test_another_route_is_shown_in_the_same_window_and_one_press_undoes_it(
    world: World, mia: Person, raj: Person
) -> None:
    await mia.types("/mend")
    about = {"What is this about?": "Something got between us", "How big does this feel": "A small bump"}
    red = CLEAR[0] | {"Is any of this part of it?": ["Hinted that my job"]}
    await mia.answers(about | {"Who else is concerned?": ["raj"]}, red, reads="Thank you for saying that.")
    assert any("Larkhill people team" in text for text in sentences(mia.screen))
    assert {button.label for button in mia.screen.buttons} >= {"Write it down for myself", "Delete this draft"}
    await mia.answers({}, *CLEAR, walks.TALK, {"What would you call this": "The unread message"}, reads="Saved.")
    assert await messages_of(raj) == []


async def test_an_admin_looks_after_the_contacts_and_the_people_in_between(world: World, mia: Person) -> None:
    ada = world.person("ada")
    assert not has(await mia.home(), "Contacts")
    await ada.presses("Contacts")
    await ada.presses("Add a contact")
    helpline = {"What kind of contact": "Help in a crisis", "Name": "A second helpline", "How can people": "116 123"}
    await ada.answers(helpline | {"For which country?": "Q9"}, reads="I don't know this country.")
    await ada.answers({"For which country?": "de"}, reads="Saved.")
    assert "A second helpline: 116 123" in ada.screen.all_text
    await ada.presses("People in between")
    await ada.answers({"Who may be asked?": ["noor", "tom"]}, reads="Saved.")
    await ada.puts_away()

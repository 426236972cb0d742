import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.sharpen import vague_then

ACTIONS_TEXT = """
then I will call you before I post it.
I will call you before I post it
call Noor before I post it
then we will stop and name one lead.
I'll send you the draft the day before
I'll ring you within the hour
we'll page the secondary, not DM
Then I'm going to write the decision in the ticket
I call you first
ask you in private before I answer in the channel
tell the client myself, and copy you
then post the new date only after you've said yes
I will not merge on a Friday after 15:00
I won't change the date without calling you
never restart the queue without paging Data
say "I need ten minutes" and leave the room
we both stop typing and get on a call
our team will page your on-call within five minutes
my team will update the status page every 30 minutes
open a ticket to improve the alert
I will call you before I try to fix it
I will wait for your answer before I try to restart it
I'll put it on Thursday's agenda
write down who decides, then send it to both of us
take the first week of follow-up tickets
I will stop, breathe and reply the next morning
let's agree on one name for the lead in the thread
send a two-line summary to Support every hour
I'll be in the incident channel by 09:10
I will be available at 9 on Mondays
repeat what I heard before I answer
I will thank you in the channel
invite Support to the handover
pause for twenty minutes
escalate to Jo by noon
then I will always ask you first
I'll make sure to tell you before the client hears it
I would message you the same day
we will share the plan with Data by Thursday
read it twice before replying
I’ll flag it in standup
bring the printed list to the meeting
I will show you the draft on Tuesday
talk to you before I talk to your manager
do a dry run with Data first
help with the replay tickets for a week
I'll think out loud in the thread, with the numbers
"""

VAGUE_TEXT = """
try to call you
then I will try to be on time
I'll try my best
I will try harder
then I will be better
be better
be a better colleague
communicate more
then I will communicate better
I will communicate more clearly
we will communicate openly
be more careful
then I will be more careful next time
I'll be careful
I will do my best
do our very best to keep you posted
be more mindful
I will be mindful of your time
improve
I will improve my communication
we'll improve how we work
pay more attention
I will pay attention to your messages
I'll pay closer attention
keep in mind that you're busy
I will keep that in mind
I'll bear it in mind
be nicer
I will listen more
listen better to each other
I will be more transparent
we will work together better
work on my tone
make an effort
I will make more of an effort
I will respect your time
I'll think before I post
do better
you will call me
Tom will tell me first
the system should alert us
it won't happen again
nobody gets left out
better communication
more respect
I will call you and be more careful
I want to help you
hope to be on time
take more care
be patient
to the moon
I'll handle it better
I will not do it again
we'd both like to do better
I should be more careful
we need to communicate better
then I will …
then
then I will
"""

ACTIONS = [line for line in ACTIONS_TEXT.splitlines() if line]
INTENTIONS = [line for line in VAGUE_TEXT.splitlines() if line]


@pytest.mark.parametrize("text", ACTIONS)
def test_an_action_somebody_could_notice_is_left_alone(text: str) -> None:
    assert not vague_then(text)


@pytest.mark.parametrize("text", INTENTIONS)
def test_a_good_intention_gets_one_request_to_sharpen(text: str) -> None:
    assert vague_then(text)


def test_there_are_forty_examples_each_way() -> None:
    assert len(ACTIONS) >= 40
    assert len(INTENTIONS) >= 40


@pytest.mark.parametrize("text", ["", "   ", "…", "then …", "\n"])
def test_nothing_is_vague(text: str) -> None:
    assert vague_then(text)


@pytest.mark.parametrize("text", ACTIONS[:6])
def test_case_blanks_and_a_leading_then_make_no_difference(text: str) -> None:
    assert not vague_then(text.upper())
    assert not vague_then(f"  {text}\n")
    assert not vague_then(f"Then {text}")


@given(text=st.text(max_size=200))
def test_any_text_gets_an_answer(text: str) -> None:
    assert vague_then(text) in (True, False)

"""Everything the Slack app can draw, held to Slack's limits and to what a message may never carry."""

import json
import re
from typing import Any

import pytest

from schemas.readings import (
    ActReading,
    Card,
    FormReading,
    HomeReading,
    NewsReading,
    Passage,
    Problem,
    ReviewReading,
    Todo,
)
from schemas.vocabulary import Act, Kind, NewsKind, Outcome, Reason, Said, State, Way
from slack_app.copy import COPY, fill
from slack_app.listeners.routing import ACTIONS, CLOSINGS, SUBMISSIONS, action_pattern
from slack_app.news import drawn
from slack_app.views import contacts, notice
from slack_app.views.blocks import actions, button, escape, pieces
from slack_app.views.card import learning_blocks
from slack_app.views.form import form_view
from slack_app.views.home import home_view
from slack_app.views.listing import mine_view, open_message
from slack_app.views.marks import Sheet
from slack_app.views.notice import done_view, refused_view, words_view
from slack_app.views.prompt import prompt_blocks
from slack_app.views.review import how_it_ended, review_view
from tests import gallery
from tests.slack_app.limits import block_faults, elements, message_faults, texts, view_faults

Json = dict[str, Any]


def draw(reading: Any) -> Json:
    """The view of a reading, whatever it is."""
    match reading:
        case FormReading():
            return form_view(reading)
        case ActReading():
            return done_view(reading)
        case ReviewReading():
            return review_view(reading)
        case HomeReading():
            return home_view(reading)
        case Problem():
            return refused_view(reading)
    raise AssertionError(reading)


PROBLEMS = [(f"refused-{reason}", Problem(reason=reason)) for reason in Reason]
READINGS = [*gallery.forms(), *gallery.dones(), *gallery.reviews(), *gallery.homes(), *PROBLEMS]
VIEWS = [pytest.param(draw(reading), id=name) for name, reading in READINGS] + [
    pytest.param(notice.moment_view(), id="moment"),
    pytest.param(notice.why_view(gallery.form()), id="why"),
    pytest.param(notice.sure_view(gallery.form(sure=None)), id="sure"),
    pytest.param(notice.example_view(gallery.form()), id="example"),
    pytest.param(notice.who_sees_view(gallery.CONTACTS), id="who-sees"),
    pytest.param(notice.missing_view(["crisis"]), id="missing"),
    pytest.param(contacts.contacts_view(gallery.CONTACTS), id="contacts"),
    pytest.param(contacts.contacts_view(gallery.MANY_CONTACTS, kept=True), id="contacts-many"),
    pytest.param(contacts.contacts_view([]), id="contacts-none"),
    pytest.param(contacts.contact_view(gallery.CONTACTS[0]), id="contact"),
    pytest.param(contacts.contact_view(None), id="contact-new"),
    pytest.param(contacts.remove_view(gallery.MANY_CONTACTS[0]), id="contact-remove"),
    pytest.param(contacts.facilitators_view(gallery.NAMED), id="facilitators"),
    pytest.param(contacts.facilitators_view([]), id="facilitators-none"),
    pytest.param(mine_view(gallery.home(500)), id="mine"),
    pytest.param(words_view("rv1", gallery.long_passages(60), 2, "learning"), id="learning"),
    pytest.param(words_view("rv1", gallery.long_passages(), 1), id="words-first"),
    pytest.param(words_view("rv1", gallery.long_passages(), 99), id="words-beyond"),
    pytest.param(words_view("rv1", [], 1), id="words-none"),
]
CARDS = [(name, gallery.news(card=card, reader_id=None)) for name, card in gallery.cards()]
DRAWN_VIEWS: list[Json] = [each.values[0] for each in VIEWS]  # type: ignore[misc]
EVERYTHING: list[Json] = [block for view in DRAWN_VIEWS for block in view["blocks"]] + [
    block for _, news in [*gallery.prompts(), *CARDS] for block in drawn(news)[1]
]
MESSAGES = [pytest.param(news, id=name) for name, news in [*gallery.prompts(), *CARDS]]


@pytest.mark.parametrize("view", VIEWS)
def test_slack_would_take_every_view(view: Json) -> None:
    assert view_faults(view) == []


@pytest.mark.parametrize("news", MESSAGES)
def test_slack_would_take_every_message(news: NewsReading) -> None:
    text, blocks = drawn(news)

    assert message_faults(text, blocks) == []


@pytest.mark.parametrize("news", MESSAGES)
def test_a_message_never_carries_a_conflicts_title_and_its_notification_nothing_at_all(news: NewsReading) -> None:
    text, blocks = drawn(news)

    assert "CANARY-title-conflict" not in json.dumps(blocks)
    assert "CANARY" not in text
    assert gallery.NASTY not in text


def test_an_incidents_title_may_stand_in_a_message() -> None:
    _, blocks = drawn(gallery.news(gallery.item(NewsKind.invitation, Kind.incident)))

    assert "CANARY-title-incident" in json.dumps(blocks)


def test_what_somebody_wrote_can_never_mention_or_link() -> None:
    marked = [text for kind, text in texts(EVERYTHING) if kind == "mrkdwn"]

    assert [text for text in marked if re.search(r"<(!(?!date\^)|@|#|https://evil)", text)] == []


def test_every_button_has_one_listener_and_every_listener_a_button() -> None:
    pressed = {each["action_id"] for each in elements(EVERYTHING) if each["type"] == "button"}
    listeners = {name: [each for each in ACTIONS if action_pattern(each).search(name)] for name in pressed}

    assert {name for name, found in listeners.items() if len(found) != 1} == set()
    assert {found for names in listeners.values() for found in names} == set(ACTIONS)


def test_every_form_that_can_be_sent_in_is_listened_to() -> None:
    sent = {view["callback_id"] for view in DRAWN_VIEWS if "submit" in view}

    closing = {view["callback_id"] for view in DRAWN_VIEWS if view.get("notify_on_close")}

    assert sent == set(SUBMISSIONS)
    assert closing == set(CLOSINGS)
    assert [view for view in DRAWN_VIEWS if "submit" not in view and "callback_id" in view] == []


def test_what_a_modal_or_button_remembers_is_ids_only() -> None:
    remembered = [view.get("private_metadata", "") for view in DRAWN_VIEWS]
    remembered += [each.get("value", "") for each in elements(EVERYTHING)]

    assert [text for text in remembered if "CANARY" in text or "stars" in text] == []


@pytest.mark.parametrize(("name", "reading"), list(gallery.forms()))
def test_nothing_that_may_be_read_is_cut(name: str, reading: FormReading) -> None:
    shown = "".join(text for _, text in texts(form_view(reading)))
    unread = [each for each in reading.passages if each.text[:2900] not in shown]

    assert all(note[:3000] in shown for note in reading.notes)
    assert not unread or COPY.screen.more_to_read in shown


def test_opened_words_can_be_read_to_the_last_one_page_after_the_other() -> None:
    passages = [Passage(heading=f"h{each}", text=f"{gallery.canary('words')}" + "w" * 2900) for each in range(130)]
    pages = [words_view("rv1", passages, page) for page in range(1, 10)]
    read = [text for page in pages for _, text in texts(page)]

    assert [each.text for each in passages] == [text for text in read if text.startswith("CANARY")]


def test_a_form_comes_back_with_what_it_was_about() -> None:
    view = form_view(gallery.form(Act.reflect, about="U0RAJ000001", page=2, pages=3))

    sheet = Sheet.model_validate_json(view["private_metadata"])
    assert sheet == Sheet(
        act=Act.reflect,
        review="rv1",
        about="U0RAJ000001",
        page=2,
        version=7,
        hidden={"link": "https://larkhill.slack.com/archives/C1/p1"},
    )


def test_an_answer_about_one_person_is_not_kept_in_the_question_about_another() -> None:
    def remembered(about: str, page: int) -> set[str]:
        form = form_view(gallery.form(Act.reflect, about=about, page=page))
        return {block["element"]["action_id"] for block in form["blocks"] if block["type"] == "input"}

    assert remembered("U1", 1).isdisjoint(remembered("U2", 1) | remembered("U1", 2))
    assert remembered("U1", 1) == remembered("U1", 1)


def test_what_the_chat_app_remembers_is_not_drawn_over_what_was_changed_for_its_author() -> None:
    def id_of(anew: str | None) -> str:
        field = gallery.field("text").model_copy(update={"anew": anew})
        blocks = form_view(gallery.form(fields=[field]))["blocks"]
        return next(str(block["element"]["action_id"]) for block in blocks if block["type"] == "input")

    assert id_of(None) == id_of(None)
    assert len({id_of(None), id_of("1a"), id_of("2b")}) == 3, "else a sentence that was moved would still stand there"


def test_a_writing_form_says_that_closing_may_lose_words_and_asks_slack_to_tell() -> None:
    writing, unkept = form_view(gallery.form()), form_view(gallery.form(writes_words=False))
    choosing = form_view(gallery.form(fields=[gallery.field("choice")]))

    assert writing["notify_on_close"] is True
    assert COPY.screen.closing in [text for _, text in texts(writing)]
    assert "notify_on_close" not in unkept
    assert COPY.screen.closing in [text for _, text in texts(unkept)]
    assert COPY.screen.closing not in [text for _, text in texts(choosing)]


def test_slack_tells_about_too_many_characters_before_sending() -> None:
    view = form_view(gallery.form(fields=[gallery.field("text", max_length=3000), gallery.field("line")]))
    limits = [block["element"]["max_length"] for block in view["blocks"] if block["type"] == "input"]

    assert limits == [3000, 150]


def labels(drawing: Any) -> list[str]:
    return [each["text"]["text"] for each in elements(drawing) if each["type"] == "button"]


@pytest.mark.parametrize("name", ["review-express", "news-conflict-step", "card-conflict-express", "form-express"])
def test_leave_is_one_press_away(name: str) -> None:
    found = {**dict(READINGS), **dict(gallery.prompts()), **dict(CARDS)}[name]
    blocks = drawn(found)[1] if isinstance(found, NewsReading) else draw(found)["blocks"]

    assert "Leave" in labels(blocks)


def test_at_a_ceiling_more_time_and_a_pause_are_offered() -> None:
    found = labels(drawn(gallery.news(gallery.item(NewsKind.ceiling)))[1])

    assert {COPY.act[act].button for act in (Act.wait, Act.take_back, Act.pause, Act.leave)} <= set(found)


def test_one_s_own_recommitment_can_be_changed_while_the_list_is_made() -> None:
    theirs = gallery.recommitment(id="rc2", mine=False)
    review = gallery.review(state=State.recommit, recommitments=[gallery.recommitment(), theirs])
    about = [each["value"] for each in elements(review_view(review)["blocks"]) if "recommit" in each["action_id"]]

    assert [json.loads(value)["about"] for value in about] == ["rc1", "rc1"]


def test_every_open_review_on_home_has_leave_in_its_own_row_also_where_nothing_waits() -> None:
    quiet = gallery.review(todos=[], may=[Act.leave])
    closed = gallery.review(id="rv2", state=State.closed, todos=[], may=[Act.reopen])
    home = gallery.home(0, reviews=[quiet, closed])
    leaves = [each["value"] for each in elements(home_view(home)["blocks"]) if each["action_id"] == "act:leave"]

    assert [json.loads(value)["review"] for value in leaves] == [quiet.id]


def test_the_private_questions_say_in_the_message_that_they_come_before_a_yes() -> None:
    news = gallery.news(gallery.item(NewsKind.invitation, todo=Todo(act=Act.screen)))

    assert COPY.act[Act.screen].todo in [text for _, text in texts({"blocks": prompt_blocks(news)})]


def test_an_answer_to_read_is_one_press_away() -> None:
    drawn_news = prompt_blocks(gallery.news(gallery.item(NewsKind.answered)))

    assert COPY.screen.words_button in str(drawn_news)
    assert COPY.screen.words_button not in str(prompt_blocks(gallery.news(gallery.item(NewsKind.reminder))))


def test_what_is_over_does_not_say_that_nothing_waits() -> None:
    closed, quiet = (review_view(gallery.review(state=state, todos=[])) for state in (State.closed, State.checking))

    assert COPY.screen.nothing_waits not in str(closed)
    assert COPY.screen.nothing_waits in str(quiet)


def test_a_note_is_not_the_first_of_seven_steps() -> None:
    for state in (State.short, State.noted):
        assert "of 7" not in str(review_view(gallery.review(state=state, step=1)))
    assert "Step 1 of 7" in str(review_view(gallery.review(state=State.acknowledge, step=1)))


def test_nobody_takes_part_in_what_nobody_knows_of() -> None:
    taking_part = COPY.screen.taking_part.partition("{")[0]
    for state in (State.draft, State.ready, State.private):
        assert taking_part not in str(review_view(gallery.review(state=state, step=None)))
    assert taking_part in str(review_view(gallery.review()))


def test_leave_is_not_offered_to_somebody_who_may_not() -> None:
    item = gallery.item(NewsKind.ended, review=gallery.review(may=[]))

    assert "Leave" not in labels(drawn(gallery.news(item))[1])


def test_yes_later_and_no_stand_side_by_side_and_none_is_coloured() -> None:
    asked = gallery.item(NewsKind.invitation, todo={"act": "accept"})
    blocks = drawn(gallery.news(asked))[1]

    assert labels(blocks)[:3] == [COPY.act[act].button for act in (Act.accept, Act.later, Act.decline)]
    assert [each for each in elements(blocks) if "style" in each] == []


def test_app_home_pages_through_five_hundred_reviews() -> None:
    home = gallery.home(500)
    shown = "".join(
        text for page in range(1, 40) for _, text in texts(home_view(home, {"waiting": page, "reviews": page}))
    )

    assert [each.title for each in home.reviews if each.title not in shown] == []


def test_turning_one_list_leaves_the_others_where_they_are() -> None:
    view = home_view(gallery.home(500), {"waiting": 3, "reviews": 5})
    turning = [each for each in elements(view["blocks"]) if each["action_id"] == "home:waiting:4"]

    assert json.loads(turning[0]["value"])["pages"] == {"waiting": 4, "reviews": 5}


def test_a_nameless_row_has_no_name() -> None:
    nameless, named = gallery.open_items(2)[1], gallery.open_items(1)[0]
    shown = json.dumps(open_message([nameless]))

    assert "Payments" not in shown
    assert "not closed yet" in shown
    assert "2 past their date" in json.dumps(open_message([named]))


def test_missing_contacts_are_said_and_an_admin_reads_what_to_do() -> None:
    admin = json.dumps(home_view(gallery.home(0, missing_contacts=["crisis"], is_admin=True)))
    other = json.dumps(home_view(gallery.home(0, missing_contacts=["crisis"])))

    assert "mend contacts import" in admin
    assert COPY.screen.contacts_button in admin
    assert "mend contacts import" not in other
    assert COPY.screen.contacts_button not in other
    assert COPY.contact["crisis"] in other  # type: ignore[index]
    assert COPY.act[Act.open].button not in labels(home_view(gallery.home(0, missing_contacts=["crisis"]))["blocks"])


def test_the_learning_summary_is_posted_as_it_was_agreed() -> None:
    passages = [Passage(heading=f"Answer {each}", text=f"a{each} <b> {gallery.NASTY}") for each in range(60)]
    blocks = learning_blocks(passages, "rv1")
    shown = "".join(text for _, text in texts(blocks))

    assert block_faults(blocks, "message") == []
    assert all(escape(each.text) in shown for each in passages)


def test_a_learning_summary_beyond_a_message_can_be_read_to_its_end() -> None:
    passages = [Passage(heading="h", text=f"{each}{'ü😀' * 11_000}{each}") for each in range(4)]
    blocks = learning_blocks([Passage(heading="h", text="a" * 2900) for _ in range(60)], "rv1")
    assert block_faults(blocks, "message") == []
    assert COPY.screen.learning_more in [text for _, text in texts(blocks)]
    assert [json.loads(e["value"])["review"] for e in elements(blocks) if e["action_id"] == "learning"] == ["rv1"]

    agree = form_view(gallery.form(Act.learning_agree, passages=passages))
    assert "learning" in [each["action_id"] for each in elements(agree["blocks"])]
    pages = [words_view("rv1", passages, page, "learning") for page in range(1, 12)]
    for view in (agree, *pages):
        assert view_faults(view) == []
    said = "".join(text for view in pages for _, text in texts(view))
    assert all(f"{each}ü" in said and f"😀{each}" in said for each in range(4))


def test_mine_turns_its_own_pages() -> None:
    home = gallery.home(500)
    second = mine_view(home, {"waiting": 2})
    assert view_faults(second) == []
    turning = [each["action_id"] for each in elements(second["blocks"]) if each["action_id"].split(":")[-1].isdigit()]
    assert {"mine:waiting:1", "mine:waiting:3"} <= set(turning)
    shown = "".join(
        text for page in range(1, 40) for _, text in texts(mine_view(home, {"waiting": page, "reviews": page}))
    )
    assert [each.title for each in home.reviews if each.title not in shown] == []


def test_a_card_shows_each_reader_their_own_time_and_nobody_who_is_late() -> None:
    shown = json.dumps(drawn(dict(CARDS)["card-conflict-express"])[1])

    assert "<!date^" in shown
    assert "waiting for" not in shown.lower()


def test_a_refusal_says_its_time_as_the_reader_knows_it() -> None:
    def said(when: str) -> str:
        return json.dumps(refused_view(Problem(reason=Reason.too_early, params={"when": when})))

    assert "before Tuesday 17 November, 10:00. " in said("2026-11-17T10:00:00+01:00")
    assert "before Tuesday 17 November, 09:00 UTC. " in said("2026-11-17T09:00:00.000001+00:00")
    assert "before Tuesday 17 November. " in said("2026-11-17")
    assert "before soon. " in said("soon")


def test_kinds_of_contact_are_said_in_plain_words() -> None:
    missing = Problem(reason=Reason.contacts_missing, params={"missing": "people_team, crisis"})

    assert "The people team; Help in a crisis, at any hour" in json.dumps(refused_view(missing))


def test_two_buttons_of_one_kind_in_a_row_have_ids_of_their_own() -> None:
    row = actions([button("One", "act:offer", "{}"), button("Two", "act:offer", "{}")])[0]

    assert [each["action_id"] for each in row["elements"]] == ["act:offer", "act:offer:1"]


def test_pieces_joined_are_the_text_again() -> None:
    assert "".join(pieces("ab" * 4000)) == "ab" * 4000
    assert pieces("  ") == []


def test_after_one_s_own_act_the_next_date_is_told() -> None:
    view = done_view(ActReading(said=Said.sealed, review=gallery.review()))

    assert "Next date: Tuesday 17 November, 10:00" in json.dumps(view)
    assert view["clear_on_close"] is True


@pytest.mark.parametrize("kind", [NewsKind.ceiling, NewsKind.paused_twice])
def test_what_a_message_names_as_a_choice_stands_on_it_as_a_button(kind: NewsKind) -> None:
    """A slower pace, an end, and somebody in between where one is free."""
    asked = gallery.news(gallery.item(kind, todo=None, review=gallery.review(may=[Act.slow, Act.bring_in, Act.leave])))

    text = json.dumps(prompt_blocks(asked))
    assert COPY.act[Act.slow].button in text
    assert COPY.act[Act.leave].button in text
    assert COPY.act[Act.bring_in].button in text
    assert "somebody in between" not in COPY.screen.first_out, "it is there only where one is free"


def test_whoever_reads_that_there_is_something_else_can_do_it_from_there() -> None:
    may = [Act.want, Act.pause, Act.leave]
    text = json.dumps(
        prompt_blocks(gallery.news(gallery.item(NewsKind.what_else, todo=None, review=gallery.review(may=may))))
    )

    assert all(COPY.act[act].button in text for act in may)
    assert COPY.screen.who_sees in text


@pytest.mark.parametrize("say", ["over", "under", ""])
def test_only_among_peers_opened_words_are_said_to_be_everybodys(say: str) -> None:
    """Where one has a say over the other, what opens was written by one of them."""
    opened = gallery.news(gallery.item(NewsKind.opened, review=gallery.review(say=say)))

    assert ("You've both written" in json.dumps(prompt_blocks(opened))) is (say == "")


def test_a_card_of_a_closed_review_cannot_be_left() -> None:
    closed: Card = dict(gallery.cards())["card-conflict-closed"]

    assert labels(drawn(gallery.news(card=closed))[1]) == [COPY.screen.show]


def test_a_card_that_was_left_behind_has_no_button_and_no_date() -> None:
    card = dict(CARDS)["card-conflict-express"].card
    assert card is not None
    blocks = drawn(gallery.news(card=card.model_copy(update={"moved": True}), reader_id=None))[1]
    assert list(elements(blocks)) == [] and "date" not in json.dumps(blocks)
    assert COPY.screen.card_moved in [text for _, text in texts(blocks)]


def test_contacts_that_nobody_confirmed_are_a_banner_for_admins_and_marked_in_their_list() -> None:
    due = fill(COPY.screen.contacts_due, count=3)
    listed = [text for _, text in texts(contacts.contacts_view(gallery.CONTACTS)["blocks"])]

    assert due in [text for _, text in texts(home_view(gallery.home(0, contacts_due=3, is_admin=True))["blocks"])]
    assert due not in [text for _, text in texts(home_view(gallery.home(0))["blocks"])]
    assert [text.endswith("Please check it.") for text in listed if "Ada" in text or "Helpline" in text] == [
        False,
        True,
    ]


def test_only_the_contacts_that_are_shown_can_be_confirmed() -> None:
    view = contacts.contacts_view(gallery.MANY_CONTACTS)
    press = next(each for each in elements(view["blocks"]) if each["action_id"] == "contacts_hold")

    assert json.loads(press["value"])["about"] == ",".join(str(each) for each in range(contacts.SHOWN))
    assert fill(COPY.screen.contacts_more, count=220) in [text for _, text in texts(view["blocks"])]


def test_a_card_that_asks_nothing_has_one_press_to_undo_it_and_one_to_keep_or_delete_the_draft() -> None:
    found = dict(gallery.forms())
    undo, read = form_view(found["form-card"]), form_view(found["form-card-to-read"])

    assert undo["submit"]["text"] == COPY.act[Act.unroute].submit
    assert {COPY.act[Act.write_private].button, COPY.act[Act.discard].button} <= set(labels(undo["blocks"]))
    assert "Leave" not in labels(undo["blocks"])
    assert "submit" not in read
    assert not [block for view in (undo, read) for block in view["blocks"] if block["type"] == "input"]


def test_ten_boxes_are_boxes_and_not_a_menu() -> None:
    view = form_view(dict(gallery.forms())["form-ten-boxes"])

    assert [block["element"]["type"] for block in view["blocks"] if block["type"] == "input"] == ["checkboxes"]


def test_news_without_a_review_still_has_its_button() -> None:
    blocks = drawn(dict(gallery.prompts())["news-alone"])[1]
    presses = [each for each in elements(blocks) if each["action_id"] == "act:after_check"]

    assert [json.loads(each["value"]) for each in presses] == [{"review": "rv1", "about": "7"}]


def test_what_is_ones_own_says_whether_it_was_written_or_left() -> None:
    shown = [text for _, text in texts(home_view(dict(gallery.homes())["home-alone"])["blocks"])]

    assert any(COPY.way[Way.private] in text for text in shown)
    assert any(COPY.way[Way.rest] in text for text in shown)


def test_somebody_in_between_opens_the_gate_and_can_step_down_or_stop_and_nothing_else() -> None:
    pressed = {each["action_id"].split(":")[1] for each in elements(review_view(gallery.facilitated())["blocks"])
               if each["action_id"].startswith("act:")}  # fmt: skip

    assert pressed == {"gate", "step_down", "stop"}
    assert any("Sam Ortiz" in text for _, text in texts(review_view(gallery.facilitated())["blocks"]))


@pytest.mark.parametrize("kind", [NewsKind.short, NewsKind.note, NewsKind.invitation])
def test_whoever_is_asked_can_say_no_in_the_message(kind: NewsKind) -> None:
    about = gallery.review(may=[Act.decline, Act.another_way], todos=[])
    found = labels(drawn(gallery.news(gallery.item(kind, review=about)))[1])

    assert COPY.act[Act.decline].button in found


def test_the_first_look_says_in_forty_words_why_one_would_use_it() -> None:
    drawn = json.dumps(home_view(gallery.home(0)), ensure_ascii=False)
    assert len(COPY.screen.first_why.split()) <= 40
    assert COPY.screen.first_why in drawn and COPY.screen.first_what in drawn
    assert COPY.screen.first_why not in json.dumps(home_view(gallery.home(2)), ensure_ascii=False)


def test_who_can_see_what_begins_with_the_steps_and_the_ways_out_and_names_who_runs_it() -> None:
    shown = [text for _kind, text in texts(notice.who_sees_view(gallery.CONTACTS)["blocks"])]
    assert shown[:2] == [COPY.screen.first_what, COPY.screen.first_out]
    assert all(way in shown[1] for way in ("no ", "another way", "pause", "leave"))
    told = [line for line in shown if "runs the server" in line]
    assert len(told) == 1 and "database" in told[0] and "backups" in told[0]
    assert "runs the server" in COPY.screen.first_sees
    invited = drawn(gallery.news(gallery.item(NewsKind.invitation)))[1]
    assert "who_sees" in {each["action_id"] for each in elements(invited) if each["type"] == "button"}


def test_a_last_line_stands_after_how_it_ended_and_nowhere_where_praise_would_hurt() -> None:
    ended = {"state": State.closed, "outcome": Outcome.repaired, "closing": "Strain passes."}
    assert how_it_ended(gallery.review(**ended)).endswith("said so. Strain passes.")
    assert how_it_ended(gallery.review(**ended, plain=True)) == COPY.outcome[Outcome.repaired].label


def test_beside_why_stands_an_example_and_behind_it_what_may_be_done_instead() -> None:
    def buttons_of(**changes: Any) -> set[str]:
        drawn = form_view(gallery.form(**changes))["blocks"]
        return {each["action_id"] for each in elements(drawn) if each["type"] == "button"}

    assert "example" in buttons_of() and "example" not in buttons_of(example=[])
    told = [text for _kind, text in texts(notice.why_view(gallery.form(instead=["Two minutes each."]))["blocks"])]
    assert "Two minutes each." in told
    shown = [text for _kind, text in texts(notice.example_view(gallery.form())["blocks"])]
    assert shown == gallery.form().example
    assert COPY.screen.no_example in str(notice.example_view(gallery.form(example=[])))

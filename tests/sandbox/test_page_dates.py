"""Dates on the page stand in the reader's own time, as Slack shows them."""

from deploy.sandbox.mrkdwn import html

TOKEN = "<!date^1796169600^{date_long_pretty}, {time}|never shown>"


def test_a_date_is_shown_to_each_reader_in_their_own_time() -> None:
    assert html(TOKEN, str, "Europe/Berlin") == '<span class="mention">Wednesday, 2 December, 01:00</span>'
    assert html(TOKEN, str, "America/New_York") == '<span class="mention">Tuesday, 1 December, 19:00</span>'


def test_a_form_that_is_not_imitated_shows_its_fallback() -> None:
    assert "then" in html("<!date^1796169600^{ago}|then>", str, "UTC")

"""Slack's mrkdwn as safe HTML. Everything is escaped first; only what we recognise becomes a tag.

docs: /messaging/formatting-message-text
"""

import re
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from .formatting import mention, unescaped

NameOf = Callable[[str], str]

_CODE = re.compile(r"```(.+?)```|`([^`\n]+)`", re.DOTALL)
_CONTROL = re.compile(r"<((?:[@#!]|https?://|mailto:|tel:)[^<>\x00]*)>")
_STYLES = [
    (re.compile(r"(?<![\w*])\*(\S(?:[^*\n]*\S)?)\*(?![\w*])"), "strong"),
    (re.compile(r"(?<![\w_])_(\S(?:[^_\n]*\S)?)_(?![\w_])"), "em"),
    (re.compile(r"(?<![\w~])~(\S(?:[^~\n]*\S)?)~(?![\w~])"), "s"),
]
EMOJI = {
    "wave": "👋",
    "seedling": "🌱",
    "white_check_mark": "✅",
    "heavy_check_mark": "✔️",
    "warning": "⚠️",
    "lock": "🔒",
    "hourglass": "⌛",
    "hourglass_flowing_sand": "⏳",
    "speech_balloon": "💬",
    "pray": "🙏",
    "heart": "❤️",
    "bulb": "💡",
    "bell": "🔔",
    "calendar": "📅",
    "handshake": "🤝",
    "eyes": "👀",
    "x": "❌",
    "link": "🔗",
    "information_source": "ℹ️",
    "memo": "📝",
}


def html(text: str, name_of: NameOf, zone: str = "UTC") -> Markup:
    """mrkdwn in, HTML out. `name_of` turns an id into a name; dates are shown in the reader's own `zone`."""
    kept: list[str] = []

    def aside(markup: str) -> str:
        kept.append(markup)
        return f"\x00{len(kept) - 1}\x00"

    text = text.replace("\x00", "")
    text = _CODE.sub(lambda found: aside(_code(found)), text)
    text = _CONTROL.sub(lambda found: aside(_control(found.group(1), name_of, zone)), text)
    shown = str(escape(unescaped(text)))
    for pattern, tag in _STYLES:
        shown = pattern.sub(rf"<{tag}>\1</{tag}>", shown)
    shown = _lines(_emoji(shown))
    while "\x00" in shown:
        shown = re.sub(r"\x00(\d+)\x00", lambda found: kept[int(found.group(1))], shown)
    return Markup(shown)  # noqa: S704 - every piece was escaped above


def plain(text: str) -> Markup:
    """plain_text as HTML: escaped, emoji and line breaks shown."""
    return Markup(_emoji(str(escape(text))).replace("\n", "<br>"))  # noqa: S704 - escaped


def _code(found: re.Match[str]) -> str:
    if found.group(1) is not None:
        return f"<pre>{escape(unescaped(found.group(1).strip()))}</pre>"
    return f"<code>{escape(unescaped(found.group(2)))}</code>"


def _control(inner: str, name_of: NameOf, zone: str) -> str:
    words = escape(unescaped(_date(inner, zone) or mention(inner, name_of)))
    if inner[0] in "@#!":
        return f'<span class="mention">{words}</span>'
    target = escape(unescaped(inner.partition("|")[0]))
    return f'<a href="{target}" rel="noreferrer noopener" target="_blank">{words}</a>'


def _date(inner: str, zone: str) -> str | None:
    """A date token as Slack shows it to one reader; None for anything else, and for a token not imitated here."""
    kind, _, rest = inner.partition("|")[0].partition("^")
    seconds, _, form = rest.partition("^")
    if kind != "!date" or not seconds.isdigit():
        return None
    there = datetime.fromtimestamp(int(seconds), ZoneInfo(zone))
    long_date = f"{there:%A}, {there.day} {there:%B}"
    shown = form.partition("^")[0].replace("{date_long_pretty}", long_date).replace("{time}", f"{there:%H:%M}")
    return None if "{" in shown else shown


def _emoji(text: str) -> str:
    return re.sub(r":([a-z_]+):", lambda found: EMOJI.get(found.group(1), found.group(0)), text)


def _lines(text: str) -> str:
    """Line breaks, and lines that start with > as quotes."""
    parts: list[str] = []
    for line in text.split("\n"):
        quoted = line.startswith("&gt;")
        body = line[4:].lstrip() if quoted else line
        if quoted and parts and parts[-1].endswith("</blockquote>"):
            parts[-1] = parts[-1].removesuffix("</blockquote>") + f"<br>{body}</blockquote>"
        else:
            parts.append(f"<blockquote>{body}</blockquote>" if quoted else body)
    joined = "<br>".join(parts)
    return joined.replace("</blockquote><br>", "</blockquote>").replace("<br><blockquote>", "<blockquote>")

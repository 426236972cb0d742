"""Block Kit in a dozen small pieces. https://docs.slack.dev/reference/block-kit

Text that a person wrote stands in `plain_text`, where Slack reads nothing into it. Where it has to stand beside
formatting, `escape` is applied, and `verbatim` keeps Slack from turning names into mentions.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

Block = dict[str, Any]
View = dict[str, Any]

TEXT, LABEL, OPTION, HEADER = 3000, 2000, 75, 150
MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def marked(text: str) -> Block:
    """Text with Slack's formatting. Whoever puts a person's text into it escapes it first."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def escape(text: str) -> str:
    """A person's text, safe to stand in `marked`."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def bold(text: str) -> str:
    """A person's text on one line and in bold, escaped. A star in it would end the bold too early."""
    return f"*{escape(' '.join(text.split())).replace('*', '∗')}*"


def header(text: str) -> Block:
    """A heading; one that Slack would refuse for its length becomes an ordinary line, so that nothing is cut."""
    return {"type": "header", "text": plain(text)} if len(text) <= HEADER else section(text)


def section(text: str, accessory: Block | None = None) -> Block:
    return _section(plain(text), accessory)


def rich(text: str, accessory: Block | None = None) -> Block:
    """A section with Slack's formatting."""
    return _section(marked(text), accessory)


def passage(text: str) -> list[Block]:
    """Exactly what somebody wrote, in as many sections as it takes."""
    return [section(piece) for piece in pieces(text)]


def pieces(text: str, most: int = TEXT) -> list[str]:
    """`text` in parts of at most `most` characters; joined they are the text again."""
    return [text[start : start + most] for start in range(0, len(text), most)] if text.strip() else []


def context(*texts: str) -> Block:
    return {"type": "context", "elements": [plain(text) for text in texts]}


def divider() -> Block:
    return {"type": "divider"}


def button(label: str, action_id: str, value: str) -> Block:
    """A button. None is ever coloured: no answer is the recommended one."""
    return {"type": "button", "text": plain(label), "action_id": action_id, "value": value}


def actions(buttons: Iterable[Block], block_id: str | None = None) -> list[Block]:
    """Buttons in a row, or nothing at all. The second of an action id gets a number: Slack wants it unique."""
    seen: Counter[str] = Counter()
    elements = []
    for each in buttons:
        name = each["action_id"]
        elements.append({**each, "action_id": f"{name}:{seen[name]}"} if seen[name] else each)
        seen[name] += 1
    row: Block = {"type": "actions", "elements": elements} | ({"block_id": block_id} if block_id else {})
    return [row] if elements else []


def without_button(blocks: Iterable[Block], block_id: str, action_id: str) -> list[Block]:
    """A message's blocks without one of its buttons; a row that is empty then goes as well."""
    kept = []
    for block in blocks:
        if block["type"] == "actions" and block.get("block_id") == block_id:
            elements = [each for each in block["elements"] if each["action_id"] != action_id]
            kept += [{**block, "elements": elements}] if elements else []
        else:
            kept.append(block)
    return kept


def option(value: str, label: str, description: str | None = None) -> Block:
    return {"text": plain(label), "value": value} | ({"description": plain(description)} if description else {})


def input_block(name: str, label: str, element: Block, *, hint: str | None, optional: bool = False) -> Block:
    hinted = {"hint": plain(hint)} if hint else {}
    return {"type": "input", "block_id": name, "label": plain(label), "element": element, "optional": optional} | hinted


def modal(title: str, blocks: list[Block], close: str, **more: Any) -> View:
    """A modal; `more` holds what only some have (submit, callback_id, private_metadata, notify_on_close)."""
    return {"type": "modal", "title": plain(title), "close": plain(close), "blocks": blocks, **more}


def _section(text: Block, accessory: Block | None) -> Block:
    return {"type": "section", "text": text} | ({"accessory": accessory} if accessory else {})

"""Web API methods that write messages, and the response addresses of interactions."""

import re
from typing import Any

from .api_people import postable
from .block_kit import block_problems
from .checks import Json, Problem
from .formatting import escaped
from .limits import TEXT_POST, TEXT_UPDATE
from .refusal import Refusal
from .sandbox import Sandbox
from .shapes import message
from .workspace import Message

NO_TEXT = "The top-level `text` argument is missing in the request payload for a chat.postMessage call"


def post_message(sandbox: Sandbox, args: Json) -> Json:
    """docs: /reference/methods/chat.postMessage"""
    channel = postable(sandbox, str(args.get("channel") or ""))
    text, blocks = _content(args)
    metadata = _metadata(args.get("metadata"))
    posted = sandbox.workspace.post(channel, text[:TEXT_POST], blocks, thread_ts=_thread(args), metadata=metadata)
    answer = {"channel": channel.id, "ts": posted.ts, "message": message(posted, sandbox.workspace)}
    return answer | ({} if text else _warned())


def _thread(args: Json) -> str | None:
    return str(args["thread_ts"]) if args.get("thread_ts") else None


def _warned() -> Json:
    return {
        "warning": "missing_text_in_message",
        "response_metadata": {"warnings": ["missing_text_in_message"], "messages": [NO_TEXT]},
    }


def _content(args: Json) -> tuple[str, list[Json]]:
    text = args.get("text") or ""
    blocks = args.get("blocks") or []
    if not text and not blocks and not args.get("attachments"):
        raise Refusal("no_text", "/reference/methods/chat.postMessage#errors")
    checked_blocks(blocks)
    return str(text), blocks


def checked_blocks(blocks: Any) -> None:
    """Refuse blocks Slack would refuse in a message."""
    if not isinstance(blocks, list):
        raise Refusal("invalid_blocks_format", "/reference/methods/chat.postMessage#errors")
    problems = block_problems(blocks, "message")
    if any(each.message == "msg_blocks_too_long" for each in problems):
        raise Refusal("msg_blocks_too_long", "/reference/block-kit/blocks/markdown-block")
    if problems:
        raise Refusal("invalid_blocks", problems=problems)


def _metadata(given: Any) -> Json | None:
    """docs: /messaging/message-metadata"""
    if not given:
        return None
    page = "/messaging/message-metadata"
    shaped = isinstance(given, dict) and isinstance(given.get("event_payload"), dict)
    if not shaped or not re.fullmatch(r"[A-Za-z0-9_]+", str(given.get("event_type") or "")):
        problem = Problem("/metadata", "event_type must be alphanumeric or _, event_payload an object", page)
        raise Refusal("invalid_metadata_format", page, problems=[problem])
    return {"event_type": given["event_type"], "event_payload": given["event_payload"]}


def update_message(sandbox: Sandbox, args: Json) -> Json:
    """`text` without `blocks` removes the blocks; 4,000 characters at most. docs: /reference/methods/chat.update"""
    found = _own(sandbox, args, "cant_update_message", "/reference/methods/chat.update#errors")
    text, blocks = _content(args)
    if len(text) > TEXT_UPDATE:
        raise Refusal("msg_too_long", "/reference/methods/chat.update#errors")
    rewrite(sandbox, found, text, blocks, keep=not args.get("text") and not args.get("blocks"))
    if "metadata" in args:
        found.metadata = _metadata(args["metadata"])
    row = message(found, sandbox.workspace)
    return {"channel": found.channel, "ts": found.ts, "text": found.text, "message": row}


def rewrite(sandbox: Sandbox, found: Message, text: str, blocks: list[Json], keep: bool = False) -> None:
    """Give a message new content."""
    found.text = escaped(text)
    found.blocks = found.blocks if keep else sandbox.workspace.dressed(blocks)
    found.typed.clear()
    if not blocks:
        found.edited = sandbox.clock.ts()
    sandbox.workspace.touched(found)


def delete_message(sandbox: Sandbox, args: Json) -> Json:
    """docs: /reference/methods/chat.delete"""
    found = _own(sandbox, args, "cant_delete_message", "/reference/methods/chat.delete#errors")
    sandbox.workspace.remove(found)
    return {"channel": found.channel, "ts": found.ts}


def _own(sandbox: Sandbox, args: Json, code: str, page: str) -> Message:
    channel = postable(sandbox, str(args.get("channel") or ""))
    found = sandbox.workspace.find(channel.id, str(args.get("ts") or ""))
    if found is None or found.seen_by:
        raise Refusal("message_not_found", page)
    if not found.by_app:
        raise Refusal(code, page)
    return found


def respond(sandbox: Sandbox, secret: str, args: Json) -> None:
    """A response_url used by the app. docs: /interactivity/handling-user-interaction#message_responses"""
    address = sandbox.tickets.use_address(secret)
    source = sandbox.workspace.find(address.channel, address.ts) if address.ts else None
    if args.get("delete_original"):
        if source is not None:
            sandbox.workspace.remove(source)
        return
    text, blocks = _content(args)
    if args.get("replace_original") and source is not None:
        rewrite(sandbox, source, text, blocks)
        return
    whose = None if args.get("response_type") == "in_channel" else address.person
    channel = sandbox.workspace.channel(address.channel)
    sandbox.workspace.post(channel, text, blocks, thread_ts=_thread(args), seen_by=whose)

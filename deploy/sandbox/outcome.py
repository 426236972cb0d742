"""What a person sees after doing something, and Slack's sentences for what went wrong."""

from dataclasses import dataclass, field

from .checks import Json

TROUBLE = "We had some trouble connecting. Try again?"
CODES = {"http_timeout": "operation_timeout", "http_error": "dispatch_failed", "connection_failed": "dispatch_failed"}


@dataclass
class Outcome:
    """`text`: what only this person was told; `error`: Slack's sentence; `errors`: block_id -> what is said there."""

    text: str | None = None
    error: str | None = None
    error_code: str | None = None
    errors: dict[str, str] = field(default_factory=dict)
    modal: Json | None = None


def command_failed(command: str, failure: str) -> Outcome:
    """docs: /interactivity/implementing-slash-commands#responding_basic_receipt"""
    code = CODES.get(failure, failure)
    return Outcome(error=f"{command} failed with the error “{code}”", error_code=code)


def interaction_failed(failure: str) -> Outcome:
    """docs: /interactivity/handling-user-interaction#acknowledgment_response"""
    code = CODES.get(failure, failure)
    return Outcome(error=f"{TROUBLE} ({code})", error_code=code)

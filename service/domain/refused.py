"""The one exception: why something was not done, and at which field."""

from schemas.vocabulary import Reason


class Refused(Exception):
    """An act that was not done, with nothing changed.

    `params` fill the sentence of `reason`; `fields` names the form's fields that are wrong, each with its own reason.
    """

    def __init__(self, reason: Reason, fields: dict[str, Reason] | None = None, **params: str) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.params = params
        self.fields = fields or {}


def at_field(field: str, reason: Reason, **params: str) -> Refused:
    """A refusal that belongs to one field of the form."""
    return Refused(reason, {field: reason}, **params)

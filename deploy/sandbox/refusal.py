"""The one exception of the Slack side: a refusal with Slack's own error code."""

from collections.abc import Iterable

from .checks import Json, Problem


class Refusal(Exception):
    """Slack answers `{"ok": false, "error": code}` with these extras; `page` is where docs.slack.dev says so."""

    def __init__(self, code: str, page: str = "", *, problems: Iterable[Problem] = (), **extra: str) -> None:
        super().__init__(code)
        self.code = code
        self.page = page
        self.problems = list(problems)
        self.extra = extra

    def answer(self) -> Json:
        """The JSON body of the answer."""
        body: Json = {"ok": False, "error": self.code, **self.extra}
        if self.problems:
            body["response_metadata"] = {"messages": [str(each) for each in self.problems]}
            body["errors"] = [each.message for each in self.problems]
        return body

    def pages(self) -> str:
        """The pages that explain it, for the log."""
        found = [self.page, *(each.page for each in self.problems)]
        return " ".join(dict.fromkeys(each for each in found if each))

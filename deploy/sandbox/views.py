"""Modals and App Home: what stands open for whom, and Slack's rules about stacks, hashes and external ids."""

from dataclasses import dataclass, field
from typing import Any

from .block_kit import view_problems
from .checks import Json
from .forms import Values, first_values, settle_defaults
from .limits import VIEW_STACK
from .refusal import Refusal
from .tickets import Trigger
from .workspace import Person, Workspace

CONFLICT_PAGE = "/surfaces/modals#handling_race_conditions"
DEFAULTS: Json = {
    "private_metadata": "",
    "callback_id": "",
    "external_id": "",
    "clear_on_close": False,
    "notify_on_close": False,
    "close": None,
    "submit": None,
    "title": None,
}


@dataclass
class View:
    """One view: what the app gave (`body`), what stands in its fields (`values`), what the page shows as wrong."""

    id: str
    person: str
    surface: str
    body: Json
    hash: str
    root: str
    previous: str | None = None
    values: Values = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    channel: str | None = None


class Views:
    """All open views: a stack of modals and one Home per person."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}

    def stack(self, person: Person) -> list[View]:
        """This person's modals, the top one last."""
        return self.stacks.setdefault(person.id, [])

    def by_id(self, view_id: str | None = None, external_id: str | None = None) -> View:
        """An open view, or `not_found`. docs: /reference/methods/views.update#errors"""
        everything = [*self.homes.values(), *(view for stack in self.stacks.values() for view in stack)]
        for view in everything:
            if view_id == view.id or (external_id and external_id == view.body["external_id"]):
                return view
        raise Refusal("not_found", "/reference/methods/views.update#errors")

    def open(self, given: Any, trigger: Trigger) -> View:
        """views.open: a new stack with one modal. docs: /reference/methods/views.open"""
        self.check(given, "modal")
        view = self._new(given, "modal", trigger)
        self.stacks[trigger.person] = [view]
        return self._changed(view)

    def push(self, given: Any, trigger: Trigger) -> View:
        """views.push: one more on top, three at most. docs: /surfaces/modals#view_stack"""
        self.check(given, "modal")
        stack = self.stacks.get(trigger.person, [])
        if trigger.view_id not in [view.id for view in stack]:
            raise Refusal("invalid_trigger_id", "/reference/methods/views.push#errors")
        return self.put_on_top(given, trigger)

    def put_on_top(self, given: Any, trigger: Trigger) -> View:
        """Push without asking where the trigger came from (`response_action: push`)."""
        stack = self.stacks[trigger.person]
        if len(stack) >= VIEW_STACK:
            raise Refusal("push_limit_reached", "/surfaces/modals#view_stack")
        view = self._new(given, "modal", trigger)
        view.root, view.previous = stack[0].id, stack[-1].id
        stack.append(view)
        return self._changed(view)

    def update(self, view: View, given: Any, seen_hash: str | None = None) -> View:
        """views.update: new content, same id; entered values stay where ids are the same."""
        self.check(given, view.surface)
        self._unclaimed(given, view)
        self._same_hash(view, seen_hash)
        view.body, view.errors = self._dressed(given), {}
        view.values = first_values(view.body["blocks"], view.values)
        view.hash = self._hash()
        return self._changed(view)

    def publish(self, person: Person, given: Any, seen_hash: str | None = None) -> View:
        """views.publish: this person's Home. docs: /reference/methods/views.publish"""
        self.check(given, "home")
        known = self.homes.get(person.id)
        if known is not None:
            return self.update(known, given, seen_hash)
        if seen_hash:
            raise Refusal("hash_conflict", CONFLICT_PAGE)
        view = self._new(given, "home", Trigger(person.id, 0.0))
        self.homes[person.id] = view
        return self._changed(view)

    def close(self, person: Person, everything: bool) -> list[View]:
        """Take the top modal away, or all of them; answers what was taken."""
        stack = self.stack(person)
        gone = stack[:] if everything else stack[-1:]
        del stack[len(stack) - len(gone) :]
        self._workspace.changes.note(person.id)
        return gone

    def check(self, given: Any, surface: str) -> None:
        """Refuse a view that Slack would refuse."""
        problems = view_problems(given, surface)
        if any(each.message == "view_too_large" for each in problems):
            raise Refusal("view_too_large", "/reference/methods/views.open#errors")
        if problems:
            raise Refusal("invalid_arguments", problems=problems)

    def _new(self, given: Json, surface: str, trigger: Trigger) -> View:
        self._unclaimed(given, None)
        key = self._workspace.ids.new("V")
        view = View(key, trigger.person, surface, self._dressed(given), self._hash(), key, channel=trigger.channel)
        view.values = first_values(view.body["blocks"])
        person = self._workspace.people[trigger.person]
        current = self._workspace.channels.get(trigger.channel or "")
        settle_defaults(view.body["blocks"], view.values, current, self._workspace.visible(person))
        return view

    def _unclaimed(self, given: Json, mine: View | None) -> None:
        wanted = given.get("external_id")
        try:
            holder = self.by_id(external_id=wanted) if wanted else mine
        except Refusal:
            return
        if holder is not mine:
            raise Refusal("duplicate_external_id", "/reference/methods/views.open#errors")

    def _same_hash(self, view: View, seen_hash: str | None) -> None:
        if seen_hash and seen_hash != view.hash:
            raise Refusal("hash_conflict", CONFLICT_PAGE)

    def _dressed(self, given: Json) -> Json:
        body = DEFAULTS | {name: value for name, value in given.items() if value is not None}
        body["blocks"] = self._workspace.dressed(given["blocks"])
        return body

    def _hash(self) -> str:
        return f"{int(self._workspace.clock.real())}.{self._workspace.ids.secret(8)}"

    def _changed(self, view: View) -> View:
        self._workspace.changes.note(view.person)
        return view

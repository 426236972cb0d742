"""What people do in a modal: enter, submit, close; and what the app's answer to a submission does."""

from typing import Any

from . import payloads
from .acting import Acting, find_element
from .checks import Json
from .forms import NotPossible, entered, refused
from .outcome import Outcome, interaction_failed
from .refusal import Refusal
from .tickets import Trigger
from .views import View
from .workspace import Person


class ModalActing:
    """A person in front of an open modal."""

    def __init__(self, acting: Acting) -> None:
        self._acting, self._sandbox = acting, acting.sandbox

    def top(self, person: Person) -> View:
        """The modal on top, or NotPossible."""
        stack = self._sandbox.views.stack(person)
        if not stack:
            raise NotPossible(f"{person.real_name} has no modal open.")
        return stack[-1]

    def fill(self, view: View, values: dict[str, dict[str, Any]]) -> None:
        """Enter values: block_id -> action_id -> text, option value, id, or a list of these."""
        for block_id, row in values.items():
            for action_id, raw in row.items():
                _, element = find_element(view.body["blocks"], block_id, action_id)
                state = entered(element, raw, self._sandbox.workspace)
                view.values[block_id][action_id] = state

    async def submit(self, person: Person) -> Outcome:
        """Press the submit button. docs: /surfaces/modals#handling_submissions"""
        self._acting.able(person)
        view = self.top(person)
        if view.body["submit"] is None:
            raise NotPossible("This modal has no submit button.")
        view.errors = refused(view.body["blocks"], view.values)
        if view.errors:
            return Outcome(errors=view.errors, modal=self._acting.modal(person))
        return await self._submitted(person, view)

    async def _submitted(self, person: Person, view: View) -> Outcome:
        trigger = self._sandbox.tickets.trigger(person.id, view.id, view.channel)
        body = payloads.submission(self._sandbox.workspace, person, view, trigger)
        before = self._acting.before(person)
        answer = await self._acting.delivery.interact("interactive", f"view_submission {_name(view)}", body)
        failure = answer.failure
        if not failure:
            failure = self._obey(person, view, answer.body)
        if failure:
            failed = interaction_failed(failure)
            failed.modal = self._acting.modal(person)
            return failed
        outcome = await self._acting.seen(person, before) if not view.errors else Outcome()
        outcome.errors, outcome.modal = view.errors, self._acting.modal(person)
        return outcome

    def _obey(self, person: Person, view: View, answer: Any) -> str:
        """Do what the answer says; a code if Slack would not. docs: /surfaces/modals#response_actions"""
        stack = self._sandbox.views.stack(person)
        told = answer if isinstance(answer, dict) else {}
        if view not in stack:
            return ""
        try:
            return self._response_action(person, view, told)
        except Refusal as refusal:
            page = "/surfaces/modals#response_actions"
            self._sandbox.journal.write("workspace", "answer refused", told, refusal.answer(), f"{refusal.code} {page}")
            return refusal.code

    def _response_action(self, person: Person, view: View, told: Json) -> str:
        views = self._sandbox.views
        match told.get("response_action"):
            case None:
                self._close_from(person, view)
            case "clear":
                views.close(person, everything=True)
            case "errors":
                self._show_errors(view, told.get("errors"))
            case "update":
                views.update(view, told.get("view"))
            case "push":
                views.check(told.get("view"), "modal")
                views.put_on_top(told["view"], Trigger(person.id, 0.0, view.id, view.channel))
            case _:
                raise Refusal("invalid_response_action")
        return ""

    def _close_from(self, person: Person, view: View) -> None:
        stack = self._sandbox.views.stack(person)
        del stack[stack.index(view) :]
        self._sandbox.workspace.changes.note(person.id)

    def _show_errors(self, view: View, errors: Any) -> None:
        """docs: /surfaces/modals#displaying_errors"""
        inputs = {block["block_id"] for block in view.body["blocks"] if block["type"] == "input"}
        if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
            raise Refusal("errors_name_no_input_block", "/surfaces/modals#displaying_errors")
        view.errors = {block_id: str(said) for block_id, said in errors.items()}
        self._sandbox.workspace.changes.note(view.person)

    async def close(self, person: Person, everything: bool = False) -> Outcome:
        """Cancel closes one view, the x all of them. docs: /reference/interaction-payloads/view-interactions-payload"""
        view = self.top(person)
        everything = everything or bool(view.body["clear_on_close"])
        told = self._sandbox.views.stack(person)[0] if everything else view
        body = payloads.closed(self._sandbox.workspace, person, told, everything)
        self._sandbox.views.close(person, everything)
        if not told.body["notify_on_close"]:
            return Outcome(modal=self._acting.modal(person))
        outcome = await self._acting.interact(person, f"view_closed {_name(told)}", body)
        outcome.error = outcome.error_code = None
        return outcome


def _name(view: View) -> str:
    return str(view.body["callback_id"] or view.id)

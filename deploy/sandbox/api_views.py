"""Web API methods for modals and App Home: views.open, push, update, publish."""

from .checks import Json
from .refusal import Refusal
from .sandbox import Sandbox
from .shapes import view


def _given(args: Json, *needed: str) -> Json:
    missing = [name for name in needed if not args.get(name)]
    if missing:
        raise Refusal("invalid_arguments", f"/reference/methods/views.open missing: {', '.join(missing)}")
    return args


def views_open(sandbox: Sandbox, args: Json) -> Json:
    """docs: /reference/methods/views.open"""
    _given(args, "view", "trigger_id")
    sandbox.views.check(args["view"], "modal")
    trigger = sandbox.tickets.use_trigger(str(args["trigger_id"]))
    return {"view": view(sandbox.views.open(args["view"], trigger), sandbox.workspace)}


def views_push(sandbox: Sandbox, args: Json) -> Json:
    """docs: /reference/methods/views.push"""
    _given(args, "view", "trigger_id")
    sandbox.views.check(args["view"], "modal")
    trigger = sandbox.tickets.use_trigger(str(args["trigger_id"]))
    return {"view": view(sandbox.views.push(args["view"], trigger), sandbox.workspace)}


def views_update(sandbox: Sandbox, args: Json) -> Json:
    """docs: /reference/methods/views.update"""
    _given(args, "view")
    if not args.get("view_id") and not args.get("external_id"):
        _given(args, "view_id")
    found = sandbox.views.by_id(args.get("view_id"), args.get("external_id"))
    updated = sandbox.views.update(found, args["view"], args.get("hash"))
    return {"view": view(updated, sandbox.workspace)}


def views_publish(sandbox: Sandbox, args: Json) -> Json:
    """docs: /reference/methods/views.publish"""
    _given(args, "view", "user_id")
    page = "/reference/methods/views.publish#errors"
    if not sandbox.manifest.home_tab:
        raise Refusal("not_enabled", page)
    person = sandbox.workspace.people.get(str(args["user_id"]))
    if person is None:
        raise Refusal("user_not_found", page)
    if person.deleted:
        raise Refusal("user_disabled", page)
    published = sandbox.views.publish(person, args["view"], args.get("hash"))
    return {"view": view(published, sandbox.workspace)}

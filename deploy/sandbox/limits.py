"""What Block Kit allows, as tables: every row names its page (a path on docs.slack.dev)."""

from dataclasses import dataclass

from .checks import Field, anything, array, boolean, choice, fields, number, string, text

ALL = frozenset({"message", "modal", "home"})
BLOCKS_MOST = {"message": 50, "modal": 100, "home": 100}  # /reference/block-kit/blocks
BLOCKS_PAGE = "/reference/block-kit/blocks"
VIEW_BYTES = 250_000  # /reference/methods/views.open
VIEW_STACK = 3  # /surfaces/modals#view_stack
TEXT_POST = 40_000  # /reference/methods/chat.postMessage#truncating
TEXT_UPDATE = 4_000  # /reference/methods/chat.update#errors
MARKDOWN_TOGETHER = 12_000  # /reference/block-kit/blocks/markdown-block
TABLE_TOGETHER = 10_000  # /reference/block-kit/blocks/table-block
TRIGGER_SECONDS = 3.0  # /surfaces/modals#opening_modals
ACK_SECONDS = 3.0  # /interactivity/handling-user-interaction#acknowledgment_response
RESPONSE_URL_USES = 5  # /interactivity/handling-user-interaction#message_responses
RESPONSE_URL_SECONDS = 1_800  # same
EVENT_RETRY_SECONDS = (0.0, 60.0, 300.0)  # /apis/events-api/#retries
SOCKETS_MOST = 10  # /apis/events-api/using-socket-mode

_OBJECT = "/reference/block-kit/composition-objects/"
CONFIRM_PAGE = _OBJECT + "confirmation-dialog-object"
OPTION_PAGE = _OBJECT + "option-object"

USER = string(30, pattern=r"[UW][A-Z0-9]{2,}", wanted="a valid user id")
CONVERSATION = string(30, pattern=r"[CDG][A-Z0-9]{2,}", wanted="a valid conversation id")
DATE = string(10, pattern=r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", wanted="a date as YYYY-MM-DD")
TIME = string(5, pattern=r"([01]\d|2[0-3]):[0-5]\d", wanted="a time as HH:mm")
URL = string(3000, pattern=r"https?://\S+", wanted="a valid url")
ID = string(255)
STYLE = choice("primary", "danger")
PLACEHOLDER = text(150)  # /reference/block-kit/block-elements/plain-text-input-element

CONFIRM = fields(
    {
        "title": text(100).needed(),
        "text": text(300, plain=False).needed(),
        "confirm": text(30).needed(),
        "deny": text(30).needed(),
        "style": STYLE,
    }
)


def option(*, plain: bool, url: bool = False) -> Field:
    """An option object: text 75, value 150, description 75. /reference/block-kit/composition-objects/option-object"""
    table = {"text": text(75, plain=plain).needed(), "value": string(150).needed(), "description": text(75)}
    return fields(table | ({"url": URL} if url else {}))


GROUPS = array(fields({"label": text(75).needed(), "options": array(option(plain=True), 100).needed()}), 100)
FILTER = fields(
    {
        "include": array(choice("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": boolean(),
        "exclude_bot_users": boolean(),
    }
)
DISPATCH = fields({"trigger_actions_on": array(choice("on_enter_pressed", "on_character_entered"), 2)})


@dataclass(frozen=True)
class Kind:
    """A block or element: its page, its fields, where it may stand, and for elements the key of their state."""

    page: str
    table: dict[str, Field]
    surfaces: frozenset[str] = ALL
    homes: frozenset[str] = frozenset()
    state: str = ""


def _element(page: str, homes: str, table: dict[str, Field], state: str = "", surfaces: frozenset[str] = ALL) -> Kind:
    shared = {"type": anything(), "action_id": ID}
    return Kind(
        f"/reference/block-kit/block-elements/{page}", shared | table, surfaces, frozenset(homes.split()), state
    )


_CONFIRM = {"confirm": CONFIRM}
_FOCUS = {"focus_on_load": boolean()}
_PICK = _CONFIRM | _FOCUS | {"placeholder": PLACEHOLDER}
_MULTI = _PICK | {"max_selected_items": number(1, 1000)}
_TYPED = _FOCUS | {"placeholder": PLACEHOLDER, "dispatch_action_config": DISPATCH}
_ANYWHERE = "section actions input"
_INPUT_ONLY = frozenset({"modal"})
_SELECT = "select-menu-element"
_MULTI_PAGE = "multi-select-menu-element"
_LISTED = {"options": array(option(plain=True), 100), "option_groups": GROUPS}
_TEN = {"options": array(option(plain=False), 10).needed()}
_TEXT_INPUT = {
    "initial_value": string(3000, 0),
    "multiline": boolean(),
    "min_length": number(0, 3000),
    "max_length": number(1, 3000),
}
_BUTTON = {
    "text": text(75).needed(),
    "value": string(2000),
    "url": URL,
    "style": STYLE,
    "accessibility_label": string(75),
}
_CONVERSATION = {"initial_conversation": CONVERSATION, "default_to_current_conversation": boolean(), "filter": FILTER}
_CONVERSATIONS = {
    "initial_conversations": array(CONVERSATION, 1000, 0),
    "default_to_current_conversation": boolean(),
    "filter": FILTER,
}
_URLS = {"response_url_enabled": boolean()}
_NUMBER = {
    "is_decimal_allowed": boolean().needed(),
    "initial_value": string(50, 0),
    "min_value": string(50),
    "max_value": string(50),
}

ELEMENTS: dict[str, Kind] = {
    "button": _element("button-element", "section actions", _CONFIRM | _BUTTON),
    "overflow": _element(
        "overflow-menu-element",
        "section actions",
        _CONFIRM | {"options": array(option(plain=True, url=True), 5).needed()},
    ),
    "static_select": _element(
        _SELECT, _ANYWHERE, _PICK | _LISTED | {"initial_option": option(plain=True)}, "selected_option"
    ),
    "multi_static_select": _element(
        _MULTI_PAGE,
        _ANYWHERE,
        _MULTI | _LISTED | {"initial_options": array(option(plain=True), 100)},
        "selected_options",
    ),
    "users_select": _element(_SELECT, _ANYWHERE, _PICK | {"initial_user": USER}, "selected_user"),
    "multi_users_select": _element(
        _MULTI_PAGE, _ANYWHERE, _MULTI | {"initial_users": array(USER, 1000, 0)}, "selected_users"
    ),
    "conversations_select": _element(_SELECT, _ANYWHERE, _PICK | _CONVERSATION | _URLS, "selected_conversation"),
    "multi_conversations_select": _element(_MULTI_PAGE, _ANYWHERE, _MULTI | _CONVERSATIONS, "selected_conversations"),
    "channels_select": _element(
        _SELECT, _ANYWHERE, _PICK | _URLS | {"initial_channel": CONVERSATION}, "selected_channel"
    ),
    "multi_channels_select": _element(
        _MULTI_PAGE, _ANYWHERE, _MULTI | {"initial_channels": array(CONVERSATION, 1000, 0)}, "selected_channels"
    ),
    "radio_buttons": _element(
        "radio-button-group-element",
        _ANYWHERE,
        _CONFIRM | _FOCUS | _TEN | {"initial_option": option(plain=False)},
        "selected_option",
    ),
    "checkboxes": _element(
        "checkboxes-element",
        _ANYWHERE,
        _CONFIRM | _FOCUS | _TEN | {"initial_options": array(option(plain=False), 10)},
        "selected_options",
    ),
    "datepicker": _element("date-picker-element", _ANYWHERE, _PICK | {"initial_date": DATE}, "selected_date"),
    "timepicker": _element(
        "time-picker-element", _ANYWHERE, _PICK | {"initial_time": TIME, "timezone": string(100)}, "selected_time"
    ),
    "datetimepicker": _element(
        "datetime-picker-element",
        "actions input",
        _CONFIRM | _FOCUS | {"initial_date_time": number(1_000_000_000, 9_999_999_999)},
        "selected_date_time",
        frozenset({"message", "modal"}),
    ),
    "plain_text_input": _element("plain-text-input-element", "input", _TYPED | _TEXT_INPUT, "value"),
    "email_text_input": _element(
        "email-input-element", "input", _TYPED | {"initial_value": string(3000, 0)}, "value", _INPUT_ONLY
    ),
    "url_text_input": _element(
        "url-input-element", "input", _TYPED | {"initial_value": string(3000, 0)}, "value", _INPUT_ONLY
    ),
    "number_input": _element("number-input-element", "input", _TYPED | _NUMBER, "value", _INPUT_ONLY),
    "image": Kind(
        "/reference/block-kit/block-elements/image-element",
        {"type": anything(), "image_url": URL, "slack_file": anything(), "alt_text": string(2000).needed()},
        ALL,
        frozenset({"section", "context"}),
    ),
}


def _block(page: str, table: dict[str, Field], surfaces: str = "message modal home") -> Kind:
    shared = {"type": anything(), "block_id": ID}
    return Kind(f"/reference/block-kit/blocks/{page}", shared | table, frozenset(surfaces.split()))


CONTEXT_TEXT = text(3000, plain=False)

BLOCKS: dict[str, Kind] = {
    "header": _block("header-block", {"text": text(150).needed()}),
    "divider": _block("divider-block", {}),
    "section": _block(
        "section-block",
        {
            "text": text(3000, plain=False),
            "fields": array(text(2000, plain=False), 10),
            "accessory": anything(),
            "expand": boolean(),
        },
    ),
    "context": _block("context-block", {"elements": array(anything(), 10).needed()}),
    "actions": _block("actions-block", {"elements": array(anything(), 25).needed()}),
    "input": _block(
        "input-block",
        {
            "label": text(2000).needed(),
            "element": anything().needed(),
            "hint": text(2000),
            "optional": boolean(),
            "dispatch_action": boolean(),
        },
    ),
    "image": _block(
        "image-block",
        {"image_url": URL, "slack_file": anything(), "alt_text": string(2000).needed(), "title": text(2000)},
    ),
    "rich_text": _block("rich-text-block", {"elements": array(anything(), 100).needed()}),
    "markdown": _block("markdown-block", {"text": string(12_000).needed()}, "message"),
    "alert": _block(
        "alert-block",
        {"text": text(3000, plain=False).needed(), "level": choice("default", "info", "warning", "error", "success")},
        "modal",
    ),
    "table": _block(
        "table-block",
        {"rows": array(array(anything(), 20), 100).needed(), "column_settings": array(anything(), 20)},
        "message home",
    ),
}

VIEW_PAGE = "/surfaces/modals#view-object-fields"
_VIEW = {
    "type": choice("modal", "home").needed(),
    "blocks": anything().needed(),
    "private_metadata": string(3000, 0),
    "callback_id": string(255, 0),
    "external_id": string(255, 0),
}
VIEWS: dict[str, dict[str, Field]] = {
    "home": _VIEW,
    "modal": _VIEW
    | {
        "title": text(24).needed(),
        "submit": text(24),
        "close": text(24),
        "clear_on_close": boolean(),
        "notify_on_close": boolean(),
        "submit_disabled": boolean(),
    },
}

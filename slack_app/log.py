"""The log of the Slack half: what happened and to which id. Never a payload, a view or anything that somebody wrote."""

import logging
import traceback
from pathlib import Path

LOG = logging.getLogger("mend.slack")


def noted(event: str, **ids: str | int | float | None) -> None:
    """One line about something that went its way."""
    LOG.info("%s %s", event, _line(ids))


def failed(event: str, error: BaseException | None = None, **ids: str | int | float | None) -> None:
    """One line about something that did not. Only the error's type and place: its message may quote what was sent."""
    LOG.warning("%s %s", event, _line({**ids, **_kind(error)}))


def library_logger() -> logging.Logger:
    """For Bolt and slack_sdk, which write whole payloads below this level."""
    logger = logging.getLogger("mend.slack.library")
    logger.setLevel(logging.CRITICAL)
    return logger


def quiet_libraries() -> None:
    """httpx would log the address of every call to the service, and with it whose review it was."""
    logging.getLogger("httpx").setLevel(logging.WARNING)


def _kind(error: BaseException | None) -> dict[str, str]:
    if error is None:
        return {}
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "unknown"
    return {"error": type(error).__name__, "at": place}


def _line(ids: dict[str, str | int | float | None]) -> str:
    return " ".join(f"{name}={value}" for name, value in ids.items() if value is not None)

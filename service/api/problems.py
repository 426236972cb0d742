"""Which status a refusal has: one table. The body is a `Problem`; people's sentences belong to the chat app."""

from fastapi import Request
from fastapi.responses import JSONResponse
from sqlalchemy.exc import IntegrityError

from schemas.readings import Problem
from schemas.vocabulary import Reason
from service.domain.refused import Refused

NOT_FOUND, CONFLICT, WRONG = 404, 409, 422

STATUS: dict[Reason, int] = {
    Reason.unsigned: 401,
    Reason.unavailable: 503,
    Reason.not_found: NOT_FOUND,
    Reason.not_a_party: NOT_FOUND,
    Reason.already_done: CONFLICT,
    Reason.too_late: CONFLICT,
    Reason.not_now: CONFLICT,
    Reason.too_early: CONFLICT,
    Reason.not_yours: CONFLICT,
    Reason.one_open: CONFLICT,
    Reason.three_each: CONFLICT,
    Reason.contacts_missing: CONFLICT,
    Reason.last_contact: CONFLICT,
    Reason.not_admin: 403,
}
"""Every other reason is something wrong in what was sent: 422."""


def status_of(reason: Reason) -> int:
    return STATUS.get(reason, WRONG)


def answer(refused: Refused) -> JSONResponse:
    params = refused.params
    problem = Problem(reason=refused.reason, params=params, fields=refused.fields,
                      field_params=dict.fromkeys(refused.fields, params))  # fmt: skip
    return JSONResponse(problem.model_dump(mode="json"), status_code=status_of(refused.reason))


async def on_refused(_request: Request, refused: Exception) -> JSONResponse:
    return answer(refused) if isinstance(refused, Refused) else answer(Refused(Reason.unavailable))


async def on_database_error(_request: Request, error: Exception) -> JSONResponse:
    """Not saved, and nothing was lost: whoever asked still has the words in the window.

    Of two requests with one key at the same moment the second one fails on the key: its act is done.
    """
    if isinstance(error, IntegrityError) and "once" in str(error.statement):
        return answer(Refused(Reason.already_done))
    return answer(Refused(Reason.unavailable))

"""The service as one FastAPI app over one database."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from schemas.commands import AdvanceClock
from schemas.vocabulary import Reason
from service.api import naming_routes, problems
from service.api.dependencies import Wire
from service.api.routes import router
from service.domain.refused import Refused
from service.engine import demo_clock
from service.store import clock
from service.store.database import Database, Late
from service.store.outbox import Outbox

DEMO_ZONE = ZoneInfo("Europe/Berlin")
TUESDAY = 1


def build(database: Database, outbox: Outbox, key: bytes, *, demo: bool = False) -> FastAPI:
    """The app. `key` signs every request of the one who may ask; `demo` adds the clock that can be moved."""
    app = FastAPI(title="Mend", version="1", docs_url="/api/v1/docs", openapi_url="/api/v1/openapi.json")
    app.state.wire = Wire(database, outbox, key)
    app.include_router(router)
    app.include_router(naming_routes.router)
    app.add_exception_handler(Refused, problems.on_refused)
    app.add_exception_handler(sa.exc.SQLAlchemyError, problems.on_database_error)
    app.add_exception_handler(Late, problems.on_database_error)
    app.add_exception_handler(RequestValidationError, on_invalid)
    if demo:
        add_clock(app, database)
    return app


async def on_invalid(_request: Request, _error: Exception) -> JSONResponse:
    """A body that is no command. Says no more than that: the body may hold words."""
    return JSONResponse({"reason": Reason.missing.value, "params": {}, "fields": {}, "field_params": {}}, 422)


def add_clock(app: FastAPI, database: Database) -> None:
    @app.get("/demo/clock")
    async def show() -> dict[str, str]:
        return {"now": (await database.read(clock.now)).isoformat()}

    @app.post("/demo/clock")
    async def advance(command: AdvanceClock) -> dict[str, str | bool]:
        """Moves the product's clock, runs what is due, and answers once the news of it is posted."""
        now, posted = await demo_clock.advance(command.advance_seconds)
        return {"now": now.isoformat(), "posted": posted}


def next_tuesday(now: datetime) -> datetime:
    """The first Tuesday, 10:00 in Berlin, that is not before now: where a demo starts."""
    local = now.astimezone(DEMO_ZONE)
    day = local.replace(hour=10, minute=0, second=0, microsecond=0)
    while day.weekday() != TUESDAY or day < local:
        day = (day + timedelta(days=1)).replace(hour=10)
    return day

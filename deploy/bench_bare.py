"""What the product is compared with: a bare Starlette route that only checks Slack's signature."""

import os

from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


def build() -> Starlette:
    """The app, for uvicorn."""
    verifier = SignatureVerifier(os.environ["SLACK_SIGNING_SECRET"])

    async def events(request: Request) -> Response:
        body = await request.body()
        known = verifier.is_valid_request(body, dict(request.headers))
        return Response("ok" if known else "", 200 if known else 401)

    return Starlette(routes=[Route("/slack/events", events, methods=["POST"])])

"""`python -m deploy.sandbox`: a stand-in Slack workspace on this machine."""

import argparse
import logging
from pathlib import Path

import uvicorn

from .app import create_app
from .cut import Gone
from .manifest import load_manifest
from .sandbox import Sandbox, Settings


def arguments() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m deploy.sandbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8701)
    parser.add_argument("--app-url", default="http://127.0.0.1:8700/slack/events", help="where the app listens")
    parser.add_argument("--manifest", type=Path, default=Path("deploy/slack_manifest.yaml"))
    parser.add_argument("--signing-secret", default="stand-in-signing-secret")
    parser.add_argument("--bot-token", default="xoxb-stand-in")
    parser.add_argument("--app-token", default="")
    parser.add_argument("--socket", action="store_true", help="reach the app over Socket Mode instead of HTTP")
    parser.add_argument("--journal", type=Path, help="append everything that happens to this file, as JSON lines")
    parser.add_argument("--clock-url", default="", help="the product's demo clock, moved by the clock buttons")
    parser.add_argument("--rate", choices=["real", "off"], default="off", help="Slack's rate limits")
    return parser


def settings_from(args: argparse.Namespace) -> Settings:
    """The command line as Settings."""
    return Settings(
        manifest=load_manifest(args.manifest),
        app_url=args.app_url,
        base_url=f"http://{args.host}:{args.port}",
        signing_secret=args.signing_secret,
        bot_token=args.bot_token,
        app_token=args.app_token,
        socket=args.socket,
        clock_url=args.clock_url,
        journal=args.journal,
        rate=args.rate == "real",
    )


def _quiet(record: logging.LogRecord) -> bool:
    """A connection cut on purpose is no error to print."""
    return not (record.exc_info and isinstance(record.exc_info[1], Gone))


def main() -> None:
    """Serve until stopped."""
    args = arguments().parse_args()
    logging.getLogger("uvicorn.error").addFilter(_quiet)
    app = create_app(Sandbox(settings_from(args)))
    print(f"Stand-in workspace: http://{args.host}:{args.port}/  (app expected at {args.app_url})", flush=True)
    uvicorn.run(app, host=args.host, port=args.port, log_level="warning", date_header=False)


if __name__ == "__main__":
    main()

"""From Slack's payloads to questions and commands for the service; `routing.py` has the table."""

"""Drawing only: a reading in, Slack's plain dicts out. Nothing here fetches, waits or remembers."""

"""The FastAPI backend: decides, stores, remembers. Knows nothing of Slack."""

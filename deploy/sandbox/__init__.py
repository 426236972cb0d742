"""The stand-in workspace: a small, strict Slack for trying Mend out and for its tests. A process of its own."""

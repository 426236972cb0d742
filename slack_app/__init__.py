"""The Bolt app: draws readings, turns presses into commands. Decides nothing."""

"""What the service and its subscribers agree on: words, commands, readings, news. Imports nothing of ours."""

"""The HTTP face: routes, who asks, and which status a refusal has."""

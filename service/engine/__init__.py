"""The durable engine: delivers news and wakes reviews, on DBOS."""

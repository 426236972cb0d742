"""How the tables came to be: one file a change, applied by `service.store.schema`."""

"""The only SQL: tables, and one module for each thing that is kept."""

"""Revisions of the schema, and the environment they run in."""

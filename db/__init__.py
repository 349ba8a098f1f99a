"""The shared queue: schema, commands, snapshots and feed, on SQLite or PostgreSQL."""

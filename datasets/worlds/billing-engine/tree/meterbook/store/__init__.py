"""The SQLite file: schema, connections, and rows to records."""

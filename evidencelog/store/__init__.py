"""The case on disk: a SQLite ledger that only grows, tables projected from it, sealed files. SQL lives here alone."""

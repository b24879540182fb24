"""Reading words: labelled messages, how they are scored, and how the engine behaves."""

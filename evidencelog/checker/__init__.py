"""Facts held against packs: pure functions without clock, database or language."""

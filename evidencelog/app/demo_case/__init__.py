"""The story of the demo case: what was written by hand (data) and what fills the days between (drawn from a table)."""

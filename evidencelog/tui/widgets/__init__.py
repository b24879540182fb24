"""Parts of screens; they draw and ask, and hold no rules."""

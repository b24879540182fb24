"""What the wording of a text suggests: pure, linear in its length, driven by a pack's data alone."""

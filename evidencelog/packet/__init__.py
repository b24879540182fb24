"""The evidence packet: what is shown, shortened, written, bagged and verified. Knows no store and no law."""

"""Text as it is searched, measured and shown: folding, cell widths, hostile characters made harmless."""

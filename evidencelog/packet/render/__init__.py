"""From documents to bytes: paper, pages, letters, tables."""

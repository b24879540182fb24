"""What the parts of the program speak of: records, rows, law and findings. No input or output here."""

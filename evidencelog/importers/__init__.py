"""Readers of files from phones and other programs: recognise, then rows or problems; nothing here writes to a case."""

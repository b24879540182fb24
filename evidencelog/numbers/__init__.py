"""Telephone numbers and service codes: how they are written, whether they are equal, what kind they are."""

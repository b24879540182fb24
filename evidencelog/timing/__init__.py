"""Moments, days, zones and deadlines: the only date arithmetic in the project."""

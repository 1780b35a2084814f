"""Drills: what is promised when everything is pulled out at once."""

"""Regulatory Tracker: polls sources, matches watches, tells the people who must act."""

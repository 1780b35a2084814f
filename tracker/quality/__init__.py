"""Measuring: how right the alerts are, and how fast the program is."""

"""Polling, pages and standing, with a real database and real HTTP: only the far ends are played."""

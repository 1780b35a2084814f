"""Whole articles: files that hold them, and the pages behind entries."""

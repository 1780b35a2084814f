"""Reading feeds: what is damaged is mended, a fast parser reads it, a thorough one stands behind.

text -> repair -> parsers -> items -> Entry; JSON Feed has its own way. `Feed` puts them together.
"""

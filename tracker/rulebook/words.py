"""Ordinary English words, and names of places and persons: what is no misspelt name.

`words.txt` has the words of SCOWL (http://wordlist.aspell.net), American and British, up to size
60, with the names and inflections of its spelling dictionary: without accents, 3 letters and more.
A fixed list, not what was read so far: a text is judged alike on every machine and every day.
"""

from pathlib import Path

from tracker.core.names.dictionary import Dictionary

WORDS = Path(__file__).with_name("words.txt")


def known() -> frozenset[str]:
    """About 91,000 words, folded, read anew: 20 ms, and 9 MB that few rules have to keep."""
    return frozenset(_written().lower().split())


def dictionary() -> Dictionary:
    """The same, with those that are names told apart."""
    words = _written().split()
    return Dictionary(known(), frozenset(word.lower() for word in words if not word.islower()))


def ordinary() -> frozenset[str]:
    """Those that are not written with a capital: names of nothing."""
    return frozenset(word for word in _written().split() if word.islower())


def _written() -> str:
    return WORDS.read_text(encoding="ascii")

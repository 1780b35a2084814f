"""The words that a dictionary has: none of them is a misspelt name."""

from typing import NamedTuple


class Dictionary(NamedTuple):
    """Folded `words`; `names`: those of them that are names of places, persons and firms."""

    words: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()

    def is_ordinary(self, word: str) -> bool:
        """Whether it is a word that names nobody."""
        return word in self.words and word not in self.names

    def also(self, names: frozenset[str]) -> "Dictionary":
        """With these names."""
        return Dictionary(self.words | names, self.names | names)

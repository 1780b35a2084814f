"""Copies and sequels of an article, by name: what is the same happening, and what only looks so."""

import random

from tracker.quality.dedup.copies import COPIES, LOSSY, Way
from tracker.quality.dedup.corpus import Text
from tracker.quality.dedup.sequels import SEQUELS

__all__ = ["COPIES", "LOSSY", "SEQUELS", "Way", "copied", "sequel"]


def copied(article: Text, kind: str, chance: random.Random) -> Text | None:
    """`article` changed in one of the ways of `COPIES`; None where nothing can be changed so."""
    return _other(article, COPIES[kind](article, chance))


def sequel(article: Text, kind: str, chance: random.Random) -> Text | None:
    """Another happening in the words of `article`, by one of `SEQUELS`; None if there is none.

    The fact that is changed stands in the title or in the first 60 words of the body, in Chinese
    the first 120 characters.
    """
    return _other(article, SEQUELS[kind](article, chance))


def _other(article: Text, written: Text | None) -> Text | None:
    return written if written != article else None

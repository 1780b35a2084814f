"""Streams of articles of which it is known what copies what, and what only looks like a copy.

texts or made → copied (the same happening told again) or sequel (another one in the same words)
→ stream. Words and sentences are in `data/`, by language; what is made is the same for a seed.
"""

from tracker.quality.dedup.streams.copies import COPIES, LOSSY, copied
from tracker.quality.dedup.streams.corpus import made, texts
from tracker.quality.dedup.streams.sequels import SEQUELS, sequel
from tracker.quality.dedup.streams.stream import Sample, stream
from tracker.quality.dedup.streams.text import Text

__all__ = [
    "COPIES",
    "LOSSY",
    "SEQUELS",
    "Sample",
    "Text",
    "copied",
    "made",
    "sequel",
    "stream",
    "texts",
]

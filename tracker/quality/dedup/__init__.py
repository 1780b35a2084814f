"""Deduplication, measured: labelled pairs, and streams of which it is known what copies what."""

from tracker.quality.dedup.cases import cases
from tracker.quality.dedup.measured import stream_figures
from tracker.quality.dedup.streams import made, texts

__all__ = ["cases", "made", "stream_figures", "texts"]

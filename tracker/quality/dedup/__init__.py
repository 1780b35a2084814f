"""Deduplication, measured: labelled pairs, and streams in which it is known what is a copy of what."""

from tracker.quality.dedup.cases import cases

__all__ = ["cases"]

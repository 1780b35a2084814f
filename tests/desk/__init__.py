"""Deciding batches."""

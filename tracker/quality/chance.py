"""Chance that is the same in every run."""

import random


def seeded(seed: int) -> random.Random:
    """What is left to chance where something is made for measuring."""
    return random.Random(seed)  # noqa: S311  made-up words are no secrets

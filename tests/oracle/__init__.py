"""The rules of matching, carried out the plain and slow way, and the engine held against them."""

import tracker.core.lexicon  # noqa: F401  terms and names import each other: only so they load

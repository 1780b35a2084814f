"""How well names are found that are not written as in the rules, and what is wrongly taken for one.

The changes are made here, by rules of their own: they know nothing of how names are looked for.
"""

from tracker.quality.names.lists import part, read
from tracker.quality.names.recall import evaluate

__all__ = ["evaluate", "part", "read"]

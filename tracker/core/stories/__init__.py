"""What a new article is to the stored ones: a copy, a sequel, a story in other words, or news.

headlines and wording make texts comparable; sketch and likeness measure how much of one text is in
another; acts, places, units and slots read the facts in which two differ, and differences gathers
them; pairs judges two articles, revisions two texts of one; marks and threads find one happening in
other words.
"""

from tracker.core.stories.headlines import (
    is_correction,
    says_something,
    stored_title_key,
    title_key,
)
from tracker.core.stories.likeness import Known, Pair
from tracker.core.stories.pairs import is_another, judge, relate, strongest
from tracker.core.stories.revisions import amendment, changes, replaced, revised
from tracker.core.stories.sketch import Sketch, sketch, text_of
from tracker.core.stories.threads import thread
from tracker.core.stories.traces import Traces

__all__ = [
    "Known",
    "Pair",
    "Sketch",
    "Traces",
    "amendment",
    "changes",
    "is_another",
    "is_correction",
    "judge",
    "relate",
    "replaced",
    "revised",
    "says_something",
    "sketch",
    "stored_title_key",
    "strongest",
    "text_of",
    "thread",
    "title_key",
]

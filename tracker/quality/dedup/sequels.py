"""Another happening told in the same words: one fact is another one, wherever it stands.

Each way takes an article and a source of chance, and gives the sequel, or None where none can be
made. What is changed stands in the title or in the first 60 words of the body (in Chinese 120
characters); it is changed in every place of title and body, and nothing else is.
"""

import random
from collections.abc import Callable, Iterable

from tracker.quality.dedup import figures, naming, verbs
from tracker.quality.dedup.corpus import Text
from tracker.quality.dedup.swaps import Swaps, changed

Way = Callable[[Text, random.Random], Text | None]

OF_TITLES = 0.75  # of the sequels change the title, where it has such a fact


def number(article: Text, chance: random.Random) -> Text | None:
    """Another amount or count of the same shape; not one of a date, a paragraph or a document."""
    return _one(article, figures.amounts(article, chance), chance)


def name(article: Text, chance: random.Random) -> Text | None:
    """Another country, firm or person. A country changes with all that is called after it."""
    find = naming.chinese_names if article.language == "zh" else naming.english_names
    return _one(article, find(article, chance), chance)


def date(article: Text, chance: random.Random) -> Text | None:
    """Another day of the month, or another year."""
    find = figures.chinese_dates if article.language == "zh" else figures.dates
    return _one(article, find(article, chance), chance)


def opposite(article: Text, chance: random.Random) -> Text | None:
    """The opposite verb in all its forms; none where the text has both."""
    find = verbs.chinese_opposites if article.language == "zh" else verbs.english_opposites
    return _one(article, find(article), chance)


def negation(article: Text, chance: random.Random) -> Text | None:
    """A verb denied in all its forms."""
    find = verbs.chinese_negations if article.language == "zh" else verbs.english_negations
    return _one(article, find(article), chance)


def stage(article: Text, chance: random.Random) -> Text | None:
    """What was proposed is final, or the other way round; none where the text has both."""
    return _one(article, verbs.stages(article), chance)


def docket(article: Text, chance: random.Random) -> Text | None:
    """Another number of the docket, the notice, the announcement."""
    find = figures.chinese_dockets if article.language == "zh" else figures.dockets
    return _one(article, find(article, chance), chance)


SEQUELS: dict[str, Way] = {
    "number": number,
    "name": name,
    "date": date,
    "opposite": opposite,
    "negation": negation,
    "stage": stage,
    "docket": docket,
}


def _one(article: Text, possible: Iterable[Swaps], chance: random.Random) -> Text | None:
    """One that changes what stands in front, mostly the title; None if none does."""
    tried = (changed(article, swaps) for swaps in possible)
    made = [sequel for sequel in tried if sequel]
    titled = [sequel for sequel in made if sequel.title != article.title]
    prefers_titles = chance.random() < OF_TITLES
    return chance.choice(titled if titled and prefers_titles else made) if made else None

"""Chinese terms in the other script, with the vocabulary of the other side: 芯片 -> 晶片."""

from collections.abc import Iterator, Sequence
from functools import cache

import opencc

from tracker.core.fold import fold
from tracker.core.text import IDEOGRAPHIC
from tracker.rulebook import schema

# Simplified to Traditional by character and by Taiwan's words; and back.
CONVERSIONS = ("s2t", "s2twp", "t2s", "tw2sp")


def of(words: Sequence[schema.Word]) -> Iterator[schema.Word]:
    """The further spellings of Chinese words, each once, none that is found already."""
    known = {_folded(word if isinstance(word, str) else word.term) for word in words}
    for word in words:
        text = word if isinstance(word, str) else word.term
        if text.startswith("$") or not IDEOGRAPHIC.search(text):
            continue
        for other in spellings(text):
            if _folded(other) not in known:
                known.add(_folded(other))
                yield other if isinstance(word, str) else word.model_copy(update={"term": other})


def _folded(text: str) -> str:
    return fold(text).text


def spellings(text: str) -> list[str]:
    """`text` in the other script, by character and by vocabulary; none if it is the same there."""
    converted = (_converter(conversion).convert(text) for conversion in CONVERSIONS)
    return [other for other in dict.fromkeys(converted) if other != text]


@cache
def _converter(conversion: str) -> opencc.OpenCC:
    return opencc.OpenCC(conversion)

"""What is taken for a name where it is not written as in the rules: for a person to judge."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from tracker.core import match
from tracker.core.fold import fold
from tracker.core.model import Evidence
from tracker.core.rules import Rulebook
from tracker.quality.bench import rulefiles
from tracker.quality.bench.prose import WORDS
from tracker.quality.names import texts

AROUND = 60  # code points of context on each side
WORD = re.compile(r"[^\W_]+")


def found(natural: Sequence[str], names: Sequence[str], rules: Rulebook) -> dict[str, Any]:
    """How many hits that are not exact, for `WORDS` words of text; each of them.

    `kind` of a hit: "form" when all its words are words of the name, else "near".
    """
    by_entity = {rulefiles.entity(number): name for number, name in enumerate(names)}
    words = sum(map(texts.count, natural))
    hits = [hit for text in natural for hit in _hits(text, by_entity, rules)]
    near = sum(hit["kind"] == "near" for hit in hits)
    articles = words / WORDS
    return {
        "texts": len(natural),
        "words": words,
        "hits": len(hits),
        "near": near,
        "hits_per_article": round(len(hits) / articles, 4) if words else 0.0,
        "near_per_article": round(near / articles, 4) if words else 0.0,
        "listed": hits,
    }


def _hits(text: str, by_entity: dict[str, str], rules: Rulebook) -> Iterator[dict[str, str]]:
    for entity, evidence in match.find(texts.article(text), rules).entities.items():
        name = by_entity[entity]
        for hit in evidence:
            if not is_exact(hit.text, name):
                kind = "form" if _is_of(hit.text, name) else "near"
                yield {
                    "name": name,
                    "words": hit.text,
                    "kind": kind,
                    "context": _context(text, hit),
                }


def is_exact(written: str, name: str) -> bool:
    """Whether a name is written as in the rule, folding apart."""
    return fold(written).text.strip() == fold(name).text.strip()


def _is_of(written: str, name: str) -> bool:
    """Whether every word is one of the name's, or these letters stand in it together."""
    own, wanted = WORD.findall(fold(written).text), WORD.findall(fold(name).text)
    return set(own) <= set(wanted) or "".join(own) in "".join(wanted)


def _context(text: str, hit: Evidence) -> str:
    before, after = text[max(0, hit.start - AROUND) : hit.start], text[hit.end : hit.end + AROUND]
    return " ".join(f"{before}[{hit.text}]{after}".split())

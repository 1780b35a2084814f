"""L019: names that are other words as well."""

import re
from collections.abc import Iterator

from tracker.core.names.dictionary import Dictionary
from tracker.core.text import IDEOGRAPHIC_CHARS
from tracker.errors import Problem
from tracker.rulebook import schema, words
from tracker.rulebook.lints.written import Book, Part, warning
from tracker.rulebook.vocabulary import Where

TWO_CHARACTERS = re.compile(f"[{IDEOGRAPHIC_CHARS}]{{2}}")
HINT = "give it context: words of which one must be in the article, never:, or case: exact"


def lints(book: Book) -> Iterator[Problem]:
    """One warning for each alias that nothing tells from another word."""
    known = words.dictionary() if any(book.of("entities")) else Dictionary()
    for part in book.of("entities"):
        for where, text in _bare(part):
            if known.is_ordinary(text.casefold()):
                yield warning(where, "L019", f"'{text}' is an ordinary word, too", HINT)
            elif TWO_CHARACTERS.fullmatch(text):
                message = f"'{text}' is two characters, and part of other words"
                yield warning(where, "L019", message, HINT)


def _bare(part: Part) -> Iterator[tuple[Where, str]]:
    """The aliases of an entity of which nothing more is said."""
    rule = part.rule
    if not isinstance(rule, schema.EntityRule) or rule.context or rule.never:
        return
    yield part.where.below("name"), rule.name
    for index, alias in enumerate(rule.aliases):
        if isinstance(alias, str):
            yield part.where.item("aliases", index), alias
        elif not (alias.context or alias.never) and alias.case == "smart":
            yield part.where.item("aliases", index).below("term"), alias.term

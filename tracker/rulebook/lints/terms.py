"""Lints of single terms and patterns: what is too short, too loose, or not what it looks like."""

import re
import unicodedata
from collections.abc import Iterator

from tracker.core.terms import Term
from tracker.core.text import IDEOGRAPHIC
from tracker.errors import Problem
from tracker.rulebook import schema
from tracker.rulebook.lints.waivers import comments
from tracker.rulebook.lints.written import Book, Part, Written, warning
from tracker.rulebook.tokens import tokens
from tracker.rulebook.vocabulary import Where, fuzzy_fault
from tracker.rulebook.yaml import QUOTE

SAFE_STEM = 4  # letters before a * or ?
FAR = 25  # words; beyond a sentence, nearness says nothing
STOP_WORDS = frozenset(
    "about above after again all also and any are because been before being below between both but "
    "can could did does down during each few for from further had has have her here his how into "
    "its just may might more most must new not now off once only other our out over own said same "
    "says shall she should some such than that the their them then there these they this those "
    "through too under until upon very was were what when where which while who why will with "
    "would you your".split()
)
ZERO_WIDTH = re.compile(r"[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
WORD = re.compile(r"[^\W\d_]+")
SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN")  # whose letters look like each other
# What is no literal text in a pattern: escapes, classes, repetitions and what they make optional.
NOT_LITERAL = re.compile(r"\\[pP]\{[^}]*\}|\\.|\[\^?\]?[^\]]*\]|\(\?[^:)]*[:)]|.[?*]|\{[\d,]*\}")
LITERAL = re.compile(rf"[^\W_]{{3}}|{IDEOGRAPHIC.pattern}{{2}}")


def lints(book: Book) -> Iterator[Problem]:
    """L002, L005, L006, L007, L010, L011, L015."""
    for term in book.terms:
        if not term.text.startswith("$"):
            yield from _short(term)
            yield from _stem(term)
    for part in book.parts:
        yield from _idle_fuzzy(part)
        for where, node in part.nodes:
            yield from _far(where, node)
            yield from _loose_pattern(where, node)
            yield from _odd_letters(where, node)
    for file in book.built.reading.files:
        for mark, text in comments(file.document):
            if mark.swallows:
                hint = f"{QUOTE}, or a space after the # if it is a remark"
                message = f"'{text}' is a remark in YAML, and no part of the text before it"
                yield file.document.at(mark.place, "L011", message, hint, level="warning")


def _short(term: Written) -> Iterator[Problem]:
    if message := _too_common(term):
        hint = "use a phrase, or join it to others in one sentence"
        yield warning(term.where, "L002", message, hint)


def _too_common(term: Written) -> str:
    text = term.text
    if text.casefold() in STOP_WORDS:
        return f"'{text}' stands in almost every text"
    if len(text) == 1 and IDEOGRAPHIC.match(text):
        return f"'{text}' is one character, and part of many words"
    is_short = len(text) <= 2 and text.isascii() and (text.isalpha() or text.isdigit())
    if is_short and not Term.written(text, case=term.case).is_acronym:
        return f"'{text}' is too short to mean one thing"
    return ""


def _stem(term: Written) -> Iterator[Problem]:
    for word in term.text.split():
        if re.fullmatch(r"[a-z]+!", word):
            message = f"'{word}' is searched with its exclamation mark"
            yield warning(term.where, "L005", message, f"for words that go on write {word[:-1]}*")
        stem = re.split(r"[*?]", word)[0]
        if len(stem) < min(SAFE_STEM, len(word)) and not IDEOGRAPHIC.match(stem):
            message = f"'{word}': {len(stem)} letters before a * begin many other words"
            yield warning(term.where, "L005", message, "write more letters, or the words in full")


def _far(where: Where, node: object) -> Iterator[Problem]:
    hint = "write {same: sentence, of: [...]}, or a smaller number"
    if isinstance(node, schema.NearRule) and node.within > FAR:
        message = f"within {node.within} words almost anything is near anything"
        yield warning(where.below("within"), "L006", message, hint)
    if isinstance(node, schema.Block) and node.query:
        for token in tokens(node.query):
            if token.kind == "near" and token.number > FAR:
                at = Where(where.file, (*where.path, "query"), token.start)
                message = f"{token.value}: so far away almost anything is near anything"
                yield warning(at, "L006", message, "write w/s for one sentence, or a smaller one")


def _loose_pattern(where: Where, node: object) -> Iterator[Problem]:
    hint = "begin it with the letters that are always there"
    message = "no three letters or digits are certain in this pattern, so it may match anything"
    if isinstance(node, schema.RegexRule) and not _is_anchored(node.regex):
        yield warning(where.below("regex"), "L015", message, hint)
    if isinstance(node, schema.Block) and node.query:
        for token in tokens(node.query):
            if token.kind == "regex" and not _is_anchored(token.value):
                at = Where(where.file, (*where.path, "query"), token.start)
                yield warning(at, "L015", message, hint)


def _is_anchored(pattern: str) -> bool:
    return LITERAL.search(NOT_LITERAL.sub("\0", pattern)) is not None


def _odd_letters(where: Where, node: object) -> Iterator[Problem]:
    for at, text in _texts(where, node):
        if text.isascii():
            continue
        if found := ZERO_WIDTH.search(text):
            message = f"an invisible character (U+{ord(found[0]):04X}) stands in this term"
            place = Where(at.file, at.path, (at.offset or 0) + found.start())
            yield warning(place, "L010", message, "delete it, or write the term anew")
        for word in WORD.finditer(text):
            if other := _of_another_script(word[0]):
                first, letter = word[0][0], word[0][other]
                message = f"'{word[0]}' mixes letters that look alike: {_named(letter)}"
                place = Where(at.file, at.path, (at.offset or 0) + word.start() + other)
                hint = f"'{first}' is {_named(first)}; write the word anew in one script"
                yield warning(place, "L010", message, hint)


def _texts(where: Where, node: object) -> Iterator[tuple[Where, str]]:
    match node:
        case str():
            yield where, node
        case schema.TermRule():
            yield where.below("term"), node.term
            for index, phrase in enumerate(node.never):
                yield where.item("never", index), phrase
        case schema.Block(query=str(text)):
            yield where.below("query"), text


def _of_another_script(word: str) -> int:
    """Where the first letter of another script than the first one stands; 0 if nowhere."""
    if word.isascii():
        return 0
    scripts = [unicodedata.name(char, "").split(" ")[0] for char in word]
    mixed = (i for i, name in enumerate(scripts) if name in SCRIPTS and name != scripts[0])
    return next(mixed, 0) if scripts[0] in SCRIPTS else 0


def _named(char: str) -> str:
    return unicodedata.name(char, "unknown").lower()


def _idle_fuzzy(part: Part) -> Iterator[Problem]:
    """`fuzzy` of a whole watch or entity, where it cannot apply to what is written there."""
    rule = part.rule
    if not isinstance(rule, schema.WatchRule | schema.EntityRule) or not rule.fuzzy:
        return
    own = [term for term in part.terms() if not term.text.startswith("$")]
    entity = part.name if isinstance(rule, schema.EntityRule) else ""
    exact = [t.text for t in own if fuzzy_fault(Term.written(t.text, case=t.case, entity=entity))]
    if exact or not own:
        some = f"to {', '.join(exact)}" if len(exact) < len(own) else "to any term here"
        hint = "give fuzzy: to the terms that it is for, as in {term: Huawei, fuzzy: 90}"
        message = f"fuzzy does not apply {some}: too short, truncated, an acronym or no letters"
        if not own:
            message = "fuzzy applies to no term here: those of lists and entities have their own"
        yield warning(part.where.below("fuzzy"), "L007", message, hint)

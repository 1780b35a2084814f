"""What `$name` stands for, and every term that is looked for, numbered once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tracker.core.fold import fold
from tracker.core.names.ideographs import IDEOGRAPHIC_NAME
from tracker.core.rules import Entity
from tracker.core.terms import Case, Term
from tracker.core.text import HANGUL, IDEOGRAPHIC
from tracker.rulebook import problems, schema, variants
from tracker.rulebook.files import Reading, RuleFile
from tracker.rulebook.yaml import Path_

MIN_STEM = 3  # letters before a *
MIN_FUZZY = 6  # letters of a name that may be spelt nearly right

Weights = dict[int, float]  # number of a term -> its weight


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a rule file; `offset`: code points into a query string."""

    file: RuleFile
    path: Path_
    offset: int | None = None

    def below(self, *steps: str | int) -> "Where":
        """A place under this one."""
        return replace(self, path=(*self.path, *steps))

    def item(self, key: str, index: int) -> "Where":
        """The item of a list under this place."""
        return replace(self, path=self.file.at((*self.path, key), index))


@dataclass(frozen=True, slots=True)
class Shared:
    """A list or entity: what `$name` stands for. `entity`: its id, "" for a list."""

    where: Where
    words: Sequence[schema.Word]
    entity: str = ""
    never: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    fuzzy: int = 0

    def place(self, index: int) -> Where:
        """Where its word number `index` stands; an entity's first word is its name."""
        if self.entity:
            return self.where.below("name") if index == 0 else self.where.item("aliases", index - 1)
        terms = self.where.below("terms")
        if terms.path in self.where.file.document.values:
            return self.where.item("terms", index)
        return replace(self.where, path=self.where.file.at(self.where.path, index))


class Vocabulary:
    """The lists, entities and macros of all files, in one namespace. `used`: names in use."""

    def __init__(self, reading: Reading) -> None:
        self.terms: dict[Term, int] = {}
        self._numbers: dict[Term, int] = {}  # of terms as they are folded
        self.used: set[str] = set()
        self.macros: dict[str, tuple[Where, schema.Item]] = {}
        self._reading = reading
        self._shared: dict[str, Shared] = {}
        self._weights: dict[str, Weights] = {}
        self._lists: dict[int, dict[str, None]] = {}  # of a term, those that it is written in
        self._circles: set[str] = set()
        for file in reading.files:
            self._declare(file)
        for name in sorted(self._shared):  # also those that no watch uses, by name not by file
            self._weights[name] = self._shared_terms(name, ())

    def _declare(self, file: RuleFile) -> None:
        for name, rule in file.rules.lists.items():
            words = (*rule.terms, *(variants.of(rule.terms) if rule.variants else ()))
            self._share(name, Shared(Where(file, ("lists", name)), words))
        for name, entity in file.rules.entities.items():
            where = Where(file, ("entities", name))
            self._check(where, never=entity.never, context=entity.context)
            words = (entity.name, *entity.aliases)
            shared = Shared(where, words, name, entity.never, entity.context, entity.fuzzy or 0)
            self._share(name, shared)
        for name, item in file.rules.macros.items():
            where = Where(file, ("macros", name))
            if not self._is_taken(name, where):
                self.macros[name] = (where, item)

    @property
    def names(self) -> set[str]:
        """Of all lists, entities and macros."""
        return {*self._shared, *self.macros}

    def entities(self) -> Mapping[str, Entity]:
        """Every entity with the numbers of its aliases."""
        return {
            name: Entity(
                id=name,
                name=str(shared.words[0]),
                terms=frozenset(self._weights[name]),
            )
            for name, shared in sorted(self._shared.items())
            if shared.entity
        }

    def concepts(self) -> Mapping[int, tuple[str, ...]]:
        """Number of a term -> the lists that it is written in."""
        return {number: tuple(lists) for number, lists in self._lists.items()}

    def word(
        self,
        where: Where,
        rule: schema.TermRule,
        above: tuple[str, ...] = (),
        *,
        default_fuzzy: int = 0,
    ) -> Weights:
        """The numbers of a term or `$name`, with weights. `above`: the lists it is in."""
        if rule.term.startswith("$"):
            return self._reference(where, rule, above)
        if fault := _term_fault(rule.term):
            self.fault(where, "empty-term" if "no letter" in fault else "wildcard", fault)
            return {}
        self._check_phrases(where, rule)
        owner = self._shared[above[-1]] if above else None
        term = Term.written(
            rule.term,
            case=rule.case,
            number=rule.number,
            never=(*rule.never, *(owner.never if owner else ())),
            entity=owner.entity if owner else "",
        )
        wanted = rule.fuzzy or (owner.fuzzy if owner else default_fuzzy)
        fault = fuzzy_fault(term) if wanted else ""
        if rule.fuzzy and fault:
            self.fault(where, "fuzzy", f"'{rule.term}' cannot be fuzzy: {fault}")
        context = rule.context or (owner.context if owner else ())
        term = replace(term, context=context, fuzzy=wanted if not fault else 0)
        return {self.number(term): rule.weight}

    def _check_phrases(self, where: Where, rule: schema.TermRule) -> None:
        place = replace(where, path=where.path[:-1]) if where.path[-1:] == ("term",) else where
        self._check(place, never=rule.never, context=rule.context)

    def _check(self, where: Where, **phrases: Sequence[str]) -> None:
        """The phrases around a term are words like it, and no names of lists."""
        for key, given in phrases.items():
            for index, phrase in enumerate(given):
                fault = _term_fault(phrase)
                if phrase.startswith("$"):
                    fault = f"'{phrase}' is the name of a list, and {key} takes words"
                if fault:
                    self.fault(where.item(key, index), "phrase", fault)

    def number(self, term: Term) -> int:
        """The number of a term, a new one if it has none.

        Terms that are found at the same places are one: 禁运 and 禁運 count once.
        """
        same = term
        if term.case is Case.any and not term.pattern:
            same = replace(term, text=fold(term.text).text.strip())
        if same not in self._numbers:
            self._numbers[same] = self.terms[term] = len(self.terms)
        return self._numbers[same]

    def _reference(self, where: Where, rule: schema.TermRule, above: tuple[str, ...]) -> Weights:
        name = rule.term[1:]
        self.used.add(name)
        if name in above:
            self.circle(where, (*above[above.index(name) :], name))
            return {}
        options = rule.model_fields_set - {"term", "weight", "fields"}
        if any(getattr(rule, option) not in {"smart", "both", None, ()} for option in options):
            message = f"'{rule.term}' takes no options of a term"
            self.fault(where, "no-options", message, "give them where its terms are written")
        if name in self._shared:
            terms = self._weights.get(name) or self._shared_terms(name, above)
            return {term: weight * rule.weight for term, weight in terms.items()}
        if name in self.macros:
            message = f"'{rule.term}' is a condition, and only terms can stand here"
            self.fault(where, "macro-in-list", message, "use it in a watch")
        elif not self._reading.may_know(name):
            hint = problems.nearest(name, self.names) or "a $ begins the name of a list or entity"
            message = f"no list, entity or macro is called '{name}'"
            self.fault(where, "unknown-reference", message, hint)
        return {}

    def circle(self, where: Where, circle: tuple[str, ...]) -> None:
        """Tell of names that stand for each other."""
        if not self._circles.issuperset(circle):  # told once, wherever it is entered
            chain = " -> ".join(f"${step}" for step in circle)
            self.fault(where, "circular-reference", f"this contains itself: {chain}")
        self._circles.update(circle)

    def _shared_terms(self, name: str, above: tuple[str, ...]) -> Weights:
        shared = self._shared[name]
        weights: Weights = {}
        for index, word in enumerate(shared.words):
            where = shared.place(index)
            if isinstance(word, str):
                rule = schema.TermRule(term=word)
            else:
                rule, where = word, where.below("term")
            numbers = self.word(where, rule, (*above, name))
            weights |= numbers
            if not shared.entity and not rule.term.startswith("$"):
                for number in numbers:
                    self._lists.setdefault(number, {})[name] = None
        return weights

    def _share(self, name: str, shared: Shared) -> None:
        if not self._is_taken(name, shared.where):
            self._shared[name] = shared

    def _is_taken(self, name: str, where: Where) -> bool:
        other = self._shared[name].where if name in self._shared else None
        other = self.macros[name][0] if name in self.macros else other
        if other is not None:
            message = f"the name '{name}' is already used at {other.file.line(other.path)}"
            hint = "lists, entities and macros share one namespace: choose another name"
            self.fault(where, "duplicate-id", message, hint, at_key=True)
        return other is not None

    def fault(
        self, where: Where, code: str, message: str, hint: str = "", *, at_key: bool = False
    ) -> None:
        """Note what is wrong at a place."""
        document = where.file.document
        if where.offset is not None:
            problem = document.inside(where.path, where.offset, code, message, hint)
        else:
            problem = document.problem(where.path, code, message, hint, at_key=at_key)
        self._reading.problems.append(problem)


def _term_fault(term: str) -> str:
    """Why this text is no term; "" when it is one."""
    if not any(char.isalnum() for char in term):
        return f"'{term}' has no letter or digit to look for"
    for word in term.split():
        stem = word.rstrip("*")
        if "*" in stem or word.endswith("**"):
            return f"'{term}': a * stands only at the end of a word, as in licen*"
        wild = next((place for place, char in enumerate(word) if char in "*?"), len(word))
        if wild < min(MIN_STEM, len(word)) and not IDEOGRAPHIC.match(word):
            return f"'{term}': at least {MIN_STEM} letters must stand before a * or ?"
    return ""


def fuzzy_fault(term: Term) -> str:
    """Why this term cannot be fuzzy; "" when it can."""
    letters = sum(char.isalpha() for char in term.text)
    if IDEOGRAPHIC_NAME.fullmatch(term.text):
        return ""
    if IDEOGRAPHIC.search(term.text) or HANGUL.search(term.text):
        return "it is for letters, and for five Chinese characters and more"
    if "*" in term.text or "?" in term.text:
        return "it is truncated already"
    if term.is_acronym or letters < MIN_FUZZY:
        return f"an acronym or a name under {MIN_FUZZY} letters is like too many others"
    return ""

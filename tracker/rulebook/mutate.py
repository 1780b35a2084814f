"""Would the examples notice? Every term of every watch is left out once, and its examples run."""

from dataclasses import dataclass, replace

from tracker.core import match
from tracker.core.hits import Hits
from tracker.core.rules import Rulebook, Watch
from tracker.errors import Problem
from tracker.rulebook.build import Built, Case, compiled
from tracker.rulebook.compiler import Leaf, Scope
from tracker.rulebook.examples import article_of, is_regraded


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How many `terms` there are, and those whose loss no example notices."""

    terms: int
    unnoticed: tuple[Problem, ...]

    @property
    def noticed(self) -> int:
        return self.terms - len(self.unnoticed)

    @property
    def share(self) -> float:
        """0 to 1; without any term there is nothing to notice."""
        return self.noticed / self.terms if self.terms else 1.0


def score(built: Built) -> Score:
    """Leave out each term of each watch, one at a time; the rules must be without fault."""
    trials = {watch.id: _Trial(built, watch) for watch in built.rulebook.watches}
    found = [(trial, leaf) for trial in trials.values() for leaf in trial.leaves]
    return Score(
        terms=len(found),
        unnoticed=tuple(trial.problem(leaf) for trial, leaf in found if not trial.notices(leaf)),
    )


class _Trial:
    """One watch with its examples, each searched once."""

    def __init__(self, built: Built, watch: Watch) -> None:
        self._built = built
        self._definition = built.definitions[watch.id]
        cases = [case for case in built.cases if case.watch == watch.id]
        self._cases = [(case, _hits(case, watch, built.rulebook)) for case in cases]
        scope = Scope(fuzzy=self._definition.rule.fuzzy or 0)
        compiled(built.compiler, self._definition, scope)
        self.leaves = scope.leaves

    def notices(self, leaf: Leaf) -> bool:
        """Whether an example comes out otherwise without this term."""
        scope = Scope(fuzzy=self._definition.rule.fuzzy or 0, omit=frozenset({leaf}))
        mutant = compiled(self._built.compiler, self._definition, scope)
        return mutant is None or any(
            self._differs(case, hits, mutant) for case, hits in self._cases
        )

    def _differs(self, case: Case, hits: Hits, mutant: Watch) -> bool:
        found = match.fired(mutant, hits)
        if bool(found) != case.expected:
            return True
        wanted = None if is_regraded(case, self._built) else case.example.severity
        return bool(found and wanted and match.severity(mutant, hits)[0] != wanted)

    def problem(self, leaf: Leaf) -> Problem:
        """The fault at the term: nothing would notice its loss."""
        (path, offset), term = leaf, self.leaves[leaf]
        where = self._definition.where.file.document
        message = f"no example notices if '{term}' is lost"
        hint = "add an example that only this term decides (of an `all`, a no_match)"
        if offset:
            found = where.inside(path, offset, "unproved", message, hint)
        else:
            found = where.problem(path, "unproved", message, hint)
        return replace(found, level="warning")


def _hits(case: Case, watch: Watch, rules: Rulebook) -> Hits:
    return Hits.of(article_of(case.example, watch), rules.lexicon, rules.fields)

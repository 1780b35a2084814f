"""Waivers: `# tracker: allow L003 the reason`, on the line of a lint or above it.

Above a watch, a list or any key it holds for the whole of it; in the first lines of a file, for
the whole file. The reason is for those who read the rule later.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from tracker.errors import Problem
from tracker.rulebook.problems import nearest
from tracker.rulebook.yaml import Document, Mark

CODES = tuple(f"L{number:03}" for number in range(1, 20))
REMARK = re.compile(r"(?:^|(?<=[ \t]))#.*$", re.MULTILINE)
SWALLOWED = re.compile(r"#[^\s#!:]")
ADDRESSED = re.compile(r"#\s*tracker\s*:\s*(?P<verb>\S*)\s*(?P<rest>.*)")
CODE = re.compile(r"\s*,?\s*(?P<code>[A-Za-z]+\d+)\b")
FORM = "write # tracker: allow L003 and the reason"


@dataclass(frozen=True, slots=True)
class Remark:
    """Where a comment begins. `alone`: nothing else is in its line; `swallows`: see L011."""

    place: Mark
    alone: bool
    swallows: bool


@dataclass(slots=True)
class Waiver:
    """Which lints are waived, and from which line to which."""

    document: Document
    place: Mark
    codes: tuple[str, ...]
    first: int
    last: float
    used: set[str] = field(default_factory=set)

    def takes(self, problem: Problem) -> bool:
        """Whether it waives this one; notes that it was of use."""
        here = problem.file == self.document.name and self.first <= problem.line <= self.last
        if here and problem.code in self.codes:
            self.used.add(problem.code)
            return True
        return False


def comments(document: Document) -> Iterator[tuple[Remark, str]]:
    """The comments of a file: each # that stands in no value."""
    if "#" not in document.text:
        return
    own = (span for path, span in document.scalars.items() if path not in document.origins)
    spans = sorted(own)
    starts, ends = [span[0] for span in spans], {span[1] for span in spans if span[0] < span[1]}
    for found in REMARK.finditer(document.text):
        at = found.start()
        before = bisect_right(starts, at) - 1
        if before >= 0 and at < spans[before][1]:
            continue
        line_start = document.text.rfind("\n", 0, at) + 1
        left = document.text[line_start:at].rstrip()
        value = left.removesuffix(",")
        yield (
            Remark(
                place=(document.text.count("\n", 0, at) + 1, at - line_start + 1),
                alone=not left,
                swallows=SWALLOWED.match(found[0]) is not None
                and line_start + len(value) in ends
                and value[-1:] not in {'"', "'"},
            ),
            found[0],
        )


def waivers(documents: Iterable[Document]) -> tuple[list[Waiver], list[Problem]]:
    """All waivers, and the faults of those that cannot be understood."""
    found: list[Waiver] = []
    faults: list[Problem] = []
    for document in documents:
        remarks = list(comments(document))
        head = _head(document, remarks)
        for remark, text in remarks:
            addressed = ADDRESSED.match(text)
            if addressed is None:
                continue
            codes, reason = _codes(addressed["rest"])
            if fault := _fault(addressed["verb"], codes, reason):
                faults.append(document.at(remark.place, "waiver", *fault))
            else:
                span = _span(document, remark, head)
                found.append(Waiver(document, remark.place, tuple(codes), *span))
    return found, faults


def without(problems: Iterable[Problem], given: Sequence[Waiver]) -> Iterator[Problem]:
    """The problems that no waiver takes."""
    for problem in problems:
        if not [waiver for waiver in given if waiver.takes(problem)]:
            yield problem


def unused(given: Iterable[Waiver], unjudged: Iterable[str]) -> Iterator[Problem]:
    """A warning for each code that waives nothing. `unjudged`: codes of which nobody can tell."""
    for waiver in given:
        for code in waiver.codes:
            if code not in waiver.used and code not in unjudged:
                message = f"there is no {code} here to waive"
                hint = "take the waiver out"
                yield waiver.document.at(waiver.place, "waiver", message, hint, level="warning")


def _codes(text: str) -> tuple[list[str], str]:
    codes = []
    while found := CODE.match(text):
        codes.append(found["code"])
        text = text[found.end() :]
    return codes, text.strip(" \t,:-–—")


def _fault(verb: str, codes: list[str], reason: str) -> tuple[str, str] | None:
    """(message, hint) of what is wrong with a waiver."""
    if verb != "allow":
        return f"'{verb}' is nothing that a remark can ask for", nearest(verb, ["allow"]) or FORM
    if not codes:
        return "this waiver does not say which lint", FORM
    for code in codes:
        if code not in CODES:
            return f"no lint has the code '{code}'", nearest(code, CODES) or FORM
    return None if reason else ("this waiver gives no reason", f"{FORM}, for those who come later")


def _head(document: Document, remarks: Iterable[tuple[Remark, str]]) -> int:
    """The last line of the comments with which the file begins; 0 if it does not."""
    last = 0
    first_line = next((n for n, text in enumerate(document.lines, 1) if text.strip()), 0)
    for remark, _ in remarks:
        if not remark.alone or remark.place[0] != (last + 1 if last else first_line):
            break
        last = remark.place[0]
    return last


def _span(document: Document, remark: Remark, head: int) -> tuple[int, float]:
    """The first and the last line for which a waiver holds."""
    line = remark.place[0]
    if line <= head:
        return 0, float("inf")
    if not remark.alone:
        return line, line
    lines = document.lines
    while line < len(lines) and (not lines[line].strip() or lines[line].lstrip().startswith("#")):
        line += 1
    return line + 1, _end(document, line + 1)


def _end(document: Document, line: int) -> float:
    """The last line of what begins in `line`: a key with its value, or an item of a list."""
    items = ((p, mark) for p, mark in document.values.items() if p and isinstance(p[-1], int))
    marks = [(p, m[0]) for p, m in (*document.keys.items(), *items) if p not in document.origins]
    begun = min((path for path, at in marks if at == line), key=len, default=None)
    if begun is None:
        return line
    after = (at for path, at in marks if at > line and path[: len(begun)] != begun)
    return min(after, default=float("inf")) - 1

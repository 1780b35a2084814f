"""Lints: what is valid in rules, and probably not what was meant. Each is a warning.

L001 fires too often · L002 term too short · L003 never reached · L004 same as another watch ·
L005 short before a * · L006 too far apart · L007 fuzzy without effect · L008 no examples ·
L009 unused name · L010 letters that look alike · L011 swallowed by a # · L012 idle channel ·
L013 override without effect · L014 silent for long · L015 loose pattern · L016 one Chinese script ·
L017 expires soon · L018 taken by no route · L019 name that is a word
"""

from datetime import date

from tracker.errors import Problem
from tracker.rulebook.build import Built
from tracker.rulebook.lints import history as past
from tracker.rulebook.lints import names, routes, scripts, terms, watches
from tracker.rulebook.lints.history import NEWEST, History
from tracker.rulebook.lints.waivers import unused, waivers, without
from tracker.rulebook.lints.written import Book

__all__ = ["NEWEST", "History", "judged"]

# These come and go with the day, the sources, and what your own rules use.
PASSING = {"L003", "L009", "L017"}
HISTORICAL = {"L001", "L014"}


def judged(built: Built, *, today: date, history: History | None = None) -> list[Problem]:
    """Every problem of `built` and what the lints say of it, sorted, without what is waived.

    Rules with faults are not linted: most would be said of what is missing.
    """
    given, faults = waivers(file.document for file in built.reading.files)
    if built.errors:
        return sorted({*built.problems, *faults})
    book = Book(built)
    found = [
        *built.problems,
        *terms.lints(book),
        *names.lints(book),
        *watches.lints(book, today),
        *scripts.lints(book),
        *routes.lints(book),
        *(past.lints(book, history, today) if history else ()),
    ]
    kept = list(without(found, given))
    unjudged = PASSING | (set() if history else HISTORICAL)
    return sorted({*kept, *faults, *unused(given, unjudged)})

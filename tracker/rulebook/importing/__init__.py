"""Official lists as rule files: who is on them, and which of their names mean nobody else.

bytes > rows | columns > records | cells > names | grading > entities | writing > YAML
"""

from tracker.rulebook.importing.columns import (
    DAY,
    PRESETS,
    Columns,
    check,
    mapped,
    only,
    preset,
    records,
)
from tracker.rulebook.importing.entities import Gathered, gathered
from tracker.rulebook.importing.grading import Grade, grade
from tracker.rulebook.importing.rows import FORMS, Table, read
from tracker.rulebook.importing.writing import Heading, counts, reasons, rule_file

__all__ = [
    "DAY",
    "FORMS",
    "PRESETS",
    "Columns",
    "Gathered",
    "Grade",
    "Heading",
    "Table",
    "check",
    "counts",
    "gathered",
    "grade",
    "mapped",
    "only",
    "preset",
    "read",
    "reasons",
    "records",
    "rule_file",
]

"""The form of a rule file. Every model is strict about keys: nothing is silently ignored."""

from tracker.rulebook.schema.conditions import (
    CONDITIONS,
    KINDS,
    MAX_WITHIN,
    AtLeastRule,
    Block,
    FieldName,
    Item,
    NearRule,
    RegexRule,
    SameRule,
    TermRule,
    Word,
)
from tracker.rulebook.schema.file import CHANNEL_KINDS, SOURCE_KINDS, RuleFile
from tracker.rulebook.schema.overrides import TARGETS, OverrideRule
from tracker.rulebook.schema.routing import RouteFilter, RouteRule
from tracker.rulebook.schema.watches import (
    EntityRule,
    ExampleRule,
    Examples,
    ListRule,
    RaiseRule,
    WatchRule,
)

__all__ = [
    "CHANNEL_KINDS",
    "CONDITIONS",
    "KINDS",
    "MAX_WITHIN",
    "SOURCE_KINDS",
    "TARGETS",
    "AtLeastRule",
    "Block",
    "EntityRule",
    "ExampleRule",
    "Examples",
    "FieldName",
    "Item",
    "ListRule",
    "NearRule",
    "OverrideRule",
    "RaiseRule",
    "RegexRule",
    "RouteFilter",
    "RouteRule",
    "RuleFile",
    "SameRule",
    "TermRule",
    "WatchRule",
    "Word",
]

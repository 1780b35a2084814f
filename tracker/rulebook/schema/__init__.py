"""The form of a rule file. Every model is strict about keys: nothing is silently ignored."""

from tracker.rulebook.schema.conditions import (
    KINDS,
    Block,
    Item,
    SameRule,
    TermRule,
    Word,
)
from tracker.rulebook.schema.file import CHANNEL_KINDS, SOURCE_KINDS, RuleFile
from tracker.rulebook.schema.routing import RouteFilter, RouteRule
from tracker.rulebook.schema.watches import EntityRule, ExampleRule, Examples, WatchRule

__all__ = [
    "CHANNEL_KINDS",
    "KINDS",
    "SOURCE_KINDS",
    "Block",
    "EntityRule",
    "ExampleRule",
    "Examples",
    "Item",
    "RouteFilter",
    "RouteRule",
    "RuleFile",
    "SameRule",
    "TermRule",
    "WatchRule",
    "Word",
]

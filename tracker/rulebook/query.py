"""Query strings: terms and connectors, parsed into a tree with exact places.

    query    = chain
    chain    = operand (operator operand)*     one kind of operator; AND may join w/n chains
    operand  = [NOT] (term | "phrase" | $name | /regex/ | (chain) | field:operand | function(chain))
    operator = AND | OR | w/n | pre/n | w/s | w/p | not w/n

Products disagree on what binds tighter, so AND beside OR, OR beside w/n, and two kinds of w/n
without parentheses are faults, never a guess.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from tracker.core.layout import Unit
from tracker.rulebook.tokens import QueryError, Token, tokens

MAX_DEPTH = 40

Op = Literal["AND", "OR", "near", "ordered", "same", "apart", "count"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A term, or the `$name` of a list, entity or macro. `end` is its end in the query."""

    text: str
    start: int
    end: int
    case: str = "smart"
    number: str = "both"
    fuzzy: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A regular expression."""

    text: str
    start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """`number`: words, or hits. `unit`: of same, and of apart when it is no number of words."""

    op: Op
    of: tuple["Node", ...]
    start: int
    number: int = 0
    unit: Unit | None = None
    open: bool = False  # further operands of the same w/s may join it


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    """What must not be there."""

    of: "Node"
    start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class In:
    """A condition on one field."""

    field: str
    of: "Node"
    start: int


Node = Leaf | Pattern | Joined | Not | In
UNITS: dict[str, Unit] = {"s": "sentence", "p": "paragraph"}
CASES = {"caps": "capital", "allcaps": "upper", "nocaps": "lower", "exact": "exact"}


def parse(text: str) -> Node:
    """The tree of `text`. Raises QueryError with the place and what to write instead."""
    parser = _Parser(list(tokens(text)))
    node = parser.chain(0)
    _refuse_depth(node)
    if parser.next.kind == "close":
        raise QueryError(parser.next.start, "this ) closes nothing", "take it out, or open a (")
    if not _wants_something(node):
        raise QueryError(node.start, "it only says what must not be there", "say what must be, too")
    return node


class _Parser:
    """Recursive descent over the tokens; `next` is the one not yet taken."""

    def __init__(self, found: list[Token]) -> None:
        self._tokens = found
        self._at = 0

    @property
    def next(self) -> Token:
        return self._tokens[self._at]

    def take(self) -> Token:
        token = self.next
        self._at += token.kind != "end"
        return token

    def chain(self, depth: int) -> Node:
        """Operands and the operators between them, up to a ) or the end."""
        operands, operators = [self.operand(depth)], list[Token]()
        while self.next.kind not in {"close", "end"}:
            operator = self._operator(operands[-1])
            operators.append(operator)
            if self.next.kind == "not" and operator.value != "AND":
                message = f"NOT cannot follow {operator.value}"
                raise QueryError(self.next.start, message, "write AND NOT, with parentheses")
            operands.append(self.operand(depth))
        return _joined(operands, operators)

    def _operator(self, before: Node) -> Token:
        token = self.next
        if token.kind in {"join", "near"}:
            return self.take()
        if token.kind == "not":
            raise QueryError(token.start, "NOT joins nothing by itself", "write AND NOT")
        raise QueryError(token.start, "two terms stand side by side", _side_by_side(before, token))

    def operand(self, depth: int) -> Node:
        """One condition."""
        if depth > MAX_DEPTH:
            raise QueryError(self.next.start, "this is nested too deeply")
        token = self.take()
        match token.kind:
            case "term" | "phrase":
                return Leaf(text=token.value, start=token.start, end=token.end, fuzzy=token.number)
            case "regex":
                return Pattern(text=token.value, start=token.start)
            case "not":
                return Not(of=self.operand(depth + 1), start=token.start)
            case "open":
                return _shut(self._closed(self.chain(depth + 1), token))
            case "field":
                self._refuse_space(token)
                return In(field=token.value, of=self.operand(depth + 1), start=token.start)
            case "function":
                return _applied(token, self._closed(self.chain(depth + 1), token))
            case "end":
                raise QueryError(
                    token.start, "a term is missing at the end", _unfinished(self._tokens)
                )
        raise QueryError(token.start, f"a term is missing before '{token.value}'")

    def _refuse_space(self, field: Token) -> None:
        if self.next.start != field.end and self.next.kind != "end":
            hint = f"write {field.value}:term or {field.value}:(...)"
            raise QueryError(field.start, f"a space follows '{field.value}:'", hint)

    def _closed(self, node: Node, opened: Token) -> Node:
        if self.take().kind != "close":
            raise QueryError(opened.start, "this ( is never closed", "add a )")
        _refuse_depth(node)
        return node


def _refuse_depth(node: Node) -> None:
    """A long chain of w/n is deep without a parenthesis: what walks the tree must not overflow."""
    level, depth = [node], 0
    while level and depth < MAX_DEPTH:
        level, depth = [part for one in level for part in _parts(one)], depth + 1
    if level:
        raise QueryError(level[0].start, "this is nested too deeply")


def _parts(node: Node) -> tuple[Node, ...]:
    match node:
        case Leaf() | Pattern():
            return ()
        case Joined():
            return node.of
    return (node.of,)


def _shut(node: Node) -> Node:
    """In parentheses: a chain that nothing joins any more."""
    return replace(node, open=False) if isinstance(node, Joined) else node


def _joined(operands: list[Node], operators: list[Token]) -> Node:
    """The tree of a chain without parentheses."""
    _refuse_mixtures(operators)
    if not operators:
        return operands[0]
    if operators[0].value == "OR":
        _refuse_not(operands, "OR")
        return Joined(op="OR", of=tuple(operands), start=operands[0].start)
    groups: list[Node] = []
    group = operands[0]
    for operator, operand in zip(operators, operands[1:], strict=True):
        if operator.value == "AND":
            groups.append(group)
            group = operand
        else:
            group = _near(operator, group, operand)
    groups.append(group)
    return (
        groups[0] if len(groups) == 1 else Joined(op="AND", of=tuple(groups), start=groups[0].start)
    )


def _refuse_mixtures(operators: list[Token]) -> None:
    for first, second in pairwise(operators):
        either_or = "OR" in {first.value, second.value}
        if first.value != second.value and (either_or or first.kind == second.kind == "near"):
            message = f"{first.value} and {second.value} are mixed without parentheses"
            raise QueryError(second.start, message, "put ( ) around what belongs together")


def _refuse_not(operands: Iterable[Node], operator: str) -> None:
    for operand in operands:
        if isinstance(operand, Not):
            hint = "put ( ) around what must not be there, and AND before it"
            raise QueryError(operand.start, f"NOT cannot stand beside {operator}", hint)


def _near(operator: Token, left: Node, right: Node) -> Node:
    _refuse_not((left, right), operator.value)
    how, _, size = operator.value.partition("/")
    unit, start = UNITS.get(size), left.start
    if how == "not w":
        return Joined(op="apart", of=(left, right), start=start, number=operator.number, unit=unit)
    if unit is None:
        op: Op = "ordered" if how == "pre" else "near"
        return Joined(op=op, of=(left, right), start=start, number=operator.number)
    chain = left.of if isinstance(left, Joined) and left.op == "same" and left.open else (left,)
    return Joined(op="same", of=(*chain, right), start=start, unit=unit, open=True)


def _applied(function: Token, node: Node) -> Node:
    """What `caps(...)` and the like make of the terms inside."""
    if function.value == "atleast":
        if not _wants_something(node):
            message = "atleast() counts what is there, not what must not be"
            raise QueryError(function.start, message, "take out the NOT")
        return Joined(op="count", of=(node,), start=function.start, number=function.number)
    return _each_leaf(node, lambda leaf: _changed(function, leaf))


def _changed(function: Token, leaf: Leaf | Pattern) -> Leaf:
    if isinstance(leaf, Pattern) or leaf.text.startswith("$"):
        message = f"{function.value}() takes terms, and no names or regular expressions"
        raise QueryError(leaf.start, message, "give the case where it is defined")
    if function.value in CASES:
        return replace(leaf, case=CASES[function.value])
    return replace(leaf, number=function.value)


def _each_leaf(node: Node, change: Callable[[Leaf | Pattern], Node]) -> Node:
    match node:
        case Leaf() | Pattern():
            return change(node)
        case Joined():
            return replace(node, of=tuple(_each_leaf(part, change) for part in node.of))
    return replace(node, of=_each_leaf(node.of, change))


def _wants_something(node: Node) -> bool:
    match node:
        case Not():
            return False
        case In():
            return _wants_something(node.of)
        case Joined(op="AND"):
            return any(_wants_something(part) for part in node.of)
        case Joined(op="OR"):
            return all(_wants_something(part) for part in node.of)
    return True


def _side_by_side(before: Node, token: Token) -> str:
    if token.value in {"and", "or", "not"}:
        return f"write {token.value.upper()} in capitals"
    if isinstance(before, Leaf) and token.kind in {"term", "phrase"}:
        one, two = before.text, token.value
        if one in {"and", "or", "not"}:
            return f"write {one.upper()} in capitals"
        return f'write "{one} {two}" for the phrase, {one} AND {two} for both, {one} w/5 {two}'
    return "put AND, OR or w/5 between them"


def _unfinished(found: list[Token]) -> str:
    last = found[-2].value if len(found) > 1 else ""
    return f"add a term after '{last}', or take it out" if last else ""

"""A query means what it says, or says at which character it does not."""

from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.rulebook import query
from tracker.rulebook.query import In, Joined, Leaf, Node, Not, Pattern, parse
from tracker.rulebook.schema import MAX_WITHIN
from tracker.rulebook.tokens import FIELDS, QueryError

calm = settings(deadline=None, derandomize=True, max_examples=500)


def shape(node: Node) -> object:
    """The tree without places: operators and what they join."""
    match node:
        case Leaf():
            marks = (node.case != "smart") * node.case, (node.number != "both") * node.number
            return "|".join(filter(None, (node.text, *marks, node.fuzzy and str(node.fuzzy))))
        case Pattern():
            return f"/{node.text}/"
        case Not():
            return ("NOT", shape(node.of))
        case In():
            return (node.field, shape(node.of))
    how = node.unit or node.number or ""
    return (f"{node.op} {how}".strip(), *map(shape, node.of))


# -- what is right ---------------------------------------------------------------------------

RIGHT = [
    ("chip", "chip"),
    ("  chip\n", "chip"),
    ('"export control"', "export control"),
    ('" export control "', "export control"),
    ("licen*", "licen*"),
    ("licen?e", "licen?e"),
    ("$chips", "$chips"),
    ("3A090.a", "3A090.a"),
    ("R&D", "R&D"),
    ("AI/ML", "AI/ML"),
    ("10^26", "10^26"),
    ("出口管制", "出口管制"),
    ("수출통제", "수출통제"),
    ("Nvidia~90", "Nvidia|90"),
    ('"Acme Photonics"~85', "Acme Photonics|85"),
    ("/NXT:?\\d{4}/", "/NXT:?\\d{4}/"),
    (r"/a\/b (c|d)/", "/a/b (c|d)/"),
    ("a AND b", ("AND", "a", "b")),
    ("a AND b AND c", ("AND", "a", "b", "c")),
    ("a OR b OR c", ("OR", "a", "b", "c")),
    ("a AND NOT b", ("AND", "a", ("NOT", "b"))),
    ("NOT b AND a", ("AND", ("NOT", "b"), "a")),
    ("a AND NOT (b OR c)", ("AND", "a", ("NOT", ("OR", "b", "c")))),
    ("a AND NOT(b OR c)", ("AND", "a", ("NOT", ("OR", "b", "c")))),
    ("a AND(b OR c)", ("AND", "a", ("OR", "b", "c"))),
    ("(a)AND(b)", ("AND", "a", "b")),
    ('"a"AND"b"', ("AND", "a", "b")),
    ("a AND (b AND c)", ("AND", "a", ("AND", "b", "c"))),
    ("((((a))))", "a"),
    ("a w/5 b", ("near 5", "a", "b")),
    ('a w/5"b c"', ("near 5", "a", "b c")),
    ("a W/5 b", ("near 5", "a", "b")),
    ("a w/255 b", ("near 255", "a", "b")),
    ("a pre/3 b", ("ordered 3", "a", "b")),
    ("a w/s b", ("same sentence", "a", "b")),
    ("a w/P b", ("same paragraph", "a", "b")),
    ("a w/s b w/s c", ("same sentence", "a", "b", "c")),
    ("(a w/s b) w/s c", ("same sentence", ("same sentence", "a", "b"), "c")),
    ("a w/5 b w/5 c", ("near 5", ("near 5", "a", "b"), "c")),
    ("a w/5 (b OR c)", ("near 5", "a", ("OR", "b", "c"))),
    ("a not w/5 b", ("apart 5", "a", "b")),
    ("a NOT  w/s b", ("apart sentence", "a", "b")),
    ("a w/5 b AND c w/s d", ("AND", ("near 5", "a", "b"), ("same sentence", "c", "d"))),
    ("a AND b w/5 c", ("AND", "a", ("near 5", "b", "c"))),
    ("a w/5 b AND c AND d", ("AND", ("near 5", "a", "b"), "c", "d")),
    ("atleast3(a OR b)", ("count 3", ("OR", "a", "b"))),
    ("ATLEAST2(a)", ("count 2", "a")),
    ("caps(apple)", "apple|capital"),
    ("allcaps(a OR b)", ("OR", "a|upper", "b|upper")),
    ("nocaps(a)", "a|lower"),
    ("exact(AI-Act)", "AI-Act|exact"),
    ('exact("AI Act")', "AI Act|exact"),
    ("singular(a w/5 b)", ("near 5", "a|singular", "b|singular")),
    ("plural(a AND NOT title:b)", ("AND", "a|plural", ("NOT", ("title", "b|plural")))),
    ("caps(singular(apple))", "apple|capital|singular"),
    ("title:a", ("title", "a")),
    ("Title:a AND b", ("AND", ("title", "a"), "b")),
    ("title:(a OR b)", ("title", ("OR", "a", "b"))),
    ('lead:"a b"', ("lead", "a b")),
    ("title:$chips AND NOT url:/video/", ("AND", ("title", "$chips"), ("NOT", ("url", "/video/")))),
    ('"AND" OR "w/5"', ("OR", "AND", "w/5")),
]


@pytest.mark.parametrize(("text", "tree"), RIGHT)
def test_a_query_means_what_it_says(text: str, tree: object) -> None:
    assert shape(parse(text)) == tree


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_can_be_asked(field: str) -> None:
    assert shape(parse(f"{field}:chip")) == (field, "chip")


def test_every_part_knows_where_it_stands() -> None:
    text = 'caps(EUV) AND NOT title:("ion beam" OR /x+/)'
    tree = parse(text)
    assert isinstance(tree, Joined)
    first, forbidden = tree.of
    assert isinstance(first, Leaf)
    assert text[first.start : first.end] == "EUV"
    assert isinstance(forbidden, Not)
    assert text[forbidden.start :].startswith("NOT")
    field = forbidden.of
    assert isinstance(field, In)
    assert text[field.start :].startswith("title:")
    either = field.of
    assert isinstance(either, Joined)
    phrase, pattern = either.of
    assert isinstance(phrase, Leaf)
    assert text[phrase.start : phrase.end] == '"ion beam"'
    assert text[pattern.start :].startswith("/x+/")


def test_parentheses_nest_as_deep_as_anyone_writes() -> None:
    deep = query.MAX_DEPTH
    assert parse("(" * deep + "a" + ")" * deep)
    with pytest.raises(QueryError, match="nested too deeply") as caught:
        parse("(" * (deep + 1) + "a" + ")" * (deep + 1))
    assert caught.value.start == deep + 1


ENDLESS = [
    "(" * 5000,
    "NOT " * 5000 + "a",
    "title:" * 5000 + "a",
    "caps(" * 5000,
    "a w/5 " * 5000 + "a",
    "caps(" + "a w/5 " * 5000 + "a)",
    "(" + "a pre/5 (" * 30 + "a w/5 " * 30 + "a" + ")" * 31,
]


@pytest.mark.parametrize("text", ENDLESS)
def test_a_query_without_end_is_a_fault_and_no_crash(text: str) -> None:
    with pytest.raises(QueryError, match="nested too deeply"):
        parse(text)


def test_a_chain_of_and_or_or_or_sentences_may_be_long() -> None:
    for operator in ("AND", "OR", "w/s"):
        assert isinstance(parse(f" {operator} ".join(["a"] * 2000)), Joined)


# -- what is wrong ---------------------------------------------------------------------------

# « stands before the character at which the fault is told.
MIXED = "put ( ) around what belongs together"
CHANCES = (
    "fields are title, lead, summary, body, url, author, tags; functions atleast, caps, allcaps, "
    "nocaps, exact, singular, plural; a term with a colon or a bracket needs quotation marks"
)
WRONG = [
    ("«", "a term is missing at the end", ""),
    ("a AND«", "a term is missing at the end", "add a term after 'AND', or take it out"),
    ("a w/5«", "a term is missing at the end", "add a term after 'w/5', or take it out"),
    ("title:«", "a term is missing at the end", "add a term after 'title', or take it out"),
    ("(«)", "a term is missing before ')'", ""),
    ("caps(«)", "a term is missing before ')'", ""),
    ("«AND a", "a term is missing before 'AND'", ""),
    ("a OR «OR b", "a term is missing before 'OR'", ""),
    ("a w/5 «AND b", "a term is missing before 'AND'", ""),
    ("a OR b «AND c", "OR and AND are mixed without parentheses", MIXED),
    ("a AND b AND c «OR d", "AND and OR are mixed without parentheses", MIXED),
    ("a w/5 b «OR c", "w/5 and OR are mixed without parentheses", MIXED),
    ("a OR b «w/s c", "OR and w/s are mixed without parentheses", MIXED),
    ("a w/5 b «w/3 c", "w/5 and w/3 are mixed without parentheses", MIXED),
    ("a w/5 b «pre/5 c", "w/5 and pre/5 are mixed without parentheses", MIXED),
    ("a w/s b «w/p c", "w/s and w/p are mixed without parentheses", MIXED),
    ("a w/s b «not w/s c", "w/s and not w/s are mixed without parentheses", MIXED),
    ("export «control", "two terms stand side by side",
     'write "export control" for the phrase, export AND control for both, export w/5 control'),
    ("a «$b", "two terms stand side by side",
     'write "a $b" for the phrase, a AND $b for both, a w/5 $b'),
    ("a «(b OR c)", "two terms stand side by side", "put AND, OR or w/5 between them"),
    ("(a) «(b)", "two terms stand side by side", "put AND, OR or w/5 between them"),
    ("a «title:b", "two terms stand side by side", "put AND, OR or w/5 between them"),
    ("chip «and wafer", "two terms stand side by side", "write AND in capitals"),
    ("and «chip", "two terms stand side by side", "write AND in capitals"),
    ("chip «and(wafer)", "no function is called 'and'",
     "write AND in capitals"),
    ("not «chip", "two terms stand side by side", "write NOT in capitals"),
    ("chip «NOT wafer", "NOT joins nothing by itself", "write AND NOT"),
    ("chip OR «NOT wafer", "NOT cannot follow OR", "write AND NOT, with parentheses"),
    ("chip w/5 «NOT wafer", "NOT cannot follow w/5", "write AND NOT, with parentheses"),
    ("«NOT a OR b", "NOT cannot stand beside OR",
     "put ( ) around what must not be there, and AND before it"),
    ("a w/5 b AND «NOT c w/5 d", "NOT cannot stand beside w/5",
     "put ( ) around what must not be there, and AND before it"),
    ("«NOT a", "it only says what must not be there", "say what must be, too"),
    ("«title:NOT a", "it only says what must not be there", "say what must be, too"),
    ("«NOT a AND NOT b", "it only says what must not be there", "say what must be, too"),
    ("«a OR (NOT b AND NOT c)", "it only says what must not be there",
     "say what must be, too"),
    ("«atleast2(NOT a)", "atleast() counts what is there, not what must not be",
     "take out the NOT"),
    ("a AND «(b OR c", "this ( is never closed", "add a )"),
    ("«caps(a", "this ( is never closed", "add a )"),
    ("a«) AND b", "this ) closes nothing", "take it out, or open a ("),
    ('a AND «"b', "this quotation mark is never closed", 'add a " where the phrase ends'),
    ('«" "', "there is nothing between the quotation marks", ""),
    ("a AND «/b", "this / is never closed", "a regular expression is written /.../"),
    ("a w/«0 b", "w/0: the distance is 1 to 255 words", ""),
    ("a pre/«256 b", "pre/256: the distance is 1 to 255 words", ""),
    ("a «pre/s b", "pre/ takes a number of words, not 's'", "w/s"),
    ("a «not pre/3 b", "there is no 'not pre/'", "not w/3"),
    ("a AND «captial(b)", "no function is called 'captial'", CHANCES),
    ("«cap(b)", "no function is called 'cap'", "did you mean 'caps'?"),
    ("«caps3(b)", "no function is called 'caps3'", "did you mean 'caps'?"),
    ("«title(b)", "no function is called 'title'", "write title:(...)"),
    ("«atleast(b)", "atleast needs a number from 1 to 1000", "write atleast3(...)"),
    ("«atleast0(b)", "atleast needs a number from 1 to 1000", "write atleast3(...)"),
    ("«atleast1001(b)", "atleast needs a number from 1 to 1000", "write atleast3(...)"),
    ("caps(a OR «$b)", "caps() takes terms, and no names or regular expressions",
     "give the case where it is defined"),
    ("plural(«/b/)", "plural() takes terms, and no names or regular expressions",
     "give the case where it is defined"),
    ("«titel:b", "no field is called 'titel'", "did you mean 'title'?"),
    ("a AND «https://example.org", "no field is called 'https'", CHANCES),
    ("«title: b", "a space follows 'title:'", "write title:term or title:(...)"),
    ("«title：b", "'title：' is not written so here", "write title:(...)"),
    ("«title=b", "'title=' is not written so here", "write title:(...)"),
    ("Nvidia«~59", "~59: the likeness is 60 to 100 percent", "write ~90"),
    ('"Acme Photonics"«~101', "~101: the likeness is 60 to 100 percent", "write ~90"),
    ("Nvidia «~90", "no term stands before '~90'", "write it close behind: term~90"),
    ("«“export control”", "'“' is not written so here", 'write "'),
    ("a AND «（b OR c）", "'（' is not written so here", "write ("),
    ("(a OR b «）", "'）' is not written so here", "write )"),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "message", "hint"), WRONG)
def test_a_wrong_query_says_where_and_what_to_write(marked: str, message: str, hint: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(marked.replace("«", ""))
    error = caught.value
    assert (error.start, error.message, error.hint) == (marked.index("«"), message, hint)


@pytest.mark.parametrize("digits", [9, 50, 5000])
@pytest.mark.parametrize("text", ["a w/{} b", "atleast{}(a)", "a~{}", "a w/5 b AND a pre/{} b"])
def test_a_number_may_not_be_endless(text: str, digits: int) -> None:
    with pytest.raises(QueryError):
        parse(text.format("9" * digits))


# -- any tree and any text -------------------------------------------------------------------


def printed(node: Node, *, alone: bool = True) -> str:
    """`node` as a query; in parentheses unless it is `alone`."""
    match node:
        case Leaf():
            return _leaf(node)
        case Pattern():
            return f"/{node.text.replace('/', chr(92) + '/')}/"
        case Not():
            return f"NOT {printed(node.of, alone=False)}"
        case In():
            return f"{node.field}:{printed(node.of, alone=False)}"
        case Joined(op="count"):
            return f"atleast{node.number}({printed(node.of[0])})"
    text = f" {_operator(node)} ".join(printed(part, alone=False) for part in node.of)
    return text if alone else f"({text})"


def _leaf(leaf: Leaf) -> str:
    bare = leaf.text.isalnum() and leaf.text not in {"AND", "OR", "NOT"}
    text = leaf.text if bare else f'"{leaf.text}"'
    text += f"~{leaf.fuzzy}" if leaf.fuzzy else ""
    names = {value: name for name, value in query.CASES.items()}
    for function in (names.get(leaf.case, ""), leaf.number.replace("both", "")):
        text = f"{function}({text})" if function else text
    return text


def _operator(node: Joined) -> str:
    size = node.unit[0] if node.unit else node.number
    heads = {"near": "w/", "ordered": "pre/", "same": "w/", "apart": "not w/"}
    return f"{heads[node.op]}{size}" if node.op in heads else node.op


def bare(node: Node) -> Node:
    """`node` without places, to be compared."""
    if isinstance(node, Joined):
        return replace(node, start=0, open=False, of=tuple(map(bare, node.of)))
    if isinstance(node, Not | In):
        return replace(node, start=0, of=bare(node.of))
    return replace(node, **{f.name: 0 for f in fields(node) if f.name in {"start", "end"}})


LEAVES = st.builds(
    Leaf,
    text=st.sampled_from(
        ["chip", "AND", "or", "w/5", "licen*", "export control", "芯片", "수출", "title:", "(", "/"]
    ),
    start=st.just(0),
    end=st.just(0),
    case=st.sampled_from(["smart", *query.CASES.values()]),
    number=st.sampled_from(["both", "singular", "plural"]),
    fuzzy=st.sampled_from([0, 60, 90, 100]),
)
PATTERNS = st.builds(
    Pattern, text=st.sampled_from(["x+", "a/b", r"\d{4}", '"(|)"']), start=st.just(0)
)
DISTANCES = st.integers(1, MAX_WITHIN)
UNITS = st.sampled_from(["sentence", "paragraph"])


def joined(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """What can be made of `parts`."""
    of = st.lists(parts, min_size=2, max_size=3).map(tuple)
    two = st.tuples(parts, parts)
    wanted = parts.map(lambda node: Not(of=node, start=0))
    zero = st.just(0)
    return st.one_of(
        st.builds(Joined, op=st.just("AND"), of=of, start=zero),
        st.builds(Joined, op=st.just("AND"), of=st.tuples(parts, wanted), start=zero),
        st.builds(Joined, op=st.just("OR"), of=of, start=zero),
        st.builds(
            Joined, op=st.sampled_from(["near", "ordered"]), of=two, start=zero, number=DISTANCES
        ),
        st.builds(Joined, op=st.just("same"), of=of, start=zero, unit=UNITS),
        st.builds(Joined, op=st.just("apart"), of=two, start=zero, number=DISTANCES),
        st.builds(Joined, op=st.just("apart"), of=two, start=zero, unit=UNITS),
        st.builds(
            Joined, op=st.just("count"), of=st.tuples(parts), start=zero, number=st.integers(1, 9)
        ),
        st.builds(In, field=st.sampled_from(FIELDS), of=parts, start=zero),
    )


TREES = st.recursive(st.one_of(LEAVES, PATTERNS), joined, max_leaves=12)


@calm
@given(TREES)
def test_a_tree_written_as_a_query_is_read_as_the_same_tree(tree: Node) -> None:
    assert bare(parse(printed(tree))) == tree


SIGNS = """a 芯片 AND OR NOT w/5 not w/s pre/3 ( ) " / ~90 ~ title: caps( atleast3( $x - # + = “ *
🚀 9 ! % AND( NOT( /F50/ （ &""".split()
PIECES = st.sampled_from([*SIGNS, " ", " ", "not w/5", "\n", "\x1c", "\x00"])


def outcome(text: str) -> tuple[Node | None, QueryError | None]:
    """The tree of `text`, or what is wrong with it."""
    try:
        return parse(text), None
    except QueryError as error:
        return None, error


@calm
@given(st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=14).map("".join)))
def test_any_text_is_a_query_or_a_fault_within_it(text: str) -> None:
    tree, error = outcome(text)
    assert (tree is None) is (error is not None)
    assert error is None or (0 <= error.start <= len(text) and error.message)

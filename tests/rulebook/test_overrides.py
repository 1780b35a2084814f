"""What the user's files change in shipped rules, whatever the order of files."""

from itertools import permutations

import pytest

from tracker.core import match, normalise
from tracker.core.model import Entry, Origin, Severity
from tracker.core.rules import Watch
from tracker.rulebook import build, examples
from tracker.rulebook.files import RuleText, Snapshot

PACK = """version: 1
lists:
  fruit: [apple, pear, plum]
  zh: {terms: [软件], variants: [zh]}
entities:
  smic: {name: SMIC, aliases: [Semiconductor Manufacturing International]}
sources:
  - {kind: feed, id: bis, name: BIS, url: "https://e.org/f"}
watches:
  - watch: Fruit
    any: [$fruit, $zh]
    severity: medium
    tags: [a, b]
    examples: {match: [an apple], no_match: [a nut]}
  - {watch: Single, any: lemon}
"""
Change = dict[str, str]


def built(**files: str) -> build.Built:
    """Rules in files of these names; the pack is `pack`."""
    texts = {"pack": PACK, **files}
    found = tuple(
        RuleText(name=f"{name}.yaml", pack=name, text=text) for name, text in sorted(texts.items())
    )
    return build.of(Snapshot(folders=("rules",), absent=(), files=found, faults=()))


def changed(*overrides: str) -> build.Built:
    """The pack with these overrides in a file `mine`."""
    lines = "".join(f"  - {override}\n" for override in overrides)
    return built(mine=f"version: 1\noverrides:\n{lines}")


def watch(given: build.Built, name: str = "pack/fruit") -> Watch:
    assert not given.errors, given.errors
    return next(watch for watch in given.rulebook.watches if watch.id == name)


def fires(given: build.Built, text: str) -> bool:
    article = normalise.article(Entry(id="1", title=text), Origin(id="o", name="O"), examples.EPOCH)
    return bool(match.find(article, given.rulebook).matches)


def told(given: build.Built) -> list[str]:
    problems = sorted(given.problems) or list(examples.failures(given))
    return [f"{p.file}:{p.line}:{p.column} {p.code}" for p in problems]


# -- what can be changed ----------------------------------------------------------------------


def test_a_single_value_of_a_watch_is_set() -> None:
    given = watch(changed("{watch: pack/fruit, set: {severity: critical, max_age: 9d}}"))
    assert (given.severity, given.max_age and given.max_age.days) == (Severity.critical, 9)


def test_terms_are_added_to_and_removed_from_a_watch() -> None:
    given = changed("{watch: pack/fruit, add: {any: [cherry], none: [pie]}, remove: {tags: a}}")
    assert fires(given, "a cherry")
    assert fires(given, "an apple")
    assert not fires(given, "apple pie")
    assert watch(given).tags == ("b",)


def test_a_term_that_was_written_without_a_list_is_one_of_several_then() -> None:
    given = changed("{watch: pack/single, add: {any: lime}}")
    assert fires(given, "a lemon")
    assert fires(given, "a lime")


@pytest.mark.parametrize(
    ("change", "now", "no_longer"),
    [
        ("{list: fruit, add: [cherry]}", "cherry", "nut"),
        ("{list: fruit, remove: [pear]}", "plum", "pear"),
        ("{list: fruit, remove: pear, add: cherry}", "cherry", "pear"),
        ("{list: zh, add: [硬盘]}", "硬碟", "nut"),
        ("{list: zh, remove: [软件], add: [硬件]}", "硬體", "軟體"),
        ("{list: zh, add: {terms: [硬件]}}", "硬件", "nut"),
    ],
)
def test_a_list_changes_for_everything_that_names_it(change: str, now: str, no_longer: str) -> None:
    given = changed(change)
    assert not given.problems
    assert fires(given, now)
    assert not fires(given, no_longer)


def test_an_entity_gets_further_names() -> None:
    given = changed("{entity: smic, add: {aliases: [中芯国际], never: [SMIC Street]}}")
    article = normalise.article(
        Entry(id="1", title="中芯国际 on SMIC Street"), Origin(id="o", name="O"), examples.EPOCH
    )
    (found,) = match.find(article, given.rulebook).entities["smic"]
    assert found.text == "中芯国际"


def test_a_source_is_switched_off_and_tagged() -> None:
    given = changed("{source: bis, set: {enabled: 'no'}, add: {tags: [slow]}}")
    (source,) = given.sources
    assert (source.enabled, source.tags) == (False, ("slow",))


def test_a_glob_changes_every_watch_it_fits_and_an_exact_name_beats_it() -> None:
    given = changed(
        "{watch: pack/fruit, set: {severity: low}}", "{watch: 'pack/*', set: {severity: high}}"
    )
    assert watch(given).severity is Severity.low
    assert watch(given, "pack/single").severity is Severity.high


def test_the_reason_is_kept_with_the_watch() -> None:
    given = changed("{watch: pack/fruit, set: {severity: low}, because: we do not trade it}")
    assert watch(given).because == ("changed at mine.yaml:3: we do not trade it",)
    assert watch(given, "pack/single").because == ()


def test_examples_are_added_and_run() -> None:
    given = changed("{watch: pack/fruit, add: {examples: {match: [a plum, a nut], no_match: x}}}")
    assert len(given.cases) == 5
    assert told(given) == ["mine.yaml:3:58 example"]


def test_examples_are_added_to_a_watch_that_has_none() -> None:
    given = changed("{watch: pack/single, add: {examples: {match: [a lemon, a nut]}}}")
    assert told(given) == ["mine.yaml:3:60 example"]


def test_an_override_that_breaks_an_example_is_named_beside_it() -> None:
    given = changed("{watch: pack/fruit, add: {none: [apple]}, because: no pie}")
    (failed,) = examples.failures(given)
    assert (failed.file, failed.line, failed.column) == ("pack.yaml", 14, 24)
    assert "changed at mine.yaml:3: no pie" in failed.hint


# -- what is told ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("overrides", "place", "message", "hint"),
    [
        (["{watch: pack/friut, set: {severity: low}}"], "3:13 unknown-reference",
         "no watch is called 'pack/friut', so there is nothing to change", "'pack/fruit'"),
        (["{watch: 'packs/*', set: {severity: low}}"], "3:13 unknown-reference", "packs/*", ""),
        (["{list: friut, add: [x]}"], "3:12 unknown-reference", "no list", "'fruit'"),
        (["{entity: smik, add: {aliases: x}}"], "3:14 unknown-reference", "no entity", "'smic'"),
        (["{source: bsi, set: {enabled: no}}"], "3:14 unknown-reference", "no source", "'bis'"),
        (["{watch: pack/fruit, set: {severity: low}}",
          "{watch: pack/fruit, set: {severity: high}}"], "4:41 conflict",
         "'severity' of pack/fruit is also set at mine.yaml:3", "keep one"),
        (["{watch: pack/fruit, set: {id: x}}"], "3:35 wrong-override", "everything else", "add:"),
        (["{watch: pack/fruit, set: {severity: hihg}}"], "3:41 wrong-value", "hihg", "high"),
        (["{watch: pack/fruit, add: {any: [{trem: x}]}}"], "3:37 wrong-kind", "neither", "'term'"),
        (["{watch: pack/fruit, add: {any: [{term: x, cas: exact}]}}"], "3:47 unknown-key",
         "unknown key 'cas'", "'case'"),
        (["{watch: pack/fruit, add: {exmples: {match: [x]}}}"], "3:31 unknown-key",
         "unknown key 'exmples'", "'examples'"),
        (["{watch: pack/fruit, add: {examples: {mtch: [x]}}}"], "3:42 unknown-key",
         "unknown key 'mtch'", "'match'"),
        (["{watch: pack/fruit, add: {examples: [x]}}"], "3:41 wrong-override", "no list here",
         "use set:"),
        (["{watch: pack/fruit, remove: {watch: {x: [y]}}}"], "3:45 wrong-override", "no list here",
         "use set:"),
        (["{watch: pack/fruit, remove: [x]}"], "3:33 wrong-override", "of what is not said",
         "name the key"),
        (["{watch: pack/single, remove: {any: [lemon]}}"], "3:41 wrong-value", "empty", ""),
        (["{watch: pack/fruit}"], "3:5 no-change", "this override changes nothing", "set:, add:"),
        (["{watch: pack/fruit, set: {severity: medium}}"], "3:41 L013",
         "pack/fruit has 'severity: medium' already", "take it out"),
        (["{list: fruit, add: [apple]}"], "3:25 L013", "fruit has 'apple' already", "take it out"),
        (["{list: fruit, remove: [nut]}"], "3:28 L013", "fruit has no 'nut' to remove", "take it"),
        (["{watch: pack/fruit, remove: {none: [nut]}}"], "3:41 L013", "no 'nut'", "take it out"),
        (["{watch: pack/fruit, remove: {examples: {match: nut}}}"], "3:52 L013", "no 'nut'", ""),
        (["{watch: pack/single, remove: {examples: {match: nut}}}"], "3:53 L013", "no 'nut'", ""),
    ],
)  # fmt: skip
def test_a_fault_of_an_override_is_told_where_it_is_written(
    overrides: list[str], place: str, message: str, hint: str
) -> None:
    given = changed(*overrides)
    assert told(given) == [f"mine.yaml:{place}"]
    (problem,) = given.problems
    assert message in problem.message
    assert hint in problem.hint
    assert problem.level == ("warning" if problem.code == "L013" else "error")


def test_what_stays_in_a_list_keeps_its_place() -> None:
    pack = (
        "version: 1\nwatches:\n  - watch: A\n    any:\n      - apple\n      - pear\n      - a*b\n"
    )
    mine = "version: 1\noverrides: [{watch: pack/a, remove: {any: [pear]}}]\n"
    assert told(built(pack=pack, mine=mine)) == ["pack.yaml:7:9 wildcard"]


def test_a_fault_of_a_shipped_item_after_an_added_one_is_still_its_own() -> None:
    pack = PACK.replace("[$fruit, $zh]", "[$fruit, $zhh]")
    mine = (
        "version: 1\noverrides: [{watch: pack/fruit, remove: {any: $fruit}, add: {any: $frut}}]\n"
    )
    assert told(built(pack=pack, mine=mine)) == [
        "mine.yaml:2:67 unknown-reference",
        "pack.yaml:11:19 unknown-reference",
    ]


# -- the order of files ------------------------------------------------------------------------

PARTS = (
    "overrides: [{watch: 'pack/*', set: {severity: high}, because: all}]",
    "overrides: [{watch: pack/fruit, set: {severity: low}, add: {any: [cherry]}}]",
    "overrides: [{watch: pack/fruit, remove: {any: [cherry, $zh]}}]",
    "overrides: [{list: fruit, remove: [apple], add: [fig]}]\nlists: {spare: [$fruit]}",
)


def meaning(given: build.Built) -> list[object]:
    """What a rulebook says, without the names of its files."""
    terms = given.rulebook.lexicon.terms
    return [
        (
            watch.id,
            watch.severity,
            sorted(terms[number].text for number in watch.weights),
            sorted(reason.partition(": ")[2] for reason in watch.because),
        )
        for watch in sorted(given.rulebook.watches, key=lambda watch: watch.id)
    ]


def test_the_order_of_files_changes_nothing() -> None:
    expected = None
    for order in permutations("abcd"):
        files = {name: f"version: 1\n{part}\n" for name, part in zip(order, PARTS, strict=True)}
        given = built(**files)
        assert not given.errors
        expected = expected or meaning(given)
        assert meaning(given) == expected
    assert expected
    fruit, single = expected
    assert fruit == ("pack/fruit", Severity.low, ["cherry", "fig", "pear", "plum"], ["", "", "all"])
    assert single == ("pack/single", Severity.high, ["lemon"], ["all"])

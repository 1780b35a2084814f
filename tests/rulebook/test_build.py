"""All rule files are one namespace: order does not matter, and nothing is read twice."""

import os
from pathlib import Path

import pytest

from tracker.core import match, normalise
from tracker.core.model import Entry, Findings, Origin
from tracker.errors import ConfigError
from tracker.rulebook import build, examples

SHARED = """version: 1
pack: shared
lists:
  chips: [GPU, $makers, {term: H20, weight: 3}]
  makers: [$nvidia, wafer fab]
entities:
  nvidia: {name: Nvidia, aliases: [英伟达], never: [Nvidia Street]}
channels:
  desk: {kind: console}
sources:
  - {kind: feed, id: bis, name: BIS, url: "https://example.org/feed", tags: [press]}
"""
PACK = """version: 1
pack: exports
watches:
  - watch: Chip exports
    all: [$chips, {any: [export*, 出口]}]
    none: [potato chip]
    severity: high
    tags: [chips]
    notify: [desk]
  - watch: From the press
    id: press
    any: [rule]
    sources: [tag:press]
  - {watch: Asleep, any: [GPU], enabled: false, examples: {match: [never run]}}
"""
TEXTS = ["Nvidia H20 exports and a rule", "英伟达出口", "Potato chip exports GPU", "Nvidia Street"]


def rules(folder: Path, **files: str) -> Path:
    """A folder with these files; in names, __ is a slash."""
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def findings(built: build.Built, text: str, tags: frozenset[str] = frozenset()) -> Findings:
    entry = Entry(id="1", title=text)
    article = normalise.article(entry, Origin(id="o", name="O", tags=tags), examples.EPOCH)
    return match.find(article, built.rulebook, explain=True)


def test_the_order_of_files_changes_nothing(tmp_path: Path) -> None:
    one = build.load(rules(tmp_path / "one", a=SHARED, z=PACK))
    two = build.load(rules(tmp_path / "two", z=SHARED, a=PACK))
    assert [findings(one, text) for text in TEXTS] == [findings(two, text) for text in TEXTS]
    assert [len(findings(one, text).matches) for text in TEXTS] == [1, 1, 0, 0]
    assert one.rulebook.entities.keys() == two.rulebook.entities.keys()
    assert (one.sources, one.channels) == (two.sources, two.channels)


def test_weights_of_lists_add_up_to_the_score(tmp_path: Path) -> None:
    built = build.load(rules(tmp_path, a=SHARED, b=PACK))
    (found,) = findings(built, "Nvidia H20 exports").matches
    assert found.score == 5  # Nvidia 1 + H20 3 + export* 1
    assert {e.entity for e in found.evidence} == {"", "nvidia"}


def test_a_watch_for_some_sources_is_for_them_only(tmp_path: Path) -> None:
    built = build.load(rules(tmp_path, a=SHARED, b=PACK))
    assert not findings(built, "a rule").matches
    assert [m.watch for m in findings(built, "a rule", frozenset({"press"})).matches] == [
        "exports/press"
    ]


def test_a_disabled_watch_is_checked_and_does_not_fire(tmp_path: Path) -> None:
    built = build.load(rules(tmp_path, a=SHARED, b=PACK))
    assert [watch.id for watch in built.rulebook.watches] == [
        "exports/chip-exports",
        "exports/press",
    ]
    assert not list(examples.failures(built))
    broken = PACK.replace("any: [GPU], enabled", "any: [$nothing], enabled")
    with pytest.raises(ConfigError, match="1 fault in the rules"):
        build.load(rules(tmp_path, a=SHARED, b=broken))


def test_the_id_of_a_watch_is_its_pack_and_its_name(tmp_path: Path) -> None:
    text = """version: 1
watches:
  - {watch: "EU AI Act – GPAI (2026)", any: [x]}
  - {watch: 芯片 出口, any: [x]}
  - {watch: "?!", any: [x]}
  - {watch: Other, id: own-id, any: [x]}
"""
    built = build.load(rules(tmp_path, mine=text))
    assert [watch.id for watch in built.rulebook.watches] == [
        "mine/eu-ai-act-gpai-2026",
        "mine/芯片-出口",
        "mine/watch",
        "mine/own-id",
    ]


W = "version: 1\nwatches: [{watch: W, any: [x]}]"


def test_local_rules_are_local_wherever_their_folder_is(tmp_path: Path) -> None:
    shipped = rules(tmp_path / "rules", packs__a=W, local__b=W)
    elsewhere = rules(tmp_path / "data" / "rules", sub__c=W.replace("W,", "V,"))
    built = build.load(shipped, shipped / "local")
    assert [watch.id for watch in built.rulebook.watches] == ["a/w", "local/w"]
    built = build.load(shipped, elsewhere)
    assert {watch.id for watch in built.rulebook.watches} == {"a/w", "local/v"}


def test_a_folder_above_called_local_does_not_make_rules_local(tmp_path: Path) -> None:
    shipped = rules(tmp_path / "usr" / "local" / "rules", packs__a=W)
    assert [watch.id for watch in build.load(shipped).rulebook.watches] == ["a/w"]


def test_no_file_is_read_twice(tmp_path: Path) -> None:
    shipped = rules(tmp_path / "rules", packs__a=W, local__b=W)
    (shipped / "packs" / "again.yaml").symlink_to(shipped / "packs" / "a.yaml")
    built = build.build(shipped, shipped, shipped / "packs" / "a.yaml", local=shipped / "local")
    assert not built.problems
    assert len(built.rulebook.watches) == 2


def test_hidden_files_are_not_read_and_every_spelling_of_yaml_is(tmp_path: Path) -> None:
    folder = rules(tmp_path, **{"..data__a": W, ".b": W})
    (folder / "c.yml").write_text(W)
    (folder / "D.YAML").write_text(W)
    (folder / "README.md").write_text("# no rules")
    built = build.load(folder)
    assert {watch.id for watch in built.rulebook.watches} == {"c/w", "D/w"}


def test_a_mounted_configuration_with_links_is_read_once(tmp_path: Path) -> None:
    rules(tmp_path / "..2026_10_01", a=W)
    (tmp_path / "..data").symlink_to("..2026_10_01")
    (tmp_path / "a.yaml").symlink_to("..data/a.yaml")
    assert [watch.id for watch in build.load(tmp_path).rulebook.watches] == ["a/w"]


@pytest.mark.parametrize("target", ["gone", "a.yaml"])
def test_a_file_that_cannot_be_read_is_told_and_hides_no_other_fault(
    tmp_path: Path, target: str
) -> None:
    (rules(tmp_path, b=W + "\nnot: known") / "a.yaml").symlink_to(target)
    (tmp_path / "c.yaml").mkdir()
    assert [problem.code for problem in build.build(tmp_path).problems] == [
        "unreadable",
        "unknown-key",
        "unreadable",
    ]


@pytest.mark.parametrize("folder", ["nothing", "empty"])
def test_no_rules_at_all_is_a_fault(tmp_path: Path, folder: str) -> None:
    (tmp_path / "empty").mkdir()
    (problem,) = build.build(tmp_path / folder).problems
    assert str(problem) == f"{tmp_path / folder}: no-rules: no rule file (*.yaml) here"


def test_empty_files_are_no_fault(tmp_path: Path) -> None:
    assert not build.build(rules(tmp_path, a=W, b="", c="# later\n")).problems


def test_the_version_says_whether_the_text_has_changed(tmp_path: Path) -> None:
    first = build.load(rules(tmp_path, a=W)).rulebook.version
    assert build.load(tmp_path).rulebook.version == first
    changed = rules(tmp_path, a=W.replace("any: [x]", "any: [y]"))
    assert build.load(changed).rulebook.version != first


def test_lists_of_lists_may_share_a_list(tmp_path: Path) -> None:
    text = """version: 1
lists: {base: [xenon], one: [$base], two: [$base, $one]}
watches: [{watch: W, any: [$two, $one]}]
"""
    assert findings(build.load(rules(tmp_path, a=text)), "xenon").matches[0].score == 1


def test_an_example_may_say_its_language_and_where_its_words_stand(tmp_path: Path) -> None:
    text = """version: 1
sources: [{kind: folder, id: s, name: S, path: x}]
watches:
  - watch: W
    any: [lamp]
    in: summary
    sources: [s]
    languages: [nl]
    severity: low
    examples:
      match:
        - {title: x, summary: een lamp, language: nl, severity: low}
        - {title: 没有, summary: lamp, language: nl}
      no_match: [{title: lamp, language: nl}, {title: x, body: lamp}]
"""
    built = build.load(rules(tmp_path, a=text))
    (problem,) = examples.failures(built)
    assert problem.line == 13
    assert problem.hint == "only in nl; this is zh"


def test_a_thousand_watches_are_read_and_proved_in_seconds(tmp_path: Path) -> None:
    watch = (
        "  - {{watch: Watch {n}, any: [apple{n}, pear{n}, plum{n}], none: [cider],\n"
        "     examples: {{match: [an apple{n}], no_match: [cider of apple{n}]}}}}\n"
    )
    text = "version: 1\nwatches:\n" + "".join(watch.format(n=n) for n in range(1000))
    built = build.load(rules(tmp_path, a=text))
    assert len(built.rulebook.watches) == 1000
    assert not list(examples.failures(built))


def test_a_folder_of_own_rules_that_is_missing_is_told(tmp_path: Path) -> None:
    shipped = rules(tmp_path / "rules", packs__a=W)
    [problem] = build.build(shipped, local=tmp_path / "mispelt").problems

    assert (problem.code, problem.level) == ("no-folder", "warning")
    assert not build.build(shipped, local=shipped / "local").problems


def test_rules_that_cannot_be_read_are_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped, own = rules(tmp_path / "rules", packs__a=W), rules(tmp_path / "own", b=W)
    allowed = os.access
    # root may read everything, so that a mode of 000 proves nothing where tests run as root
    monkeypatch.setattr(os, "access", lambda path, mode: path != own and allowed(path, mode))

    [problem] = build.build(shipped, local=own).errors
    assert (problem.file, problem.code) == (str(own), "unreadable")


def test_the_keys_of_one_kind_are_not_offered_for_another(tmp_path: Path) -> None:
    text = "version: 1\nsources: [{id: a, kind: folder, name: A, path: x, url: y}]\n"
    [problem] = build.build(rules(tmp_path / "rules", packs__a=text)).errors

    assert problem.message == "unknown key 'url'"
    assert "path" in problem.hint
    assert "url" not in problem.hint


TRICKY = """3E001 4E001 5E002 3A090 NO no ON on Yes yes Off off true False null NULL ~x 0123 0o17
0x1F 0b11 1e3 1E3 1e-3 1_000 12:30 1:30:45 1:2:3 2026-11-24 2026-10-01T12:30:00Z 1.10
1.0 +1 -1 .5x .inf -.INF .nan
10^25 EAR99 a#b <<x =x 08 00 Null nan N Y n y 中国 한국""".split()


@pytest.mark.parametrize("scalar", TRICKY)
def test_what_looks_like_something_else_is_a_term_a_name_and_a_remark(
    tmp_path: Path, scalar: str
) -> None:
    text = f"""version: 1
lists: {{a: {{terms: [{scalar}], note: {scalar}}}}}
watches:
  - watch: {scalar}
    any: [{scalar}, {{term: {scalar}, weight: 2}}]
    query: '"{scalar}"'
    owner: {scalar}
    examples: {{match: [{scalar}], no_match: [zebra]}}
"""
    built = build.load(rules(tmp_path, a=text))
    assert {term.text for term in built.rulebook.lexicon.terms} == {scalar}
    (watch,) = built.rulebook.watches
    assert watch.name == scalar
    assert [case.example.title for case in built.cases] == [scalar, "zebra"]
    assert not list(examples.failures(built))
    (written,) = built.reading.files[0].rules.watches
    assert written is not None
    assert written.owner == scalar


def test_there_are_fifty_such_scalars() -> None:
    assert len(set(TRICKY)) >= 50


MACROS = """version: 1
macros:
  act: {all: [$who, {any: [passed, signed]}], none: [film]}
  both: {any: [$act, treaty]}
lists: {who: [senate, parliament]}
watches:
  - {watch: All, all: [$both, trade]}
  - {watch: Query, query: $act AND NOT tariff}
  - {watch: Grave, any: [trade], raise: {to: high, when: $act}}
"""


@pytest.mark.parametrize(
    ("text", "fired"),
    [
        ("the senate passed a trade law", {"all": "medium", "grave": "high", "query": "medium"}),
        ("the senate passed a tariff", {}),
        ("a trade treaty", {"all": "medium", "grave": "medium"}),
        ("the senate passed a trade film", {"grave": "medium"}),
        ("parliament signed it", {"query": "medium"}),
    ],
)
def test_a_macro_is_a_condition_wherever_it_is_named(
    tmp_path: Path, text: str, fired: dict[str, str]
) -> None:
    built = build.load(rules(tmp_path, a=MACROS))
    matches = findings(built, text).matches
    assert {m.watch.removeprefix("a/"): m.severity.name for m in matches} == fired
    assert built.compiler.vocabulary.used == {"act", "both", "who"}


def test_a_watch_says_all_that_its_rule_says(tmp_path: Path) -> None:
    text = """version: 1
watches:
  - watch: W
    any: [{term: apple, weight: 0.5}, {term: pear, weight: 2}]
    min_score: 2
    jurisdictions: [US, EU]
    types: rule
    max_age: 9d
    expires: 2026-12-31
    cooldown: 6h
    delivery: digest
    status: draft
"""
    built = build.load(rules(tmp_path, a=text))
    (watch,) = built.rulebook.watches
    assert (watch.jurisdictions, watch.types) == ({"US", "EU"}, {"rule"})
    assert (str(watch.max_age), str(watch.cooldown)) == ("9 days, 0:00:00", "6:00:00")
    assert (str(watch.expires), watch.delivery, watch.draft) == ("2026-12-31", "digest", True)
    assert [m.draft for m in findings(built, "a pear").matches] == [True]
    assert not findings(built, "an apple").matches

"""A rule that is written out says what the rule said, and is a rule again."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.samples import NOW
from tests.test_shipped import DOCUMENTS
from tracker import settings
from tracker.core import match, normalise
from tracker.core.model import Entry, Match, Origin
from tracker.rulebook import build, examples, files
from tracker.rulebook.authoring import unfold

READING = files.read_all(files.snapshot([settings.shipped("rules")]))
BUILT = build.load(settings.shipped("rules"))
TEXTS = [
    *DOCUMENTS,
    *(Entry(id=case.example.title, title=case.example.title) for case in BUILT.cases),
]
TITLES = """H20 curb; restrict Nvidia; nvidia restricts; 晶片 curb; Nvidai curb; restrictoin
GPU curb
H20 licence; Nvidia Street curb; Jensen Huang and the H20 curb; restrictivo; x; 芯片 licence
H2O one two three four curb; Nvidia H20 H20""".replace("\n", ";").split(";")
SHARED = """version: 1
pack: mine
lists:
  chips: {terms: [H20, $nvidia, 芯片, {term: GPU, in: url}], variants: zh}
entities:
  nvidia: {name: Nvidia, aliases: [英伟达, Jensen Huang], never: [Nvidia Street], fuzzy: 90}
macros:
  curb: {same: sentence, of: [$chips, {any: [restrict*, curb]}]}
  ask: {query: '$chips w/3 licence'}
watches:
"""


def shown(folder: Path, watch: str) -> tuple[build.Built, build.Built, str]:
    """What a watch is among the others, what it is written out, and how it is written."""
    path = folder / "mine.yaml"
    path.write_text(SHARED + watch, encoding="utf-8")
    before = build.load(folder)
    reading = files.read_all(files.snapshot([folder]))
    rule = reading.files[0].rules.watches[0]
    assert rule
    written = unfold.text(unfold.Unfolder(reading).watch(reading.files[0], rule))
    path.write_text(written, encoding="utf-8")
    return before, build.load(folder), written


def fired(built: build.Built, entries: Iterable[Entry], watch: str) -> list[list[tuple[Any, ...]]]:
    """What the watch finds in each of the entries."""
    rules = build.only(built.rulebook, tuple(w for w in built.rulebook.watches if w.id == watch))
    origin = Origin(id="seeds", name="seeds")
    articles = (normalise.article(entry, origin, NOW) for entry in entries)
    return [[_essence(found) for found in match.find(one, rules).matches] for one in articles]


def _essence(found: Match) -> tuple[Any, ...]:
    places = sorted({(e.field, e.start, e.end) for e in found.evidence})
    return found.severity, found.score, found.tags, places


@pytest.mark.parametrize("watch", [watch.id for watch in BUILT.rulebook.watches])
def test_a_shipped_watch_finds_the_same_when_it_is_written_out(watch: str, tmp_path: Path) -> None:
    unfolder = unfold.Unfolder(READING)
    [(file, rule)] = [
        (file, rule)
        for file in READING.files
        for rule in file.rules.watches
        if rule and build.identity(file, rule) == watch
    ]
    made = unfolder.watch(file, rule)
    (tmp_path / "one.yaml").write_text(unfold.text(made), encoding="utf-8")
    alone = build.load(tmp_path)

    names = re.findall(r"\$([\w-]+)", unfold.text({**made, "watches": made["watches"]}))
    assert set(names) <= set(made.get("entities", {}))
    assert not list(examples.failures(alone))
    places = [[found[3] for found in matches] for matches in fired(alone, TEXTS, watch)]
    assert places == [[found[3] for found in matches] for matches in fired(BUILT, TEXTS, watch)]


@pytest.mark.parametrize(
    "watch",
    [
        "  - {watch: A, any: [$chips, x]}",
        "  - {watch: A, all: [{term: $chips, weight: 2, in: title}, $curb], min_score: 1}",
        "  - {watch: A, any: [{near: [$chips, curb], within: 3}], none: $nvidia}",
        "  - {watch: A, any: [{at_least: 2, of: [$chips, curb], distinct: true}]}",
        "  - {watch: A, query: '$chips AND NOT $nvidia', any: $ask}",
        "  - {watch: A, any: [restriction, $chips], fuzzy: 85}",
        "  - {watch: A, any: [$chips, restrictive], query: 'curb OR licence', fuzzy: 85}",
        "  - {watch: A, any: [curb], raise: {to: critical, when: $chips}, cooldown: 90m,\n"
        "     expires: 2099-01-01, max_age: 3d, enabled: yes, severity: low}",
    ],
)
def test_every_form_of_a_condition_finds_the_same(watch: str, tmp_path: Path) -> None:
    before, after, _ = shown(tmp_path, watch)

    [first], [second] = before.rulebook.watches, after.rulebook.watches
    for name in ("severity", "cooldown", "expires", "max_age", "min_score", "fields"):
        assert getattr(first, name, None) == getattr(second, name, None)
    entries = [Entry(id="x", title=title, url="https://x.example/gpu") for title in TITLES]
    assert fired(before, entries, "mine/a") == fired(after, entries, "mine/a")


def test_variants_are_written_out_lists_are_gone_and_entities_stay(tmp_path: Path) -> None:
    _, _, written = shown(tmp_path, "  - {watch: A, any: [$chips]}")

    assert "- 晶片" in written
    assert "- $nvidia" in written
    assert "name: Nvidia" in written
    assert "lists" not in written


def test_a_shared_name_is_written_out_by_itself() -> None:
    unfolder = unfold.Unfolder(READING)

    made = unfolder.shared("us-actors")
    assert made
    assert "White House" in made["lists"]["us-actors"]["terms"]
    entity = unfolder.shared("nvidia")
    assert entity
    assert entity["entities"]["nvidia"]["name"] == "Nvidia"
    assert unfolder.shared("nothing") is None

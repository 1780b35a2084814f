"""What a person sees who writes rules in an editor: completion, explanations, faults."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.language_server import Editor
from tests.test_docs import ROOT, RULES
from tracker.core.model import Severity
from tracker.rulebook import schema
from tracker.rulebook.authoring.glossary import KEYS
from tracker.rulebook.yaml import parse

SERVER = ROOT / ".venv/editor/node_modules/yaml-language-server/bin/yaml-language-server"
MODELINE = f"# yaml-language-server: $schema={ROOT}/rules/rules.schema.json\n"
WATCH = "version: 1\nwatches:\n  - watch: A\n    any: [x]\n"
BAD = """version: 1
watches:
  - watch: A
    serverity: high
    any: [{term: x, case: exat}]
  - watch: B
    severity: grave
    all: [{near: [a, b], within: far}]
"""
SHIPPED = [
    p for folder in ("packs", "sources", "") for p in (ROOT / "rules" / folder).glob("*.yaml")
]
GOOD = """version: 1
watches:
  - watch: 2026
    any: [3E001, NO, 12:30, 1e3, true, {term: 5}]
    all: {near: [a, $b], within: 3}
    none: x
    severity: high
    in: title
    sources: tag:us
    expires: 2026-12-31
    cooldown: 1.5 h
    enabled: no
    tags: ai
    raise: {to: critical, when: {at_least: 2, of: [a, b]}}
    examples: {match: one, no_match: [two, {title: three, lang: zh-Hant}]}
lists: {one: x, many: [x, {term: y}], mapping: {terms: x, variants: zh}}
overrides: [{watch: "a/*", set: {severity: low, enabled: false}, add: {none: [x]}}]
"""


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """A language server; where there is none, the reason is told."""
    node = shutil.which("node")
    if node is None or not SERVER.exists():
        reason = "the language server is missing: `make editor` installs it, and needs npm"
        if os.environ.get("CI_STRICT"):
            pytest.fail(reason)
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("editor")
    with Editor([node, str(SERVER), "--stdio"], folder) as running:
        yield running


def test_every_key_of_a_watch_is_offered(editor: Editor) -> None:
    keys = {info.alias or name for name, info in schema.WatchRule.model_fields.items()}

    assert editor.offers("a.yaml", f"{MODELINE}{WATCH}    |\n") == keys - {"watch", "any"}


def test_severities_are_offered(editor: Editor) -> None:
    offered = editor.offers("a.yaml", f"{MODELINE}{WATCH}    severity: |\n")

    assert offered == set(Severity.__members__)


def test_kinds_of_conditions_are_offered(editor: Editor) -> None:
    text = f"{MODELINE}version: 1\nwatches:\n  - watch: A\n    any:\n      - |\n"

    assert {"near", "same", "at_least", "regex", "query"} <= editor.offers("a.yaml", text)


@pytest.mark.parametrize("key", ["watch", "severity", "any"])
def test_a_key_is_explained(editor: Editor, key: str) -> None:
    text = f"{MODELINE}{WATCH}    severity: low\n".replace(f" {key}:", f" {key[0]}|{key[1:]}:")

    assert KEYS[key] in editor.says("a.yaml", text)


@pytest.mark.parametrize("path", sorted(SHIPPED), ids=lambda path: str(path.relative_to(ROOT)))
def test_what_is_shipped_has_no_fault(editor: Editor, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    modeline, rest = text.split("\n", 1)
    schema_path = path.parent / modeline.partition("$schema=")[2]

    assert schema_path.resolve() == ROOT / "rules" / "rules.schema.json"
    assert editor.faults("a.yaml", MODELINE + rest) == []


@pytest.mark.parametrize("text", [*RULES, GOOD])
def test_what_we_read_has_no_fault(editor: Editor, text: str) -> None:
    assert schema.RuleFile.model_validate(parse(text, "a.yaml").data)
    assert editor.faults("a.yaml", MODELINE + text) == []


def test_a_fault_is_told_at_its_line(editor: Editor) -> None:
    told = editor.faults("a.yaml", MODELINE + BAD)

    assert sorted(line - 1 for line, _ in told) == [4, 5, 7, 8]
    assert "Property serverity is not allowed." in {message for _, message in told}
    assert any('"critical"' in message for _, message in told)

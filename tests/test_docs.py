"""The README and the pages beside it are run: every command and every YAML block in them."""

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from pydantic import BaseModel

from tracker import settings
from tracker.rulebook import build, examples, schema
from tracker.rulebook.lints.waivers import CODES

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
FENCED = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
BLOCKS = FENCED.findall(README)
RULES = [text for kind, text in BLOCKS if kind == "yaml"]
PAGES = {page.name: page.read_text(encoding="utf-8") for page in (ROOT / "docs").glob("*.md")}
IN_PAGES = [block for page in PAGES.values() for block in FENCED.findall(page)]
FURTHER = [text for kind, text in IN_PAGES if kind == "yaml"]
COMMANDS = [
    shlex.split(line, comments=True)
    for kind, text in [*BLOCKS, *IN_PAGES]
    if kind == "sh"
    for line in text.splitlines()
]
OFFLINE = [words for words in COMMANDS if words[0].endswith("tracker") and words[1:] != ["run"]]


def test_every_block_is_of_a_kind_that_is_tested() -> None:
    assert {kind for kind, _ in BLOCKS} <= {"sh", "yaml", "text"}
    assert len(RULES) >= 3


@pytest.mark.parametrize("text", [*RULES, *FURTHER])
def test_a_rule_in_the_documentation_is_valid_and_its_examples_hold(
    text: str, tmp_path: Path
) -> None:
    local = tmp_path / "local"
    local.mkdir()
    (local / "mine.yaml").write_text(text, encoding="utf-8")
    built = build.load(settings.shipped("rules"), local)

    assert not list(examples.failures(built))


@pytest.mark.parametrize("model", [schema.RuleFile, schema.WatchRule, schema.TermRule])
def test_every_key_is_explained(model: type[BaseModel]) -> None:
    for name, info in model.model_fields.items():
        assert re.search(rf"`{info.alias or name}`|\b{info.alias or name}:", PAGES["rules.md"]), (
            name
        )


@pytest.mark.parametrize("words", OFFLINE, ids=" ".join)
def test_a_command_in_the_readme_runs(words: list[str], checkout: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "TRACKER_DATA": str(checkout / "data")}
    if words[1:3] == ["run", "--once"]:
        # no network here: only that it starts and ends; every source is off
        environment["TRACKER_RULES"] = str(offline_rules(checkout))
    result = subprocess.run(
        [str(ROOT / words[0]), *words[1:]],
        cwd=checkout,
        env=environment,
        stdin=subprocess.DEVNULL,
        text=True,
        capture_output=True,
        check=False,
    )

    assert result.returncode == 0, result.stderr


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The rules and seeds of the checkout, with the first watch of the README in place."""
    for name in ("rules", "seeds"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("local"))
    (tmp_path / "rules" / "local").mkdir()
    (tmp_path / "rules" / "local" / "mine.yaml").write_text(RULES[0], encoding="utf-8")
    return tmp_path


def offline_rules(checkout: Path) -> Path:
    for path in (checkout / "rules" / "sources").glob("*.yaml"):
        path.unlink()
    return checkout / "rules"


def test_the_make_targets_of_the_readme_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = [words[1] for words in COMMANDS if words[0] == "make"]

    assert targets == ["demo", "test"]
    for target in targets:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def test_the_files_of_the_deployment_are_what_the_readme_says() -> None:
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    service = compose["services"]["tracker"]
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")

    assert service["image"] == "regulatory-tracker"
    assert service["read_only"] is True
    assert service["volumes"] == ["data:/data"]
    assert re.search(r"^USER 10001", dockerfile, re.MULTILINE)
    assert "TRACKER_RULES_LOCAL=/data/rules" in dockerfile
    assert re.search(r'^HEALTHCHECK .*CMD \["tracker", "status"\]', dockerfile, re.MULTILINE)


def test_every_variable_of_the_readme_is_a_setting() -> None:
    known = {str(info.alias) for info in settings.Settings.model_fields.values()}

    assert set(re.findall(r"`((?:TRACKER|TELEGRAM)_[A-Z_]+)`", README)) <= known


def test_every_lint_is_explained() -> None:
    assert re.findall(r"^\| (L\d{3}) \|", PAGES["rules.md"], re.MULTILINE) == sorted(CODES)


@pytest.mark.parametrize("page", ["README.md", *sorted(f"docs/{name}" for name in PAGES)])
def test_every_link_to_a_file_leads_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
        assert ((ROOT / page).parent / link).exists(), link

"""The measures of signal quality, on rows of our own; and what readers of feeds lose."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from tracker.core.rules import Rulebook
from tracker.errors import ConfigError
from tracker.quality import labelled
from tracker.quality.bench.feeds import made
from tracker.quality.bench.parse import FEED, losses, lost
from tracker.rulebook import build
from tracker.sources import Document

RULES = """
version: 1
watches:
  - {watch: Controls, any: [export control], tags: [export-controls]}
  - {watch: Law, any: [AI Act], tags: [ai-regulation]}
"""
ROWS: list[dict[str, Any]] = [
    {"id": "1", "title": "Export controls widen", "labels": ["export-controls"]},
    {"id": "2", "title": "AI Act delayed", "labels": ["ai-regulation", "enforcement"]},
    {"id": "3", "title": "Chips curbed", "labels": ["export-controls"]},
    {"id": "4", "title": "Export control panel redesigned", "labels": []},
    {"id": "5", "title": "Potatoes", "summary": "", "labels": []},
    {"id": "6", "title": "Export controls, perhaps", "labels": [], "borderline": True},
]


@pytest.fixture
def rules(tmp_path: Path) -> Rulebook:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "test.yaml").write_text(RULES)
    return build.load(tmp_path / "rules").rulebook


def written(path: Path, rows: list[dict[str, Any]]) -> Path:
    text = "\n".join(json.dumps(row) for row in rows)
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
    return path


def test_relevance_counts_what_alerts_and_what_should(rules: Rulebook, tmp_path: Path) -> None:
    result = labelled.relevance(written(tmp_path / "rows.jsonl", ROWS), rules)

    assert {name: result[name] for name in ("n", "tp", "fp", "fn", "tn")} == {
        "n": 5, "tp": 2, "fp": 1, "fn": 1, "tn": 1,
    }  # fmt: skip
    assert (result["precision"], result["recall"], result["f1"]) == (0.6667, 0.6667, 0.6667)
    assert [error["id"] for error in result["errors"]] == ["3", "4"]
    assert result["errors"][0] == {
        "id": "3",
        "title": "Chips curbed",
        "expected": ["export-controls"],
        "got": [],
    }


def test_each_label_is_held_against_the_tags(rules: Rulebook, tmp_path: Path) -> None:
    result = labelled.relevance(written(tmp_path / "rows.jsonl", ROWS), rules)

    assert result["by_label"] == {
        "ai-regulation": {"precision": 1.0, "recall": 1.0},
        "enforcement": {"precision": 0.0, "recall": 0.0},
        "export-controls": {"precision": 0.5, "recall": 0.5},
    }


@pytest.mark.parametrize("name", ["rows.jsonl", "rows.jsonl.gz"])
def test_noise_is_the_share_that_alerts(rules: Rulebook, tmp_path: Path, name: str) -> None:
    result = labelled.noise(written(tmp_path / name, ROWS), rules)

    assert result.pop("seconds") >= 0
    assert result.pop("per_second") > 0
    assert result == {
        "items": 6,
        "alerted": 4,
        "rate": 0.66667,
        "by_watch": {"test/controls": 3, "test/law": 1},
    }


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"title": "a"}\n{broken', ":2: not JSON"),
        ('{"headline": "a"}', ":1: a row needs a title"),
        ("[1]", ":1: a row is an object"),
    ],
)
def test_a_broken_row_is_named(rules: Rulebook, tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(content)

    with pytest.raises(ConfigError) as error:
        labelled.noise(path, rules)
    assert said in str(error.value)


@pytest.mark.parametrize("name", ["gone.jsonl", "gone.jsonl.gz", "not-packed.gz"])
def test_a_file_that_cannot_be_read_is_named(rules: Rulebook, tmp_path: Path, name: str) -> None:
    (tmp_path / "not-packed.gz").write_text("plain")

    with pytest.raises(ConfigError, match="cannot be read"):
        labelled.noise(tmp_path / name, rules)


def test_of_feeds_of_the_usual_kinds_nothing_is_lost_that_others_find() -> None:
    assert [list(losses(feed)) for feed in made()] == [[]] * 15


def test_what_is_lost_is_counted_by_kind() -> None:
    item = "<title>{0}</title><description>{0} {1}</description>"
    rss = "<rss version='2.0'><channel><item>{}</item></channel></rss>"
    theirs = {"title": "Another title", "link": "http://e.org", "published": "2026-06-25T10:00:00Z"}
    [ours] = FEED.parse(Document(name="x", body=rss.format(item.format("One", "text")).encode()))
    assert list(lost(theirs, ours)) == ["titles", "links", "dates"]
    assert list(lost({"title": "One", "description": "a longer one: " + "word " * 9}, ours)) == [
        "bodies"
    ]
    assert list(lost({"title": "One", "published": "0001-01-01T00:00:00Z"}, ours)) == []

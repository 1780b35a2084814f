"""`tracker explain`: what fires and why, in exactly the promised form."""

import json

import pytest

from tests.cli.conftest import Shell

TEXT = "😀 英伟达: US widens 出口管制 on H20 to Nvidia"
ARTICLE = """---
title: Nvidia may export the H20 again
source: example.org
url: https://example.org/a
date: 2026-10-01
---
The AI Act is not concerned.
"""


def test_the_json_form(with_rules: Shell) -> None:
    answer = with_rules.process("explain", "--text", TEXT, "--json")
    assert (answer.code, answer.err) == (0, "")
    document = answer.json
    assert list(document) == ["article", "matches", "entities", "near_misses"]
    assert list(document["article"]) == [
        "title", "url", "source", "published", "language", "topics",
    ]  # fmt: skip
    (found,) = document["matches"]
    assert list(found) == [
        "watch", "severity", "score", "tags", "direction", "draft", "because", "evidence",
    ]  # fmt: skip
    assert (found["watch"], found["severity"]) == ("mine/chips", "high")
    assert found["tags"] == ["export-controls", "semiconductors"]
    assert found["score"] == 5.5  # 出口管制 2.5, H20, Nvidia, 英伟达
    assert document["entities"] == ["nvidia"]
    for evidence in found["evidence"]:
        assert list(evidence) == ["term", "field", "start", "end", "text", "kind", "entity"]
        assert TEXT[evidence["start"] : evidence["end"]] == evidence["text"]
    assert {(e["text"], e["kind"], e["entity"]) for e in found["evidence"]} == {
        ("英伟达", "entity", "nvidia"),
        ("出口管制", "term", ""),
        ("H20", "term", ""),
        ("Nvidia", "entity", "nvidia"),
    }


def test_an_override_is_shown_with_its_reason(with_rules: Shell) -> None:
    with_rules.write(
        "rules/local/mine.yaml",
        "version: 1\noverrides:\n  - watch: mine/chips\n    set: {status: draft}\n"
        "    because: too many chips",
    )
    answer = with_rules("explain", "--text", TEXT)
    assert "mine/chips (high, score 5.5, a draft: never sent)" in answer.out
    assert "changed at " in answer.out
    assert "too many chips" in answer.out


def test_a_near_miss_says_what_is_missing(with_rules: Shell) -> None:
    document = with_rules("explain", "--text", "Nvidia likes a potato", "--json").json
    assert document["matches"] == []
    assert document["near_misses"] == [
        {
            "watch": "mine/chips",
            "missing": ["none of $chips", "excluded by a `none` term in title at 15"],
        }
    ]


def test_a_file_with_a_head(with_rules: Shell) -> None:
    with_rules.write("a.md", ARTICLE)
    document = with_rules("explain", "a.md", "--json").json
    assert document["article"]["title"] == "Nvidia may export the H20 again"
    assert document["article"]["published"].startswith("2026-10-01")
    assert [found["watch"] for found in document["matches"]] == ["mine/chips", "mine/ai-law"]
    fields = {e["field"] for e in document["matches"][1]["evidence"]}
    assert fields <= {"summary", "body"}


def test_one_watch(with_rules: Shell) -> None:
    with_rules.write("a.md", ARTICLE)
    document = with_rules("explain", "a.md", "--watch", "mine/ai-law", "--json").json
    assert [found["watch"] for found in document["matches"]] == ["mine/ai-law"]
    answer = with_rules("explain", "a.md", "--watch", "ai-law")
    assert answer.code == 2
    assert "no watch is called 'ai-law': did you mean 'mine/ai-law'?" in answer.err


def test_for_people(with_rules: Shell) -> None:
    answer = with_rules("explain", "--text", TEXT)
    assert answer.code == 0
    assert "✔ mine/chips (high, score 5.5)" in answer.out
    assert "“H20” by h20" in answer.out.replace("by H20", "by h20")
    assert "entities: nvidia" in answer.out
    assert "no watch fires" in with_rules("explain", "--text", "nothing").out
    assert "nearly" in with_rules("explain", "--text", "H20").out
    one = with_rules("explain", "--text", "H20", "--watch", "mine/chips").out
    assert "✘ mine/chips\n    none of" in one


def test_several_articles_in_one_file_are_one_document(with_rules: Shell) -> None:
    rows = [{"title": "Nvidia H20"}, {"title": "nothing"}]
    with_rules.write("rows.jsonl", "\n".join(map(json.dumps, rows)))
    document = with_rules("explain", "rows.jsonl", "--json").json
    assert [len(one["matches"]) for one in document] == [1, 0]


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        ((), 2, 'give a FILE, an address, or --text "..."'),
        (("a.md", "--text", "x"), 2, 'give a FILE, an address, or --text "..."'),
        (("nowhere.md",), 2, "nowhere.md: cannot be read: No such file or directory"),
        (("rules",), 2, "rules: cannot be read: Is a directory"),
        (("a.pdf",), 1, "a.pdf: not an article file"),
        (("broken.json",), 1, "broken.json"),
        (("http://127.0.0.1:9/a",), 1, "TRACKER_ALLOW_HOSTS"),
        (("http://[bad",), 1, ""),
    ],
)
def test_what_cannot_be_explained(
    with_rules: Shell, args: tuple[str, ...], code: int, says: str
) -> None:
    with_rules.write("a.md", ARTICLE)
    with_rules.write("a.pdf", b"%PDF-1.7")
    with_rules.write("broken.json", "{")
    answer = with_rules("explain", *args, "--json")
    assert (answer.code, answer.out) == (code, "")
    assert says in answer.err


def test_broken_rules_are_listed_and_stop_it(tracker: Shell) -> None:
    tracker.rules("version: 1\nwatches: [{watch: A, any: [$x], tagz: [b]}]")
    answer = tracker("explain", "--text", "x", "--json")
    assert (answer.code, answer.out) == (2, "")
    assert "mine.yaml:2:28: unknown-reference" in answer.err
    assert "mine.yaml:2:33: unknown-key" in answer.err
    assert answer.err.endswith("tracker: 2 faults in the rules\n")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_any_terminal_will_do(with_rules: Shell, encoding: str) -> None:
    answer = with_rules.process("explain", "--text", TEXT, "--json", PYTHONIOENCODING=encoding)
    assert answer.json["article"]["title"] == TEXT
    assert with_rules("explain", "--text", "H20 x", PYTHONIOENCODING=encoding).code == 0


def test_bytes_that_are_no_text_do_no_harm(with_rules: Shell) -> None:
    answer = with_rules("explain", "--text", b"H20 exports \xff", "--json")
    assert (answer.code, len(answer.json["matches"])) == (0, 1)
    assert with_rules("explain", "--text", b"H20 exports \xff \x1b[31m").code == 0
    assert "\x1b" not in with_rules("explain", "--text", b"H20 \x1b[31m").out

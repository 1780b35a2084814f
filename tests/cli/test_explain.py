"""`tracker explain`: what fires and why, in exactly the promised form."""

import json
from typing import Any

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
        "watch", "severity", "score", "tags", "direction", "draft", "because", "evidence", "tree",
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


NODE = ["kind", "asks", "holds", "note", "evidence", "parts"]


def test_the_tree_of_a_match_has_all_of_its_words(with_rules: Shell) -> None:
    (found,) = with_rules("explain", "--text", TEXT, "--json").json["matches"]
    tree = found["tree"]
    assert list(tree) == NODE
    assert [(part["kind"], part["asks"], part["holds"]) for part in tree["parts"]] == [
        ("term", "any of $chips", True),
        ("term", "any of $nvidia, export*", True),
        ("none", "none of potato", True),
    ]
    words = [evidence for part in tree["parts"] for evidence in part["evidence"]]
    assert sorted(words, key=lambda e: e["start"]) == found["evidence"]


def test_one_watch_has_its_tree_also_if_it_does_not_fire(with_rules: Shell) -> None:
    def nearly(text: str) -> Any:
        args = ("explain", "--text", text, "--watch", "mine/chips", "--json")
        document = with_rules(*args).json
        assert document["matches"] == []
        (near,) = document["near_misses"]
        return near

    near = nearly("Nvidia likes a potato")
    assert list(near) == ["watch", "missing", "tree"]
    assert [part["holds"] for part in near["tree"]["parts"]] == [False, True, False]
    assert near["tree"]["parts"][2]["evidence"][0]["text"] == "potato"
    nothing = nearly("Nothing")
    assert nothing["missing"] == ["none of its words is there"]
    assert not nothing["tree"]["holds"]


def test_for_people(with_rules: Shell) -> None:
    answer = with_rules("explain", "--text", TEXT)
    assert answer.code == 0
    assert answer.out.splitlines() == [
        TEXT,
        "",
        "✔ mine/chips (high, score 5.5)",
        "    ✔ any of $chips",
        "      title: 😀 英伟达: US widens “出口管制” on H20 to Nvidia",
        "      title: 😀 英伟达: US widens 出口管制 on “H20” to Nvidia",
        "    ✔ any of $nvidia, export*",
        "      title: 😀 “英伟达”: US widens 出口管制 on H20 to… = nvidia",
        "      title: …US widens 出口管制 on H20 to “Nvidia” = nvidia",
        "    ✔ none of potato",
        "",
        "entities: nvidia",
    ]
    assert "no watch fires" in with_rules("explain", "--text", "nothing").out


def test_a_near_miss_is_one_line_for_people_or_the_whole_tree(with_rules: Shell) -> None:
    answer = with_rules("explain", "--text", "H20")
    assert answer.out.splitlines() == [
        "H20",
        "",
        "no watch fires",
        "",
        "nearly (--watch ID shows all of it):",
        "    mine/chips: none of $nvidia, export*",
    ]
    one = with_rules("explain", "--text", "H20", "--watch", "mine/chips")
    assert one.out.splitlines() == [
        "H20",
        "",
        "no watch fires",
        "",
        "✘ mine/chips",
        "    ✔ any of $chips",
        "      title: “H20”",
        "    ✘ any of $nvidia, export*",
        "    ✔ none of potato",
    ]
    assert (
        "✘ mine/ai-law\n    ✘ AI Act\n"
        in with_rules("explain", "--text", "nothing", "--watch", "mine/ai-law").out
    )


LONG = """version: 1
lists: {metals: [gallium, germanium, antimony, tungsten, indium]}
watches:
  - watch: Metals
    any:
      - same: sentence
        of: [$metals, export]
      - near: [gallium, ban]
      - tin
      - at_least: 4
        of: [$metals]
        distinct: true
    raise: [{to: critical, when: war}, {to: high, when: export}]
    examples: {match: [tin], no_match: [lead]}
"""


def test_of_long_lists_only_what_is_there_is_shown(tracker: Shell) -> None:
    tracker.rules(LONG)
    body = (
        "We export gallium, gallium, germanium, antimony\nand\ttungsten. " + "So it goes on. " * 9
    )
    tracker.write("a.md", f"---\ntitle: Metals\n---\n{body}")
    answer = tracker("explain", "a.md")
    assert answer.out.splitlines()[1:] == [
        "",
        "✔ mine/metals (high, score 5)",
        "    ✔ any of",
        "      ✔ in one sentence",
        "        ✔ any of $metals",
        "          body: We export “gallium”, gallium, germanium,… (+1)",
        "          body: We export gallium, gallium, “germanium”, antimony and tungsten. So…",
        "          body: …gallium, gallium, germanium, “antimony” and tungsten. So it goes on.…",
        "        ✔ export",
        "          body: We “export” gallium, gallium, germanium,…",
        "      ✔ at least 4 different of",
        "        ✔ any of $metals",
        "          body: We export “gallium”, gallium, germanium,… (+1)",
        "          body: We export gallium, gallium, “germanium”, antimony and tungsten. So…",
        "          body: …gallium, gallium, germanium, “antimony” and tungsten. So it goes on.…",
        "          + 1 more",
        "      + 2 more",
        "    · raised to critical when war",
        "    ✔ raised to high because",
        "      ✔ export",
        "        body: We “export” gallium, gallium, germanium,…",
    ]


def test_of_many_ways_that_fail_the_nearest_are_shown(tracker: Shell) -> None:
    ways = ", ".join(f"{{all: [one{n}, two{n}, three]}}" for n in range(5))
    tracker.rules(
        f"version: 1\nwatches: [{{watch: W, any: [{ways}],"
        " examples: {match: [one0 two0 three], no_match: [x]}}]"
    )
    out = tracker("explain", "--text", "one3, two3, three3", "--watch", "mine/w").out
    assert out.index("✘ three") > out.index("✔ two3") > out.index("✔ one3")
    assert out.index("✘ one0") > out.index("✔ one3")
    assert "      + 2 more\n" in out


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

"""`tracker eval streams` and `tracker bench dedup`: copies are known, sequels are told."""

import pytest

from tests.cli.conftest import Shell
from tracker.quality.dedup.measured import _pairs


@pytest.mark.parametrize(("language", "suppressed"), [("en", 0.005), ("zh", 0.03)])
def test_copies_are_known_and_sequels_are_told(
    with_rules: Shell, language: str, suppressed: float
) -> None:
    args = ("--language", language, "--articles", "700", "--seed", "5", "--json")
    found = with_rules("eval", "streams", *args).json

    assert found["articles"] == 700
    assert found["copies"] > 300
    assert found["copies_found"] >= 0.98, found["wrong"]
    assert found["sequels"] > 130
    assert found["sequels_suppressed"] <= suppressed, found["wrong"]
    assert found["unrelated_merged"] <= 0.01, found["wrong"]
    assert found["pair_f1"] >= 0.96, found["wrong"]
    assert sum(kind["n"] for kind in found["by_kind"].values()) == 700


def test_a_stream_can_be_made_of_any_texts(with_rules: Shell) -> None:
    rows = "".join(
        f'{{"title": "The council of ward {n} meets about lamps", "text": "{" ".join(text)}"}}\n'
        for n in range(12)
        for text in [[f"w{n}x{k}" for k in range(40)]]
    )
    with_rules.write("corpus.jsonl", rows)
    answer = with_rules("eval", "streams", "corpus.jsonl", "--articles", "30")
    assert answer.code == 0, answer.err
    assert "copies_found" in answer.out
    assert with_rules("eval", "streams", "gone.jsonl").code == 2


def test_pairs_are_counted_over_all_groups() -> None:
    assert _pairs([(1, 1), (1, 1), (2, 2)]) == (1.0, 1.0, 1.0)
    assert _pairs([(1, 1), (1, 2), (2, 2)]) == (0.0, 0.0, 0.0)
    assert _pairs([]) == (1.0, 1.0, 0.0)


def test_the_bench_of_decisions_grows_a_database_of_its_own(with_rules: Shell) -> None:
    found = with_rules("bench", "dedup", "--small", "--json").json

    assert found["name"] == "dedup"
    metrics = [row["metric"] for row in found["results"]]
    assert metrics[0] == "a whole decision, 600 stored"
    assert metrics[-1] == "the index of texts on disk, of an article"
    assert all(row["value"] > 0 for row in found["results"])
    assert found["results"][0]["versus"] == "token_set_ratio over 600 titles"

"""`tracker bench`: figures in the published form. No test here is about how quick it is."""

from tests.cli.conftest import Shell


def test_the_bench_of_matching_gives_figures_with_units(with_rules: Shell) -> None:
    args = ("bench", "match", "--watches", "5", "--articles", "3")
    found = with_rules(*args, "--json").json

    assert found["name"] == "match"
    assert [row["unit"] for row in found["results"]] == ["s", "ms", "s", "1/s", "s"]
    for row in found["results"]:
        assert set(row) == {"metric", "value", "unit", "versus", "ratio"}
        assert row["value"] > 0
    [compared] = [row for row in found["results"] if row["versus"]]
    assert compared["versus"] == "one regular expression per term"
    assert compared["ratio"] > 0
    assert "5 watches read and checked" in with_rules(*args).out

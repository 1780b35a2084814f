"""The demo, as somebody runs it who has installed the program and nothing else."""

from tests.cli.conftest import Shell


def test_the_demo_shows_cards_a_folded_copy_and_a_summary(tracker: Shell) -> None:
    answer = tracker.process("demo")

    assert answer.code == 0
    assert answer.out.count("╭") >= 8
    assert "why" in answer.out
    assert "not told" in answer.out
    assert "the same as “Singapore broker" in answer.out
    assert "documents read" in answer.out.splitlines()[-1]
    assert not list(tracker.folder.iterdir())

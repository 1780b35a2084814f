"""The demo, as somebody runs it who has installed the program and nothing else."""

from tests.cli.conftest import Shell


def test_the_demo_shows_cards_a_folded_copy_and_a_summary(tracker: Shell) -> None:
    answer = tracker.process("demo")

    assert answer.code == 0
    assert answer.out.count("╭") >= 8
    assert "why" in answer.out
    assert "not told" in answer.out
    assert "copy of “Singapore broker fined" in " ".join(answer.out.split())
    assert "documents read" in answer.out.splitlines()[-1]
    assert not list(tracker.folder.iterdir())

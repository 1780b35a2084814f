"""`tracker pair`: codes that let people in, and who was let in."""

from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from tests.cli.conftest import TOKEN, Shell
from tests.inbox.world import empty_database
from tracker.store import Database, Readers


@pytest.fixture
def shell(with_rules: Shell) -> Shell:
    """A shell in a folder with rules and an empty database."""
    with_rules.write("data/tracker.db", empty_database())
    return with_rules


def readers(shell: Shell) -> tuple[Database, Readers]:
    database = Database(f"sqlite:///{shell.folder / 'data' / 'tracker.db'}")
    return database, Readers(database)


def test_a_code_is_made_that_lets_one_person_in(shell: Shell) -> None:
    answer = shell("pair", TELEGRAM_BOT_TOKEN=TOKEN)
    code = answer.out.splitlines()[0]
    database, found = readers(shell)
    now = datetime.now(UTC)

    assert answer.code == 0
    assert f"/start {code}" in answer.out
    assert answer.err == ""
    with closing(database):
        assert not found.admit(code, 7, "Ann", now + timedelta(minutes=11))
        assert found.admit(code, 7, "Ann", now + timedelta(minutes=9))
        assert not found.admit(code, 8, "Bob", now)


def test_a_code_may_hold_longer(shell: Shell) -> None:
    code = shell("pair", "--minutes", "60").out.splitlines()[0]
    database, found = readers(shell)

    with closing(database):
        assert found.admit(code, 7, "Ann", datetime.now(UTC) + timedelta(minutes=59))


def test_two_codes_are_two(shell: Shell) -> None:
    assert shell("pair").out.splitlines()[0] != shell("pair").out.splitlines()[0]


def test_without_a_token_there_is_a_word_about_it(shell: Shell) -> None:
    assert "TELEGRAM_BOT_TOKEN is not set" in shell("pair").err


def test_who_was_let_in_is_listed_and_removed(shell: Shell) -> None:
    assert "nobody was let in" in shell("pair", "--list").out
    code = shell("pair").out.splitlines()[0]
    database, found = readers(shell)
    with closing(database):
        found.admit(code, 7, "Ann\u202e Lee\n", datetime.now(UTC))

    assert shell("pair", "--list").out.startswith("7 Ann Lee since 20")
    assert shell("pair", "--remove", "7").code == 0
    assert "nobody was let in" in shell("pair", "--list").out
    assert shell("pair", "--remove", "7").code == 1


@pytest.mark.parametrize(
    "args",
    [["--minutes", "0"], ["--minutes", "1441"], ["--remove", "x"], ["--remove", "1", "--list"]],
)
def test_what_cannot_be_is_a_usage_error(shell: Shell, args: list[str]) -> None:
    assert shell("pair", *args).code == 2


def test_there_is_no_code_without_a_database(with_rules: Shell) -> None:
    answer = with_rules("pair")

    assert answer.code == 1
    assert "tracker run" in answer.err
    assert with_rules("pair", "--list").code == 0
    assert not (with_rules.folder / "data").exists()

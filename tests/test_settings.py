"""The environment: what it decides, and how a mistake in it is told."""

import os
from pathlib import Path

import pytest

from tracker import settings
from tracker.errors import ConfigError
from tracker.settings import Settings


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No variable of ours, in an empty folder."""
    for name in os.environ:
        if name.startswith(("TRACKER_", "TELEGRAM_")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_without_any_variable_everything_has_a_place() -> None:
    loaded = settings.load()

    assert loaded.url == "sqlite:///data/tracker.db"
    assert (loaded.rules_dir / "packs").is_dir()
    assert loaded.telegram_bot_token is None


def test_rules_in_the_working_folder_come_before_the_packaged_ones(tmp_path: Path) -> None:
    (tmp_path / "rules" / "packs").mkdir(parents=True)

    assert settings.load().rules_dir == Path("rules")
    assert settings.load().local_dir == Path("rules/local")


def test_what_is_set_comes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TRACKER_RULES", str(tmp_path / "a"))
    monkeypatch.setenv("TRACKER_RULES_LOCAL", str(tmp_path / "b"))
    monkeypatch.setenv("TRACKER_DATABASE_URL", "sqlite:////elsewhere.db")

    loaded = settings.load()
    assert (loaded.rules_dir, loaded.local_dir) == (tmp_path / "a", tmp_path / "b")
    assert loaded.url == "sqlite:////elsewhere.db"


def test_lists_are_separated_by_commas_or_spaces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_ALLOW_HOSTS", "10.0.0.0/8, intranet:8080 host")
    monkeypatch.setenv("TRACKER_ADMINS", "11,12")

    loaded = settings.load()
    assert loaded.allow_hosts == ("10.0.0.0/8", "intranet:8080", "host")
    assert loaded.admins == (11, 12)


def test_an_empty_variable_is_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_DATA", "")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "")
    monkeypatch.setenv("TRACKER_HEARTBEAT_URL", " \n")

    assert settings.load() == Settings()


def test_an_empty_file_is_as_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "empty").write_text("\n")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN_FILE", str(tmp_path / "empty"))

    assert settings.load() == Settings()


@pytest.mark.parametrize("written", [b"1:a\r\n", b"\xef\xbb\xbf1:a\n\n", b"  1:a"])
def test_what_stands_around_a_token_is_no_part_of_it(
    written: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "token").write_bytes(written)
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN_FILE", str(tmp_path / "token"))

    assert settings.secret("env:TELEGRAM_BOT_TOKEN") == "1:a"
    token = settings.load().telegram_bot_token
    assert token is not None
    assert token.get_secret_value() == "1:a"


def test_a_pasted_line_end_is_no_part_of_a_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", " 1:a\n")
    monkeypatch.setenv("TELEGRAM_CHAT_ID", "-1001\r\n")

    assert settings.secret("env:TELEGRAM_BOT_TOKEN") == "1:a"
    assert settings.load().telegram_chat_id == "-1001"


@pytest.mark.parametrize("name", ["TELEGRAM_BOT_TOKEN", "TRACKER_DATABASE_URL"])
def test_a_value_may_stand_in_a_file(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "value").write_text("sqlite:///x.db\n")
    monkeypatch.setenv(f"{name}_FILE", str(tmp_path / "value"))

    assert settings.variable(name) == "sqlite:///x.db"
    loaded = settings.load()
    token = loaded.telegram_bot_token
    assert "sqlite:///x.db" in {loaded.database_url, token and token.get_secret_value()}


def test_a_token_shows_in_no_repr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123456:very-secret")

    assert "very-secret" not in repr(settings.load())


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("TRACKER_LOG", "xml", "TRACKER_LOG"),
        ("TRACKER_ADMINS", "me", "TRACKER_ADMINS"),
        ("TRACKER_DAAT", "x", "TRACKER_DAAT: no such setting; did you mean TRACKER_DATA?"),
        ("TRACKER_QWERTY", "x", "TRACKER_QWERTY: no such setting"),
        ("TELEGRAM_BOT_TOKEN_FILE", "/nowhere", "TELEGRAM_BOT_TOKEN_FILE: cannot read /nowhere"),
        ("TRACKER_ADMINS", "0", "TRACKER_ADMINS: '0' is not the number of a person"),
        ("TRACKER_ADMINS", "501 -1001", "TRACKER_ADMINS: '-1001' is not the number of a person"),
        ("TRACKER_ADMINS", "9" * 30, "is not the number of a person"),
        ("TRACKER_ADMINS", "9" * 5000, "is not a number"),
    ],
)
def test_a_mistake_is_told_by_its_name(
    name: str, value: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(ConfigError) as error:
        settings.load()
    assert said in str(error.value)
    assert "Input should" not in str(error.value)


def test_all_mistakes_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_LOG", "xml")
    monkeypatch.setenv("TRACKER_DAAT", "x")

    with pytest.raises(ConfigError) as error:
        settings.load()
    assert "TRACKER_LOG" in str(error.value)
    assert "TRACKER_DAAT" in str(error.value)


def test_a_value_given_twice_is_a_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:a")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN_FILE", "/x")

    with pytest.raises(ConfigError, match="both set"):
        settings.load()


def test_a_missing_secret_is_named() -> None:
    with pytest.raises(ConfigError, match="HOOK_URL"):
        settings.secret("env:HOOK_URL")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_BOT_TOKEN", "12:se cret"),
        ("TELEGRAM_BOT_TOKEN", "12:se\ncret"),
        ("TELEGRAM_BOT_TOKEN", "12:secret密"),
        ("TRACKER_HEARTBEAT_URL", "secret"),
        ("TRACKER_HEARTBEAT_URL", "ftp://ping.example/secret"),
        ("TRACKER_HEARTBEAT_URL", "https://ping.example/secret\nhttps://ping.example"),
        ("TRACKER_HEARTBEAT_URL", "http://ping.example:99999/secret"),
        ("TRACKER_HEARTBEAT_URL", "http://ping.example:secret/"),
        ("TRACKER_HEARTBEAT_URL", "http:///secret"),
        ("TRACKER_HEARTBEAT_URL", "http://[secret/"),
    ],
)
def test_a_secret_that_cannot_be_one_is_told_and_not_shown(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(ConfigError, match=f"{name}: it is no") as error:
        settings.load()
    assert "cret" not in str(error.value)


@pytest.mark.parametrize(
    "address",
    ["nonsense", "ftp://x.example", "https://", "http://x y", "http://x:99999", "http://x:0/"],
)
def test_a_telegram_server_must_be_a_web_address(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM_API_URL", address)

    with pytest.raises(ConfigError, match=r"TELEGRAM_API_URL: .* is not an address"):
        settings.load()


@pytest.mark.parametrize(
    "address", ["sqlite://", "sqlite:///", "sqlite:///:memory:", "postgresql://db/x", "x.db"]
)
def test_the_database_must_be_an_sqlite_file(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_DATABASE_URL", address)

    with pytest.raises(ConfigError, match="TRACKER_DATABASE_URL: only SQLite files"):
        settings.load()

"""What the environment decides. Every secret may also be given as `NAME_FILE`, a path."""

import difflib
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from tracker.errors import ConfigError

PACKAGE = Path(__file__).resolve().parent


def _words(value: object) -> object:
    return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value


def _web_address(text: str) -> str:
    if not _is_web_address(text):
        raise ValueError(f"'{text}' is not an address such as https://host or http://host:8081")
    return text


def _secret_address(url: SecretStr) -> SecretStr:
    if not _is_web_address(url.get_secret_value()):  # which is not shown
        raise ValueError("it is not an address such as https://host/path")
    return url


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        has_host = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:  # brackets that do not close, or no such port
        return False
    return has_host and text.isprintable() and bool(re.fullmatch(r"https?://\S+", text))


def _bot_token(token: SecretStr) -> SecretStr:
    # What Telegram itself does not know, it says; this would not even get there.
    if not re.fullmatch(r"[!-~]+", token.get_secret_value()):
        raise ValueError("it is no token: one is a single word, such as 123456:ABC-DEF")
    return token


def _person(number: int) -> int:
    if not 0 < number < 2**52:
        raise ValueError(f"'{number}' is not the number of a person: /id says which is yours")
    return number


def _sqlite_file(url: str) -> str:
    if url and not re.fullmatch(r"sqlite:///[^:?]+", url):
        raise ValueError("only SQLite files are supported: write sqlite:////path/to/file.db")
    return url


Words = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_words)]
Person = Annotated[int, AfterValidator(_person)]
People = Annotated[tuple[Person, ...], NoDecode, BeforeValidator(_words)]


class Settings(BaseSettings):
    """The public surface of the environment; see the README."""

    model_config = SettingsConfigDict(
        frozen=True, env_ignore_empty=True, populate_by_name=True, extra="ignore"
    )

    data: Path = Field(default=Path("data"), alias="TRACKER_DATA")
    database_url: Annotated[str, AfterValidator(_sqlite_file)] = Field(
        default="", alias="TRACKER_DATABASE_URL"
    )
    rules: Path | None = Field(default=None, alias="TRACKER_RULES")
    rules_local: Path | None = Field(default=None, alias="TRACKER_RULES_LOCAL")
    telegram_bot_token: Annotated[SecretStr, AfterValidator(_bot_token)] | None = Field(
        default=None, alias="TELEGRAM_BOT_TOKEN"
    )
    telegram_chat_id: str = Field(default="", alias="TELEGRAM_CHAT_ID")
    telegram_api_url: Annotated[str, AfterValidator(_web_address)] = Field(
        default="https://api.telegram.org", alias="TELEGRAM_API_URL"
    )
    heartbeat_url: Annotated[SecretStr, AfterValidator(_secret_address)] | None = Field(
        default=None, alias="TRACKER_HEARTBEAT_URL"
    )
    admins: People = Field(default=(), alias="TRACKER_ADMINS")
    http: str = Field(default="", alias="TRACKER_HTTP")
    log: Literal["text", "json"] = Field(default="text", alias="TRACKER_LOG")
    cores: int = Field(default=1, ge=1, le=64, alias="TRACKER_CORES")
    text_days: int = Field(default=90, ge=1, le=3650, alias="TRACKER_TEXT_DAYS")
    story_days: int = Field(default=14, ge=1, le=365, alias="TRACKER_STORY_DAYS")
    allow_hosts: Words = Field(default=(), alias="TRACKER_ALLOW_HOSTS")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only arguments and the environment; files are named by the environment."""
        del env_settings, dotenv_settings, file_secret_settings
        return init_settings, _FileOrVariable(settings_cls)

    @property
    def url(self) -> str:
        """The database; by default an SQLite file in the data folder."""
        return self.database_url or f"sqlite:///{self.data / 'tracker.db'}"

    @property
    def rules_dir(self) -> Path:
        """The shipped rules: what is set, else `./rules`, else the packaged copy."""
        if self.rules is not None:
            return self.rules
        here = Path("rules")
        return here if (here / "packs").is_dir() else shipped("rules")

    @property
    def local_dir(self) -> Path:
        """The user's own rules, which no upgrade touches."""
        return self.rules_local or self.rules_dir / "local"


class _FileOrVariable(EnvSettingsSource):
    """Reads NAME, or the file named by NAME_FILE; both at once is an error."""

    def _load_env_vars(self) -> Mapping[str, str | None]:
        merged = dict(super()._load_env_vars())
        for info in self.settings_cls.model_fields.values():
            name = str(info.alias)
            if value := variable(name):
                merged[name.lower()] = value
            else:  # empty, or nothing but spaces
                merged.pop(name.lower(), None)
        return merged


def variable(name: str, environ: Mapping[str, str] = os.environ) -> str:
    """The value of `name` or the text of the file named by `name_FILE`; "" when neither is set.

    Without what stands around it: whoever pastes a token pastes the end of its line as well.
    """
    path, value = environ.get(f"{name}_FILE", ""), environ.get(name, "").strip()
    if not path:
        return value
    if value:
        raise ConfigError(f"{name} and {name}_FILE are both set: keep one of them")
    try:
        return Path(path).read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{name}_FILE: cannot read {path}: {error}") from error


def secret(reference: str) -> str:
    """What `env:NAME` stands for. Raises ConfigError when it is not set."""
    name = reference.removeprefix("env:")
    value = variable(name)
    if not value:
        raise ConfigError(f"the environment variable {name} (or {name}_FILE) is not set")
    return value


def shipped(name: str) -> Path:
    """A folder that comes with the program: in an installed copy, else in the checkout."""
    installed = PACKAGE / "shipped" / name
    return installed if installed.exists() else PACKAGE.parent / name


def load() -> Settings:
    """Read the environment. Raises ConfigError naming every wrong or unknown variable."""
    faults = list(_unknown_variables())
    try:
        settings = Settings()
    except ValidationError as error:
        faults += [_described(fault) for fault in error.errors()]
    if faults:
        raise ConfigError("\n".join(faults))
    return settings


def _described(fault: ErrorDetails) -> str:
    name, given = fault["loc"][0], fault["input"]
    if fault["type"] == "literal_error":
        return f"{name}: '{given}' is not {fault['ctx']['expected']}"
    if fault["type"].startswith("int_parsing"):
        return f"{name}: '{given}' is not a number"
    return f"{name}: {fault['msg'].removeprefix('Value error, ')}"


def _unknown_variables() -> list[str]:
    known = {str(info.alias) for info in Settings.model_fields.values()}
    faults = []
    for name in sorted(os.environ):
        if name.startswith("TRACKER_") and name.removesuffix("_FILE") not in known:
            near = difflib.get_close_matches(name, known, 1)
            hint = f"; did you mean {near[0]}?" if near else ""
            faults.append(f"{name}: no such setting{hint}")
    return faults

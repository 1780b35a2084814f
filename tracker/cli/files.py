"""Files that a person names on the command line."""

from pathlib import Path

from tracker.errors import ConfigError
from tracker.sources.client.fetch import BODY_CAP


def body_of(path: Path) -> bytes:
    """The bytes of a file, at most as many as are read from a source. Raises ConfigError."""
    try:
        with path.open("rb") as file:
            body = file.read(BODY_CAP + 1)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    if len(body) > BODY_CAP:
        raise ConfigError(f"{path}: is more than {BODY_CAP // 1_000_000} MB")
    return body

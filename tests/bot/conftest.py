"""Every test here has a hall of its own, in which nothing goes wrong without being told."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tests.bot import world


@pytest.fixture
async def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[world.Hall]:
    with capture_logs() as logs:
        async with world.hall(tmp_path, monkeypatch) as found:
            found.logs = logs
            yield found
    assert not [line for line in logs if "exc_info" in line]

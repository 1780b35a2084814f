"""Every test here has an office of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.outbox import world


@pytest.fixture
async def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[world.Office]:
    async with world.office(tmp_path, monkeypatch) as found:
        yield found

"""What the tests of all kinds share."""

from collections.abc import AsyncIterator

import pytest

from tracker.channels import Lines


@pytest.fixture
async def lines() -> AsyncIterator[Lines]:
    async with Lines() as opened:
        yield opened

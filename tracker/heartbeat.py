"""A dead man's switch: another service is told that this one lives, and cries when it does not."""

from collections.abc import Callable

import httpx
import structlog
from pydantic import SecretStr

from tracker.channels import Lines

log = structlog.get_logger()


class Heartbeat:
    """Asks for a URL at every turn, while alerts can go out: `is_well` says so.

    A request that fails is no trouble of ours: it is logged.
    """

    def __init__(self, url: SecretStr | None, lines: Lines, is_well: Callable[[], bool]) -> None:
        self._url = url
        self._lines = lines
        self._is_well = is_well

    async def turn(self) -> None:
        """Say that we are here."""
        if self._url is None or not self._is_well():
            return
        client = await self._lines.http()
        try:
            response = await client.get(self._url.get_secret_value())
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            log.warning("heartbeat not heard", error=type(error).__name__)
            return
        if not response.is_success:
            log.warning("heartbeat not heard", status=response.status_code)

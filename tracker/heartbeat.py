"""A dead man's switch: another service is told that this one lives, and cries when it does not."""

import httpx
import structlog
from pydantic import SecretStr

from tracker.channels import Lines

log = structlog.get_logger()


class Heartbeat:
    """Asks for a URL at every turn. A request that fails is no trouble of ours: it is logged.

    It is made by the loop that sends alerts, so it stops when that loop does.
    """

    def __init__(self, url: SecretStr | None, lines: Lines) -> None:
        self._url = url
        self._lines = lines

    async def turn(self) -> None:
        """Say that we are here."""
        if self._url is None:
            return
        client = await self._lines.http()
        try:
            response = await client.get(self._url.get_secret_value())
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            log.warning("heartbeat not heard", error=type(error).__name__)
            return
        if not response.is_success:
            log.warning("heartbeat not heard", status=response.status_code)

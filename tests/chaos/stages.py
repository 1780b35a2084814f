"""`tracker run --once` that is killed when it has just done the work of one stage.

python -m tests.chaos.stages STAGE: one of STAGES. The settings come from the environment.
"""

import asyncio
import functools
import inspect
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from tracker import app, settings
from tracker.desk import Desk
from tracker.inbox import pages, polling
from tracker.sources import Fetcher

STAGES: dict[str, tuple[Any, str, int]] = {  # whose work, and after how many times
    "fetched": (Fetcher, "get", 1),
    "parsed": (polling, "_parse", 1),
    "recorded": (Desk, "decide", 1),
    "page fetched": (Fetcher, "get", 2),
    "page understood": (pages, "article", 1),
    "page recorded": (Desk, "read", 1),
    "pages recorded": (Desk, "read", 2),
}


def dying(work: Callable[..., Any], times: int) -> Callable[..., Any]:
    """`work`, after which the process is gone, at its last of so many `times`."""
    left = times

    def count() -> None:
        nonlocal left
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)

    @functools.wraps(work)
    async def later(*args: Any, **kwargs: Any) -> Any:
        result = await work(*args, **kwargs)
        count()
        return result

    @functools.wraps(work)
    def at_once(*args: Any, **kwargs: Any) -> Any:
        result = work(*args, **kwargs)
        count()
        return result

    return later if inspect.iscoroutinefunction(work) else at_once


if __name__ == "__main__":
    holder, name, times = STAGES[sys.argv[1]]
    setattr(holder, name, dying(getattr(holder, name), times))
    app.HOST_GAP = 0.0
    config = settings.load()
    asyncio.run(app.once(config, app.plan(config)))

"""Logging: an event and its facts, one line a turn, on standard error."""

import logging
import sys

import structlog


def configure_logging(form: str, level: int = logging.INFO) -> None:
    """Log to standard error: an event and its facts, one line a turn, as text or JSON."""
    # httpx logs every URL at INFO, and a bot token is part of one
    for name in ("httpx", "httpcore", "telegram", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # A turn that outlasts its tick is ordinary here; what fails is told by `_missed`.
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
    logging.basicConfig(stream=sys.stderr, level=level, format="%(message)s")
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )

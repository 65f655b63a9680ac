"""What most verbs need first: the settings, and the database they name."""

import logging
import sys

import structlog
from sqlalchemy import Engine

from ..journal.engine import engine_for
from ..schema import require
from ..settings import Settings, load_settings

#: Libraries that would log addresses, frames or statements.
NOISY = ("apscheduler", "alembic", "uvicorn.access", "uvicorn.error", "httpx2", "websockets")


def settings() -> Settings:
    """Read the settings. Raises SettingsRefused."""
    return load_settings()


def database(settings: Settings) -> Engine:
    """Return the engine of a database that is up to date. Raises Refused with what to do otherwise."""
    engine = engine_for(settings.database)
    require(engine)
    return engine


def log_in(format: str, *, quiet: bool = False) -> None:
    """Send technical logs to the error output, as text or as JSON lines; `quiet` keeps warnings only."""
    renderer = structlog.processors.JSONRenderer() if format == "json" else structlog.dev.ConsoleRenderer(colors=False)
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING if quiet else logging.INFO, force=True)
    hush()


def hush() -> None:
    """Keep the libraries to their warnings, whatever the level of the rest: some tell all that goes by."""
    for noisy in NOISY:
        logging.getLogger(noisy).setLevel(logging.WARNING)

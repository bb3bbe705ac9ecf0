"""What the HTTP client may write into a log: no request is worth a line, and a token never is."""

import logging
import re
from typing import Final

_LOGGERS: Final = (
    "httpx",
    "httpcore",
    "httpcore.connection",
    "httpcore.http11",
    "httpcore.http2",
    "httpcore.proxy",
    "httpcore.socks",
)
"""Each by its name: a filter is not asked about what comes from the loggers below its own."""

_FAMILIES: Final = ("httpx", "httpcore")
"""Those that decide how much the ones below them say."""

_CREDENTIAL: Final = re.compile(r"\b(?P<scheme>bearer|basic)(?P<gap>\s+)[^\s'\",;)\]]+", re.IGNORECASE)


def keep_tokens_out_of_logs() -> None:
    """Silence the HTTP client below warnings, and cut credentials out of what it still says.

    Whoever turns its debugging on again gets it without tokens. May be called any number of times.
    """
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        if _without_credentials not in logger.filters:
            logger.addFilter(_without_credentials)
            if name in _FAMILIES:
                logger.setLevel(max(logger.level, logging.WARNING))


def _without_credentials(record: logging.LogRecord) -> bool:
    """Take credentials out of a record, and a traceback, which quotes what it was about."""
    said = record.getMessage()
    record.msg, record.args = _CREDENTIAL.sub(r"\g<scheme>\g<gap>...", said), ()
    record.exc_info = record.exc_text = None
    return True

"""Write log lines as JSON on the hot path, whose cold start should import little."""

import json
import logging
import os
import sys
from datetime import UTC, datetime

_USUAL = vars(logging.makeLogRecord({})).keys() | {"message", "asctime"}


class JsonLines(logging.Formatter):
    """A formatter with the keys of Powertools' logger, which every other function uses."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "level": record.levelname,
            "message": record.getMessage(),
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "service": os.environ.get("POWERTOOLS_SERVICE_NAME"),
            **{name: value for name, value in vars(record).items() if name not in _USUAL},
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


def logger_of(name: str) -> logging.Logger:
    """Return a logger that writes to standard output, from INFO on."""
    logger = logging.getLogger(name)
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonLines())
    logger.handlers, logger.propagate = [handler], False
    logger.setLevel(logging.INFO)
    return logger

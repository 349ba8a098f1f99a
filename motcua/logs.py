"""The log: all that is worth knowing in a file of limited size, the worst on the terminal."""

import logging
import logging.handlers
import sys
from pathlib import Path

FILE_BYTES = 2_000_000
FILES_KEPT = 5
# ``extra=TOLD``: people have been told in better words; for the file only.
TOLD = {"told": True}


def log_file(data_folder: Path, program: str) -> Path:
    """Where ``program`` writes its log; one file each, since Windows cannot rotate a shared one."""
    return data_folder / "logs" / f"motcua-{program}.log"


def start_logging(file: Path, *, terminal_level: int = logging.ERROR) -> bool:
    """Log into ``file`` (rotated at 2 MB) and tersely on the terminal, and nowhere else.

    False when the file's folder cannot be written: then there is the terminal only.
    """
    stop_logging()
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    terminal = logging.StreamHandler(sys.stderr)
    terminal.setLevel(terminal_level)
    terminal.setFormatter(_Terse())
    terminal.addFilter(lambda record: not hasattr(record, "told"))
    root.addHandler(terminal)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            file, maxBytes=FILE_BYTES, backupCount=FILES_KEPT, encoding="utf-8", delay=True
        )
    except OSError:
        logging.getLogger(__name__).warning("no log file: %s cannot be written", file.parent)
        return False
    handler.setFormatter(
        logging.Formatter(
            "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s",
            datefmt="%Y-%m-%d %H:%M:%S%z",
        )
    )
    root.addHandler(handler)
    return True


def open_log_file() -> Path | None:
    """The file that is being written, if any."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler, logging.handlers.RotatingFileHandler):
            return Path(handler.baseFilename)
    return None


def stop_logging() -> None:
    """Close what ``start_logging`` opened."""
    root = logging.getLogger()
    for handler in root.handlers[:]:
        ours = isinstance(handler, logging.handlers.RotatingFileHandler) or isinstance(
            handler.formatter, _Terse
        )
        if ours:
            root.removeHandler(handler)
            handler.close()


class _Terse(logging.Formatter):
    """One line on the terminal; the traceback stays in the file."""

    def format(self, record: logging.LogRecord) -> str:
        return record.getMessage()

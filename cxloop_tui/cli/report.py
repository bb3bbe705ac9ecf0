"""What is kept of an error of this program itself: a file for whoever mends it, private to who ran it."""

import os
import platform
import traceback
from datetime import UTC, datetime
from pathlib import Path

from cxloop_tui import __version__
from cxloop_tui.paths import state_dir


def keep_report(trouble: BaseException) -> Path:
    """Write where an error happened, without local variables and arguments, to a file of mode 0600; return it.

    Raises OSError when it cannot be written.
    """
    directory = state_dir()
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    moment = datetime.now(UTC)
    file = directory / f"report-{moment:%Y%m%dT%H%M%S%fZ}-{os.getpid()}.txt"
    about = (
        f"cxloop {__version__}, Python {platform.python_version()}, {platform.platform()}, {moment:%Y-%m-%dT%H:%MZ}"
    )
    lines = [about, "", *traceback.format_exception(trouble)]
    with open(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as report:  # noqa: PTH123
        report.write("\n".join(line.rstrip("\n") for line in lines) + "\n")
    return file


def where(trouble: BaseException) -> str:
    """Return the place in this program that an error came from, as `cli/main.py:12`."""
    package = Path(__file__).parent.parent
    for frame in reversed(traceback.extract_tb(trouble.__traceback__)):
        file = Path(frame.filename)
        if package in file.parents:
            return f"{file.relative_to(package).as_posix()}:{frame.lineno}"
    return "a library"

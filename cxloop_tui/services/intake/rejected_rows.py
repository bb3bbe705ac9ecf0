"""`FILE.rejected.csv`: the rows that could not be taken, to be corrected and imported again."""

import csv
import os
import secrets
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO

from cxloop_tui.domain.cells import harmless
from cxloop_tui.domain.errors import CxloopError
from cxloop_tui.services.intake.delimited import ADDED_COLUMNS
from cxloop_tui.services.intake.row import Row


class RejectedRows(AbstractContextManager["RejectedRows"]):
    """The columns of the file, then line and reason; whole when all is done, or not there at all.

    It is UTF-8 with commas. It lies beside the file, or in the working directory when that place cannot be written.
    """

    def __init__(self, beside: Path, names: Sequence[str]) -> None:
        """Make room for it. Raises CxloopError when neither place can be written."""
        self._name = f"{beside.name}.rejected.csv"
        self._count = 0
        self._directory, self._stream = self._make_room(beside.parent)
        self._writer = csv.writer(self._stream, lineterminator="\r\n")
        self._writer.writerow([*(harmless(name) for name in names), *ADDED_COLUMNS])

    def add(self, row: Row, why: str) -> None:
        """Take a row down."""
        self._count += 1
        self._writer.writerow([*(harmless(cell) for cell in row.cells), row.line, harmless(why)])

    def finish(self) -> Path | None:
        """Make the file and return it; None when no row was rejected. Raises CxloopError."""
        if not self._count:
            return None
        target = self._directory / self._name
        try:
            self._write(target)
        except OSError as trouble:
            what = f"the responses are on record, but {target} could not be written: {trouble.strerror}"
            raise CxloopError(what) from trouble
        return target

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Forget the rows; they have no name yet, so that even a kill leaves none of them lying about."""
        self._stream.close()

    def _make_room(self, beside: Path) -> tuple[Path, IO[str]]:
        trouble = OSError()
        for directory in (beside, Path.cwd()):
            try:
                return directory, TemporaryFile("w+", dir=directory, encoding="utf-8", newline="")
            except OSError as refused:
                trouble = refused
        raise CxloopError(
            f"{beside / self._name} cannot be written: {trouble.strerror}; run this in a directory of yours"
        )

    def _write(self, target: Path) -> None:
        making = target.with_name(f".{self._name}.{secrets.token_hex(4)}")
        number = os.open(making, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        try:
            with open(number, "w", encoding="utf-8", newline="") as file:  # noqa: PTH123 - opened private
                self._stream.seek(0)
                copyfileobj(self._stream, file)
                file.flush()
                os.fsync(number)
            making.replace(target)
        finally:
            making.unlink(missing_ok=True)

"""Tickets as an Excel workbook, row by row, whatever their number; every text stays a text.

XlsxWriter's own conversions are off, and each value is written as what it is. In constant-memory mode it writes a
text that begins with `<r>` and ends with `</r>` into the sheet as markup (3.3.1, `Worksheet._write_cell`): such a
text gets a space at its end.
"""

import re
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final, Self

from cxloop_tui.services.export.tables import Row, cell

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

SHEET_ROWS: Final = 1_048_576
"""Rows that a sheet has, its header with them (Excel specifications and limits)."""

CELL_UNITS: Final = 32_767
"""UTF-16 units that a cell holds."""

_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 cannot hold."""


@dataclass(slots=True)
class Changes:
    """What did not go into a sheet as it is."""

    cut: int = 0
    """Texts longer than a cell, cut."""
    replaced: int = 0
    """Characters a sheet cannot hold, replaced by U+FFFD."""


def write_workbook(
    stream: IO[bytes], rows: Iterable[Row], columns: tuple[str, ...], *, sheet_rows: int = SHEET_ROWS
) -> Changes:
    """Write a workbook; rows beyond those of a sheet go on in the next. Returns what could not stay as it is."""
    from xlsxwriter.exceptions import FileCreateError  # noqa: PLC0415 - nobody else needs it
    from xlsxwriter.workbook import Workbook  # noqa: PLC0415

    changes = Changes()
    with tempfile.TemporaryDirectory(prefix="cxloop-export-") as scratch, _Door(stream) as door:
        book = Workbook(door, {**_OPTIONS, "tmpdir": scratch})
        book.use_zip64()
        try:
            _write_sheets(book, rows, columns, sheet_rows, changes)
            book.close()
        except FileCreateError as wrapped:
            _let_go(book)
            raise wrapped.args[0] from wrapped
        except BaseException:
            _let_go(book)
            raise
    return changes


class _Door:
    """A way to a stream that shuts: a zip file that was given up still writes its end when it is thrown away."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._is_open = True
        self._at = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._is_open = False

    def write(self, octets: bytes) -> int:
        if self._is_open:
            self._stream.write(octets)
        self._at += len(octets)
        return len(octets)

    def seek(self, offset: int) -> int:
        if self._is_open:
            self._stream.seek(offset)
        self._at = offset
        return offset

    def tell(self) -> int:
        return self._at

    def flush(self) -> None:
        if self._is_open:
            self._stream.flush()


def _write_sheets(
    book: "Workbook", rows: Iterable[Row], columns: tuple[str, ...], sheet_rows: int, changes: Changes
) -> None:
    sheet, row = _sheet(book, columns), 1
    for values in rows:
        if row == sheet_rows:
            sheet, row = _sheet(book, columns), 1
        for place, value in enumerate(values):
            _write_cell(sheet, row, place, cell(value), changes)
        row += 1


def _sheet(book: "Workbook", columns: tuple[str, ...]) -> "Worksheet":
    """Begin a sheet with the names of the columns, which stay in sight."""
    sheet = book.add_worksheet(f"tickets {len(book.worksheets()) + 1}" if book.worksheets() else "tickets")
    sheet.freeze_panes(1, 0)
    for place, name in enumerate(columns):
        sheet.write_string(0, place, name)
    return sheet


def _write_cell(sheet: "Worksheet", row: int, place: int, value: str | int | bool, changes: Changes) -> None:  # noqa: FBT001
    if isinstance(value, bool):
        sheet.write_boolean(row, place, value)
    elif isinstance(value, int):
        sheet.write_number(row, place, value)
    elif value:
        sheet.write_string(row, place, _held(value, changes))


def _held(text: str, changes: Changes) -> str:
    """Return a text as a cell can hold it."""
    text, replaced = _FORBIDDEN.subn("\ufffd", text)
    changes.replaced += replaced
    if text.startswith("<r>") and text.endswith("</r>"):
        text = f"{text} "
    if 2 * len(text) <= CELL_UNITS:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * CELL_UNITS:
        return text
    changes.cut += 1
    return units[: 2 * CELL_UNITS].decode("utf-16-le", "ignore")


def _let_go(book: "Workbook") -> None:
    """Close what an unfinished workbook holds open; its directory is thrown away with all that is in it."""
    book.fileclosed = True
    for sheet in book.worksheets():
        if sheet.row_data_fh is not None:
            sheet.row_data_fh.close()

"""The look through a whole file before anything is written: what its columns hold, and what is wrong with it."""

from dataclasses import dataclass
from typing import Final

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.intake import Column, Survey
from cxloop_tui.services.intake.progress import Progress, Watch, nobody
from cxloop_tui.services.intake.row import Row
from cxloop_tui.services.intake.survey_file import SurveyFile
from cxloop_tui.services.intake.twins import Twins

_SAMPLE: Final = 2_000
"""Rows that are kept in mind to compare columns with each other."""

_CELL_START: Final = 100
"""Code points of a cell that are enough for that."""

_TOLD_EVERY: Final = 500
"""Rows between two reports of progress."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the look found."""

    survey: Survey
    twins: Twins


def look_through(file: SurveyFile, watch: Watch = nobody) -> Seen:
    """Read a file to its end and say what is in it. Raises Unusable; nothing is written."""
    try:
        return _Look(file, watch).seen()
    except Unusable as refused:
        if not file.take_quotes_as_they_are(refused):
            raise
        try:
            return _Look(file, watch).seen()
        except Unusable:
            raise refused from None


class _Look:
    """One reading of a file."""

    def __init__(self, file: SurveyFile, watch: Watch) -> None:
        self._file = file
        self._watch = watch
        self._columns: list[Column] = []
        self._sample: list[tuple[str, ...]] = []
        self._twins = Twins()
        self._rows = 0
        self._faults = 0

    def seen(self) -> Seen:
        for row in self._file.rows():
            self._take(row)
        if 2 * self._faults > self._rows:
            raise self._ragged()
        return Seen(Survey(tuple(self._columns), tuple(self._sample), self._rows), self._twins)

    def _take(self, row: Row) -> None:
        self._rows += 1
        self._faults += row.fault is not None
        names = self._file.names
        if len(self._columns) < len(names):
            self._columns.extend(Column(names[place], place) for place in range(len(self._columns), len(names)))
        for column, cell in zip(self._columns, row.cells, strict=False):
            if cell:
                column.note(cell)
        if len(self._sample) < _SAMPLE:
            self._sample.append(tuple(cell[:_CELL_START] for cell in row.cells))
        self._twins.note(row.cells)
        if self._rows % _TOLD_EVERY == 0:
            self._watch(Progress("reading", self._rows, self._file.octets, self._file.size))

    def _ragged(self) -> Unusable:
        cells = f"another number of cells than the header, which has {len(self._file.names)}"
        what = f"has {self._faults:,} of {self._rows:,} rows with {cells}"
        return self._file.unusable(
            f"{what}: it is no table, or lacks its line of column names; export the answers as CSV"
        )

"""The lines of the outbox: each operation in the words of the log."""

from collections.abc import Sequence
from typing import Final

from cxloop_tui.domain.feed import Waiting
from cxloop_tui.domain.operation import Operation
from cxloop_tui.services.outbox import OutboxSeen, read_outbox, state_words, subject_of, words_of_what
from cxloop_tui.services.queries import Queries
from cxloop_tui.ui.render.line import Setting
from cxloop_tui.ui.render.log import words_of
from cxloop_tui.ui.render.looks import Looks
from cxloop_tui.ui.render.row import MARK
from cxloop_tui.ui.render.when import moment
from cxloop_tui.ui.widgets.line_table import Cell, Column, Row, Tone

SHOWN_MOST: Final = 2_000
"""So many are listed, the oldest: an import in one's own outbox is no reading matter."""

_ROOMY: Final = 100
"""From this width on there is room for the whole state."""

_WORDY: Final = 1_000
"""Cells in which words are said; the table cuts them."""


def read_lines(queries: Queries) -> OutboxSeen:
    """Read what is shown."""
    return read_outbox(queries, SHOWN_MOST)


def columns(width: int) -> Sequence[Column]:
    """Return the columns a line has room for."""
    return (
        Column("mark", "", 1),
        Column("when", "made", 11),
        Column("ticket", "ticket", 15 if width >= _ROOMY else 9),
        Column("what", "what"),
        Column("state", "state", 32 if width >= _ROOMY else 22),
    )


def rows(seen: OutboxSeen, marked: frozenset[str], looks: Looks) -> list[Row]:
    """Return the lines, oldest first."""
    return [
        Row(
            one.operation.id,
            {
                "mark": Cell(MARK if one.operation.id in marked else "", Tone.WAITING),
                "when": Cell(moment(one.operation.at, seen.now, seen.utc_offset), Tone.MUTED),
                "ticket": Cell(subject_of(one.operation, seen)),
                "what": Cell(words(one.operation, seen, looks)),
                "state": _state(one, seen),
            },
        )
        for one in seen.listed
    ]


def words(operation: Operation, seen: OutboxSeen, looks: Looks) -> str:
    """Say what an operation did, in the words of the log."""
    setting = Setting(seen.space, looks, _WORDY, seen.now, seen.utc_offset)
    return words_of_what(operation, seen, lambda lines: words_of(lines, setting), looks.signs.becomes)


def _state(one: Waiting, seen: OutboxSeen) -> Cell:
    tone = Tone.WAITING if one.held else Tone.MUTED if one.acknowledged is not None else Tone.PLAIN
    return Cell(state_words(one, seen), tone)

"""Letters, as a shelf of what stands beside tickets."""

from typing import Final

from cxloop_tui.domain.mail.letter import LETTER_KINDS, Letter, folded
from cxloop_tui.store import tables
from cxloop_tui.store.beside import Shelf
from cxloop_tui.store.letter_rows import LETTER_COLUMNS, letter_of, letter_values

LETTERS: Final = Shelf[Letter](
    table=tables.letters,
    columns=LETTER_COLUMNS,
    kinds=frozenset(map(str, LETTER_KINDS)),
    read=letter_of,
    write=letter_values,
    folded=folded,
)

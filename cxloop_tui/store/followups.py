"""Follow-ups, as a shelf of what stands beside tickets."""

from typing import Final

from cxloop_tui.domain.followup import FollowUp, followup_of
from cxloop_tui.domain.operation import Kind
from cxloop_tui.store import tables
from cxloop_tui.store.beside import Shelf
from cxloop_tui.store.followup_rows import FOLLOWUP_COLUMNS, followup_from, followup_values

FOLLOWUPS: Final = Shelf[FollowUp](
    table=tables.followups,
    columns=FOLLOWUP_COLUMNS,
    kinds=frozenset({str(Kind.FOLLOWUP_PUT)}),
    read=followup_from,
    write=followup_values,
    folded=followup_of,
)

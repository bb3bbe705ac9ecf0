"""Whether everything on the desk that tells of a query tells of the same one."""

import re

from cxloop_tui.domain.query import Field
from cxloop_tui.domain.status import Status
from cxloop_tui.domain.view import Counts
from cxloop_tui.ui.widgets.filter_bar import FilterBar
from cxloop_tui.ui.widgets.search_bar import SearchBar
from tests.ui.desk_host import AtDesk


def demand_agreement(at: AtDesk) -> None:
    """Fail unless search bar, filter bar, counts, top line and list all tell of one query."""
    query, queries = at.inbox.shown.query, at.rooms.queries
    counts = queries.counts(query)
    assert queries.parse(at.inbox.query_one(SearchBar).text) == query
    assert painted_counts(at) == counts
    wanted = [row.number for row in queries.window(query, limit=500).rows]
    assert at.listed == wanted
    assert len(wanted) == counts.found
    for status in Status:
        alone = query.with_values(Field.STATUS, [status])
        assert counts.by_status[status] == queries.counts(alone).found
    chosen = query.values(Field.STATUS)
    assert counts.found == sum(counts.by_status[status] for status in Status if not chosen or status in chosen)


def painted_counts(at: AtDesk) -> Counts:
    """Read the counts off the filter bar."""
    line = at.inbox.query_one(FilterBar)._lines()[-1].strip.text
    by_status = [int(number) for number in re.findall(r"[1-4] [A-Z]\w+ (\d+)", line)]
    found = re.search(r"(\d+)(?: of (\d+))? · ", line)
    assert found
    return Counts(int(found[1]), int(found[2] or found[1]), dict(zip(Status, by_status, strict=True)))

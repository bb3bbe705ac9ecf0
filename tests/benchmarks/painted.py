"""Whether what is painted is what is stored: every row in sight, their order, the ticket beside them, the count."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from cxloop_tui.domain.query import Query
from cxloop_tui.domain.query_parse import QueryMistake
from cxloop_tui.domain.text import clean_line
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.services.queries import Queries
from tests.benchmarks import sights
from tests.benchmarks.program import Lines

_ROW = re.compile(r"^[▌ ](?P<priority>[!▲■·]) . +#(?P<number>\d+) +(?P<state>new|open|esc|done) +(?P<rest>.*)")
_COUNT = re.compile(r"  (?P<found>[\d,]+)(?: of [\d,]+)? · ")
_SEARCH_LINE = 1
_NOTHING_TYPED = "search words, #number"
_PRIORITIES = {"!": "critical", "▲": "high", "■": "medium", "·": "low"}
_STATES = {"new": "new", "open": "open", "esc": "escalated", "done": "resolved"}
_NOBODY = "–"
_CUT = re.compile("[…▌]")
"""Where a cell is cut, or the border of news that lies over it."""

_FOUND_BY_WORDS_AT_MOST = 500
"""Rows of a search by words in which what is painted is looked for; further down it is not judged."""


@dataclass
class Comparison:
    """What was compared, and what was not as it should be."""

    pauses: int = 0
    rows: int = 0
    orders: int = 0
    counts: int = 0
    problems: list[str] = field(default_factory=list)


def compare_rows(lines: Lines, queries: Queries, comparison: Comparison) -> None:
    """Compare every painted row with its ticket, and the ticket beside the list with the cursor."""
    for line in lines:
        if painted := _ROW.match(line):
            ticket = queries.view(queries.ticket_id(painted["number"])).ticket
            comparison.rows += 1
            if not _is_of(painted, ticket):
                told = f"{ticket.priority}, {ticket.status}, {ticket.customer_name or ticket.customer_email}"
                comparison.problems.append(f"painted {line[:60]!r}, stored {told}")
    at, beside = sights.at_cursor(lines), sights.in_detail(lines)
    if at is not None and beside is not None and at != beside:
        screen = "\n".join(lines)
        comparison.problems.append(f"#{at} is under the cursor, #{beside} beside the list:\n{screen}")


def compare_order(lines: Lines, queries: Queries, comparison: Comparison) -> None:
    """Compare which tickets are painted, in which order and of how many, with one plain query for all of them."""
    query = _shown(lines, queries)
    if query is None:
        return
    numbers = sights.listed(lines)
    painted = [queries.ticket_id(str(number)) for number in numbers]
    if query.words:
        everything = [ticket.id for ticket in queries.tickets(query, _FOUND_BY_WORDS_AT_MOST)]
        if painted and painted[0] not in everything:
            return
    else:
        everything = list(queries.ids(query))
        _compare_count(lines, len(everything), comparison)
    start = everything.index(painted[0]) if painted and painted[0] in everything else 0
    comparison.orders += 1
    if everything[start : start + len(painted)] != painted or (everything and not painted):
        screen = "\n".join(lines)
        comparison.problems.append(f"{query.text()!r}: {numbers} are not one stretch of what it finds:\n{screen}")


def _compare_count(lines: Lines, found: int, comparison: Comparison) -> None:
    """Compare a count that is there already."""
    told = next((match for line in lines[:5] if (match := _COUNT.search(line))), None)
    if told is not None:
        comparison.counts += 1
        if int(told["found"].replace(",", "")) != found:
            comparison.problems.append(f"it says {told['found']}, and {found:,} are found")


def _shown(lines: Lines, queries: Queries) -> Query | None:
    """Return the query that the search bar shows; None when it does not fit there."""
    text = lines[_SEARCH_LINE].strip().removeprefix("/").strip()
    if text.startswith(_NOTHING_TYPED):
        return Query()
    if "…" in text:
        return None
    try:
        return queries.parse(text)
    except QueryMistake:
        return None


def _is_of(painted: re.Match[str], ticket: Ticket) -> bool:
    state = _STATES[painted["state"]] == ticket.status.value
    return state and _PRIORITIES[painted["priority"]] == ticket.priority.value and _begins(painted["rest"], ticket)


def _begins(rest: str, ticket: Ticket) -> bool:
    """Whether the cells after the state begin with the customer: whole, cut, or as far as no news lies over it."""
    customer = (ticket.customer_name or "").strip() or (ticket.customer_email or "").rpartition("@")[0] or _NOBODY
    wanted, shown = "".join(clean_line(customer).split()), "".join(rest.split())
    cut = _CUT.search(shown)
    in_sight = shown[: cut.start()] if cut else shown
    return shown.startswith(wanted) or (cut is not None and wanted.startswith(in_sight))

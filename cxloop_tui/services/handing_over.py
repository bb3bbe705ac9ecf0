"""Handing tickets over at the end of a shift: they change hands with a note, and with what is to be done."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from cxloop_tui.domain import intent
from cxloop_tui.domain.errors import Refused
from cxloop_tui.domain.handover import Handover, handover_page
from cxloop_tui.services.bulk import Along, Make
from cxloop_tui.services.desk import Sitting
from cxloop_tui.services.queries import Queries

LISTED_MOST: Final = 200
"""Tickets of which the page says more than how many there are."""

_FOLLOWUPS_MOST: Final = 10_000


def given(to: str, note: str) -> Make:
    """Return what becomes of each ticket: another owner, and the note in its history. Raises Refused for nobody."""
    if not to:
        raise Refused("owner is empty: choose who takes them on")
    return lambda ticket, _: intent.change(ticket, {"owner": to}, note=note.strip() or None)


def to_do_of(queries: Queries, ticket_ids: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """Return what I have to do about some tickets: ids of follow-ups, by ticket."""
    wanted, found = frozenset(ticket_ids), defaultdict[str, list[str]](list)
    for one in queries.followups.open(queries.me, _FOLLOWUPS_MOST):
        if one.ticket in wanted:
            found[one.ticket].append(one.id)
    return found


def with_to_do(to: str, to_do: Mapping[str, Sequence[str]]) -> Along:
    """Return what goes with each ticket that changes hands."""

    def hand_on(sitting: Sitting, ticket_id: str, group: str | None) -> None:
        for followup_id in to_do.get(ticket_id, ()):
            sitting.put_followup(followup_id, {"owner": to}, group=group)

    return hand_on


def page_of(queries: Queries, ticket_ids: Sequence[str], to: str, note: str) -> str:
    """Return the page of tickets that have changed hands; of very many it has the first."""
    views = [queries.view(ticket_id) for ticket_id in ticket_ids[:LISTED_MOST]]
    page = handover_page(
        Handover(queries.me, to, note, views, queries.now()), queries.organisation(), queries.utc_offset()
    )
    more = len(ticket_ids) - len(views)
    return page + (f"\nand {more:,} more\n" if more > 0 else "")

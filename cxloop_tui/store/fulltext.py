"""What is found by words: the documents a ticket has in the full-text index.

One document for each operation that carries words, under its sequence number; the one that made the ticket also holds
who the customer is. Walking the index backwards therefore gives the newest text first.
"""

from collections.abc import Sequence

from cxloop_tui.domain.folding import document
from cxloop_tui.domain.operation import Entry, Kind, Operation
from cxloop_tui.domain.ticket import Ticket, undone_ids

_WORDED_FIELDS = ("root_cause", "action_taken", "told")


def documents(ticket: Ticket, entries: Sequence[Entry]) -> dict[int, str]:
    """Return all documents of a ticket by sequence number; a withdrawn ticket and undone words have none."""
    if ticket.withdrawn:
        return {}
    undone = undone_ids(entries)
    found = {}
    for entry in entries:
        if entry.operation.id not in undone and (body := document_of(ticket, entry)):
            found[entry.seq] = body
    return found


def document_of(ticket: Ticket, entry: Entry) -> str:
    """Return the document of one entry of a ticket, empty when it carries no words."""
    operation = entry.operation
    texts = _customer_texts(ticket, entry) if operation.kind == Kind.TICKET_CREATE else _texts(operation)
    return document(" \n ".join(texts)) if texts else ""


def _customer_texts(ticket: Ticket, made: Entry) -> Sequence[str]:
    known = (ticket.customer_email, ticket.customer_name, ticket.customer_phone, ticket.account, ticket.respondent)
    elsewhere = None if made.replayed is None else made.replayed.number
    numbers = (str(number) for number in (ticket.number, elsewhere) if number is not None)
    return (*numbers, *(text for text in known if text), ticket.comment)


def _texts(operation: Operation) -> Sequence[str]:
    if operation.undoes is not None:
        return ()
    said = [operation.comment] if operation.comment else []
    said += [str(text) for name in _WORDED_FIELDS if name in operation.set and (text := operation.wanted(name))]
    return said

"""The letter that would tell of something nobody has done yet, so that it can be seen before."""

from typing import Final

from cxloop_tui.domain.intent import Draft
from cxloop_tui.domain.mail.recipients import recipients
from cxloop_tui.domain.mail.wording import body_of, title_of
from cxloop_tui.domain.operation import Base, Entry, Operation, Preview
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.ticket import Ticket, after

_NOT_DONE: Final = Base("", 0)


def foretold_letter(draft: Draft, ticket: Ticket, by: str, now: int, space: Organisation) -> Preview | None:
    """Return the letter that will tell of a change of a ticket, None where nobody will be told.

    Who really gets it is decided when it is written: they may be others by then.
    """
    if not space.policy.tells_by_mail:
        return None
    operation = Operation(
        id="",
        kind=draft.kind,
        subject=ticket.id,
        by=by,
        at=now,
        base=_NOT_DONE,
        set=draft.set,
        add=draft.add,
        remove=draft.remove,
        implied=draft.implied,
        comment=draft.comment,
    )
    entry = Entry(operation, ticket.seq + 1, now)
    left = after(ticket, entry, lambda _seq: space.policy, ()) or ticket
    told = recipients([operation], left, space)
    if not told:
        return None
    title, text = title_of(left, [operation], space), body_of(left, [entry], [operation], space)
    return Preview(told.to, told.cc, title, text)

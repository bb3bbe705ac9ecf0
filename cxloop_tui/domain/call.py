"""The call sheet: what somebody needs in sight who calls a customer now."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from cxloop_tui.domain.followup import FollowUp
from cxloop_tui.domain.mail.reply import spoken
from cxloop_tui.domain.mail.templates.wordings import WORDINGS
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.domain.ticket_view import Contact, Past, TicketView

CONTACTS_SHOWN: Final = 3
"""How many of the last attempts to reach them stand on it."""


class CallSheet(NamedTuple):
    """What is known before a call."""

    ticket: Ticket
    """The number to call, who they are, what they said."""
    scores_before: Sequence[int]
    """What they last answered to the same kind of question, oldest first."""
    promised: Sequence[FollowUp]
    """What is still to be done about it, the first due first."""
    contacts: Sequence[Contact]
    """The last attempts to reach them, about any ticket, newest first."""
    opening: str
    """Words to begin with, in the customer's language."""
    means: str | None
    """The same in the caller's, where that is another one."""


def call_sheet(view: TicketView, past: Past, agent: str, language: str, own: str) -> CallSheet:
    """Put a call sheet together for an `agent`, by name, who speaks `own`; `language` is the customer's."""
    theirs, mine = spoken(language), spoken(own)
    contacts = () if past.customer is None else past.customer.contacts[:CONTACTS_SHOWN]
    return CallSheet(
        ticket=view.ticket,
        scores_before=view.scores_before,
        promised=view.followups,
        contacts=contacts,
        opening=_opening(theirs, agent),
        means=None if theirs == mine else _opening(mine, agent),
    )


def _opening(language: str, agent: str) -> str:
    return WORDINGS[language].opening.replace("{agent}", agent)

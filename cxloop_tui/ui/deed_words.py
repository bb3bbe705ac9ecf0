"""What was done, in a few words: to one ticket, and by taking something back."""

from cxloop_tui.domain.beside import BESIDE, TAKEN_BACK, about_beside, words_beside
from cxloop_tui.domain.operation import Kind, Operation
from cxloop_tui.domain.status import Status
from cxloop_tui.services.performing import Done
from cxloop_tui.services.turning_back import Turned
from cxloop_tui.ui.forms.words import name_of

_DONE_WORDS = {
    Kind.TICKET_CREATE: "created",
    Kind.TICKET_WITHDRAW: "withdrawn",
    Kind.COMMENT_ADD: "commented",
    Kind.COMMENT_WITHDRAW: "words withdrawn",
    Kind.CONTACT_LOG: "contact logged",
    Kind.REPLY_WRITE: "replied to",
    Kind.RESPONSE_ADD: "response added",
}


_TURNS = {
    (Status.ESCALATED, Status.OPEN): "handed back",
    (Status.RESOLVED, Status.OPEN): "reopened",
}


_NAMED_MOST = 3


def named(turned: Turned) -> str:
    """Name what a turn back was about: the first few, and how many more."""
    names = [name_of(one.ticket) if isinstance(one, Done) else _named_put(one.operation) for one in turned.first]
    more = turned.count - _NAMED_MOST
    return ", ".join(names[:_NAMED_MOST]) + (f" and {more:,} more" if more > 0 else "")


def _named_put(operation: Operation) -> str:
    return about_beside(operation) if operation.kind in BESIDE else operation.subject


def turned_back(operation: Operation) -> str:
    """Say how something is again that an operation took back."""
    status = operation.wanted("state" if operation.kind == Kind.LETTER_CHANGE else "status")
    if status is None and operation.kind in BESIDE:
        words = words_beside(operation, str)
        return words if words == TAKEN_BACK else f"as it was: {words}"
    return f"is {status} again" if status is not None else what(operation)


def what(operation: Operation) -> str:
    """Say in a few words what an operation did."""
    word = _DONE_WORDS.get(Kind(operation.kind))
    if word is not None:
        return word
    turn = operation.set.get("status")
    if turn is not None:
        wanted = Status(str(turn.wanted))
        return _TURNS.get((Status(str(turn.seen)), wanted), str(wanted))
    waits = operation.set.get("waiting_for")
    if waits is not None:
        return "goes on" if waits.wanted is None else "waits"
    fields = [name.replace("_", " ") for name in operation.set]
    return f"{', '.join([*fields, *(['tags'] if operation.add or operation.remove else [])])} changed"

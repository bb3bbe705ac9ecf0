"""What stands beside tickets, for people to read: something to do, what is known of a customer, a letter.

Each is its own operations applied in order; where one of these waits, or was refused, people are told of it in these
words.
"""

from collections.abc import Callable, Sequence
from typing import Final

from cxloop_tui.domain.customer import particulars_fields, particulars_of
from cxloop_tui.domain.followup import followup_fields, followup_of
from cxloop_tui.domain.mail.changing import letter_fields
from cxloop_tui.domain.mail.letter import folded
from cxloop_tui.domain.operation import STANDING_ALONE, Entry, Json, Kind, Operation

BESIDE: Final = frozenset({*STANDING_ALONE, Kind.LETTER_CHANGE})
"""The kinds of operations that people make about such things."""


TAKEN_BACK: Final = "taken back"
"""What became of what is none any more."""


def fields_beside(kind: str, entries: Sequence[Entry]) -> dict[str, Json]:
    """Return the fields that operations on one subject lead to, as an operation of this kind sets them."""
    if kind == Kind.FOLLOWUP_PUT:
        return followup_fields(followup_of(entries))
    if kind == Kind.CUSTOMER_PUT:
        return particulars_fields(particulars_of(entries))
    letter = folded(entries)
    return {} if letter is None else dict(letter_fields(letter))


def about_beside(operation: Operation) -> str:
    """Say what an operation is about, in a word or by the customer's address."""
    if operation.kind == Kind.CUSTOMER_PUT:
        return operation.subject[1:]
    return "a letter" if operation.kind == Kind.LETTER_CHANGE else "to do"


def words_beside(operation: Operation, called: Callable[[str], str]) -> str:
    """Say what an operation did; `called` says people's names."""
    wanted = {name: change.wanted for name, change in operation.set.items() if name != "ticket"}
    if wanted.get("done") is True:
        return "done"
    said: list[str] = []
    for name, value in wanted.items():
        if name == "text" and isinstance(value, str):
            said.insert(0, value)
        elif value is not None:
            words = called(str(value)) if name == "owner" else str(value)
            said.append(f"{name.removesuffix('_at')} {words}")
        elif operation.undoes is None:
            said.append(f"no {name.removesuffix('_at')}")
    return ", ".join(said) or TAKEN_BACK

"""What people may do about a letter that has not gone yet."""

from collections.abc import Mapping
from typing import Final

from cxloop_tui.domain.clash import Clash
from cxloop_tui.domain.errors import Clashing, Refused, Unusable
from cxloop_tui.domain.intent import Draft
from cxloop_tui.domain.legality import TEXT_LENGTH
from cxloop_tui.domain.mail.letter import Letter, State
from cxloop_tui.domain.operation import Change, Json, Kind, Operation
from cxloop_tui.domain.text import clean_line

_NEXT: Final[Mapping[State, frozenset[State]]] = {
    State.WAITING: frozenset({State.HELD, State.CANCELLED}),
    State.HELD: frozenset({State.WAITING, State.CANCELLED}),
    State.CANCELLED: frozenset({State.WAITING, State.HELD}),
    State.SENT: frozenset(),
}

_TITLE_LENGTH: Final = 200
_CHANGED: Final = frozenset({"state", "title", "body"})


def letter_changed(
    letter: Letter, *, state: State | None = None, title: str | None = None, body: str | None = None
) -> Draft | None:
    """Return what it takes to make a letter so; None when it is so already."""
    changes: dict[str, Change] = {}
    if state is not None and state is not letter.state:
        changes["state"] = Change(str(letter.state), str(state))
    if title is not None and title != letter.title:
        changes["title"] = Change(letter.title, title)
    if body is not None and body != letter.body:
        changes["body"] = Change(letter.body, body)
    return Draft(kind=Kind.LETTER_CHANGE, subject=letter.id, set=changes) if changes else None


def letter_fields(letter: Letter) -> Mapping[str, Json]:
    """Return what a `letter.change` may set, as it stands."""
    return {"state": str(letter.state), "title": letter.title, "body": letter.body}


def demand_changeable(operation: Operation, letter: Letter) -> None:
    """Let pass a change that can be made now.

    Raises Unusable for what no letter can become, Refused for one that has gone, Clashing where somebody else has
    changed meanwhile what its maker had seen otherwise.
    """
    if not set(operation.set) <= _CHANGED or operation.add or operation.remove:
        raise Unusable("of a letter the title, the text, and whether it goes can be changed, and nothing else")
    if letter.state is State.SENT:
        raise Refused("it was sent already")
    stands = letter_fields(letter)
    clashes = [
        Clash(name, change.seen, change.wanted, stands[name], None, None)
        for name, change in operation.set.items()
        if stands[name] not in (change.seen, change.wanted)
    ]
    if clashes:
        raise Clashing(f"somebody else has changed this letter meanwhile: it is {letter.state}", clashes)
    _check_state(operation, letter)
    _check_text(operation, "title", _TITLE_LENGTH)
    _check_text(operation, "body", TEXT_LENGTH)
    title = operation.wanted("title")
    if isinstance(title, str) and clean_line(title) != title:
        raise Unusable("the title of a letter is one line of characters that can be seen")


def _check_text(operation: Operation, name: str, most: int) -> None:
    wanted = operation.wanted(name)
    if name in operation.set and not (isinstance(wanted, str) and 0 < len(wanted.strip()) <= len(wanted) <= most):
        raise Unusable(f"the {name} of a letter has 1 to {most:,} characters")


def _check_state(operation: Operation, letter: Letter) -> None:
    if "state" not in operation.set:
        return
    try:
        wanted = State(str(operation.wanted("state")))
    except ValueError:
        raise Unusable(f"a letter cannot be {operation.wanted('state')!r}") from None
    if wanted is not letter.state and wanted not in _NEXT[letter.state]:
        raise Refused(f"a letter that is {letter.state} cannot become {wanted} by hand")

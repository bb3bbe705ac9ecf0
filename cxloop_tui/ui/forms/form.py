"""A form as a value: its fields, what it says will happen, and what it does."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from cxloop_tui.domain.operation import Preview as Letter
from cxloop_tui.domain.ticket_view import Comment
from cxloop_tui.services.performing import Done
from cxloop_tui.ui.forms.option import Option
from cxloop_tui.ui.render.looks import Looks
from cxloop_tui.ui.render.pieces import Piece

Values: TypeAlias = Mapping[str, str]
"""What stands in the fields, by name; of a choice the value, empty when none is made."""

Preview: TypeAlias = Callable[[Values, Looks], Sequence[tuple[str, Sequence[Piece]]]]
"""From the values to labelled lines that say what will happen."""

Submit: TypeAlias = Callable[[Values], Awaitable[Done | None]]
"""Does what the form says. Raises CxloopError when it may not be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineField:
    """A line to type."""

    name: str
    label: str
    value: str = ""
    placeholder: str = ""
    suggestions: tuple[str, ...] = ()
    """What typing may be the beginning of, the likeliest first; the right arrow takes the one that is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextField:
    """A text of several lines to type."""

    name: str
    label: str
    value: str = ""
    placeholder: str = ""
    rows: int = 4
    """How many lines are in sight at once on a high screen."""
    rows_low: int = 3
    """And on a low one."""
    select: str = ""
    """What is replaced by what is typed first, if it is in the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceField:
    """One of several options to choose."""

    name: str
    label: str
    options: tuple[Option, ...]
    value: str = ""
    rows: int = 5
    """How many options are in sight at once on a high screen."""
    rows_low: int = 3
    """And on a low one."""


BETWEEN: Final = "\n"
"""Between the values of a list field: no code and no e-mail has a line break."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListField:
    """Several of some options to pick, in an order that may matter."""

    name: str
    label: str
    options: tuple[Option, ...]
    value: str = ""
    """The values picked, with BETWEEN between them."""
    ordered: bool = False
    rows: int = 4
    """How many are in sight at once on a high screen."""
    rows_low: int = 2
    """And on a low one."""


Field: TypeAlias = LineField | TextField | ChoiceField | ListField


def no_preview(_values: Values, _looks: Looks) -> Sequence[tuple[str, Sequence[Piece]]]:
    """Foretell nothing: the form speaks for itself."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One form, bound to the ticket it was opened for."""

    name: str
    """Under which its draft is kept."""
    title: str
    """Names the ticket."""
    button: str
    fields: tuple[Field, ...]
    submit: Submit
    ticket: str = ""
    """The ticket's id; empty for a new one."""
    consequential: bool = False
    """Whether the button is red."""
    preview: Preview = no_preview
    letter: Callable[[Values], Letter | None] | None = None
    """The letter that tells of what the form does, where there is one to read before."""
    comments: tuple[Comment, ...] = ()
    """Kept in sight, the newest first."""
    footnote: str = "nothing is saved yet"
    focus: str = ""
    """The field to begin with; by default the first."""

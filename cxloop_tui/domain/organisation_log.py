"""What happened to segments, people and the policy, for people to read: made of their operations."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cxloop_tui.domain.operation import Entry, Json, Kind
from cxloop_tui.domain.policy_keys import DEFAULTS
from cxloop_tui.domain.policy_values import told_value
from cxloop_tui.domain.ticket import undone_ids

MADE: Final = "made"
UNDO: Final = "undo"
REDO: Final = "redo"

_THINGS: Final[Mapping[str, str]] = {
    Kind.SEGMENT_PUT: "segment",
    Kind.PERSON_PUT: "person",
    Kind.POLICY_PUT: "policy",
}

_NAMED: Final = frozenset({"managers", "segments", "parent", "deputy", "merged_into"})
"""Fields whose values are people's e-mails and segments' codes."""


@dataclass(frozen=True, slots=True)
class PutLine:
    """One change of one field of a segment, a person or the policy."""

    at: int
    """The maker's clock, milliseconds since the epoch."""
    by: str
    field: str
    """A field, a policy key; `made`, `undo` and `redo` for what is no field."""
    old: Json
    new: Json
    operation: str
    undone: bool = False
    """Taken back since."""


def put_log(entries: Sequence[Entry], key: str | None = None) -> tuple[PutLine, ...]:
    """Return every change of a segment, a person or the policy, oldest first, one line a field.

    `entries` are all of the subject's, in order. With `key` only what was done to that field.
    """
    gone = undone_ids(entries)
    takes_back: dict[str, bool] = {}
    lines: list[PutLine] = []
    for place, entry in enumerate(entries):
        operation = entry.operation
        if operation.undoes is not None:
            takes_back[operation.id] = not takes_back.get(operation.undoes, False)
        for field, old, new in _changes(entry, is_first=place == 0, takes_back=takes_back.get(operation.id)):
            if key in {None, field}:
                lines.append(PutLine(operation.at, operation.by, field, old, new, operation.id, operation.id in gone))
    return tuple(lines)


def _changes(entry: Entry, *, is_first: bool, takes_back: bool | None) -> Iterator[tuple[str, Json, Json]]:
    """Yield field, what it was and what it became; `takes_back` says undo (True) or redo (False)."""
    operation = entry.operation
    if takes_back is not None:
        yield UNDO if takes_back else REDO, None, None
    elif is_first and operation.kind != Kind.POLICY_PUT:
        yield MADE, None, _THINGS.get(operation.kind)
    for name, change in operation.set.items():
        if change.seen != change.wanted and not (is_first and not change.wanted):
            yield name, told_value(change.seen), told_value(change.wanted)
    for name, added in operation.add.items():
        yield name, None, list(added)
    for name, removed in operation.remove.items():
        yield name, list(removed), None


def change_words(line: PutLine, becomes: str = "->", called: Callable[[str], str] = str) -> str:
    """Say in words what became of a field; `called` names people and segments. Whoever shows it cleans it."""
    if line.field == MADE:
        return f"{line.new} made"
    if line.field in {UNDO, REDO}:
        return line.field
    is_rule = line.field in DEFAULTS
    nothing, field = ("default", line.field) if is_rule else ("nothing", line.field.replace("_", " "))
    name = called if line.field in _NAMED else str
    old, new = _said(line.old, nothing, name), _said(line.new, nothing, name)
    return f"{field}: {old} {becomes} {new}"


def _said(value: Json, nothing: str, called: Callable[[str], str]) -> str:
    """Return a value as people say it: a list with commas."""
    if value is None:
        return nothing
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) or not isinstance(value, Sequence):
        return called(str(value)) or "nothing"
    return ", ".join(called(str(item)) for item in value) or "nothing"


def set_by(entries: Sequence[Entry]) -> Mapping[str, Entry]:
    """Return for each field the entry that gave it the value it has, an undo too."""
    return {name: entry for entry in entries for name in entry.operation.set}

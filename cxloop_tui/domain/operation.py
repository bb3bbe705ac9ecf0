"""The operation: one thing one person did, an immutable value that travels the whole house.

    {v, id, kind, subject, by, at, base: {epoch, seq}, set: {field: [seen, wanted]}, add / remove: {field: [...]},
     implied: [field], comment?, undoes?, group?, origin, preview?: {to, cc?, title?, text?}}

The same value is stored, shown in Logs, sent to a remote and read back. What this program does not know (a newer
kind, a newer key) is carried in `extra` and written out again unchanged.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple, Never, TypeAlias

from cxloop_tui.domain.clock import from_rfc3339, to_rfc3339
from cxloop_tui.domain.errors import Unusable

WIRE_VERSION: Final = 1

Json: TypeAlias = "str | int | float | bool | Sequence[Json] | Mapping[str, Json] | None"
"""A value as JSON has it; operations carry nothing else."""


class Kind(StrEnum):
    """The kinds this program makes; an operation of another kind is kept and shown, never dropped."""

    TICKET_CREATE = "ticket.create"
    TICKET_CHANGE = "ticket.change"
    TICKET_WITHDRAW = "ticket.withdraw"
    COMMENT_ADD = "comment.add"
    COMMENT_WITHDRAW = "comment.withdraw"
    CONTACT_LOG = "contact.log"
    REPLY_WRITE = "reply.write"
    """A letter to the customer; its text is the comment, whom it goes to stands in the preview."""
    REMINDER_SEND = "reminder.send"
    """That somebody was reminded of a ticket that is overdue, or told of a new one; only the authority does that."""
    RESPONSE_RECORD = "response.record"
    RESPONSE_ADD = "response.add"
    """Another response of a customer whose ticket is not resolved yet, put to that ticket."""
    SEGMENT_PUT = "segment.put"
    PERSON_PUT = "person.put"
    POLICY_PUT = "policy.put"
    CUSTOMER_PUT = "customer.put"
    """What is known of a customer by their key (`domain.customer`), such as whether they may be written to."""
    FOLLOWUP_PUT = "followup.put"
    """Something to do about a ticket: what, by whom, by when, and whether it is done; it has an id of its own."""
    SUBJECT_ERASE = "subject.erase"
    LETTER_QUEUE = "letter.queue"
    """A letter that the authority will send; its text is the letter's."""
    LETTER_CHANGE = "letter.change"
    LETTER_SEND = "letter.send"
    """What became of it."""


TICKET_KINDS: Final = frozenset({
    Kind.TICKET_CREATE, Kind.TICKET_CHANGE, Kind.TICKET_WITHDRAW, Kind.COMMENT_ADD, Kind.COMMENT_WITHDRAW,
    Kind.CONTACT_LOG, Kind.REPLY_WRITE, Kind.RESPONSE_ADD, Kind.REMINDER_SEND,
})  # fmt: skip
"""The kinds whose subject is a ticket."""


RULES: Final = "rules"
"""The set in which an operation names the rule on arrival that it came of."""

TOLD: Final = "told"
"""The set in which a reminder names whom it is for, by e-mail, where that is not said by the ticket."""

STANDING_ALONE: Final = frozenset({Kind.CUSTOMER_PUT, Kind.FOLLOWUP_PUT})
"""Kinds that are about neither a ticket, nor the organisation, nor a letter; nothing has to come before them."""


class Origin(StrEnum):
    """Where an operation comes from; it decides about mail and about whose undo reaches it."""

    DESK = "desk"
    IMPORT = "import"
    RULE = "rule"
    ADOPT = "adopt"


AUTHORITY: Final = "cxloop"
"""Who does what nobody did by hand; no e-mail, so nobody can be taken for it."""

NOTHING: Final[Mapping[str, Never]] = MappingProxyType({})
"""What an operation without fields sets, adds and removes."""


class Base(NamedTuple):
    """What the maker had seen: the authority's epoch and its last sequence number."""

    epoch: str
    seq: int


class Change(NamedTuple):
    """One scalar field: the value the maker saw and the value wanted."""

    seen: Json
    wanted: Json

    def reversed(self) -> "Change":
        """Return the change that takes this one back."""
        return Change(self.wanted, self.seen)


class Preview(NamedTuple):
    """The letter that the maker of an operation was shown before it was done."""

    to: tuple[str, ...]
    """E-mails."""
    cc: tuple[str, ...] = ()
    title: str = ""
    text: str = ""
    """What the letter says, unless that is the operation's own comment."""


class Operation(NamedTuple):
    """One intent: who did what to which subject, with what they had seen when they did it."""

    id: str
    kind: str
    subject: str
    """What it is about: a ticket's, response's or letter's id, a segment's code, a person's e-mail, `policy`."""
    by: str
    """The e-mail of the person who did it."""
    at: int
    """The maker's clock, milliseconds since the epoch; shown, never sorted by."""
    base: Base
    set: Mapping[str, Change] = NOTHING
    add: Mapping[str, tuple[str, ...]] = NOTHING
    remove: Mapping[str, tuple[str, ...]] = NOTHING
    implied: tuple[str, ...] = ()
    """Fields of `set` that came along (new -> open); dropped, not in conflict, when no longer wanted."""
    comment: str | None = None
    undoes: str | None = None
    group: str | None = None
    origin: str = Origin.DESK
    preview: Preview | None = None
    v: int = WIRE_VERSION
    extra: Mapping[str, Json] = NOTHING
    """Keys of a newer program, kept as they came."""

    def wanted(self, name: str) -> Json:
        """Return the value this operation sets `name` to, None when it does not set it."""
        change = self.set.get(name)
        return None if change is None else change.wanted


class Replayed(NamedTuple):
    """What an entry knows of the store it comes from, when another authority took its operation first."""

    arrived_at: int
    """This store's own clock when it came in, milliseconds, never going back as `seq` rises."""
    policy: Mapping[str, Json]
    """The rules for deadlines that were in force there, as far as they were changed (`Policy.timing`)."""
    number: int | None = None
    """What the ticket it makes was called there, where it is called otherwise here; both find it."""


class Entry(NamedTuple):
    """An operation as the authority keeps it: with its place in the order and the time it arrived."""

    operation: Operation
    seq: int
    received_at: int
    """The authority's clock, milliseconds, never going back as `seq` rises; of what was replayed, the clock of the
    authority that took it first."""
    number: int | None = None
    """The human number the authority gave, for the operation that creates a ticket."""
    replayed: Replayed | None = None
    """Set when it comes out of another store's history (`import tickets`)."""


class Member(NamedTuple):
    """One operation of a group, as far as it takes to find it."""

    operation: str
    """Its id."""
    subject: str
    kind: str


def to_wire(operation: Operation) -> dict[str, Json]:
    """Write an operation as JSON values; `from_wire` gives back an equal one."""
    wire: dict[str, Json] = {
        "v": operation.v,
        "id": operation.id,
        "kind": operation.kind,
        "subject": operation.subject,
        "by": operation.by,
        "at": to_rfc3339(operation.at),
        "base": {"epoch": operation.base.epoch, "seq": operation.base.seq},
        "origin": operation.origin,
    }
    if operation.set:
        wire["set"] = {name: [seen, wanted] for name, (seen, wanted) in operation.set.items()}
    if operation.add:
        wire["add"] = {key: list(values) for key, values in operation.add.items()}
    if operation.remove:
        wire["remove"] = {key: list(values) for key, values in operation.remove.items()}
    if operation.implied:
        wire["implied"] = list(operation.implied)
    if operation.comment is not None:
        wire["comment"] = operation.comment
    if operation.undoes is not None:
        wire["undoes"] = operation.undoes
    if operation.group is not None:
        wire["group"] = operation.group
    if operation.preview is not None:
        wire["preview"] = _preview_wire(operation.preview)
    if operation.extra:
        wire.update(operation.extra)
    return wire


_KNOWN_KEYS: Final = frozenset({
    "v", "id", "kind", "subject", "by", "at", "base", "set", "add", "remove", "implied", "comment", "undoes", "group",
    "origin", "preview",
})  # fmt: skip


def from_wire(wire: Mapping[str, Json]) -> Operation:
    """Read an operation. Raises Unusable, naming the key, for what is not one."""
    try:
        base = _object(wire["base"], "base")
        return Operation(
            v=_integer(wire["v"], "v"),
            id=_text(wire["id"], "id"),
            kind=_text(wire["kind"], "kind"),
            subject=_text(wire["subject"], "subject"),
            by=_text(wire["by"], "by"),
            at=_instant(wire["at"], "at"),
            base=Base(_text(base["epoch"], "base.epoch"), _integer(base["seq"], "base.seq")),
            set=_changes(wire["set"]) if "set" in wire else {},
            add=_sets(wire["add"], "add") if "add" in wire else {},
            remove=_sets(wire["remove"], "remove") if "remove" in wire else {},
            implied=_texts(wire["implied"], "implied") if "implied" in wire else (),
            comment=_optional_text(wire, "comment"),
            undoes=_optional_text(wire, "undoes"),
            group=_optional_text(wire, "group"),
            origin=_text(wire["origin"], "origin"),
            preview=_preview(wire["preview"]) if "preview" in wire else None,
            extra={key: value for key, value in wire.items() if key not in _KNOWN_KEYS},
        )
    except KeyError as missing:
        raise Unusable(f"this operation has no {missing.args[0]!r}") from missing
    except (TypeError, ValueError) as wrong:
        raise Unusable(f"this operation is malformed: {wrong}") from wrong


def _preview_wire(preview: Preview) -> Json:
    wire: dict[str, Json] = {"to": list(preview.to)}
    if preview.cc:
        wire["cc"] = list(preview.cc)
    wire |= {name: text for name, text in (("title", preview.title), ("text", preview.text)) if text}
    return wire


_OBJECTS: Final = (dict, Mapping)
_LISTS: Final = (list, Sequence)
"""What JSON is read as comes first: to ask an abstract class takes ten times as long, and there are millions."""


def _text(value: Json, key: str) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{key} is {type(value).__name__}, not text")
    return value


def _integer(value: Json, key: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{key} is {type(value).__name__}, not a whole number")
    return value


def _object(value: Json, key: str) -> Mapping[str, Json]:
    if not isinstance(value, _OBJECTS):
        raise TypeError(f"{key} is not an object")
    return value


def _instant(value: Json, key: str) -> int:
    try:
        return from_rfc3339(_text(value, key))
    except ValueError as wrong:
        raise ValueError(f"{key} is no time: {wrong}") from wrong


def _optional_text(wire: Mapping[str, Json], key: str) -> str | None:
    value = wire.get(key)
    return None if value is None else _text(value, key)


def _texts(value: Json, key: str) -> tuple[str, ...]:
    if isinstance(value, str) or not isinstance(value, _LISTS):
        raise TypeError(f"{key} is not a list")
    return tuple(_text(item, key) for item in value)


def _sets(value: Json, key: str) -> dict[str, tuple[str, ...]]:
    return {name: _texts(items, f"{key}.{name}") for name, items in _object(value, key).items()}


def _preview(value: Json) -> Preview:
    shown = _object(value, "preview")
    to, cc = (_texts(shown[name], f"preview.{name}") if name in shown else () for name in ("to", "cc"))
    return Preview(to, cc, _optional_text(shown, "title") or "", _optional_text(shown, "text") or "")


def _changes(value: Json) -> dict[str, Change]:
    changes = {}
    for name, pair in _object(value, "set").items():
        if isinstance(pair, str) or not isinstance(pair, _LISTS) or len(pair) != 2:
            raise TypeError(f"set.{name} is not [seen, wanted]")
        changes[name] = Change(pair[0], pair[1])
    return changes

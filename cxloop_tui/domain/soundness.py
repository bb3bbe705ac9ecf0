"""Whether an operation can be carried out and stored at all, before any rule of the desk is asked.

Operations come from files and over the net, made by programs that may be newer, broken or somebody's own. What is let
pass here can be applied and written by either database and read back, whatever it wants; whether that is allowed is
`domain.legality`. Of a kind that this program does not know only the frame is looked at: it is kept and passed on.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import isfinite
from typing import Final
from uuid import UUID

from cxloop_tui.domain.clock import DAY, is_instant
from cxloop_tui.domain.customer import ALSO_MOST, CUSTOMER_SIGNS, Consent
from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.followup import demand_followup_values
from cxloop_tui.domain.legality import LINE_LENGTH, TEXT_LENGTH
from cxloop_tui.domain.operation import RULES, TICKET_KINDS, TOLD, Json, Kind, Operation, Origin
from cxloop_tui.domain.organisation_puts import ORGANISATION_KINDS
from cxloop_tui.domain.policy import is_language
from cxloop_tui.domain.policy_keys import POLICY
from cxloop_tui.domain.policy_values import demand_key
from cxloop_tui.domain.status import Priority, Status
from cxloop_tui.domain.text import normal_email, storable
from cxloop_tui.domain.ticket import CONTACT_KINDS, CONTACT_OUTCOMES, SCALAR_FIELDS

NAME_MOST: Final = 100
"""The most characters of what things are called within an operation: kinds, fields, groups, segments.

PostgreSQL refuses a row of an index that is longer than a third of a page, so what is looked up by is short.
"""

VERBATIM_MOST: Final = 1_000_000
"""The most characters of a text of a survey response, which is kept whole; all other texts have TEXT_LENGTH."""

WORDS_MOST: Final = 200
"""The most words that are added to sets, or taken from them, at once."""

DEPTH_MOST: Final = 20
"""How deep values of newer programs may be nested; what is far deeper no program reads back."""

_WHOLE_MOST: Final = 2**63
_SCORE_MOST: Final = 2**31
_AT_MOST: Final = 2_932_897 * DAY
"""The year 10000: it cannot be written as a time."""

_RESPONSE_FIELDS: Final = ("score", "score_kind", "customer_email", "customer_phone", "respondent")
"""What a store looks a response up by."""

_SETS: Final[Mapping[str, frozenset[str]]] = {
    Kind.TICKET_CREATE: frozenset({"tags"}),
    Kind.TICKET_CHANGE: frozenset({"tags", RULES}),
    Kind.CONTACT_LOG: frozenset({"contacts"}),
    Kind.REPLY_WRITE: frozenset({"contacts"}),
    Kind.RESPONSE_ADD: frozenset({"responses"}),
    Kind.REMINDER_SEND: frozenset({"reminders", RULES, TOLD}),
    Kind.SEGMENT_PUT: frozenset({"managers"}),
}
"""To which sets of its subject an operation may add, by kind."""

_CONTACTS: Final = frozenset(f"{kind} {outcome}" for kind in CONTACT_KINDS for outcome in CONTACT_OUTCOMES)


def demand_sound(operation: Operation) -> None:
    """Let pass what can be carried out and stored. Raises Unusable, saying what is wrong with it."""
    _check_frame(operation)
    _check_values(operation)
    if operation.kind in TICKET_KINDS:
        _check_ticket_operation(operation)
    elif operation.kind == Kind.RESPONSE_RECORD:
        _check_response(operation)
    elif operation.kind in ORGANISATION_KINDS:
        _check_put(operation)
    elif operation.kind == Kind.CUSTOMER_PUT:
        _check_customer(operation)
    elif operation.kind == Kind.FOLLOWUP_PUT:
        if not is_uuid(operation.subject):
            raise Unusable(f"{_shown(operation.subject)} is no follow-up's id")
        demand_followup_values(operation)


def demand_fitting(operation: Operation) -> None:
    """Let pass what sets fields of a ticket or a response to values that they can have. Raises Unusable."""
    names = _RESPONSE_FIELDS if operation.kind == Kind.RESPONSE_RECORD else SCALAR_FIELDS
    for name in names:
        if name in operation.set and not _fits(name, operation.wanted(name)):
            raise Unusable(f"{name} cannot be {_shown(operation.wanted(name))}")


def is_uuid(text: str) -> bool:
    """Say whether a text is a UUID as this program writes it."""
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


# Of every kind ------------------------------------------------------------------------------------------------------


def _check_frame(operation: Operation) -> None:
    """Look at who, what and when: this is looked up by, or written in a form of its own."""
    if not is_uuid(operation.id):
        raise Unusable("its id is no UUID")
    for name, text, most in (
        ("kind", operation.kind, NAME_MOST),
        ("subject", operation.subject, LINE_LENGTH),
        ("by", operation.by, LINE_LENGTH),
        ("origin", operation.origin, NAME_MOST),
        ("undoes", operation.undoes, NAME_MOST),
        ("group", operation.group, NAME_MOST),
        ("epoch", operation.base.epoch, NAME_MOST),
    ):
        if text is not None and len(text) > most:
            raise Unusable(f"its {name} has more than {most} characters")
    if not operation.kind or not operation.subject:
        raise Unusable("its kind or its subject is empty")
    if not 0 <= operation.at < _AT_MOST:
        raise Unusable("the time it was made at cannot be: between 1970 and 9999 is expected")
    if not 0 <= operation.base.seq < _WHOLE_MOST or not 1 <= operation.v < _SCORE_MOST:
        raise Unusable("its base or its version is no number that can be")


def _check_values(operation: Operation) -> None:
    """Look at all that it holds: texts, numbers, names."""
    for name in (*operation.set, *operation.add, *operation.remove, *operation.implied):
        if len(name) > NAME_MOST:
            raise Unusable(f"the name of a field has more than {NAME_MOST} characters")
    if sum(map(len, (*operation.add.values(), *operation.remove.values()))) > WORDS_MOST:
        raise Unusable(f"it adds or removes more than {WORDS_MOST} words at once")
    held: list[Json] = [operation.extra, operation.comment, *_frame_texts(operation), *_previewed(operation)]
    held += (value for change in operation.set.values() for value in change)
    held += (list(words) for words in (*operation.add.values(), *operation.remove.values()))
    most = VERBATIM_MOST if operation.kind == Kind.RESPONSE_RECORD else TEXT_LENGTH
    for value in held:
        for part in _parts(value):
            _check_part(part, most)


def _frame_texts(operation: Operation) -> Iterator[Json]:
    yield from (operation.kind, operation.subject, operation.by, operation.origin, operation.base.epoch)
    yield from (operation.undoes, operation.group)
    yield from (*operation.set, *operation.add, *operation.remove, *operation.implied)


def _previewed(operation: Operation) -> Iterator[Json]:
    if operation.preview is None:
        return
    to, cc, title, text = operation.preview
    if len(to) + len(cc) > WORDS_MOST or any(len(email) > LINE_LENGTH for email in (*to, *cc)):
        raise Unusable("its preview names too many people, or one at too great length")
    if len(title) > LINE_LENGTH:
        raise Unusable(f"the title in its preview has more than {LINE_LENGTH} characters")
    yield from (*to, *cc, title, text)


def _parts(value: Json) -> Iterator[Json]:
    """Yield a value and all within it, names too. Raises Unusable for what is nested too deep."""
    waiting: list[tuple[Json, int]] = [(value, 1)]
    while waiting:
        part, depth = waiting.pop()
        if depth > DEPTH_MOST:
            raise Unusable("its values are nested too deep")
        if isinstance(part, Mapping):
            yield from part
            waiting += ((inner, depth + 1) for inner in part.values())
        elif isinstance(part, Sequence) and not isinstance(part, str):
            waiting += ((inner, depth + 1) for inner in part)
        else:
            yield part


def _check_part(part: Json, most: int) -> None:
    if isinstance(part, str):
        if len(part) > most:
            raise Unusable(f"a text in it has more than {most:,} characters")
        if storable(part)[1]:
            raise Unusable("it holds characters that no store takes (NUL, lone surrogates)")
    elif isinstance(part, float) and not isfinite(part):
        raise Unusable("it holds a number without end")
    elif isinstance(part, int) and not -_WHOLE_MOST <= part < _WHOLE_MOST:
        raise Unusable("it holds a number that is too long")


# Of the kinds that are known ----------------------------------------------------------------------------------------


def _check_ticket_operation(operation: Operation) -> None:
    if not is_uuid(operation.subject):
        raise Unusable(f"{_shown(operation.subject)} is no ticket's id")
    _check_fields(operation, SCALAR_FIELDS)
    for name, change in operation.set.items():
        if change.seen is not None and not _fits(name, change.seen):
            raise Unusable(f"{name} cannot have been {_shown(change.seen)}")
    demand_fitting(operation)
    _check_sets(operation)
    if any(name not in operation.set for name in operation.implied):
        raise Unusable("what came along is not among what it sets")
    if RULES in operation.add and operation.origin != Origin.RULE:
        raise Unusable("only rules name a rule they came of")
    if operation.kind in {Kind.CONTACT_LOG, Kind.REPLY_WRITE}:
        _check_contact(operation)
    if operation.kind == Kind.REPLY_WRITE and (operation.preview is None or not operation.preview.to):
        raise Unusable("a reply says whom it goes to")


def _check_contact(operation: Operation) -> None:
    contacts = operation.add.get("contacts", ())
    if len(contacts) != 1 or contacts[0] not in _CONTACTS or operation.remove:
        raise Unusable("it says of no contact how it was tried and what came of it")


def _check_response(operation: Operation) -> None:
    if operation.id != operation.subject:
        raise Unusable("the id of what records a response is the response's own")
    if operation.add or operation.remove:
        raise Unusable("a response has no sets")
    demand_fitting(operation)
    for name, change in operation.set.items():
        if isinstance(change.wanted, Mapping | list | tuple):
            raise Unusable(f"{_shown(name)} of a response is a single value")
    for name in _RESPONSE_FIELDS:
        value = operation.wanted(name)
        if isinstance(value, str) and len(value) > LINE_LENGTH:
            raise Unusable(f"{name} has more than {LINE_LENGTH} characters")


def _check_put(operation: Operation) -> None:
    if operation.kind == Kind.POLICY_PUT:
        if operation.subject != POLICY:
            raise Unusable(f"rules are about {POLICY!r}, not {_shown(operation.subject)}")
        for key in operation.set:
            demand_key(key)
    elif operation.kind == Kind.PERSON_PUT:
        if normal_email(operation.subject) != operation.subject:
            raise Unusable("a person's e-mail is written in lower case and without spaces around it")
        _check_put_values(operation, _PERSON_VALUES)
    else:
        if len(operation.subject) > NAME_MOST:
            raise Unusable(f"a segment's code has more than {NAME_MOST} characters")
        _check_put_values(operation, _SEGMENT_VALUES)
    _check_sets(operation)


def _check_customer(operation: Operation) -> None:
    if operation.subject[:1] not in CUSTOMER_SIGNS:
        raise Unusable(f"{_shown(operation.subject)} is no customer's key")
    _check_put_values(operation, _CUSTOMER_VALUES)
    _check_sets(operation)


def _check_put_values(operation: Operation, values: Mapping[str, Callable[[Json], bool]]) -> None:
    _check_fields(operation, values)
    for name, change in operation.set.items():
        if not values[name](change.wanted):
            raise Unusable(f"{name} cannot be {_shown(change.wanted)}")


def _check_fields(operation: Operation, names: Sequence[str] | Mapping[str, object]) -> None:
    for name in operation.set:
        if name not in names:
            raise Unusable(f"{operation.kind} sets no field {_shown(name)}")


def _check_sets(operation: Operation) -> None:
    # An undo puts words back where they were; which, is asked where it is compared with what it takes back.
    allowed = _SETS.get(operation.kind, frozenset()) if operation.undoes is None else frozenset({"tags"})
    for name in (*operation.add, *operation.remove):
        if name not in allowed:
            raise Unusable(f"{operation.kind} has no set {_shown(name)}")


def _fits(name: str, value: Json) -> bool:
    match name:
        case "status":
            return isinstance(value, str) and value in set(Status)
        case "priority":
            return isinstance(value, str) and value in set(Priority)
        case "segment":
            return isinstance(value, str)
        case "score":
            return value is None or (_is_whole(value) and -_SCORE_MOST < value < _SCORE_MOST)  # type: ignore[operator]
        case "waiting_until":
            return value is None or (isinstance(value, str) and is_instant(value))
        case _:
            return isinstance(value, str | None)


def _is_whole(value: Json) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_text(value: Json) -> bool:
    return isinstance(value, str)


def _is_name(value: Json) -> bool:
    return value is None or (isinstance(value, str) and len(value) <= LINE_LENGTH)


def _are_names(value: Json) -> bool:
    is_list = isinstance(value, list | tuple)
    return is_list and len(value) <= WORDS_MOST and all(map(_is_text, value))  # type: ignore[arg-type]


def _is_switch(value: Json) -> bool:
    return isinstance(value, bool)


_SEGMENT_VALUES: Final[Mapping[str, Callable[[Json], bool]]] = {
    "name": _is_text,
    "parent": _is_name,
    "managers": _are_names,
    "active": _is_switch,
    "merged_into": _is_name,
}

_PERSON_VALUES: Final[Mapping[str, Callable[[Json], bool]]] = {
    "name": _is_text,
    "role": _is_text,
    "segments": _are_names,
    "active": _is_switch,
    "away_until": _is_name,
    "deputy": _is_name,
}


_CUSTOMER_VALUES: Final[Mapping[str, Callable[[Json], bool]]] = {
    "consent": lambda value: value is None or (isinstance(value, str) and value in set(Consent)),
    "language": lambda value: value is None or (isinstance(value, str) and is_language(value)),
    "also": lambda value: value is None or _are_keys(value),
}


def _are_keys(value: Json) -> bool:
    if not isinstance(value, list | tuple) or len(value) > ALSO_MOST:
        return False
    return all(isinstance(one, str) and one[:1] in CUSTOMER_SIGNS and len(one) > 1 for one in value)


def _shown(value: Json) -> str:
    """Name a value in a sentence; a long one by its beginning."""
    shown = repr(value)
    return shown if len(shown) <= 40 else f"{shown[:39]}…"

"""The user's keys: checked before Textual sees them, and shown wherever a key is named.

Textual takes a misspelled key silently, and of two actions on one key drops one without a word. Here an entry of the
user's keymap that cannot be followed is told, with its line and what to do, and its action keeps its default keys.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from string import punctuation
from typing import Final, Protocol, TypeAlias, runtime_checkable

from textual.app import App
from textual.keys import Keys, _character_to_key, format_key

from cxloop_tui.config import Mistake, line_of
from cxloop_tui.domain.frozen import frozen
from cxloop_tui.domain.nearest import nearest
from cxloop_tui.ui.actions import ACTIONS, BY_ID, NO_KEY, Action, Scope
from cxloop_tui.ui.render.looks import SIGNS, Signs

UserKeys: TypeAlias = Mapping[str, tuple[str, ...]]
"""Keys by action id, in place of the action's own."""

NEVER_WITHOUT_KEY: Final = ("app.quit", "find.clear", "form.cancel", "form.submit")
"""Actions that nobody gets round without: the ways out, all tickets again, and what a form is for."""

_NOT_SENT: Final = frozenset({"return", "ctrl-at"})
"""Names Textual knows but for which it never reports a key."""

_NAMED: Final = frozenset(
    {
        *(key.value for key in Keys if not key.value.startswith("<")),
        *(f"f{number}" for number in range(1, 25)),
        *(_character_to_key(sign) for sign in punctuation),
    }
    - _NOT_SENT
)
_MODIFIERS: Final = ("ctrl", "shift", "alt")
_OTHER_NAMES: Final[Mapping[str, str]] = {
    "esc": "escape",
    "return": "enter",
    "pgdn": "pagedown",
    "pgup": "pageup",
    "del": "delete",
    "ins": "insert",
    "spacebar": "space",
    "backtab": "shift+tab",
}
"""What keys are called elsewhere, and as they are printed."""

_WRITING: Final = frozenset(
    {"space", "enter", "tab", "shift+tab", "backspace", "delete", "left", "right", "up", "down", "home", "end"}
)
"""Keys that write and move in a text: where text is typed they can mean nothing else."""

_TOGETHER: Final = (
    {Scope.DESK, Scope.TICKET, Scope.APP, Scope.EVERYWHERE},
    {Scope.FILTER, Scope.EVERYWHERE},
    {Scope.ORGANISATION, Scope.APP, Scope.EVERYWHERE},
    {Scope.OUTBOX, Scope.APP, Scope.EVERYWHERE},
    {Scope.CONFLICTS, Scope.APP, Scope.EVERYWHERE},
    {Scope.LETTERS, Scope.APP, Scope.EVERYWHERE},
    {Scope.AGENDA, Scope.APP, Scope.EVERYWHERE},
    {Scope.CAUSES, Scope.APP, Scope.EVERYWHERE},
    {Scope.FORM, Scope.EVERYWHERE},
)
"""Scopes whose keys are heard at the same time."""

_WHILE_TYPING: Final = {Scope.FORM, Scope.EVERYWHERE}


# --- keys as they are shown -----------------------------------------------------------------------------------------


def keys_of(action: Action, own: UserKeys) -> tuple[str, ...]:
    """Return the keys of an action as the user has them."""
    return own.get(action.id, action.keys)


def shown(key: str) -> str:
    """Return a key as it is printed on screen."""
    modifiers, _, last = key.rpartition("+") if key != "+" else ("", "", key)
    name = format_key(last) if len(last) > 1 else last
    name = _SHORT.get(name, name)
    return f"{modifiers}+{name}" if modifiers else name


_SHORT: Final = {"escape": "esc", "pagedown": "pgdn", "pageup": "pgup"}


@frozen
class KeyNames:
    """How the user's keys are called in whatever is said on screen."""

    own: UserKeys = field(default_factory=dict)
    signs: Signs = SIGNS
    """Which signs can be drawn: `⏎` or `enter`."""

    def all_of(self, action_id: str) -> list[str]:
        """Return every key of an action as it is printed."""
        return [self.signs.key(shown(key)) for key in keys_of(BY_ID[action_id], self.own)]

    def of(self, action_id: str) -> str:
        """Return the first key of an action as it is printed; empty when it has none."""
        return next(iter(self.all_of(action_id)), "")

    def how(self, action_id: str) -> str:
        """Return what does an action, for a sentence: its key, else its name in the palette."""
        return self.of(action_id) or f"{BY_ID[action_id].title!r} in the palette"


@runtime_checkable
class _HasKeyNames(Protocol):
    key_names: KeyNames


def names_of(app: App[object]) -> KeyNames:
    """Return how keys are called in an app; in one without a keymap of its own, every key is the default."""
    return app.key_names if isinstance(app, _HasKeyNames) else KeyNames()


# --- keys as Textual takes them -------------------------------------------------------------------------------------


def textual_keymap(own: UserKeys) -> dict[str, str]:
    """Return a checked keymap as Textual takes it."""
    return {action: ",".join(map(_named, keys)) or NO_KEY for action, keys in own.items()}


def _named(key: str) -> str:
    """Return a key as Textual calls it: `?` and `question_mark` are one."""
    return _character_to_key(key) if len(key) == 1 else key


# --- keys as they are checked ---------------------------------------------------------------------------------------


def checked(own: UserKeys, lines: Mapping[str, int]) -> tuple[dict[str, tuple[str, ...]], list[Mistake]]:
    """Return the entries that can be followed, and what is wrong with the others, in the order of their lines.

    `lines` are those of the configuration file, as in `Config.lines`. Leaving an entry out gives its action the
    default keys again, which may be those of another entry: that one is then left out too, and told.
    """
    wrong = {action_id: list(_wrong_with(action_id, keys)) for action_id, keys in own.items()}
    mistakes = [Mistake(_line(action_id, lines), said) for action_id, found in wrong.items() for said in found]
    kept = {action_id: keys for action_id, keys in own.items() if not wrong[action_id]}
    while clashes := list(dict.fromkeys(_clashes(kept))):
        mistakes += [Mistake(_line(clash.entry, lines), _said(clash, own, kept, lines)) for clash in clashes]
        both = {action_id for clash in clashes for action_id in (clash.entry, clash.other)}
        kept = {action_id: keys for action_id, keys in kept.items() if action_id not in both}
    return kept, sorted(mistakes, key=lambda mistake: mistake.line or 0)


def _line(action_id: str, lines: Mapping[str, int]) -> int | None:
    return line_of(f"keys.{action_id}", lines)


def _wrong_with(action_id: str, keys: Sequence[str]) -> Iterator[str]:
    """Yield what is wrong with an entry by itself."""
    action = BY_ID.get(action_id)
    if action is None:
        yield f"there is no action {action_id!r}{_nearest_action(action_id)}"
        return
    if not keys and action_id in NEVER_WITHOUT_KEY:
        yield f"{action_id} cannot be without a key; give it one, such as {shown(action.keys[0])}"
    for key in keys:
        if not _is_key(key):
            yield f"{action_id}: there is no key {key!r}{_nearest_key(key)}"
        elif action.scope in _WHILE_TYPING and (len(key) == 1 or key in _WRITING or key in _SIGNS):
            yield f"{action_id}: {key!r} is needed for writing; take one that is not, such as f5 or ctrl+k"


_SIGNS: Final = frozenset(_character_to_key(sign) for sign in punctuation)


def _is_key(key: str) -> bool:
    """Say whether a terminal can send a key of that name."""
    if key in _NAMED:
        return True
    *modifiers, name = key.split("+") if key != "+" else ["+"]
    if not set(modifiers) <= set(_MODIFIERS):
        return False
    if len(name) == 1:
        return name.isprintable() and (not modifiers or ("shift" not in modifiers and not name.isupper()))
    return name in _NAMED


def _nearest_key(key: str) -> str:
    """Return what to do about a key that there is not."""
    *modifiers, name = key.split("+")
    if modifiers and len(name) == 1 and set(modifiers) == {"shift"}:
        return f"; write it as it is typed: {name.upper()!r}" if name.isalpha() else "; write the sign it types"
    held = [_most_like(modifier, _MODIFIERS) for modifier in modifiers]
    last = name.lower() if modifiers or len(name) > 1 else name
    last = _OTHER_NAMES.get(last) or _most_like(last, _NAMED)
    guess = "+".join([*held, last])
    if last and all(held) and _is_key(guess):
        return f"; did you mean {guess}?"
    return "; a letter, or a name such as f5, ctrl+k, pagedown"


def _most_like(name: str, names: Sequence[str] | frozenset[str]) -> str:
    """Return the most similar of some names, or nothing."""
    if name in names or len(name) == 1:
        return name
    return nearest(name.lower(), sorted(names)) or ""


def _nearest_action(action_id: str) -> str:
    last = action_id.rpartition(".")[2]
    same = [known for known in BY_ID if known.rpartition(".")[2] == last]
    near = same[0] if same else nearest(action_id, BY_ID)
    return f"; did you mean {near}?" if near else "; docs/keys.md lists all of them"


@frozen
class _Clash:
    """An entry that gives its action the key of another one."""

    key: str
    entry: str
    other: str


def _clashes(kept: UserKeys) -> Iterator[_Clash]:
    """Yield each pair of actions on one key, one of them an entry of the user's; of two entries the later one."""
    order = {action_id: place for place, action_id in enumerate(kept)}
    for scopes in _TOGETHER:
        taken: dict[str, str] = {}
        heard = [action for action in ACTIONS if action.scope in scopes]
        for action in sorted(heard, key=lambda action: order.get(action.id, -1)):
            for key in map(_named, keys_of(action, kept)):
                other = taken.setdefault(key, action.id)
                if other != action.id:
                    yield _Clash(key, action.id, other)


def _said(clash: _Clash, own: UserKeys, kept: UserKeys, lines: Mapping[str, int]) -> str:
    """Say which action has the key already, and what to do."""
    key, other = shown(clash.key), clash.other
    line = _line(other, lines)
    there = f" (line {line})" if line is not None and other in own else ""
    if other in kept:
        return f"{clash.entry}: {key!r} is the key of {other} too{there}; give one of them another"
    if other in own:
        return f"{clash.entry}: {key!r} stays the key of {other}, whose entry{there} is wrong; mend that first"
    return f"{clash.entry}: {key!r} is the key of {other} too; give that one another key"

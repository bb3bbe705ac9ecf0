"""The user's keys: checked before Textual sees them, and shown as they are.

Textual takes a misspelled key silently, and of two actions on one key drops one without a word.
"""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from string import punctuation
from typing import Final

from textual.keys import Keys, _character_to_key, format_key

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.ui.actions import ACTIONS, NO_KEY, Action, Scope

UserKeys = Mapping[str, tuple[str, ...]]
"""Keys by action id, in place of the action's own."""

_NAMED: Final = frozenset(
    {
        *(key.value for key in Keys),
        *(f"f{number}" for number in range(1, 25)),
        *(_character_to_key(sign) for sign in punctuation),
    }
)
_MODIFIERS: Final = frozenset({"ctrl", "shift", "alt"})
_TOGETHER: Final = (
    {Scope.DESK, Scope.TICKET, Scope.APP, Scope.EVERYWHERE},
    {Scope.FILTER, Scope.EVERYWHERE},
    {Scope.FORM, Scope.EVERYWHERE},
)
"""Scopes whose keys are heard at the same time."""


def keys_of(action: Action, own: UserKeys) -> tuple[str, ...]:
    """Return the keys of an action as the user has them."""
    return own.get(action.id, action.keys)


def shown(key: str) -> str:
    """Return a key as it is printed on screen."""
    modifiers, _, last = key.rpartition("+")
    name = format_key(last) if len(last) > 1 else last
    name = _SHORT.get(name, name)
    return f"{modifiers}+{name}" if modifiers else name


_SHORT: Final = {"escape": "esc", "pagedown": "pgdn", "pageup": "pgup"}


def textual_keymap(own: UserKeys) -> dict[str, str]:
    """Return a checked keymap as Textual takes it."""
    demand_keys(own)
    return {action: ",".join(map(_named, keys)) or NO_KEY for action, keys in own.items()}


def _named(key: str) -> str:
    """Return a key as Textual calls it: `?` and `question_mark` are one."""
    return _character_to_key(key) if len(key) == 1 else key


def demand_keys(own: UserKeys) -> None:
    """Let pass keys that exist and are not taken twice. Raises Unusable, naming action and key."""
    for action_id, keys in own.items():
        for key in keys:
            _demand_key(action_id, key)
    for scopes in _TOGETHER:
        _demand_distinct([action for action in ACTIONS if action.scope in scopes], own)


def _demand_key(action_id: str, key: str) -> None:
    *modifiers, name = key.split("+") if key != "+" else ["+"]
    if set(modifiers) <= _MODIFIERS and (name in _NAMED or len(name) == 1):
        return
    near = get_close_matches(name, _NAMED, n=1)
    hint = f"; did you mean {near[0]}?" if near else "; a letter, or a name such as f5, ctrl+k, pagedown"
    raise Unusable(f"keys.{action_id}: there is no key {key!r}{hint}")


def _demand_distinct(actions: Sequence[Action], own: UserKeys) -> None:
    taken: dict[str, str] = {}
    for action in sorted(actions, key=lambda action: action.id not in own):
        for key in map(_named, keys_of(action, own)):
            other = taken.setdefault(key, action.id)
            if other != action.id and (action.id in own or other in own):
                raise Unusable(f"keys.{other}: {key!r} is the key of {action.id} too; give that one another key")

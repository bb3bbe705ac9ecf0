"""Keys typed ahead: from the key that opens a form until the form listens, letters wait and are lost to nobody.

Without it the words somebody types right after `c` would be taken for actions of the desk.
"""

from collections.abc import Callable
from typing import TypeAlias

from textual.events import Event, Key, Paste

Typed: TypeAlias = Key | Paste


class KeyGate:
    """Open, keys pass; closed, they wait."""

    def __init__(self, let_in: Callable[[Typed], object]) -> None:
        self._let_in = let_in
        self._waiting: list[Typed] | None = None

    def close(self) -> None:
        """Let keys wait from now on."""
        if self._waiting is None:
            self._waiting = []

    def open(self) -> None:
        """Let those that wait in, in the order in which they were typed, and those that come from now on."""
        waiting, self._waiting = self._waiting or [], None
        for typed in sorted(waiting, key=lambda event: event.time):
            self._let_in(_as_new(typed))

    def keeps(self, event: Event) -> bool:
        """Keep what was typed if the gate is closed; say whether it was kept."""
        if self._waiting is None or not isinstance(event, Key | Paste):
            return False
        self._waiting.append(event)
        return True


def _as_new(typed: Typed) -> Typed:
    """Return an event that nothing has seen yet: one that went round the desk already would not reach a form."""
    return Key(typed.key, typed.character) if isinstance(typed, Key) else Paste(typed.text)

"""Messages that more than one screen or widget knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from cxloop_tui.services.performing import Done


class Listening(Message):
    """A form or picker has the focus: keys are for it."""


class Changed(Message):
    """Something was done to tickets; whoever shows them looks again."""

    def __init__(self, done: tuple[Done, ...]) -> None:
        super().__init__()
        self.done = done

"""Messages that more than one screen or widget knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.message import Message

if TYPE_CHECKING:
    from cxloop_tui.services.performing import Done


NO_HUB: Final = "this desk follows no hub: `cxloop remote add hub URL` lets it"
"""Said where somebody asks for what only a desk with a hub has."""


class Listening(Message):
    """A form or picker has the focus: keys are for it."""


class Loaded(Message):
    """The desk is complete: what its first paint did without is there."""


class HubMoved(Message):
    """It stands otherwise with the hub: whoever shows what waits, or what came back, looks again."""


class Changed(Message):
    """Something was done to tickets; whoever shows them looks again."""

    def __init__(self, done: tuple[Done, ...]) -> None:
        super().__init__()
        self.done = done

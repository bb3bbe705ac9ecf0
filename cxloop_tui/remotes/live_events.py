"""Server-sent events, as far as a hub sends them: that its order has grown.

An event is `event: moved` and `data: {"seq": 48211}`, a line each, and an empty line; comments are signs of life.
"""

import json
from typing import Final

_MOVED: Final = "moved"

MEDIA_TYPE: Final = "text/event-stream"


class LiveEvents:
    """Puts events together from lines as they come; what it does not know, or cannot read, it passes over."""

    def __init__(self) -> None:
        self._event = ""
        self._data = ""

    def take(self, line: bytes) -> int | None:
        """Take the next line, without its end; return how long the order is when it ends an event that says so."""
        text = line.rstrip(b"\r").decode("utf-8", "replace")
        if not text:
            return self._ended()
        field, _, value = text.partition(":")
        if field == "event":
            self._event = value.removeprefix(" ")
        elif field == "data":
            self._data = value.removeprefix(" ")
        return None

    def _ended(self) -> int | None:
        event, data = self._event, self._data
        self._event = self._data = ""
        if event != _MOVED:
            return None
        try:
            said = json.loads(data)
        except (ValueError, RecursionError):
            return None
        seq = said.get("seq") if isinstance(said, dict) else None
        return seq if type(seq) is int and seq >= 0 else None

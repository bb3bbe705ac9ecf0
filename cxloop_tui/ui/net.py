"""The net under the text: the last line filter before the terminal.

Text is cleaned where it crosses to the screen; what slips through all the same is made harmless here and counted. A
test asserts that nothing ever does.
"""

import re
from functools import cache

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter


@cache
def _harmful() -> re.Pattern[str]:
    """What a terminal would obey or be misled by; none of it is printable, so most lines need not be searched."""
    return re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


class ControlNet(LineFilter):
    """Replaces what a terminal would obey, and counts it."""

    def __init__(self) -> None:
        super().__init__(enabled=True)
        self.caught = 0

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments of a line, harmless."""
        del background
        suspects = [segment.text for segment in segments if not (segment.control or segment.text.isprintable())]
        if not any(_harmful().search(text) for text in suspects):
            return segments
        return [self._harmless(segment) for segment in segments]

    def _harmless(self, segment: Segment) -> Segment:
        text, caught = _harmful().subn("\ufffd", segment.text) if not segment.control else (segment.text, 0)
        self.caught += caught
        return Segment(text, segment.style, segment.control)

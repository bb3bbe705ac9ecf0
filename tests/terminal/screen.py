"""The screen as a person sees it: pyte's, with what that leaves out.

Widths are those of `wcwidth`, character by character: an emoji built from several may have another in today's
terminals.
"""

from __future__ import annotations

import codecs
import copy
import itertools
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyte
import pyte.modes
import pyte.screens

from tests.terminal.stream import cut_tokens, is_control, seven_bit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    _Line = pyte.screens.StaticDefaultDict[int, pyte.screens.Char]
    _Buffer = dict[int, _Line]

_CSI = re.compile(r"\x1b\[(?P<private>\??)(?P<numbers>[0-9;]*)(?P<final>[@-~])")
_ALTERNATE_SCREENS = {47, 1047, 1049}
_DECCOLM = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """One place on the screen; colours are pyte's: a name, `default`, or six hex digits."""

    char: str
    fg: str
    bg: str
    bold: bool


class Screen(pyte.Screen):
    """A pyte screen that takes an output as it comes, keeps two buffers and every character of a cell."""

    _primary: tuple[_Buffer, pyte.screens.Cursor] | None = None
    """What the alternate screen hides, while that is shown."""

    def __init__(self, columns: int, lines: int) -> None:
        super().__init__(columns, lines)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._unfinished = ""

    def feed(self, data: bytes) -> Iterator[str]:
        """Draw a piece of output, wherever it was cut; yields each token when it has been drawn."""
        tokens, self._unfinished = cut_tokens(self._unfinished + seven_bit(self._decoder.decode(data)))
        for token in tokens:
            self.take(token)
            yield token

    def reset(self) -> None:
        """Start afresh, on the primary screen."""
        self._primary = None
        super().reset()

    def take(self, token: str) -> None:
        """Draw text or obey a control sequence; what no terminal program here needs is ignored."""
        if not is_control(token):
            self.draw(token)
        elif len(token) == 1:
            self._dispatch(pyte.Stream.basic, token)
        elif found := _CSI.fullmatch(token):
            numbers = [min(int(number or 0), 9999) for number in found["numbers"].split(";")]
            self._obey(found["final"], numbers, private=bool(found["private"]))
        elif len(token) == 2:
            self._dispatch(pyte.Stream.escape, token[1])

    def draw(self, data: str) -> None:
        """Draw text; pyte alone drops the rest of a run after a joiner, a variation selector or a Thai vowel sign."""
        for advances, run in itertools.groupby(data, lambda char: pyte.screens.wcwidth(char) > 0):
            if advances:
                super().draw("".join(run))
            else:
                self._join("".join(run))

    def rendered(self) -> list[str]:
        """Return the lines as read: a wide character once, half a wide character as a blank."""
        return ["".join(self._visible(x, y) for x in range(self.columns)).rstrip() for y in range(self.lines)]

    def _visible(self, x: int, y: int) -> str:
        line = self.buffer[y]
        char = line[x].data
        if char and _is_wide(char) and x + 1 < self.columns and line[x + 1].data:
            return " "
        if not char:
            return "" if x and _is_wide(line[x - 1].data) else " "
        return char

    def _join(self, marks: str) -> None:
        x, line = self.cursor.x - 1, self.buffer[self.cursor.y]
        if x > 0 and not line[x].data:
            x -= 1
        if x >= 0:
            line[x] = line[x]._replace(data=line[x].data + marks)

    def _dispatch(self, methods: Mapping[str, str], char: str) -> None:
        # Shifts select character sets, which a UTF-8 terminal has not.
        if char in methods and char not in "\x0e\x0f":
            getattr(self, methods[char])()

    def _obey(self, final: str, numbers: list[int], *, private: bool) -> None:
        if private:
            self._change_modes(final, numbers)
        elif final in "hlm":
            getattr(self, pyte.Stream.csi[final])(*numbers)
        elif final in pyte.Stream.csi and final not in "cn":
            most = 2 if final in "Hfr" else 1
            getattr(self, pyte.Stream.csi[final])(*numbers[:most])

    def _change_modes(self, final: str, modes: list[int]) -> None:
        if final not in "hl":
            return
        if _ALTERNATE_SCREENS.intersection(modes):
            self._show_alternate() if final == "h" else self._show_primary()
        # Like xterm by default, no program may change the width of the screen.
        others = [mode for mode in modes if mode not in _ALTERNATE_SCREENS | {_DECCOLM}]
        change = self.set_mode if final == "h" else self.reset_mode
        change(*others, private=True)

    def _show_alternate(self) -> None:
        if self._primary is None:
            self._primary = (self.buffer, copy.copy(self.cursor))
            self.buffer = defaultdict(lambda: pyte.screens.StaticDefaultDict(self.default_char))

    def _show_primary(self) -> None:
        if self._primary is not None:
            self.buffer, self.cursor = self._primary
            self._primary = None
            self.ensure_hbounds()
            self.ensure_vbounds()


def _is_wide(char: str) -> bool:
    return bool(char) and pyte.screens.wcwidth(char[0]) == 2

"""What terminals make of their own 16 colours."""

from collections.abc import Mapping
from typing import Final

from rich.terminal_theme import TerminalTheme
from textual.color import Color


def _palette(ground: str, text: str, colours: str) -> TerminalTheme:
    """Build a palette of the ground, the text, and the 16 colours, all in hexadecimal."""
    rgb = [Color.parse(f"#{colour}").rgb for colour in (ground, text, *colours.split())]
    return TerminalTheme(rgb[0], rgb[1], rgb[2:10], rgb[10:])


_XTERM: Final = (
    "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5 7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff"
)
_VGA: Final = (
    "000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa 555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff"
)
_TANGO: Final = (
    "2e3436 cc0000 4e9a06 c4a000 3465a4 75507b 06989a d3d7cf 555753 ef2929 8ae234 fce94f 729fcf ad7fa8 34e2e2 eeeeec"
)
PALETTES: Final[Mapping[str, TerminalTheme]] = {
    "xterm": _palette("000000", "e5e5e5", _XTERM),
    "xterm, light": _palette("ffffff", "000000", _XTERM),
    "VGA": _palette("000000", "aaaaaa", _VGA),
    "Tango, dark": _palette("2e3436", "d3d7cf", _TANGO),
    "Tango, light": _palette("eeeeec", "2e3436", _TANGO),
}
"""What terminals make of their own colours: ground, text and the 16 (XTerm-col, the VGA text mode, GNOME's)."""

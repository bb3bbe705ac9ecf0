"""Which style files are read when: those of the desk itself before its first paint, all others behind it.

A screen names its files as Textual has it (`CSS_PATH`): one that is opened before they are read reads them itself.
"""

from pathlib import PurePath
from typing import Final

from cxloop_tui.paths import style_files

_FIRST: Final = "desk.tcss"

DESK_STYLES: Final[list[str | PurePath]] = [file for file in style_files() if file.name == _FIRST]
"""All that is needed to draw bars, list and detail."""

OTHER_STYLES: Final[list[str | PurePath]] = [file for file in style_files() if file.name != _FIRST]
"""What lies over the desk, or stands in its place."""

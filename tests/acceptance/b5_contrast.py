"""Line 5: every screen at both sizes in all themes, and WCAG AA over every pair of colours really drawn.

The desk is opened at each scene of the gallery; what the compositor hands to the terminal is taken apart into text
and what is behind it. Text and signs need 4.5:1 (criterion 1.4.3), in the theme of high contrast 7:1 (1.4.6), be they
greyed or behind a form; lines, frames and marks, drawn with box and block characters, need 3:1 (1.4.11). The
terminal's own colours have no value of their own: they are looked up in the palettes of xterm and of VGA (the Linux
console), and in Tango, dark and light; a terminal that redefines the 16 colours, as Solarized does, is not covered.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Final

from rich.color import Color as RichColor
from rich.color import ColorType
from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import TerminalTheme
from textual.color import Color
from textual.strip import Strip

from cxloop_tui.ui.app import DeskApp
from cxloop_tui.ui.themes import ANSI, CONTRAST, CONTRAST_HIGH, CONTRAST_LINES, CONTRAST_MIN, THEMES, contrast
from tests import gallery
from tests.acceptance import Outcome
from tests.palettes import PALETTES

_DIMMED: Final = 0.5
"""What a terminal leaves of the difference to the ground of text that is `dim`; some leave more."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Text on a ground, as it was drawn somewhere."""

    text: str
    style: Style
    theme: str
    is_lines: bool
    """Whether it is lines and blocks alone."""

    @property
    def least(self) -> float:
        """The contrast it must have."""
        if self.is_lines:
            return CONTRAST_LINES
        return CONTRAST_HIGH if self.theme == CONTRAST.name else CONTRAST_MIN

    def ratios(self) -> Mapping[str, float]:
        """Return its contrast, by palette where the terminal's own colours are used."""
        own = any(colour is None or colour.type is not ColorType.TRUECOLOR for colour in _colours(self.style))
        return {name: _ratio(self.style, palette) for name, palette in (PALETTES if own else _ANY).items()}


_ANY: Final = {"": PALETTES["xterm"]}


def pairs(strips: Sequence[Strip], theme: str) -> Iterator[Pair]:
    """Return every pair of the lines of a screen with at least one visible glyph."""
    for strip in strips:
        for text, style, _control in map(_whole, strip):
            for is_lines in (False, True):
                glyphs = "".join(letter for letter in text if not letter.isspace() and _is_line(letter) is is_lines)
                if glyphs:
                    yield Pair(glyphs, style, theme, is_lines)


def pairs_of(app: DeskApp, theme: str) -> Iterator[Pair]:
    """Return every pair on the screen of a desk."""
    return pairs(gallery.painted(app), theme)


def failures(drawn: Iterator[Pair] | Sequence[Pair]) -> list[str]:
    """Return, a sentence each, what cannot be read well enough."""
    told: dict[tuple[str, Style, bool, str], str] = {}
    for pair in drawn:
        for palette, ratio in pair.ratios().items():
            if ratio < pair.least:
                where = f"{pair.theme}{f' ({palette})' if palette else ''}"
                sentence = f"{where}: {pair.text[:40]!r} in {pair.style} has {ratio:.2f}, not {pair.least}"
                told.setdefault((pair.theme, pair.style, pair.is_lines, palette), sentence)
    return list(told.values())


_Seen = Mapping[tuple[str, Style, bool], Pair]


def run() -> Outcome:
    """Visit every scene at both sizes in all themes."""
    found: dict[tuple[str, Style, bool], Pair] = {}
    problems: list[str] = []
    with gallery.stores() as made, ProcessPoolExecutor() as visitors:
        for seen, wrong in visitors.map(partial(_visited, made), gallery.SCENES):
            found.update(seen)
            problems += wrong
    screens = len(gallery.SCENES) * len(gallery.SIZES) * len(THEMES)
    counts: dict[str, int | str] = {"scenes": len(gallery.SCENES), "screens": screens}
    for theme in THEMES:
        drawn = [pair for pair in found.values() if pair.theme == theme.name]
        words = [min(pair.ratios().values()) for pair in drawn if not pair.is_lines]
        palettes = f" in {len(PALETTES)} palettes" if theme is ANSI else ""
        counts[theme.name] = f"{len(drawn)} pairs, of text at least {min(words):.2f}:1{palettes}"
    return Outcome(5, "WCAG AA over every pair of colours really drawn", counts, problems)


def _visited(made: gallery.Stores, name: str) -> tuple[_Seen, Sequence[str]]:
    """Return the pairs of a scene at both sizes in all themes, and what is wrong with them."""
    seen: dict[tuple[str, Style, bool], Pair] = {}

    def look(app: DeskApp, theme: str) -> None:
        seen.update({(theme, pair.style, pair.is_lines): pair for pair in pairs_of(app, theme)})

    scene = gallery.SCENES[name]
    for size in gallery.SIZES:
        gallery.visit(scene, made.of(scene), size, look)
    return seen, [f"{name}: {said}" for said in failures(list(seen.values()))]


def _whole(segment: Segment) -> tuple[str, Style, object]:
    return segment.text, segment.style or Style(), segment.control


def _is_line(letter: str) -> bool:
    """Whether it is of the blocks Box Drawing and Block Elements of Unicode."""
    return "\u2500" <= letter <= "\u259f"


def _colours(style: Style) -> tuple[RichColor | None, RichColor | None]:
    return style.color, style.bgcolor


def _ratio(style: Style, palette: TerminalTheme) -> float:
    text, ground = _rgb(style.color, palette, is_text=True), _rgb(style.bgcolor, palette, is_text=False)
    if style.reverse:
        text, ground = ground, text
    if style.dim:
        text = ground.blend(text, _DIMMED)
    return contrast(text, ground)


def _rgb(colour: RichColor | None, palette: TerminalTheme, *, is_text: bool) -> Color:
    return Color(*(colour or RichColor.default()).get_truecolor(palette, foreground=is_text))

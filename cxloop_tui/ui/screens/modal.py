"""What lies over the desk: the desk stays in sight behind it, gone grey."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.segment import Segment
from rich.style import Style
from textual._styles_cache import StylesCache
from textual.await_complete import AwaitComplete
from textual.color import Color
from textual.geometry import Region, Size
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import ModalScreen, ScreenResultType
from textual.strip import Strip

from cxloop_tui.ui.render.cropping import cropped
from cxloop_tui.ui.screens.at_once import OpensAtOnce
from cxloop_tui.ui.styles import OTHER_STYLES

_GAP: Final = "  "
"""What parts pieces of a line that stay apart: a picture of the screen places each by itself."""

_Sight: TypeAlias = tuple[Size, Mapping[str, str]]


class DeskModal(OpensAtOnce, ModalScreen[ScreenResultType]):
    """A modal screen over the desk."""

    CSS_PATH = OTHER_STYLES

    _was_dismissed = False
    _painted: tuple[_Sight, list[Strip]] | None = None
    """What lies behind, drawn once: it takes longer than all that lies above it."""

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """End with a result, once: what somebody pressed in the same moment must not end the screen below as well."""
        if self._was_dismissed:
            return AwaitComplete()
        self._was_dismissed = True
        return super().dismiss(result)

    def on_unmount(self) -> None:
        """Let go of what was painted: Textual remembers the lines of its last thousand widgets, wherever they are."""
        StylesCache.get_inner_outer.cache_clear()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return lines of what is behind, as it was when this was laid over it."""
        sight = self.size, self.app.theme_variables
        if self._painted is None or self._painted[0] != sight:
            self._painted = sight, super().render_lines(self.size.region)
        return cropped(self._painted[1][crop.y : crop.bottom], crop, self.size.width)

    def render(self) -> RenderableType:
        """Draw what is behind."""
        return gone_grey(super().render(), self.app.theme_variables)


def gone_grey(behind: RenderableType, variables: Mapping[str, str]) -> RenderableType:
    """Return what a modal screen draws behind it in one faint grey that still passes as text.

    Textual would mix every colour into the ground, the faint ones until nobody can read them.
    """
    if not isinstance(behind, BackgroundScreen):
        return behind
    grey, ground = Color.parse(variables["receded"]), Color.parse(variables["background"])
    untinted = BackgroundScreen(behind.screen, Color(0, 0, 0, 0))
    return _Receded(untinted, Style(color=grey.rich_color, bgcolor=ground.rich_color))


@dataclass(frozen=True, slots=True)
class _Receded:
    """A screen in one style and few pieces, for what paints it works piece by piece."""

    screen: BackgroundScreen
    style: Style

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        line: list[str] = []
        for segment in self.screen.__rich_console__(console, options):
            if not isinstance(segment, Segment) or segment.control is not None:
                continue
            is_end = segment.text == "\n"
            if line and (is_end or line[-1].endswith(_GAP)):
                yield Segment("".join(line), self.style)
                line.clear()
            if is_end:
                yield segment
            else:
                line.append(segment.text)
        if line:
            yield Segment("".join(line), self.style)

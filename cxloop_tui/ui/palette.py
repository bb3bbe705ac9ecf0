"""The palette: every action of the registry by its name, and wherever a name or a number leads."""

from contextlib import suppress
from functools import partial
from typing import Any, Final

from rich.console import RenderableType
from textual.app import App, ComposeResult
from textual.command import CommandInput, CommandList, CommandPalette, DiscoveryHit, Hit, Hits, SearchIcon
from textual.content import Content
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.worker import Worker

from cxloop_tui.ui.actions import ACTIONS, Action, Scope
from cxloop_tui.ui.doing import Doer
from cxloop_tui.ui.places import PlaceProvider
from cxloop_tui.ui.providing import DeskProvider
from cxloop_tui.ui.screens.modal import gone_grey
from cxloop_tui.ui.styles import OTHER_STYLES
from cxloop_tui.ui.widgets.line_box import LineBox

INVITATION: Final = "What do you want to do?"

_OFFERED = set(Scope) - {Scope.FILTER, Scope.FORM}


class ActionProvider(DeskProvider):
    """Finds actions by title and help; those that are not possible now are left out."""

    async def discover(self) -> Hits:
        """Offer all of them."""
        for action in self._possible():
            yield DiscoveryHit(Content(action.title), partial(self._do, action), help=action.help)

    async def find(self, query: str) -> Hits:
        """Offer those that match."""
        matcher = self.matcher(query)
        for action in self._possible():
            score = max(matcher.match(action.title), matcher.match(action.help) * 0.9)
            if score > 0:
                shown = Content(f"{action.title}  ")
                yield Hit(score, shown, partial(self._do, action), text=action.title, help=action.help)

    def _possible(self) -> list[Action]:
        screen = self.screen
        return [
            action
            for action in ACTIONS
            if action.scope in _OFFERED
            and _has_deed(screen, action)
            and screen.check_action("do", (action.id,)) is not None
        ]

    async def _do(self, action: Action) -> None:
        await self.screen.run_action(action.run)


def _has_deed(screen: Screen[object], action: Action) -> bool:
    """Say whether the screen, or the app, can do it."""
    return any(isinstance(doer, Doer) and action.id in doer.deeds for doer in (screen, screen.app))


class PaletteBox(CommandInput, LineBox):
    """The palette's line to type in, painted harmless as every other."""

    def on_mount(self) -> None:
        """Be as high as the palette's sign beside it."""
        self.compact = False


class PaletteList(CommandList):
    """The palette's list of what was found. Textual's falls over a page up or down before it has been laid out."""

    def action_page_up(self) -> None:
        """Go a page up, once there are pages."""
        if self.scrollable_content_region:
            super().action_page_up()  # type: ignore[no-untyped-call]

    def action_page_down(self) -> None:
        """Go a page down, once there are pages."""
        if self.scrollable_content_region:
            super().action_page_down()  # type: ignore[no-untyped-call]


class DeskPalette(CommandPalette):
    """Textual's palette with our line to type in, and our list."""

    CSS_PATH = OTHER_STYLES

    def compose(self) -> ComposeResult:
        """Lay it out as Textual does."""
        for widget in super().compose():
            match widget:
                case SearchIcon():
                    widget.icon = "/"
                    yield widget
                case CommandInput():
                    yield PaletteBox(placeholder=INVITATION)
                case CommandList():
                    yield PaletteList()
                case _:
                    yield widget

    def render(self) -> RenderableType:
        """Draw what is behind as every modal screen here does."""
        return gone_grey(super().render(), self.app.theme_variables)

    def run_worker(self, *arguments: Any, **options: Any) -> Worker[Any]:  # noqa: ANN401 - as Textual declares it
        """Run a search; one that begins when the palette is left already finds its list gone and ends nothing."""
        work, *others = arguments

        async def search() -> None:
            with suppress(NoMatches):
                await work()

        return super().run_worker(search, *others, **options)


def open_palette(app: App[None]) -> None:
    """Show the palette."""
    app.push_screen(DeskPalette(providers=[ActionProvider, PlaceProvider]))

"""The palette: every action of the registry by its name, and the screen's own commands."""

from functools import partial

from textual.app import App
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from cxloop_tui.ui.actions import ACTIONS, Action, Scope

_OFFERED = {Scope.DESK, Scope.TICKET, Scope.APP, Scope.EVERYWHERE}


class ActionProvider(Provider):
    """Finds actions by title and help; those that are not possible now are left out."""

    async def discover(self) -> Hits:
        """Offer all of them."""
        for action in self._possible():
            yield DiscoveryHit(Content(action.title), partial(self._do, action), help=action.help)

    async def search(self, query: str) -> Hits:
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
            if action.scope in _OFFERED and screen.check_action("do", (action.id,)) is not None
        ]

    async def _do(self, action: Action) -> None:
        await self.screen.run_action(action.run)


def open_palette(app: App[None]) -> None:
    """Show the palette."""
    app.push_screen(CommandPalette(providers=[ActionProvider], placeholder="What do you want to do?"))

"""The Textual app: themes, keymap, the net under the text, and the first screen."""

from typing import ClassVar

from textual import on
from textual.app import App
from textual.binding import BindingType
from textual.events import Event
from textual.filter import LineFilter
from textual.notifications import SeverityLevel

from cxloop_tui.config import Config
from cxloop_tui.paths import style_files
from cxloop_tui.services.session import Session
from cxloop_tui.ui import actions
from cxloop_tui.ui.actions import Scope, bindings
from cxloop_tui.ui.doing import Doer
from cxloop_tui.ui.key_gate import KeyGate
from cxloop_tui.ui.keymap import textual_keymap
from cxloop_tui.ui.messages import Listening
from cxloop_tui.ui.net import ControlNet
from cxloop_tui.ui.opening import Opening
from cxloop_tui.ui.screens.inbox import InboxScreen
from cxloop_tui.ui.themes import DARK, LIGHT, THEMES, semantic_variables


class DeskApp(Doer, App[None]):
    """One person's desk."""

    TITLE = "cxloop"
    ENABLE_COMMAND_PALETTE = False  # Textual would bind its own to ctrl+p, before ours
    CSS_PATH = [*style_files()]  # noqa: RUF012 - Textual's own declaration
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Scope.EVERYWHERE, priority=True),
        *bindings(Scope.APP),
    ]

    def __init__(self, session: Session, opening: Opening, config: Config) -> None:
        self.net = ControlNet()
        super().__init__()
        for theme in THEMES:
            self.register_theme(theme)
        config.demand_known(themes=self.available_themes, actions=actions.BY_ID)
        self.theme = config.theme or DARK.name
        self.set_keymap(textual_keymap(config.keys))
        self._keys = KeyGate(self.post_message)
        self._session = session
        self._opening = opening
        self._config = config
        self.deeds = {
            "app.keys": self._show_keys,
            "app.palette": self._find_action,
            "app.theme": self._turn_theme,
            "app.quit": self.exit,
        }

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give every theme our colours by meaning."""
        return semantic_variables(self.current_theme)

    def get_line_filters(self) -> list[LineFilter]:
        """Put the net under everything that is painted."""
        return [*super().get_line_filters(), self.net]

    def on_mount(self) -> None:
        """Open the desk."""
        self.push_screen(InboxScreen(self._session, self._opening, self._config, self._keys))

    async def on_event(self, event: Event) -> None:
        """Take an event; keys wait while a form is on its way."""
        if not self._keys.keeps(event):
            await super().on_event(event)

    @on(Listening)
    def let_keys_in(self) -> None:
        """Give the form what was typed ahead of it."""
        self._keys.open()

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Tell something in place of what was told before: one piece of news covers the desk, not a pile of them."""
        self.clear_notifications()
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=markup)

    def _find_action(self) -> None:
        from cxloop_tui.ui.palette import open_palette

        open_palette(self)

    def _show_keys(self) -> None:
        from cxloop_tui.ui.screens.keys import KeysScreen

        self.push_screen(KeysScreen(self._config.keys))

    def _turn_theme(self) -> None:
        """Dark to light and back."""
        self.theme = LIGHT.name if self.current_theme.dark else DARK.name

    @property
    def crash(self) -> BaseException | None:
        """What ended the app unexpectedly; None when it was left in good order."""
        return self._exception

    def _fatal_error(self) -> None:
        """End on an unexpected error without printing what was on the desk: locals hold customers' words.

        Whoever ran the app reports `crash`.
        """
        self.bell()
        self._close_messages_no_wait()

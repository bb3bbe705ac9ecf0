"""The Textual app: themes, keymap, the net under the text, and the first screen."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.app import App
from textual.binding import BindingType
from textual.events import Event, InputEvent
from textual.filter import LineFilter
from textual.notifications import SeverityLevel
from textual.reactive import Reactive

from cxloop_tui.domain.text import clean_block, clean_line
from cxloop_tui.ui.actions import Scope, bindings
from cxloop_tui.ui.doing import Doer
from cxloop_tui.ui.key_gate import KeyGate
from cxloop_tui.ui.keymap import textual_keymap
from cxloop_tui.ui.left_behind import Garbage, LeftBehind
from cxloop_tui.ui.messages import NO_HUB, Changed, Listening, Loaded
from cxloop_tui.ui.net import ControlNet
from cxloop_tui.ui.paint_hold import PaintHold
from cxloop_tui.ui.screens.inbox import InboxScreen
from cxloop_tui.ui.styles import DESK_STYLES, OTHER_STYLES
from cxloop_tui.ui.taste import taste_of
from cxloop_tui.ui.themes import ANSI, DARK, THEMES, semantic_variables
from cxloop_tui.ui.widgets.scroll_bar import draw_in_whole_cells

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Self

    from textual.await_complete import AwaitComplete
    from textual.screen import Screen
    from textual.theme import Theme

    from cxloop_tui.config import Config
    from cxloop_tui.services.queries import Queries
    from cxloop_tui.services.session import Session
    from cxloop_tui.ui.companion import Companion, MailCarrier
    from cxloop_tui.ui.corresponding import Corresponding
    from cxloop_tui.ui.opening import Opening

TELLING_SECONDS: Final = 20
"""How long mistakes of the configuration stay in sight: there may be a long path to read."""


class DeskApp(Doer, App[None]):
    """One person's desk."""

    TITLE = "cxloop"
    ENABLE_COMMAND_PALETTE = False  # Textual would bind its own to ctrl+p, before ours
    CSS_PATH = DESK_STYLES
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Scope.EVERYWHERE, priority=True),
        *bindings(Scope.APP),
    ]

    theme: Reactive[str] = Reactive(DARK.name)
    """As Textual has it, but it begins with ours: to set another one is to parse all styles again."""

    def __init__(  # noqa: PLR0913, PLR0917 - all that a desk on a screen is put together from
        self,
        session: Session,
        opening: Opening,
        config: Config,
        copy: Callable[[str], str] | None = None,
        companion: Companion | None = None,
        garbage: Garbage | None = None,
        carrier: Callable[[], MailCarrier] | None = None,
    ) -> None:
        """`copy` copies what the terminal was asked to copy already, in a thread, and says how; see `clipboard`.

        `companion` keeps the desk in step with its hub; None where this computer is its own authority. `garbage` lets
        go of what screens leave behind that were left; without it the garbage collector does so in its own time.
        `carrier` gives what sends the mail of a desk that is its own authority, where a mail server was named.
        """
        self.net = ControlNet()
        self.paint_hold = PaintHold(self)
        self._config = config
        self._copy = copy
        # In the terminal's own colours Textual leaves them out; of others it would make greys.
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        draw_in_whole_cells()
        taste = taste_of(config)
        self.theme = ANSI.name if self.no_color else taste.theme or DARK.name
        self.key_names = taste.keys
        self.set_keymap(textual_keymap(taste.keys.own))
        self._problems = taste.problems
        self._columns = taste.columns
        self._keys = KeyGate(self.post_message)
        self._session = session
        self._opening = opening
        self._companion = companion
        self._corresponding: Corresponding | None = None
        self._make_carrier = carrier
        self._carrier: MailCarrier | None = None
        self._left_behind = LeftBehind(garbage or Garbage.in_its_own_time(), lambda: len(self.screen_stack) == 1)
        self._deeds = {
            "hub.sync": self._sync,
            "app.keys": self._show_keys,
            "app.palette": self._find_action,
            "app.theme": self._choose_theme,
            "app.quit": self.exit,
        }

    @property
    def available_themes(self) -> dict[str, Theme]:
        """Textual's themes, and ours: there before anything is worn."""
        return {**super().available_themes, **{theme.name: theme for theme in THEMES}}

    def refresh(self, *, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:  # noqa: ARG002
        """Paint anew, and lay nothing out: Textual asks for both whenever something that lay over a screen is gone.

        What changes the layout of a screen asks that screen.
        """
        return super().refresh(repaint=repaint, recompose=recompose)

    def get_default_screen(self) -> Screen[None]:
        """Begin with the desk itself: there is nothing behind it."""
        desk = InboxScreen(
            self._session, self._opening, self._config, self._keys, self._columns, load_more=self._load_more
        )
        if self._companion is not None:
            desk.authority = "hub"
        return desk

    def _load_more(self) -> None:
        """Load what dialogs and forms need, behind the first paint."""
        for file in OTHER_STYLES:
            if not self.stylesheet.has_source(str(file)):
                self.stylesheet.read(file)
        self.stylesheet.update(self)

    @on(Loaded)
    def follow_hub(self) -> None:
        """Listen to what keeps the desk in step with its hub; whoever left meanwhile has no desk any more."""
        desk = next(iter(self.screen_stack), None)
        if self._companion is None or self._corresponding is not None or not isinstance(desk, InboxScreen):
            return
        from cxloop_tui.ui.corresponding import Corresponding

        self._corresponding = desk.hub = Corresponding(self, desk, self._session, self._companion)
        listen: Callable[[], Awaitable[None]] = self._corresponding.listen
        self.run_worker(listen, group="hub")

    @on(Loaded)
    def carry_mail(self) -> None:
        """Let letters go while somebody works here, where a mail server was named."""
        if self._make_carrier is not None and self._carrier is None:
            begin: Callable[[], Awaitable[None]] = self._begin_mail
            self.run_worker(begin, group="mail")

    async def _begin_mail(self) -> None:
        def has_work(queries: Queries) -> bool:
            return queries.letters.server() is not None or queries.organisation().policy.minds_the_overdue

        make = self._make_carrier
        if make is not None and await self._session.ask(has_work):
            self._carrier = make()
            await self._carrier.begin()

    @on(Changed)
    def send_changes(self) -> None:
        """Something was done: let it be sent, and say that it waits."""
        if self._corresponding is not None:
            self._corresponding.wake()
            look: Callable[[], Awaitable[None]] = self._corresponding.look
            self.run_worker(look, group="waiting", exclusive=True)

    def _sync(self) -> None:
        if self._corresponding is None:
            self.notify(NO_HUB)
        else:
            self._corresponding.sync()

    async def on_unmount(self) -> None:
        """Let what keeps the desk in step end with it."""
        if self._companion is not None:
            await self._companion.aclose()
        if self._carrier is not None:
            await self._carrier.aclose()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give every theme our colours by meaning."""
        return semantic_variables(self.current_theme, ascii_only=self._config.ascii)

    def get_line_filters(self) -> list[LineFilter]:
        """Put the net under everything that is painted."""
        return [*super().get_line_filters(), self.net]

    def on_mount(self) -> None:
        """Tell what of the configuration the desk cannot follow."""
        if self._problems:
            self._tell_problems(*self._problems)

    async def on_event(self, event: Event) -> None:
        """Take an event; keys wait while a form is on its way."""
        if isinstance(event, InputEvent):
            self._left_behind.wait_for_rest()
        if not self._keys.keeps(event):
            await super().on_event(event)

    def pop_screen(self) -> AwaitComplete:
        """Leave a screen."""
        self._left_behind.collect_soon()
        return super().pop_screen()

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
        harmless, name = clean_block(message), clean_line(title)
        super().notify(harmless, title=name, severity=severity, timeout=timeout, markup=markup)

    def copy_to_clipboard(self, text: str, *, tells: bool = True) -> None:
        """Copy a text for other programs, by every way there is, and tell which; who says so already does not."""
        harmless = clean_block(text)
        if harmless:
            super().copy_to_clipboard(harmless)
            self.run_worker(self._copied(harmless, tells=tells), group="copy")

    async def _copied(self, text: str, *, tells: bool) -> None:
        from cxloop_tui.ui.clipboard import sent_only

        how = await asyncio.to_thread(self._copy or sent_only, text)
        if tells:
            self.notify(how)

    def _tell_problems(self, first: str, *others: str) -> None:
        page = self.key_names.how("app.keys")
        more = f"{len(others)} more; {page} lists them all" if others else f"{page} says it again"
        self.notify(f"{first}\n\n{more}", severity="warning", timeout=TELLING_SECONDS)

    def _find_action(self) -> None:
        from cxloop_tui.ui.palette import open_palette

        open_palette(self)

    def _show_keys(self) -> None:
        from cxloop_tui.ui.screens.keys import KeysScreen

        self.push_screen(KeysScreen(self.key_names, self._problems))

    def _choose_theme(self) -> None:
        """Offer the themes; the desk wears each that the cursor comes to, and its own again when none is taken."""
        if self.no_color:
            self.notify("NO_COLOR is set, so there are no colours to choose; unset it and start again")
            return
        from cxloop_tui.ui.forms.option import Option
        from cxloop_tui.ui.screens.picker import PickerScreen
        from cxloop_tui.ui.themes import THEME_WORDS

        before = self.theme

        def wear(name: str | None) -> None:
            self.theme = name or before

        names = dict.fromkeys([*(theme.name for theme in THEMES), before])
        options = [Option(name, name, THEME_WORDS.get(name, "")) for name in names]
        self.push_screen(PickerScreen("Theme", options, before, preview=wear), wear)

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

"""The least a Textual app can be: a line of text, and a footer. A key changes the line."""

from textual.app import App, ComposeResult
from textual.events import Key
from textual.widgets import Footer, Static


class BareApp(App[None]):
    """What everything at the screen is measured against."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [("q", "quit", "quit")]  # noqa: RUF012 - Textual's own declaration

    def compose(self) -> ComposeResult:
        """Lay it out."""
        self._presses = 0
        yield Static("pressed 0 times")
        yield Footer()

    def on_key(self, event: Key) -> None:
        """Count it."""
        if event.key != "q":
            self._presses += 1
            self.query_one(Static).update(f"pressed {self._presses} times")


if __name__ == "__main__":
    BareApp().run()

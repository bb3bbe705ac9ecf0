"""What tests of the screen share: the screen as text, tickets to put on it, an app for one widget, an editor."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from textual.app import App

from cxloop_tui.domain.clock import DAY
from cxloop_tui.domain.status import Priority, Status
from cxloop_tui.domain.view import TicketRow
from cxloop_tui.ui.themes import DARK, THEMES, semantic_variables

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.app import ComposeResult
    from textual.widget import Widget

NOW = 1_790_000_000_000
"""The time of day in these tests."""

HOSTILE = [
    "\x1b[2J\x1b[H",
    "\x1b]0;pwned\x07",
    "\x9b31mred",
    "100 EUR\r5",
    "one\nline\tonly",
    "ab\u202egnp.exe",
    "a" + "\u0301" * 40,
    "\u0301\u0301 orphan",
    "[red]x[/red] [/]x [@click=app.quit]x[/]",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f1e9\U0001f1ea\U0001f1ee\U0001f1f9 \u2764\ufe0f 1\ufe0f\u20e3",
    "房间很吵,空调坏了 説明書が読みにくい 한국어",
    "החבילה הגיעה פתוחה وصل الطرد مفتوحا",
    "\u200d\u200d\ufe0f\x00\x7f\ud800",
    "",
    "   ",
]
"""Text from outside that must not break a line."""


def screen_text(app: App[Any]) -> str:
    """Return what the active screen shows, line by line (private to Textual, and used here only)."""
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


def ticket_row(place: int = 0, **changes: Any) -> TicketRow:
    """Make a row of a list; rows of different places are different tickets."""
    row = TicketRow(
        id=f"00000000-0000-7000-8000-{place:012x}",
        number=10_000 + place,
        status=Status.OPEN,
        priority=Priority.MEDIUM,
        segment="south",
        owner="max@desk.example",
        customer_email=f"customer{place}@shop.example",
        customer_name=f"Customer {place}",
        score=3,
        score_kind="nps",
        said=f"words of customer {place}",
        created_at=NOW - DAY,
        updated_at=NOW - place,
        due_at=NOW + 2 * DAY,
        reopened=0,
        has_draft=False,
        place=place,
    )
    return replace(row, **changes)


class WidgetHost(App[None]):
    """An app around one widget, in one of the desk's themes."""

    def __init__(self, widget: Widget, theme: str = DARK.name) -> None:
        super().__init__()
        self.widget = widget
        self._first_theme = theme

    ascii_only = False
    """Whether the next `refresh_css` chooses the signs of terminals without Unicode."""

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return semantic_variables(self.current_theme, ascii_only=self.ascii_only)

    def compose(self) -> ComposeResult:
        yield self.widget

    def on_mount(self) -> None:
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = self._first_theme
        self.widget.focus()


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return what makes a shell script the user's editor."""

    def use(script: str) -> None:
        program = tmp_path / "my editor"
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(0o700)
        monkeypatch.delenv("VISUAL", raising=False)
        monkeypatch.setenv("EDITOR", f"'{program}' --wait")

    return use

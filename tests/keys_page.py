"""docs/keys.md, written from the registry of actions: `python -m tests.keys_page`; a test asserts it is in step."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from cxloop_tui.ui.actions import ACTIONS, Action, Scope
from cxloop_tui.ui.keymap import shown

PAGE: Final = Path(__file__).parent.parent / "docs" / "keys.md"

_HEAD: Final = """\
# Keys

Everything that can be done at the screen. The same list, searchable and with your own keys, is behind `?`; `ctrl+p`
finds any of it by name. The first column is what a [configuration](configuration.md) gives keys to, the last one the
twin on the command line.

This page is written from the registry of actions by `python -m tests.keys_page`.
"""

_SECTIONS: Final = {
    Scope.DESK: "In list and detail",
    Scope.TICKET: "On the ticket under the cursor",
    Scope.FILTER: "In the filter bar",
    Scope.ORGANISATION: "In the organisation",
    Scope.OUTBOX: "In the outbox",
    Scope.LETTERS: "Among the letters",
    Scope.AGENDA: "Among what is to be done",
    Scope.CAUSES: "Among the causes",
    Scope.CONFLICTS: "In the conflicts",
    Scope.FORM: "In a form",
    Scope.APP: "Everywhere but in a form",
    Scope.EVERYWHERE: "Everywhere, also while typing",
}
"""The page's sections with their headings, in order."""


def page() -> str:
    """Return the page as it should be."""
    return "\n".join([_HEAD, *(line for scope in _SECTIONS for line in _section(scope))])


def _section(scope: Scope) -> Iterator[str]:
    yield f"## {_SECTIONS[scope]}\n"
    yield "| action | keys | does | command |"
    yield "|---|---|---|---|"
    yield from (_row(action) for action in ACTIONS if action.scope is scope)
    yield ""


def _row(action: Action) -> str:
    keys = " ".join(_code(shown(key)) for key in action.keys) or "palette"
    command = _code(f"cxloop {action.command}") if action.command else ""
    return f"| {_code(action.id)} | {keys} | {action.help} | {command} |"


def _code(text: str) -> str:
    return f"`{text}`"


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()

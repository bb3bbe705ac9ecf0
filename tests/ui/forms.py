"""Forms at the desk: the key that opens each, and how one is filled in and read off the screen."""

from collections.abc import Mapping

from cxloop_tui.ui.screens.form import FormScreen
from cxloop_tui.ui.widgets.bar import Bar
from tests.ui.desk_host import AtDesk

FORMS: Mapping[str, tuple[str, int]] = {
    "comment": ("c", 1),
    "contact": ("t", 1),
    "resolve": ("d", 1),
    "escalate": ("E", 1),
    "move": ("M", 1),
    "edit": ("e", 1),
    "handback": ("H", 2),
    "reopen": ("X", 3),
    "new": ("n", 1),
}
"""Every form, the key that opens it, and a ticket on which it makes sense."""

WORDED: Mapping[str, str] = {
    "comment": "comment",
    "contact": "note",
    "resolve": "root_cause",
    "escalate": "reason",
    "edit": "customer_name",
    "handback": "note",
    "reopen": "note",
    "new": "comment",
}
"""A field to type words in, of every form that has one."""


async def opened(at: AtDesk, name: str) -> FormScreen:
    """Open a form on its ticket."""
    key, number = FORMS[name]
    at.inbox.list.go_to(at.view(number).ticket.id)
    await at.settled()
    await at.press(key)
    return at.form


async def go_to(at: AtDesk, number: int) -> None:
    """Put the cursor on a ticket of the list."""
    at.inbox.list.go_to(at.view(number).ticket.id)
    await at.settled()


async def write_into(at: AtDesk, field: str, text: str) -> None:
    """Type words into a field of the form in front."""
    at.form.set_focus(at.form.query_one(f"#{field}"))
    await at.settled()
    await at.write(text)


def foretold(at: AtDesk) -> dict[str, str]:
    """Read what the form says will happen, by label, off the screen."""
    lines = [line.strip.text.strip() for line in at.form.query_one("#preview", Bar)._lines()]
    return {line.split(" ")[0]: line[10:].strip() for line in lines}


def said(at: AtDesk, number: int, field: str) -> str:
    """Put the last operation's log line of a field in words."""
    old, new = at.last(number)[field]
    return f"{called(at, old)} → {called(at, new)}"


def called(at: AtDesk, value: str | int | None) -> str:
    """Say a value of the log as the screen names it: people and segments by their names."""
    space, text = at.rooms.queries.organisation(), str(value)
    return space.called(text) if text in space.people else space.tree.name(text)


def problem(at: AtDesk) -> str:
    """Read what the form says is wrong."""
    return at.form.query_one("#problem", Bar)._lines()[0].strip.text.strip()

"""A few whole screens, kept as pictures: what no assertion on words would notice.

`pytest tests/snapshots --snapshot-update` draws them anew; look at every one that changed before it is kept.
"""

from collections.abc import Callable, Sequence

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from cxloop_tui.config import Config
from cxloop_tui.ui.themes import DARK, LIGHT
from tests.ui.desk_host import AtDesk, TellingApp, Tickets, a_days_queue, no_tickets, seated
from tests.ui.hub_desk import Before, seated_at_hub
from tests.ui.test_conflicts import two_quarrels
from tests.ui.test_outbox import some_work

Compare = Callable[..., bool]
"""`snap_compare` of pytest-textual-snapshot: whether the app looks as in its picture."""

LOW, WIDE = (80, 24), (120, 30)

REASON = "He lost a day and asks for somebody who can decide."


@pytest.fixture(autouse=True)
def _nothing_blinks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the cursor on: half a second later it would be another picture."""
    monkeypatch.setattr(Input, "_toggle_cursor", lambda _: None)
    monkeypatch.setattr(TextArea, "_toggle_cursor_blink_visible", lambda _: None)


def looks_as_kept(
    snap_compare: Compare,
    size: tuple[int, int],
    *keys: str,
    words: str = "",
    theme: str = DARK.name,
    tickets: Tickets = a_days_queue,
) -> bool:
    """Press keys, then write words, and compare the screen with its picture."""
    with seated(tickets, config=Config(theme=theme, refresh_seconds=3600.0)) as (app, at_desk):
        return _looks_as_kept(snap_compare, app, at_desk, size, keys, words)


def _looks_as_kept(
    snap_compare: Compare,
    app: TellingApp,
    at_desk: Callable[[Pilot[None]], AtDesk],
    size: tuple[int, int],
    keys: Sequence[str],
    words: str = "",
) -> bool:
    app.animation_level = "none"

    async def work(pilot: Pilot[None]) -> None:
        at = at_desk(pilot)
        await at.settled()
        await at.press(*keys)
        if words:
            await at.write(words)

    return snap_compare(app, terminal_size=size, run_before=work)


@pytest.mark.parametrize("theme", [DARK.name, LIGHT.name])
@pytest.mark.parametrize("size", [LOW, WIDE], ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_desk(snap_compare: Compare, size: tuple[int, int], theme: str) -> None:
    assert looks_as_kept(snap_compare, size, "G", theme=theme)


def test_the_detail_at_its_whole_width(snap_compare: Compare) -> None:
    assert looks_as_kept(snap_compare, LOW, "G", "enter")


def test_escalate(snap_compare: Compare) -> None:
    assert looks_as_kept(snap_compare, LOW, "G", "E", words=REASON)


def test_keys(snap_compare: Compare) -> None:
    assert looks_as_kept(snap_compare, LOW, "question_mark")


def test_welcome(snap_compare: Compare) -> None:
    assert looks_as_kept(snap_compare, LOW, tickets=no_tickets)


HUB_SIZES = [LOW, (120, 40)]


def at_hub_looks_as_kept(snap_compare: Compare, size: tuple[int, int], before: Before, *keys: str) -> bool:
    """The same at the desk of somebody whose tickets are at a hub."""
    with seated_at_hub(before=before) as (app, at_desk):
        return _looks_as_kept(snap_compare, app, at_desk, size, keys)


@pytest.mark.parametrize("size", HUB_SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_outbox(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert at_hub_looks_as_kept(snap_compare, size, some_work, "B", "j", "space", "k", "h", "space")


@pytest.mark.parametrize("size", HUB_SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_conflicts(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert at_hub_looks_as_kept(snap_compare, size, two_quarrels, "C", "m")

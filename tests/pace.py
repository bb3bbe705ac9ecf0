"""Long works cut into transactions of a size that is known."""

import pytest

from cxloop_tui.services import pacing


def few_at_once(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    """Let every transaction of a long work take so many things."""
    monkeypatch.setattr(pacing, "FIRST", count)
    monkeypatch.setattr(pacing, "MOST", count)

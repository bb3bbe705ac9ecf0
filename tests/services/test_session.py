"""The session: what takes its time is done beside the event loop."""

from __future__ import annotations

import asyncio
import sys
import threading
from typing import TYPE_CHECKING, Any

from cxloop_tui.services.session import Session

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

GATE = threading.Event()


class NoQueries:
    me = "ada@desk.example"

    def interrupt(self) -> None:
        """Nothing is read."""


async def test_keys_are_answered_while_a_module_loads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = f"from {__name__} import GATE\nassert GATE.wait(10)\n"
    (tmp_path / "cxloop_loaded_late.py").write_text(waiting, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    queries: Any = NoQueries()
    session = Session(queries, desk=lambda: queries)
    try:
        loading = asyncio.create_task(session.load("cxloop_loaded_late"))
        await asyncio.sleep(0)
        assert not loading.done()
        GATE.set()
        await loading
        assert "cxloop_loaded_late" in sys.modules
        await session.load("cxloop_loaded_late")
    finally:
        session.close()
        sys.modules.pop("cxloop_loaded_late", None)

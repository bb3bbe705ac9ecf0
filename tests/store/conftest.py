"""The store that tests of the store begin with, unless they make their own."""

from pathlib import Path

import pytest

from cxloop_tui.services.desk import Desk
from cxloop_tui.store.writer import Writer
from tests.builders import ADA, FakeClock, found_house, seeded_ids


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed store with a house founded in it."""
    store = Writer.create(tmp_path / "store.db")
    Desk(store, FakeClock(), seeded_ids()).sit(ADA, found_house)
    store.close()
    return tmp_path / "store.db"

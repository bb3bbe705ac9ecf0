"""The files a store consists of."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PARTS = ("", "-wal")
"""What a store at rest consists of; SQLite makes the rest anew."""


def remove(store: Path) -> None:
    """Delete a store and what lies beside it."""
    for part in (*PARTS, "-shm", ".lock"):
        store.with_name(store.name + part).unlink(missing_ok=True)

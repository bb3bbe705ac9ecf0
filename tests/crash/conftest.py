"""The shim that tells what reached the disk, compiled for the tests that need it."""

from pathlib import Path

import pytest

from tests.crash import shim


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """The compiled shim."""
    built = shim.build(tmp_path)
    if built is None:
        pytest.skip("no C compiler on a Linux here: nothing tells how much of a log reached the disk")
    return built
